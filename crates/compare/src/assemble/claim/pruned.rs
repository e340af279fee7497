//! A sentence without what merely follows in it, and as far as it is too long, without what stands apart.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::is_negated;

use super::clause::{BESIDE, is_clause};
use crate::lexicon::Set;

/// Characters from which on a sentence is cut.
const LONG: usize = 190;

/// A sentence without the clauses that merely follow where it is `narrow`, and without what stands apart
/// as far as it is too long.
pub(super) fn pruned(
    doc: &Doc,
    sentence: Range<usize>,
    core: Range<usize>,
    narrow: bool,
) -> Vec<Range<usize>> {
    let length = |range: &Range<usize>| doc.bytes(range.clone()).len();
    if length(&sentence) <= LONG && !narrow {
        return vec![sentence];
    }
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for at in sentence.clone() {
        let token = doc.token(at);
        let Some(cut) = cut(doc, token, &sentence, &core) else {
            continue;
        };
        let follows = narrow && token.dep() == "conj" && cut.end + 1 >= sentence.end;
        if follows && is_clause(token) && taken.is_empty() {
            taken.push(cut);
        } else {
            cuts.push(cut);
        }
    }
    cuts.sort_by_key(|cut| (length(cut), cut.start));
    loop {
        let kept = rest(&sentence, &taken);
        let long: usize = kept.iter().map(length).sum();
        if long <= LONG {
            return kept;
        }
        let over = long - LONG;
        let apart = |cut: &&Range<usize>| {
            taken
                .iter()
                .all(|other| cut.end <= other.start || other.end <= cut.start)
        };
        let left: Vec<&Range<usize>> = cuts.iter().filter(apart).collect();
        // The smallest that is enough, else the largest.
        let Some(next) = left
            .iter()
            .find(|cut| length(cut) >= over)
            .or(left.last())
            .map(|cut| (*cut).clone())
        else {
            return kept;
        };
        taken.push(next);
    }
}

/// Whether what somebody says stands in the pieces where its verb does: "he said at a meeting" tells
/// nothing.
pub(super) fn is_said_in(doc: &Doc, pieces: &[Range<usize>]) -> bool {
    let within = |at: usize| pieces.iter().any(|piece| piece.contains(&at));
    pieces.iter().flat_map(Range::clone).all(|at| {
        let verb = doc.token(at);
        let content = |child: &Token<'_>| matches!(child.dep(), "ccomp" | "dobj" | "xcomp");
        !(verb.pos() == "VERB" && Set::Telling.has(verb.lemma()))
            || !verb.children().any(|child| content(&child))
            || verb
                .children()
                .any(|child| content(&child) && within(child.index()))
    })
}

/// A piece without the comma that it begins with; `None` for marks alone and for a word or two that
/// were cut off from what they belong to.
pub(super) fn piece_of_its_own(
    doc: &Doc,
    mut piece: Range<usize>,
    core: &Range<usize>,
) -> Option<Range<usize>> {
    const STRAY: usize = 2;
    let is_mark = |at: usize| {
        let token = doc.token(at);
        token.is_space() || matches!(token.text(), "," | ";" | "." | "-" | "–" | "—" | "--" | "―")
    };
    while piece.start < piece.end && is_mark(piece.start) {
        piece.start += 1;
    }
    let words = piece
        .clone()
        .map(|at| doc.token(at))
        .filter(|token| token.pos() != "PUNCT" && !token.is_space());
    let holds = piece.start < core.end && core.start < piece.end;
    let needed = |token: &Token<'_>| {
        token.is_root()
            || matches!(
                token.dep(),
                "nsubj" | "nsubjpass" | "expl" | "neg" | "dobj" | "aux" | "auxpass"
            )
    };
    let stray = words.clone().count() <= STRAY && !words.clone().any(|token| needed(&token));
    (holds || !stray).then_some(piece)
}

/// What is left of a sentence.
fn rest(sentence: &Range<usize>, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut taken: Vec<&Range<usize>> = taken.iter().collect();
    taken.sort_by_key(|cut| cut.start);
    let mut from = sentence.start;
    let mut kept = Vec::new();
    for cut in taken {
        if from < cut.start {
            kept.push(from..cut.start);
        }
        from = from.max(cut.end);
    }
    if from < sentence.end {
        kept.push(from..sentence.end);
    }
    kept
}

/// What hangs on a token, where it stands apart and can go.
fn cut(
    doc: &Doc,
    token: Token<'_>,
    sentence: &Range<usize>,
    core: &Range<usize>,
) -> Option<Range<usize>> {
    const LEAST: usize = 4;
    if token.is_root() {
        return None;
    }
    let mut range = token.subtree();
    let mark = |at: Option<usize>| {
        at.and_then(|at| doc.get(at))
            .is_some_and(|token| matches!(token.text(), "," | "-" | "–" | "—" | "--" | "("))
    };
    let comma = mark(range.start.checked_sub(1)) || mark(Some(range.start));
    let opens = range.start == sentence.start;
    let can_go = match token.dep() {
        // "Both A, the mayor, and B": what stands between is not read apart from what follows.
        "relcl" | "acl" | "appos" => comma && token.head().child("preconj").is_none(),
        "advcl" => {
            let marks = token.children().find(|child| {
                matches!(child.dep(), "mark" | "advmod") && child.index() < token.index()
            });
            let harmless = marks.is_none_or(|mark| BESIDE.iter().any(|word| mark.is(word)));
            let told = marks.is_some() || token.tag() == "VBG" && comma;
            harmless && told && !needs(token.head(), token)
        }
        "conj" => {
            // Clauses that follow, never one of several things.
            let verb = matches!(token.pos(), "VERB" | "AUX");
            let heads = matches!(token.head().pos(), "VERB" | "AUX");
            // What follows begins after "and" or a comma: "the budget and Lund asserted itself" read otherwise
            // would lose half.
            let before = doc.get(range.start.wrapping_sub(1));
            let joined = before.is_some_and(|before| before.dep() == "cc");
            range.start -= usize::from(joined);
            // "Neither A nor B" falls with its half.
            verb && heads && (joined || comma) && !is_negated(token.head())
        }
        "prep" => comma && (opens || range.len() > LEAST),
        _ => false,
    };
    if !can_go || range.len() < LEAST {
        return None;
    }
    // A comma on either side goes with it.
    if mark(range.start.checked_sub(1)) && range.start > sentence.start {
        range.start -= 1;
    }
    let closes = doc
        .get(range.end)
        .is_some_and(|token| matches!(token.text(), "," | "–" | "—" | ")" | "--"));
    if closes && (comma || opens) {
        range.end += 1;
    }
    let inside = sentence.start <= range.start && range.end <= sentence.end;
    let free = range.end <= core.start || core.end <= range.start;
    (inside && free).then_some(range)
}

/// Whether a verb tells little without a clause that hangs on it: "her words came as he left".
fn needs(verb: Token<'_>, clause: Token<'_>) -> bool {
    let told = |child: Token<'_>| {
        child.index() != clause.index()
            && matches!(
                child.dep(),
                "dobj"
                    | "dative"
                    | "attr"
                    | "acomp"
                    | "ccomp"
                    | "xcomp"
                    | "oprd"
                    | "prep"
                    | "prt"
                    | "agent"
                    | "auxpass"
            )
    };
    let bare = matches!(verb.lemma(), "come" | "follow" | "happen" | "occur" | "be");
    bare && !verb.children().any(told)
}
