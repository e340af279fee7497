//! Whom a report has something from.

use crosswire_extract::{Attribution, Extracted, StatementKind, TokenId};
use rustc_hash::FxHashMap;

use super::cast::{Meet, Name};
use super::unit::Unit;

/// Whom a report has something from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The chain of attribution in words, the innermost speaker first.
    pub words: String,
    /// The innermost speaker: who speaks, whoever passes it on.
    speaker: Name,
}

impl Source {
    /// The source at the head of a chain; `None` for a report's own word.
    #[must_use]
    pub fn of(report: &Extracted, chain: &[Attribution]) -> Option<Source> {
        let words = report.attributed_to(chain)?;
        let speaker = report.speaker_words(chain.first()?)?;
        Some(Source {
            words,
            speaker: Name::of(&speaker),
        })
    }

    /// Somebody by name.
    #[must_use]
    pub fn named(name: &str) -> Source {
        Source {
            words: name.to_owned(),
            speaker: Name::of(name),
        }
    }

    /// Whether the same one speaks, whoever passes it on.
    #[must_use]
    pub fn is(&self, other: &Source) -> bool {
        self.speaker == other.speaker || self.speaker.meet(&other.speaker) == Meet::Same
    }
}

/// Whom each report's clauses are attributed to: by report, the source at a predicate.
#[derive(Debug)]
pub(crate) struct Sources(Vec<FxHashMap<TokenId, Source>>);

impl Sources {
    pub(crate) fn new(reports: &[&Extracted]) -> Sources {
        let sources = |extracted: &&Extracted| {
            let told = extracted.statements.iter();
            told.filter(|statement| statement.kind != StatementKind::Nominal)
                .filter_map(|statement| {
                    let source = Source::of(extracted, &statement.attribution)?;
                    Some((statement.predicate, source))
                })
                .collect()
        };
        Sources(reports.iter().map(sources).collect())
    }

    pub(crate) fn of(&self, unit: &Unit) -> Option<Source> {
        self.0[unit.report]
            .get(&TokenId::new(unit.block, unit.predicate))
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn one_speaker_whatever_the_article() {
        assert!(Source::named("the Harbour Office").is(&Source::named("Harbour Office")));
        assert!(!Source::named("Tove Lind").is(&Source::named("Ola Brandt")));
    }
}
