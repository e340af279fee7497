//! Whole clauses around a passage.
//!
//! Evidence is a window; a claim is whole clauses. It is no wider than what the finding is about, so that
//! it is true to every report that holds it: the clause of the words that matter, out of its sentence
//! where nothing governs it but who says so, and without the clauses that merely follow. What denies
//! it, plans it or makes it hang on an if stays. A sentence that is too long loses what stands apart in
//! it (a relative clause between commas, "while ...", an apposition).

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, is_negated};
use crosswire_report::{Passage, Role};
use crosswire_text::Span;

use super::names::{bare, inside_marks, is_unbalanced};
use super::pruned::{is_said_in, piece_of_its_own, pruned};
use crate::lexicon::Set;
use crate::{ClaimPart, PartKind};

/// Characters that a claim has at most; what is longer still is shown by its window.
const MOST: usize = 330;
/// Sentences that are put together where the parser split one.
const MOST_TORN: usize = 3;
/// Subordinators of clauses without which the rest still holds.
pub(super) const BESIDE: [&str; 9] = [
    "when", "while", "as", "after", "before", "since", "where", "though", "although",
];

/// What begins a clause that does not hold by itself.
const OPEN: [&str; 6] = ["if", "unless", "whether", "how", "why", "what"];

/// Stretches of one sentence of a report, in order.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    report: usize,
    block: Option<usize>,
    pieces: Vec<Passage>,
    /// Whether it is all of a clause, but for what stands apart.
    whole: bool,
    /// Whether its sentence also tells who says it.
    unsaid: bool,
}

/// How much of a sentence is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// All of it.
    Sentence,
    /// What the words that matter are in; still with who says so.
    Clause,
    /// The same without who says so, which is told otherwise.
    Unsaid,
}

impl Clause {
    /// The sentence of a passage, or of the value in it, without what stands apart where it is long.
    pub(super) fn around(
        extracted: &Extracted,
        report: usize,
        passage: Passage,
        value: Option<Passage>,
        width: Width,
    ) -> Clause {
        let window = Clause {
            report,
            block: None,
            pieces: vec![bare(extracted, passage)],
            whole: false,
            unsaid: false,
        };
        let core = value.unwrap_or(passage);
        let Some((at, block)) = extracted.annotated.block_of(core) else {
            return window;
        };
        let core = block.tokens(core);
        if core.is_empty() {
            return window;
        }
        let doc = &block.doc;
        let sentence = sentence(doc, core.clone());
        let narrow = match width {
            Width::Sentence => None,
            width => narrowed(doc, &sentence, &core, width == Width::Unsaid),
        };
        let unsaid = narrow.as_ref().is_some_and(|(_, unsaid)| *unsaid);
        let range = narrow.map_or(sentence, |(range, _)| trimmed(doc, range, &core));
        let kept = pruned(doc, range.clone(), core.clone(), width != Width::Sentence);
        let words = |range: &Range<usize>| doc.text()[doc.bytes(range.clone())].to_owned();
        let shown: String = kept.iter().map(words).collect();
        let breaks_marks = is_unbalanced(&shown) && !is_unbalanced(&words(&range));
        let kept = if is_said_in(doc, &kept) && !breaks_marks {
            kept.into_iter()
                .filter_map(|piece| piece_of_its_own(doc, piece, &core))
                .collect()
        } else {
            vec![range]
        };
        let mut pieces: Vec<Passage> = kept
            .into_iter()
            .map(|range| block.place(Span::from(doc.bytes(range))))
            .collect();
        let words: Vec<&str> = pieces
            .iter()
            .map(|&piece| extracted.annotated.words(piece))
            .collect();
        if is_unbalanced(&words.concat())
            && let Some(last) = pieces.last_mut()
        {
            last.span = closed(doc.text(), block.passage.span.start(), last.span);
        }
        let clause = Clause {
            report,
            block: Some(at),
            pieces,
            whole: true,
            unsaid,
        };
        if clause.words(extracted).chars().count() > MOST {
            return Clause {
                block: Some(at),
                ..window
            };
        }
        clause
    }

    /// As parts of a claim.
    pub(super) fn parts(&self) -> Vec<ClaimPart> {
        let parts = self.pieces.iter().map(|&passage| ClaimPart {
            kind: PartKind::Text,
            report: self.report,
            passage,
        });
        parts.collect()
    }

    pub(super) fn pieces(&self) -> &[Passage] {
        &self.pieces
    }

    /// From its first to its last word.
    pub(super) fn cover(&self) -> Passage {
        let first = self.pieces[0];
        let last = self.pieces[self.pieces.len() - 1];
        Passage {
            field: first.field,
            span: first.span.cover(last.span),
        }
    }

