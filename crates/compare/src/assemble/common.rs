//! What two passages that agree have in common, word by word.
//!
//! Reports that agree seldom say it in the same words, and a passage of one mostly says more. What is shown as
//! agreed is the stretch of a passage whose telling words the others have too: the same word, one of its
//! family, or one that stands for the same in the news; and no number that another has not.

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_extract::{AnnotatedBlock, Extracted};
use crosswire_report::Passage;
use crosswire_text::Span;

use crate::told::predicates::is_content;
use crate::told::sentences::nearness;
use crate::told::values::Word;
use crate::told::words::key;
use crate::{Evidence, Finding, Story};

/// From which nearness on two words tell the same.
const NEAR: f32 = 0.6;
/// Tokens to the word that a part of a name belongs to.
const NEXT: usize = 2;
/// The share of the telling words of what is common that another report must have.
const LEAST: f32 = 0.4;

/// Leaves of an agreement the reports whose passages have what another's tells, the best passage of each
/// first; none where there are no two.
pub(super) fn keep_held(story: &Story<'_>, finding: &mut Finding) {
    let told: Vec<Option<Told<'_>>> = finding
        .evidence
        .iter()
        .map(|row| Told::of(story.reports[row.report], row.passage))
        .collect();
    let rows = || 0..finding.evidence.len();
    let report = |at: usize| finding.evidence[at].report;
    // How much of a row another row has.
    let held = |model: usize, at: usize| {
        let (one, two) = (told[model].as_ref()?, told[at].as_ref()?);
        let common = one.common(two)?;
        let all = one.words.len().min(two.words.len());
        let is_most = common.held > 1 || 2 * common.held > all;
        let is_held = common.held as f32 >= LEAST * common.of as f32;
        (common.tells && is_most && is_held).then_some(common.held)
    };
    let best_of = |model: usize, of: usize| {
        let own = rows().filter(|&at| report(at) == of);
        own.filter_map(|at| Some((held(model, at)?, at)))
            .max_by_key(|&(most, at)| (most, usize::MAX - at))
    };
    let mut reports: Vec<usize> = rows().map(report).collect();
    reports.dedup();
    let chosen = |model: usize| -> Vec<(usize, usize)> {
        let others = reports.iter().filter(|&&of| of != report(model));
        others.filter_map(|&of| best_of(model, of)).collect()
    };
    let weight = |model: usize| {
        let chosen = chosen(model);
        let words: usize = chosen.iter().map(|(held, _)| held).sum();
        (chosen.len(), words, usize::MAX - model)
    };
    let Some(model) = rows().max_by_key(|&model| weight(model)) else {
        return;
    };
    let mut kept: Vec<usize> = chosen(model).into_iter().map(|(_, at)| at).collect();
    if kept.is_empty() {
        finding.evidence.clear();
        return;
    }
    kept.push(model);
    let keeps = |row: &Evidence| kept.iter().any(|&at| report(at) == row.report);
    let first = |row: &Evidence| !kept.iter().any(|&at| finding.evidence[at] == *row);
    let mut evidence: Vec<Evidence> = finding
        .evidence
        .iter()
        .filter(|row| keeps(row))
        .cloned()
        .collect();
    evidence.sort_by_key(|row| (row.report, first(row)));
    finding.evidence = evidence;
    let known = |report: &usize| finding.evidence.iter().any(|row| row.report == *report);
    for value in &mut finding.values {
        value.reports.retain(known);
    }
    finding.values.retain(|value| !value.reports.is_empty());
}

/// What the other reports of an agreement have of one row's passage.
pub(super) fn agreed(story: &Story<'_>, finding: &Finding, row: &Evidence) -> Option<Passage> {
    let told = Told::of(story.reports[row.report], row.passage)?;
    let mut seen = vec![row.report];
    let mut agreed: Option<Passage> = None;
    for other in &finding.evidence {
        if seen.contains(&other.report) {
            continue;
        }
        seen.push(other.report);
        let Some(common) = Told::of(story.reports[other.report], other.passage)
            .and_then(|other| told.common(&other))
        else {
            continue;
        };
        let passage = common.passage;
        agreed = Some(match agreed {
            None => passage,
            Some(known) => {
                let both = known.span.intersection(passage.span);
                both.map_or(known, |span| Passage { span, ..known })
            }
        });
    }
    agreed
}

/// A telling word of a passage.
struct Telling<'d> {
    token: Token<'d>,
    key: Option<String>,
    word: Word,
}

impl Telling<'_> {
    fn is_of(&self, other: &Telling<'_>) -> bool {
        if self.key.is_some() && self.key == other.key {
            return true;
        }
        let open = |token: Token<'_>| matches!(token.pos(), "NOUN" | "VERB" | "ADJ");
        open(self.token) && open(other.token) && nearness(self.word, other.word) >= NEAR
    }
}

/// A passage with its telling words.
struct Told<'d> {
    block: &'d AnnotatedBlock,
    words: Vec<Telling<'d>>,
}

