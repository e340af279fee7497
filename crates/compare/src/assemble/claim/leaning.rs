//! Which claims lean on the text around them, and the sentence before that is put beside these: "It is a failed policy"
//! means nothing without.

use crosswire_extract::Extracted;
use crosswire_report::{Field, Passage, Role};
use crosswire_text::Span;

use super::Claims;
use super::alone::Alone;
use super::clause::{Clause, sentence};
use super::names::{self, bare, is_unbalanced};
use crate::{ClaimPart, Evidence, FindingKind, PartKind};

/// Characters that the sentence before has at most, and words at least.
const MOST: usize = 300;
const LEAST_WORDS: usize = 4;

impl Claims<'_> {
    /// Whether a claim needs the text around it to be understood.
    pub(super) fn leans(&self, parts: &[ClaimPart]) -> bool {
        let own = |part: &&ClaimPart| !matches!(part.kind, PartKind::Context | PartKind::Inserted);
        let Some(report) = parts.iter().find(own).map(|part| part.report) else {
            return true;
        };
        let pieces: Vec<Passage> = parts
            .iter()
            .filter(own)
            .filter(|part| part.report == report)
            .map(|part| part.passage)
            .collect();
        let named = |pair: &[ClaimPart]| {
            (pair[1].kind == PartKind::Context).then_some(pair[0].passage.span.end())
        };
        let last = pieces.last().map(|piece| piece.span.end());
        let put_in: Vec<usize> = parts.windows(2).filter_map(named).collect();
        let put_in: Vec<usize> = put_in
            .into_iter()
            .filter(|end| Some(*end) != last)
            .collect();
        let speaker = parts
            .first()
            .filter(|part| part.kind == PartKind::Context && parts.len() > 1)
            .map(|part| self.words(part.report, part.passage));
        Alone::new(self.story.reports[report], &pieces, &put_in, speaker)
            .is_none_or(|alone| alone.leans())
    }

    /// Whether a clause of a row needs the text around it, with all that can be put in.
    pub(super) fn is_leaning(&self, row: &Evidence, clause: &Clause) -> bool {
        let report = self.story.reports[row.report];
        let put_in = names::put_in(report, clause.pieces());
        let speaker = self.speaker(row);
        let speaker = speaker.map(|part| self.words(part.report, part.passage));
        let alone = Alone::new(report, clause.pieces(), &put_in, speaker);
        alone.is_none_or(|alone| alone.leans())
    }

    /// Whether what reports agree on is no more than what somebody or something is called.
    pub(super) fn is_hollow(&self, kind: FindingKind, parts: &[ClaimPart]) -> bool {
        let agreed = parts.iter().find(|part| part.kind == PartKind::Value);
        let Some(agreed) = agreed.filter(|_| kind == FindingKind::Agreement) else {
            return false;
        };
        let annotated = &self.story.reports[agreed.report].annotated;
        let Some((_, block)) = annotated.block_of(agreed.passage) else {
            return false;
        };
        let mut tokens = block.tokens(agreed.passage).map(|at| block.doc.token(at));
        !tokens.any(|token| matches!(token.pos(), "VERB" | "NUM"))
    }

    /// The sentence that a leaning claim goes on from, and where it stands among the parts: behind its words, before what
    /// names the happening.
    pub(super) fn before(&self, parts: &[ClaimPart]) -> Option<(usize, ClaimPart)> {
        let own = |part: &&ClaimPart| part.kind != PartKind::Context;
        let first = parts.iter().find(own)?;
        let passage = sentence_before(self.story.reports[first.report], first.passage)?;
        let at = parts.len() - parts.iter().rev().take_while(|part| !own(part)).count();
        Some((
            at,
            ClaimPart {
                kind: PartKind::Context,
                report: first.report,
                passage,
            },
        ))
    }
}

/// The sentence before the one that `passage` begins in, of its own paragraph or as the last of the one before.
fn sentence_before(extracted: &Extracted, passage: Passage) -> Option<Passage> {
    if passage.field != Field::Text {
        return None;
    }
    let (at, block) = extracted.annotated.block_of(passage)?;
    let first = block.tokens(passage).start;
    let own = sentence(&block.doc, first..first + 1).start;
    let blocks = extracted.annotated.blocks();
    let (block, end) = if own > 0 {
        (block, own)
    } else {
        let before = blocks[..at].last();
        let block = before.filter(|other| other.role == Role::Paragraph)?;
        (block, block.doc.len())
    };
    let last = (0..end).rev().find(|&i| !block.doc.token(i).is_space())?;
    let range = sentence(&block.doc, last..last + 1);
    let span = Span::from(block.doc.bytes(range.clone())).trim(block.doc.text());
    let told = range.clone().any(|i| block.doc.token(i).pos() == "VERB");
    let shown = bare(extracted, block.place(span));
    let words = extracted.annotated.words(shown);
    let reads = words.split_whitespace().count() >= LEAST_WORDS
        && words.chars().count() <= MOST
        && !is_unbalanced(words)
        && !words.contains(extracted.annotated.words(passage).trim());
    (told && reads).then_some(shown)
}