    pub(super) fn holds(&self, passage: Passage) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.any(|piece| piece.field == passage.field && piece.span.contains(passage.span))
    }

    /// Its words, with gaps shown.
    pub(super) fn words(&self, extracted: &Extracted) -> String {
        let report = extracted.annotated.report();
        let pieces: Vec<&str> = self
            .pieces
            .iter()
            .map(|&piece| report.words(piece))
            .collect();
        pieces.join(" … ")
    }

    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether who says it was left out.
    pub(super) fn is_unsaid(&self) -> bool {
        self.unsaid
    }

    /// Whether what its verb says is told, where it is one of saying: not "he said at a meeting" alone.
    pub(super) fn tells(&self, extracted: &Extracted) -> bool {
        let Some((at, tokens)) = self.tokens(extracted) else {
            return true;
        };
        let doc = &extracted.annotated.blocks()[at].doc;
        let top = |token: &Token<'_>| token.is_root() || !tokens.contains(&token.head().index());
        let mut tops = tokens.iter().map(|&at| doc.token(at)).filter(top);
        !tops.any(|token| token.pos() == "VERB" && tells_nothing(token))
    }

    /// Whether it stands in a title or heading.
    pub(super) fn is_headline(&self, extracted: &Extracted) -> bool {
        let block = self
            .block
            .and_then(|at| extracted.annotated.blocks().get(at));
        block.is_some_and(|block| matches!(block.role, Role::Title | Role::Heading | Role::Caption))
    }

    /// Whether it begins by leaning on what was said before: "But he", "It".
    pub(super) fn leans(&self, extracted: &Extracted) -> bool {
        let Some(block) = self.block.map(|at| &extracted.annotated.blocks()[at]) else {
            return true;
        };
        let first = block.tokens(self.pieces[0]).start;
        block
            .doc
            .get(first)
            .is_some_and(|token| matches!(token.pos(), "PRON" | "CCONJ" | "PUNCT"))
    }

    /// Its tokens in its block.
    pub(super) fn tokens(&self, extracted: &Extracted) -> Option<(usize, Vec<usize>)> {
        let at = self.block?;
        let block = &extracted.annotated.blocks()[at];
        let tokens = self.pieces.iter().flat_map(|&piece| block.tokens(piece));
        Some((at, tokens.collect()))
    }
}

/// Whether a passage has a subject and what is said of it.
pub(super) fn is_statement(extracted: &Extracted, passage: Passage) -> bool {
    let Some((_, block)) = extracted.annotated.block_of(passage) else {
        return false;
    };
    let tokens = block.tokens(passage);
    let subject = |verb: Token<'_>| {
        verb.children()
            .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass" | "expl"))
            .is_some_and(|child| tokens.contains(&child.index()))
    };
    // Not a clause that hangs on one outside.
    let stands = |verb: Token<'_>| {
        verb.is_root() || matches!(verb.dep(), "ccomp" | "conj" | "parataxis" | "dep")
    };
    let own = || tokens.clone().map(|at| block.doc.token(at));
    let top = |token: Token<'_>| token.is_root() || !tokens.contains(&token.head().index());
    // "I spoke of the radical", cut before the word that is meant.
    let is_cut = own()
        .next_back()
        .is_some_and(|last| last.head().index() >= tokens.end);
    // Nothing else stands at the top: no name of a thing whose clause it is.
    let mut tops = own().filter(|&token| top(token) && token.pos() != "PUNCT");
    let first = tops.find(|token| !matches!(token.pos(), "CCONJ" | "SCONJ" | "INTJ" | "ADV"));
    !is_cut && first.is_some_and(|token| stands(token) && is_clause(token) && subject(token))
}

/// Quoted words that are no clause with the rest of their sentence, as far as it stands inside the same marks.
pub(super) fn in_its_sentence(extracted: &Extracted, passage: Passage) -> Passage {
    const MOST_SAID: usize = 260;
    if is_statement(extracted, passage) {
        return passage;
    }
    let Some((_, block)) = extracted.annotated.block_of(passage) else {
        return passage;
    };
    let core = block.tokens(passage);
    let is_marked = extracted.quotations.iter().any(|quotation| {
        quotation.passage.field == passage.field && quotation.passage.span.overlaps(passage.span)
    });
    if core.is_empty() || !is_marked {
        return passage;
    }
    let whole = Span::from(block.doc.bytes(sentence(&block.doc, core)));
    let inside = bare(extracted, inside_marks(extracted, block.place(whole)));
    let is_short = extracted.annotated.words(inside).chars().count() <= MOST_SAID;
    if is_short && inside.span.contains(passage.span) {
        inside
    } else {
        passage
    }
}

