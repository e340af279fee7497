//! Revisions: what the newer version of one report says otherwise than the older.
//!
//! Sentences that stand in both are passed over; of the others those that share most of their words
//! are laid side by side, and their counts, dates and quotations compared. A note that owns up
//! to a correction is a finding of its own. Nothing here is a disagreement between reports: an
//! older version is not what its outlet says any more.

mod sentences;

use crosswire_extract::{Extracted, FoundQuantity, FoundTime, QuotationKind};
use crosswire_report::Passage;

use crate::candidates::candidate::{Candidate, Rule, Ruled, Side};
use crate::lexicon::Set;
use crate::{About, Change, FindingKind, Normal, NormalInterval};
use sentences::{Sentence, aligned, sentences};

/// What stands in both versions is plain to see: the score says no more.
const SURE: f64 = 1.0;
/// Findings that one pair of versions gives at most.
const MOST: usize = 60;

/// What `new` says otherwise than `old`, an earlier version of the same report. In the findings the
/// old version has the number `at.0`, the new one `at.1`.
pub(crate) fn find((old, new): (&Extracted, &Extracted), at: (usize, usize)) -> Vec<Candidate> {
    let (before, after) = (sentences(old), sentences(new));
    let pairs = aligned(&before, &after);
    let versions = Versions { old, new, at };
    let mut findings = Vec::new();
    for &(one, other) in &pairs.changed {
        let pair = (before[one].passage, after[other].passage);
        findings.extend(versions.quantities(pair));
        findings.extend(versions.times(pair));
        findings.extend(versions.quotations(pair));
    }
    for &added in &pairs.added {
        findings.extend(versions.correction(&after[added]));
    }
    findings.truncate(MOST);
    findings.into_iter().map(Candidate::Ruled).collect()
}

/// Two versions of one report.
struct Versions<'a> {
    old: &'a Extracted,
    new: &'a Extracted,
    at: (usize, usize),
}

/// One value that a sentence of each version states.
struct Stated {
    words: String,
    normal: Normal,
}

impl Stated {
    fn nothing() -> Stated {
        Stated {
            words: String::new(),
            normal: Normal::None,
        }
    }
}

impl Versions<'_> {
    fn quantities(&self, pair: (Passage, Passage)) -> Option<Ruled> {
        let of = |version: &Extracted, sentence: Passage| {
            let inside = version.quantities.iter();
            let inside = inside.filter(|found| is_within(found.passage, sentence));
            inside
                .map(|found| stated_quantity(version, found))
                .collect::<Vec<Stated>>()
        };
        let (from, to) = changed(of(self.old, pair.0), of(self.new, pair.1))?;
        let noun = match &to[0].normal {
            Normal::Interval(interval) if !interval.unit.is_empty() => {
                format!(" ({})", interval.unit)
            }
            _ => String::new(),
        };
        let question = format!("Which number did the newer version change{noun}?");
        Some(self.finding(About::Quantity, question, pair, from, to))
    }

    fn times(&self, pair: (Passage, Passage)) -> Option<Ruled> {
        let of = |version: &Extracted, sentence: Passage| {
            let inside = version.times.iter();
            let inside = inside.filter(|found| is_within(found.passage, sentence));
            inside
                .map(|found| stated_time(version, found))
                .collect::<Vec<Stated>>()
        };
        let (from, to) = changed(of(self.old, pair.0), of(self.new, pair.1))?;
        let question = "Which time did the newer version change?".to_owned();
        Some(self.finding(About::Time, question, pair, from, to))
    }

    fn quotations(&self, pair: (Passage, Passage)) -> Option<Ruled> {
        let of = |version: &Extracted, sentence: Passage| {
            let quoted = version.quotations.iter().filter(|quotation| {
                matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed)
                    && is_within(quotation.passage, sentence)
            });
            quoted
                .map(|quotation| Stated {
                    words: folded(version.annotated.words(quotation.passage)),
                    normal: Normal::None,
                })
                .collect::<Vec<Stated>>()
        };
        let (from, to) = changed(of(self.old, pair.0), of(self.new, pair.1))?;
        let question = "Which quotation did the newer version change?".to_owned();
        Some(self.finding(About::Quote, question, pair, from, to))
    }

    /// A sentence that was added and says what was wrong before.
    fn correction(&self, sentence: &Sentence) -> Option<Ruled> {
        let words = folded(self.new.annotated.words(sentence.passage)).to_lowercase();
        let is_note = Set::Correction.words().any(|cue| {
            let cue = cue.replace('_', " ");
            match cue.strip_suffix(':') {
                Some(_) => words.starts_with(&cue),
                None => words.contains(&cue),
            }
        });
        is_note.then(|| Ruled {
            rule: Rule::Revised,
            score: SURE,
            kind: FindingKind::Revision,
            about: About::Outcome,
            question: "What does the outlet say was wrong?".to_owned(),
            explanation: "The newer version has a note on a correction or clarification".to_owned(),
            changed: Vec::new(),
            sides: vec![side(self.at.1, sentence.passage, Stated::nothing(), 0)],
        })
    }

    fn finding(
        &self,
        about: About,
        question: String,
        pair: (Passage, Passage),
        from: Vec<Stated>,
        to: Vec<Stated>,
    ) -> Ruled {
        let changes: Vec<Change> = from
            .iter()
            .zip(&to)
            .map(|(from, to)| {
                let (from, to) = apart(&from.words, &to.words);
                Change {
                    from,
                    to,
                    meaning: true,
                }
            })
            .collect();
        let said = |change: &Change| format!("“{}” became “{}”", change.from, change.to);
        let explanation = changes.iter().map(said).collect::<Vec<_>>().join(", ");
        let of = |report: usize, passage: Passage, stated: Vec<Stated>, first: usize| {
            let stated = stated.into_iter().enumerate();
            stated.map(move |(at, stated)| side(report, passage, stated, first + at))
        };
        let next = from.len();
        let old = of(self.at.0, pair.0, from, 0);
        let sides = old.chain(of(self.at.1, pair.1, to, next)).collect();
        Ruled {
            rule: Rule::Revised,
            score: SURE,
            kind: FindingKind::Revision,
            about,
            question,
            explanation,
            changed: changes,
            sides,
        }
    }
}

