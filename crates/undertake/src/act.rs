//! The words of an act: from its cue to where what is undertaken ends.

use crosswire_annotate::Token;

use crate::lists::SPEECH;

/// No act is followed through more tokens than this.
const MOST: usize = 120;

/// Clauses that belong to an act although they hang on it by a word of their own.
const CONDITIONS: [&str; 10] = [
    "if", "unless", "until", "till", "once", "provided", "whether", "that", "when", "as",
];

/// The token after the last one of the act that `head` carries, which begins at or before it.
pub(crate) fn end(start: usize, head: Token<'_>) -> usize {
    let mut last = head.index().max(start);
    let mut left = MOST;
    follow(head, &mut last, &mut left);
    // "... in May," he said: marks and joining words at the end belong to nothing.
    let doc = head.doc();
    while last > start {
        let token = doc.token(last);
        if token.pos() == "PUNCT" || token.is_space() || token.dep() == "cc" {
            last -= 1;
        } else {
            break;
        }
    }
    last + 1
}

fn follow(token: Token<'_>, last: &mut usize, left: &mut usize) {
    for child in token.children() {
        if *left == 0 || !belongs(token, child) {
            continue;
        }
        *left -= 1;
        *last = (*last).max(child.index());
        follow(child, last, left);
    }
}

/// Whether a word below another one tells more of the same act.
fn belongs(above: Token<'_>, child: Token<'_>) -> bool {
    let after = child.index() > above.index();
    if !after {
        return true;
    }
    let comma = first(child)
        .previous()
        .is_some_and(|token| matches!(token.text(), "," | "—" | "–" | "-" | ";" | ":" | "("));
    match child.dep() {
        "relcl" => !comma && child.index() - above.index() < 12,
        "parataxis" | "meta" | "intj" => false,
        "punct" | "cc" => false,
        "prep" if is_source(child) => false,
        "advcl" => {
            let mark = child
                .children()
                .filter(|it| matches!(it.dep(), "mark" | "advmod") && it.index() < child.index())
                .map(|it| it.text().to_lowercase())
                .find(|word| word.chars().all(char::is_alphabetic));
            let own = child.subtree();
            let opens = child.doc().token(own.start).text().to_lowercase();
            if CONDITIONS.contains(&opens.as_str()) && opens != "as" {
                return true;
            }
            match mark.as_deref() {
                Some("if" | "unless" | "until" | "till" | "once" | "provided") => true,
                Some(
                    "because" | "since" | "while" | "although" | "though" | "whereas" | "after",
                ) => false,
                _ => !comma && !(opens == "in" && child.children().any(|it| it.is("to"))),
            }
        }
        "ccomp" | "conj" => !is_other(above, child, comma),
        _ => true,
    }
}

/// A second clause with a subject of its own, or one that tells who said it.
fn is_other(above: Token<'_>, child: Token<'_>, comma: bool) -> bool {
    if !matches!(child.pos(), "VERB" | "AUX") {
        return false;
    }
    let has = |deps: &[&str]| child.children().any(|it| deps.contains(&it.dep()));
    if child.dep() == "conj" {
        return has(&["nsubj", "nsubjpass", "expl"])
            || child.children().any(|it| it.tag() == "MD")
            || matches!(child.tag(), "VBD" | "VBZ" | "VBP")
                && !matches!(above.tag(), "VBD" | "VBZ" | "VBP");
    }
    comma && SPEECH.contains(child.lemma().to_lowercase().as_str())
}

/// "according to", "as ... said".
fn is_source(preposition: Token<'_>) -> bool {
    let circumstance = ["amid", "following", "despite"]
        .iter()
        .any(|word| preposition.is(word));
    // "in order to", "in the wake of"
    let order = preposition.is("in")
        && preposition
            .child("pobj")
            .is_some_and(|noun| noun.is("order") || noun.is("wake") || noun.is("response"));
    preposition.is("according") || preposition.is("per") || circumstance || order
}

fn first(token: Token<'_>) -> Token<'_> {
    token.doc().token(token.subtree().start)
}

/// The tokens of the condition of an act, where it is told: "if they come", "unless it pays".
pub(crate) fn condition(cue: Token<'_>, act: Token<'_>) -> Option<std::ops::Range<usize>> {
    let is_condition = |clause: &Token<'_>| {
        matches!(clause.dep(), "advcl" | "prep" | "ccomp")
            && (clause.children().any(|child| {
                matches!(child.dep(), "mark" | "advmod")
                    && ["if", "unless", "until", "once", "till", "provided"]
                        .iter()
                        .any(|word| child.is(word))
            }) || ["until", "unless", "once"]
                .iter()
                .any(|word| clause.is(word)))
    };
    let clause = act
        .children()
        .find(is_condition)
        .or_else(|| cue.children().find(is_condition))
        .or_else(|| {
            cue.head()
                .children()
                .find(is_condition)
                .filter(|_| !cue.is_root())
        })?;
    let own = clause.subtree();
    let mut end = own.end;
    while end > own.start + 1 && clause.doc().token(end - 1).pos() == "PUNCT" {
        end -= 1;
    }
    (end - own.start <= MOST).then_some(own.start..end)
}