/// A passage without the words at its end that lead on to what it has no more: "to", "of the".
pub(super) fn without_loose_end(extracted: &Extracted, passage: Passage) -> Passage {
    let Some((_, block)) = extracted.annotated.block_of(passage) else {
        return passage;
    };
    let mut tokens = block.tokens(passage);
    let leads = |at: usize| {
        let token = block.doc.token(at);
        token.is_space()
            || matches!(token.pos(), "ADP" | "DET" | "PART" | "CCONJ" | "SCONJ")
                && token.children().all(|child| child.index() < at)
    };
    // Where a mark follows, they end there in the report too ("the one I spoke of").
    let goes_on = block
        .doc
        .get(tokens.end)
        .is_some_and(|next| next.pos() != "PUNCT" && !next.is_space());
    while goes_on && tokens.len() > 1 && leads(tokens.end - 1) {
        tokens.end -= 1;
    }
    let end = block.place(Span::from(block.doc.bytes(tokens))).span.end();
    Passage {
        span: Span::new(
            passage.span.start(),
            end.clamp(passage.span.start(), passage.span.end()),
        ),
        ..passage
    }
}

/// The sentence of some tokens, with what the parser split off it at an abbreviation, its marks and its
/// full stop taken away.
pub(super) fn sentence(doc: &Doc, core: Range<usize>) -> Range<usize> {
    let mut range = doc.sentence_of(core.start);
    range.end = range.end.max(doc.sentence_of(core.end - 1).end);
    for _ in 0..MOST_TORN {
        let next = doc.get(range.end);
        let last = last_word(doc, &range);
        let first = doc.get(range.start);
        if let (Some(last), Some(next)) = (last, next)
            && !next.is_space()
            && is_torn(last, next)
        {
            range.end = doc.sentence_of(next.index()).end;
        } else if let Some(first) = first
            && let Some(before) = first.previous()
            && !before.is_space()
            && is_torn(before, first)
        {
            range.start = doc.sentence_of(before.index()).start;
        } else {
            break;
        }
    }
    trimmed(doc, range, &core)
}

/// A span with the closing mark that the parser put behind its full stop; `from` is where its block begins.
fn closed(text: &str, from: usize, span: Span) -> Span {
    let rest = &text[span.end() - from..];
    let after = rest.strip_prefix(['.', ',', '!', '?']).unwrap_or(rest);
    let Some(mark) = after
        .chars()
        .next()
        .filter(|char| matches!(char, '”' | '"'))
    else {
        return span;
    };
    Span::new(
        span.start(),
        span.end() + rest.len() - after.len() + mark.len_utf8(),
    )
}

fn last_word<'d>(doc: &'d Doc, range: &Range<usize>) -> Option<Token<'d>> {
    range
        .clone()
        .rev()
        .map(|at| doc.token(at))
        .find(|token| !token.is_space())
}

/// Whether a sentence does not end between two tokens although the parser says so: at an abbreviation
/// that goes on, or before a small letter.
fn is_torn(last: Token<'_>, next: Token<'_>) -> bool {
    let small = next.text().starts_with(char::is_lowercase);
    let short = last.text().len() > 1 && last.text().ends_with('.') && last.text() != "...";
    let goes_on = matches!(next.pos(), "PROPN" | "NUM");
    // "Go," he said, with what is said in a sentence of its own.
    let quoted = last.text().starts_with(['”', '"', '’']);
    let told =
        last.text() == "," || quoted && last.previous().is_some_and(|before| before.text() == ",");
    let ends = matches!(last.text(), "." | "!" | "?" | "”" | "\"" | "’");
    told || (small && !ends) || (short && (small || goes_on))
}

/// Without white space, a full stop, a "but" at the front and marks that are not closed at either end.
fn trimmed(doc: &Doc, mut range: Range<usize>, core: &Range<usize>) -> Range<usize> {
    let is_mark = |token: Token<'_>| {
        token.is_space()
            || matches!(
                token.text(),
                "." | ";" | ":" | "," | "-" | "–" | "—" | "•" | "*" | "|" | "--"
            )
    };
    loop {
        let before = range.clone();
        let leads_on = |token: Token<'_>| {
            let word =
                matches!(token.pos(), "ADP" | "DET" | "CCONJ" | "SCONJ") || token.is("including");
            word && token.dep() != "prt" && token.children().next().is_none()
        };
        while range.end > core.end
            && (is_mark(doc.token(range.end - 1)) || leads_on(doc.token(range.end - 1)))
        {
            range.end -= 1;
        }
        while range.start < core.start
            && (is_mark(doc.token(range.start)) || doc.token(range.start).pos() == "CCONJ")
        {
            range.start += 1;
        }
        // "After they met ..." in a sentence that has no more than that.
        let first = doc.token(range.start);
        let idle = matches!(first.dep(), "mark" | "advmod") && first.head().is_root();
        if idle && BESIDE.iter().any(|word| first.is(word)) && range.len() > core.len().min(3) {
            range.start += 1;
        }
        // A closing mark at the front, an opening one at the end, one of a pair that is cut.
        let quote = |token: Token<'_>| matches!(token.text(), "\"" | "“" | "”" | "''" | "``");
        let marks = range.clone().filter(|&at| quote(doc.token(at))).count();
        if marks % 2 == 1 {
            if range.end > core.end && quote(doc.token(range.end - 1)) {
                range.end -= 1;
            } else if range.start < core.start && quote(doc.token(range.start)) {
                range.start += 1;
            }
        }
        if range == before {
            return range;
        }
    }
}