/// What of a passage others have too.
struct Common {
    /// From the first to the last word that is common.
    passage: Passage,
    /// How many telling words are, and of how many in that stretch.
    held: usize,
    of: usize,
    /// Whether one of them is more than a name.
    tells: bool,
}

impl<'d> Told<'d> {
    fn of(extracted: &'d Extracted, passage: Passage) -> Option<Told<'d>> {
        let (_, block) = extracted.annotated.block_of(passage)?;
        let tokens = block.tokens(passage).map(|at| block.doc.token(at));
        let words = tokens
            .filter(|token| is_content(*token))
            .map(|token| Telling {
                token,
                key: key(token),
                word: Word::new(token.lemma()),
            });
        Some(Told {
            block,
            words: words.collect(),
        })
    }

    /// What `other` has of it; `None` for nothing.
    fn common(&self, other: &Told<'_>) -> Option<Common> {
        let held: Vec<bool> = self
            .words
            .iter()
            .map(|word| other.words.iter().any(|other| word.is_of(other)))
            .collect();
        let run = longest(&held, |at| self.words[at].token.pos() == "NUM")?;
        let (first, last) = (&self.words[run.start], &self.words[run.end - 1]);
        let tokens = self.whole(first.token.index()..last.token.index() + 1);
        let own = run.clone().filter(|&at| held[at]);
        Some(Common {
            passage: self.block.place(Span::from(self.block.doc.bytes(tokens))),
            held: own.clone().count(),
            of: run.len(),
            tells: own.clone().any(|at| self.words[at].token.pos() != "PROPN"),
        })
    }
}

impl Told<'_> {
    /// A stretch with the parts of names and the small words that belong to it.
    fn whole(&self, mut tokens: Range<usize>) -> Range<usize> {
        let doc = &self.block.doc;
        let small = |token: Token<'_>| {
            matches!(
                token.pos(),
                "DET" | "AUX" | "PART" | "PRON" | "ADP" | "SCONJ"
            )
        };
        while let Some(before) = tokens.start.checked_sub(1).and_then(|at| doc.get(at)) {
            let head = before.head().index();
            let of_it = tokens.contains(&head) && (small(before) || before.dep() == "compound")
                || before.dep() == "neg";
            let joined = !before.space_after() && before.pos() != "SPACE";
            if !(of_it || joined && !is_mark(before)) {
                break;
            }
            tokens.start = before.index();
        }
        // A name goes on to its end.
        let dangles = |end: usize| {
            let last = end.checked_sub(1).and_then(|at| doc.get(at))?;
            let head = last.head().index();
            (head >= end && head <= last.index() + NEXT).then_some((last, head))
        };
        while let Some((last, head)) = dangles(tokens.end)
            && (last.dep() == "compound" || last.pos() == "PROPN")
        {
            tokens.end = head + 1;
        }
        // What only describes a word that is not there goes.
        while tokens.len() > 1
            && let Some((last, _)) = dangles(tokens.end)
            && matches!(last.dep(), "amod" | "det" | "poss" | "nummod")
        {
            tokens.end -= 1;
        }
        while let Some(next) = doc.get(tokens.end) {
            let joined = doc
                .get(tokens.end - 1)
                .is_some_and(|last| !last.space_after());
            let of_it = matches!(next.dep(), "prt" | "neg" | "case")
                && tokens.contains(&next.head().index());
            if !(of_it || joined && !is_mark(next)) {
                break;
            }
            tokens.end += 1;
        }
        tokens
    }
}

/// Whether a token ends a word: all but hyphens and strokes between two.
fn is_mark(token: Token<'_>) -> bool {
    token.is_space() || token.pos() == "PUNCT" && !matches!(token.text(), "-" | "/" | "‑")
}

/// The run with most words that are held, from one that is to another, over none that must not be missed
/// and no two in a row.
fn longest(held: &[bool], must: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut from = 0;
    for end in 0..=held.len() {
        let missed = |at: usize| held.get(at).is_none_or(|held| !held);
        let stops = end == held.len() || missed(end) && (must(end) || missed(end + 1));
        if !stops {
            continue;
        }
        let own = (from..end).filter(|&at| held[at]);
        if let (Some(first), Some(last)) = (own.clone().next(), own.clone().next_back()) {
            let count = own.count();
            if best.as_ref().is_none_or(|(most, _)| count > *most) {
                best = Some((count, first..last + 1));
            }
        }
        from = end + 1;
    }
    best.map(|(_, run)| run)
}

#[cfg(test)]
mod tests {
    use super::longest;

    #[test]
    fn a_number_that_is_missed_ends_the_run() {
        let held = [true, true, false, true, false, true];
        assert_eq!(longest(&held, |_| false), Some(0..6));
        assert_eq!(longest(&held, |at| at == 2), Some(0..2));
        assert_eq!(longest(&held, |at| at == 4), Some(0..4));
        assert_eq!(longest(&[false, false], |_| false), None);
        let apart = [true, false, false, true, true];
        assert_eq!(longest(&apart, |_| false), Some(3..5));
    }
}