fn side(report: usize, passage: Passage, stated: Stated, answer: usize) -> Side {
    Side {
        report,
        passage,
        value_at: None,
        value: stated.words,
        normal: stated.normal,
        source: None,
        answer,
    }
}

/// The values that only one of two sentences states, where each that went has one that came.
fn changed(old: Vec<Stated>, new: Vec<Stated>) -> Option<(Vec<Stated>, Vec<Stated>)> {
    let mut came = new;
    let mut went = Vec::new();
    for stated in old {
        match came.iter().position(|other| is_same(&stated, other)) {
            Some(at) => {
                came.remove(at);
            }
            None => went.push(stated),
        }
    }
    (!went.is_empty() && went.len() == came.len()).then_some((went, came))
}

fn is_same(one: &Stated, other: &Stated) -> bool {
    match (&one.normal, &other.normal) {
        (Normal::None, Normal::None) => one.words == other.words,
        (a, b) => a == b,
    }
}

fn stated_quantity(version: &Extracted, found: &FoundQuantity) -> Stated {
    let range = found.quantity.range;
    Stated {
        words: folded(version.annotated.words(found.passage)),
        normal: Normal::Interval(NormalInterval {
            low: range.low,
            high: range.high,
            low_open: range.low_open,
            high_open: range.high_open,
            unit: found.quantity.unit.clone(),
        }),
    }
}

fn stated_time(version: &Extracted, found: &FoundTime) -> Stated {
    let interval = found.timex.interval;
    Stated {
        words: folded(version.annotated.words(found.passage)),
        normal: interval.map_or(Normal::None, Normal::from),
    }
}

fn is_within(passage: Passage, sentence: Passage) -> bool {
    passage.field == sentence.field && sentence.span.contains(passage.span)
}

/// White space as single spaces, curly quotation marks straight.
fn folded(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

/// What is left of two wordings when the words that both begin and end with are taken off.
fn apart(from: &str, to: &str) -> (String, String) {
    let (a, b): (Vec<&str>, Vec<&str>) = (from.split(' ').collect(), to.split(' ').collect());
    let first = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - first;
    let last = a.iter().rev().zip(b.iter().rev()).take(most);
    let last = last.take_while(|(a, b)| a == b).count();
    let part = |words: &[&str]| words[first..words.len() - last].join(" ");
    (part(&a), part(&b))
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn wordings_apart() {
        let check = |from, to, expected: (&str, &str)| {
            let (a, b) = apart(from, to);
            assert_eq!((a.as_str(), b.as_str()), expected);
        };
        check("three people", "five people", ("three", "five"));
        check("we will go", "we will not go", ("", "not"));
        check("one", "one", ("", ""));
        check("a b a", "a", ("b a", ""));
    }
}