/// The clause that some words are in, and whether it leaves out who says it; `None` where it is the
/// whole sentence, or something governs it that must stay.
fn narrowed(
    doc: &Doc,
    sentence: &Range<usize>,
    core: &Range<usize>,
    unsay: bool,
) -> Option<(Range<usize>, bool)> {
    const LEAST: usize = 3;
    let inside = |token: Token<'_>| core.contains(&token.index());
    let tops = core
        .clone()
        .map(|at| doc.token(at))
        .filter(|token| token.is_root() || !inside(token.head()));
    let is_verb = |token: &Token<'_>| matches!(token.pos(), "VERB" | "AUX");
    let mut at = tops.clone().find(is_verb).or_else(|| tops.clone().next())?;
    let found = loop {
        if at.is_root() {
            return None;
        }
        let head = at.head();
        match at.dep() {
            "ccomp" if is_clause(at) && says(head) => {
                if !unsay {
                    return None;
                }
                break (at.subtree(), true);
            }
            "advcl" if is_clause(at) => {
                let marks = at.children().find(|child| {
                    matches!(child.dep(), "mark" | "advmod") && child.index() < at.index()
                });
                match marks.filter(|mark| BESIDE.iter().any(|word| mark.is(word))) {
                    Some(mark) => break (mark.index() + 1..at.subtree().end, false),
                    None => at = head,
                }
            }
            "conj" if is_clause(at) => {
                let mut first = head;
                while first.dep() == "conj" {
                    first = first.head();
                }
                if first.is_root() {
                    // "..., he is to say in a speech": what is said stands before it.
                    if tells_nothing(at) {
                        return None;
                    }
                    break (at.subtree(), false);
                }
                if first.dep() == "ccomp" && says(first.head()) && unsay {
                    break (at.subtree(), true);
                }
                at = first;
            }
            _ => at = head,
        }
    };
    let (mut range, unsaid) = found;
    while range.start < range.end {
        let first = doc.token(range.start);
        // "If they come" is not "they come", and "how they came" is no clause by itself.
        if OPEN.iter().any(|word| first.is(word)) {
            return None;
        }
        let leads = matches!(first.dep(), "mark" | "cc" | "punct")
            || matches!(first.tag(), "WRB" | "IN") && first.head().index() == at.index();
        let stays = core.contains(&first.index()) && !matches!(first.dep(), "mark" | "punct");
        if !leads || stays {
            break;
        }
        range.start += 1;
    }
    let fits = sentence.start <= range.start && range.end <= sentence.end;
    let holds = range.start < core.end && core.start < range.end;
    (fits && holds && range.len() >= LEAST).then_some((range, unsaid))
}

/// Whether a verb of saying, or one that governs it, lacks what is said.
fn tells_nothing(verb: Token<'_>) -> bool {
    let content = |token: Token<'_>| {
        token
            .children()
            .any(|child| matches!(child.dep(), "ccomp" | "dobj" | "xcomp" | "attr" | "dative"))
    };
    let governed = verb.children().find(|child| child.dep() == "xcomp");
    let last = governed.unwrap_or(verb);
    Set::Telling.has(last.lemma()) && !content(last)
}

/// Whether a verb has what a clause of its own needs: a subject, and a finite form.
pub(super) fn is_clause(verb: Token<'_>) -> bool {
    let finite = |token: Token<'_>| matches!(token.tag(), "VBD" | "VBZ" | "VBP" | "MD");
    let mut own = verb.children();
    let subject = own.any(|child| {
        matches!(child.dep(), "nsubj" | "nsubjpass" | "expl")
            && !matches!(child.tag(), "WDT" | "WP" | "WRB")
    });
    let aux = verb
        .children()
        .any(|child| matches!(child.dep(), "aux" | "auxpass") && finite(child));
    subject && (finite(verb) || aux)
}

/// Whether a verb only says, without denying, planning or doubting.
fn says(verb: Token<'_>) -> bool {
    Set::Telling.has(verb.lemma())
        && !is_negated(verb)
        && !verb
            .children()
            .any(|child| child.dep() == "aux" && child.tag() == "MD")
}
