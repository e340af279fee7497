//! The stretch of words that makes one statement.

use std::ops::Range;

use crosswire_annotate::Token;

use crate::StatementKind;

/// A clause longer than this (bytes) is cut down to the words around its predicate: evidence
/// beyond 200 characters tells a reader nothing.
const LONGEST: usize = 200;

/// So many tokens under a predicate are looked at: far more than [`LONGEST`] can hold, and an end
/// to heads that go round in a loop.
const MOST_TOKENS: usize = 256;

/// Relations below which another statement begins.
const SUBORDINATE: [&str; 6] = ["relcl", "advcl", "ccomp", "parataxis", "csubj", "csubjpass"];

/// The tokens of the clause under `top`, as one unbroken range that holds `top`.
pub(super) fn tokens(top: Token<'_>, kind: StatementKind) -> Range<usize> {
    let doc = top.doc();
    let mut from = top.index();
    let mut to = top.index() + 1;
    let mut stack = vec![top];
    let mut included = vec![top.index()];
    while let Some(token) = stack.pop() {
        for child in token.children() {
            if included.len() >= MOST_TOKENS || is_cut(token, child, top) {
                continue;
            }
            included.push(child.index());
            stack.push(child);
        }
    }
    // A participle or a relative clause says little without the noun before it.
    if let (StatementKind::Participle, _) | (_, "relcl") = (kind, top.dep()) {
        let noun = top.head();
        let before = top.subtree().start;
        if noun.index() < top.index() && before.saturating_sub(noun.index()) <= 3 {
            included.extend(noun.subtree().start..before);
        }
    }
    included.sort_unstable();
    included.dedup();
    if let (Some(&first), Some(&last)) = (included.first(), included.last()) {
        (from, to) = (first, last + 1);
    }
    if doc.bytes(from..to).len() > LONGEST {
        // Only the run without holes around the predicate.
        let at = included.binary_search(&top.index()).unwrap_or_default();
        let mut low = at;
        while low > 0 && included[low - 1] + 2 >= included[low] {
            low -= 1;
        }
        let mut high = at;
        while high + 1 < included.len() && included[high + 1] <= included[high] + 2 {
            high += 1;
        }
        (from, to) = (included[low], included[high] + 1);
    }
    while doc.bytes(from..to).len() > LONGEST && to - from > 1 {
        // Shrink from the farther side.
        if to - 1 - top.index() >= top.index() - from {
            to -= 1;
        } else {
            from += 1;
        }
    }
    trim(top, from..to)
}

fn is_cut(token: Token<'_>, child: Token<'_>, top: Token<'_>) -> bool {
    let dep = child.dep();
    if SUBORDINATE.contains(&dep) && child.index() != top.index() {
        return true;
    }
    // A second predicate ("X fell and rose"), not a second noun.
    (dep == "conj" && token.index() == top.index() && matches!(child.pos(), "VERB" | "AUX"))
        || (dep == "cc" && token.index() == top.index())
}

/// Without punctuation and white space at the edges; never empty.
fn trim(top: Token<'_>, mut range: Range<usize>) -> Range<usize> {
    let doc = top.doc();
    let idle = |i: usize| {
        let token = doc.token(i);
        i != top.index()
            && (token.is_space()
                || (token.pos() == "PUNCT" && !matches!(token.text(), "(" | ")"))
                || (token.dep() == "mark" && token.is("that")))
    };
    while range.len() > 1 && idle(range.start) {
        range.start += 1;
    }
    while range.len() > 1 && idle(range.end - 1) {
        range.end -= 1;
    }
    range
}
