//! In which tense a time expression stands: what decides between the last and the next Friday.

use std::collections::HashSet;
use std::sync::LazyLock;

use crosswire_annotate::{Doc, Token};

use crate::attach;

const WORDS: &str = include_str!("../data/tense.txt");

/// A class of tense.txt.
fn is_in(class: &'static str, lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
        let rows = WORDS.lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|row| row.split_once('\t'))
            .map(|(word, class)| (class, word))
            .collect()
    });
    TABLE.contains(&(class, lemma))
}

/// When the governing predicate holds, from where the writer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// No parse is followed further up than this.
const STEPS: usize = 24;

/// The tense in which the expression on these tokens stands; `vivid` where the text tells what has
/// happened in the present tense.
pub(crate) fn tense_of(doc: &Doc, first: usize, last: usize, vivid: bool) -> Tense {
    let Some(head) = attach::head(doc, first, last) else {
        return Tense::Unknown;
    };
    if is_deferred(head) {
        return Tense::Future;
    }
    if let Some(verb) = attach::verb_just_before(doc, first, last) {
        return tense(verb);
    }
    let before = first.checked_sub(1).and_then(|at| doc.get(at));
    if before.is_some_and(|word| word.is("since")) {
        return Tense::Past;
    }
    if !vivid && is_scheduled(head, before) {
        return Tense::Future;
    }
    if let Some(noun) = possessor(head)
        && !is_in("fixture", noun.lemma())
    {
        // "ways around Wednesday's ruling": only what has its day set can lie ahead.
        return match tense(noun) {
            Tense::Future => Tense::Unknown,
            tense => tense,
        };
    }
    tense(outside_quotation(doc, head))
}

/// The noun that the expression stands before: "Wednesday's ruling", "the June agreement".
fn possessor(head: Token<'_>) -> Option<Token<'_>> {
    if head.is_root() || !matches!(head.dep(), "poss" | "compound" | "nmod" | "nummod" | "amod") {
        return None;
    }
    let noun = head.head();
    (noun.index() > head.index() && matches!(noun.pos(), "NOUN" | "PROPN")).then_some(noun)
}

/// "postponed the vote until Friday", "has scheduled a news conference for Friday".
fn is_deferred(head: Token<'_>) -> bool {
    if head.is_root() {
        return false;
    }
    let above = head.head();
    let (verb, until) = match above.pos() {
        "ADP" | "SCONJ" if !above.is_root() => {
            let until = ["until", "till", "to", "for", "by", "through"];
            (above.head(), until.iter().any(|word| above.is(word)))
        }
        _ => (above, false),
    };
    // The preposition may hang on the object: "extended its offer to Nov. 10".
    let verb = match verb.pos() {
        "NOUN" | "PROPN" if !verb.is_root() && matches!(verb.dep(), "dobj" | "nsubjpass") => {
            verb.head()
        }
        _ => verb,
    };
    if !matches!(verb.tag(), "VBD" | "VBN" | "VBZ" | "VBP") || is_past_perfect(verb) {
        return false;
    }
    if until {
        return is_in("defer", verb.lemma());
    }
    // "Protesters planned a march on Saturday": what is planned has the day, not the planning.
    is_in("defer", verb.lemma())
        && is_in("ahead", verb.lemma())
        && verb
            .children()
            .any(|child| child.dep() == "dobj" && child.index() < head.index())
}

/// "The trial begins Monday", "the deadline is Friday", "the bank stays shut until Thursday": the plain
/// present with a day is a timetable.
fn is_scheduled(head: Token<'_>, before: Option<Token<'_>>) -> bool {
    if head.is_root() || possessor(head).is_some() {
        return false;
    }
    let until = before.is_some_and(|word| word.is("until") || word.is("till"));
    let mut above = head.head();
    if matches!(above.pos(), "ADP" | "SCONJ") && !above.is_root() {
        above = above.head();
    }
    // "is doubtful for Sunday", "there is a vigil on Friday"
    let described = matches!(above.dep(), "acomp" | "advmod" | "prt") && above.pos() != "VERB"
        || matches!(above.dep(), "attr" | "dobj") && is_in("fixture", above.lemma());
    if described && !above.is_root() {
        above = above.head();
    }
    if until && lasts(above) {
        return true;
    }
    let helped = above
        .children()
        .any(|child| matches!(child.dep(), "aux" | "auxpass"));
    matches!(above.tag(), "VBZ" | "VBP")
        && !helped
        && (until || above.lemma() == "be" || is_in("timetable", above.lemma()))
}

/// "is shut until Monday", "remains closed until Friday", "are kept in until Sunday": a state that lasts.
fn lasts(state: Token<'_>) -> bool {
    let present = |verb: Token<'_>| matches!(verb.tag(), "VBZ" | "VBP");
    let helpers = |verb: Token<'_>| {
        verb.children()
            .filter(|child| matches!(child.dep(), "aux" | "auxpass"))
            .fold((0, true), |(n, all), child| {
                (n + 1, all && present(child) && child.lemma() == "be")
            })
    };
    match state.tag() {
        "VBN" => match helpers(state) {
            (0, _) if !state.is_root() => present(state.head()) && helpers(state.head()).0 == 0,
            (n, all) => n > 0 && all,
        },
        "JJ" | "RB" | "RP" | "NN" if !state.is_root() => {
            let verb = state.head();
            present(verb) && helpers(verb).0 == 0
        }
        _ => false,
    }
}

fn is_past_perfect(verb: Token<'_>) -> bool {
    verb.children()
        .any(|child| child.dep() == "aux" && child.tag() == "VBD" && child.lemma() == "have")
}

/// The tense of the clause that holds the token.
fn tense(token: Token<'_>) -> Tense {
    let mut at = token;
    for _ in 0..STEPS {
        if matches!(at.pos(), "VERB" | "AUX") {
            match after_gerund(at).or_else(|| of_verb(at)) {
                Some(tense) => return tense,
                None if at.is_root() => return Tense::Unknown,
                // "leads in the five states voting Tuesday"
                None if at.tag() == "VBG" && at.dep() == "acl" => {
                    return match tense(at.head()) {
                        Tense::Present => Tense::Future,
                        tense => tense,
                    };
                }
                None => {}
            }
        } else if at.pos() == "NOUN" && is_set_ahead(at) {
            return Tense::Future;
        } else if at.tag() == "JJ" && is_in("ahead", at.lemma()) {
            let past = !at.is_root() && is_past_perfect(at.head());
            return if past { Tense::Past } else { Tense::Future };
        }
        if at.is_root() {
            return Tense::Unknown;
        }
        at = at.head();
    }
    Tense::Unknown
}

/// "is fighting for her life after being shot on Sunday", "recover after crashing on Monday": over, unless
/// what follows it still lies ahead ("will speak after meeting him on Friday").
fn after_gerund(verb: Token<'_>) -> Option<Tense> {
    let passive = verb
        .children()
        .any(|child| child.dep() == "auxpass" && child.tag() == "VBG");
    if !(verb.tag() == "VBG" || verb.tag() == "VBN" && passive) || verb.is_root() {
        return None;
    }
    let after = verb.head();
    if !after.is("after") || verb.dep() != "pcomp" {
        return None;
    }
    let helped = |by: &'static str| {
        after.ancestors().take(STEPS).any(|above| {
            above
                .children()
                .any(|child| child.dep() == "aux" && child.tag() == by)
        })
    };
    match (helped("MD"), helped("TO")) {
        (true, _) => Some(Tense::Future),
        (false, true) if !passive => None,
        _ => Some(Tense::Past),
    }
}

/// Where the search for the verb begins: a time outside the marks of quotation takes no tense from a verb
/// inside them (urged them to "stand strong" Sunday night).
fn outside_quotation<'d>(doc: &Doc, head: Token<'d>) -> Token<'d> {
    let mut at = head;
    for above in head.ancestors().take(STEPS) {
        if matches!(above.pos(), "VERB" | "AUX") {
            if !attach::quotation_between(doc, head.index(), above.index()) {
                break;
            }
            at = above;
        }
    }
    if at.index() == head.index() || at.is_root() {
        head
    } else {
        at.head()
    }
}

/// "the planned visit in September"
fn is_set_ahead(noun: Token<'_>) -> bool {
    noun.children().any(|child| {
        child.index() < noun.index() && child.dep() == "amod" && is_in("ahead", child.lemma())
    })
}

/// The tense of one verb; `None` where it takes that of the verb above it.
fn of_verb(verb: Token<'_>) -> Option<Tense> {
    let aux = || {
        verb.children()
            .filter(|child| matches!(child.dep(), "aux" | "auxpass"))
    };
    if let Some(modal) = aux().find(|aux| aux.tag() == "MD") {
        // "could have left" looks back, and so does "could not be reached".
        let passive = aux().any(|aux| aux.dep() == "auxpass");
        let back = aux().any(|aux| aux.lemma() == "have") || modal.is("could") && passive;
        return Some(if back { Tense::Past } else { Tense::Future });
    }
    let perfect = aux().any(|aux| aux.lemma() == "have");
    Some(match verb.tag() {
        "VBD" => Tense::Past,
        "VBN" => {
            if is_in("ahead", verb.lemma()) {
                // "was expected Friday" still lies ahead of what was thought, not of the writer.
                return Some(if perfect { Tense::Past } else { Tense::Future });
            }
            match aux().find(|aux| aux.dep() == "auxpass") {
                _ if perfect => Tense::Past,
                // "to be published in November", "expects being paid on Friday"
                _ if aux().any(|aux| aux.tag() == "TO") => return infinitive(verb),
                Some(passive) if passive.tag() == "VBG" && aux().count() == 1 => return None,
                Some(aux) if matches!(aux.tag(), "VBZ" | "VBP") => Tense::Present,
                _ => Tense::Past,
            }
        }
        "VB" => {
            if perfect {
                Tense::Past
            } else if aux().any(|aux| aux.tag() == "TO") {
                return infinitive(verb);
            } else {
                let past = aux().any(|aux| aux.tag() == "VBD");
                if past { Tense::Past } else { return None }
            }
        }
        "VBG" => {
            if perfect || aux().any(|aux| aux.tag() == "VBD") {
                Tense::Past
            } else if aux().any(|aux| matches!(aux.tag(), "VBZ" | "VBP")) {
                // "is meeting Friday", "is going to"
                Tense::Future
            } else {
                return None;
            }
        }
        "VBZ" | "VBP" if is_in("ahead", verb.lemma()) => Tense::Future,
        "VBZ" | "VBP" => Tense::Present,
        _ => return None,
    })
}

/// The tense of a to-infinitive; `None` where it is that of the verb above.
fn infinitive(verb: Token<'_>) -> Option<Tense> {
    if verb.is_root() {
        return Some(Tense::Future);
    }
    if is_after_ordinal(verb) {
        return None;
    }
    let above = verb.head();
    match verb.dep() {
        "xcomp" | "ccomp" if is_in("even", above.lemma()) => None,
        "xcomp" | "ccomp" => {
            // "had been due to expire Friday"
            let past = is_past_perfect(above) || !above.is_root() && is_past_perfect(above.head());
            Some(if past { Tense::Past } else { Tense::Future })
        }
        // A purpose: "flew in to sign it on Friday" may look either way.
        "advcl" => Some(match of_verb(above) {
            Some(Tense::Past) => Tense::Unknown,
            _ => Tense::Future,
        }),
        // "gave parties to mark the day on Friday", against "a treaty to be signed", "a plan to march".
        "acl" | "relcl" => {
            let passive = verb.children().any(|child| child.dep() == "auxpass");
            if passive || is_in("ahead", above.lemma()) {
                return Some(Tense::Future);
            }
            Some(match tense(above) {
                Tense::Past => Tense::Unknown,
                _ => Tense::Future,
            })
        }
        _ => Some(Tense::Future),
    }
}

/// "the first three towns to vote on Friday were Ost and Wiek": it happens when the verb above does.
fn is_after_ordinal(verb: Token<'_>) -> bool {
    std::iter::successors(verb.previous(), |word| word.previous())
        .skip_while(|word| word.tag() == "TO")
        .take(8)
        .take_while(|word| {
            matches!(
                word.pos(),
                "NOUN" | "PROPN" | "ADJ" | "NUM" | "ADP" | "PART"
            )
        })
        .any(|word| word.is("first") || word.is("last") || word.is("only"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_unique_and_of_known_classes() {
        let rows: Vec<&str> = WORDS.lines().filter(|row| !row.starts_with('#')).collect();
        assert!(rows.len() > 100);
        assert!(rows.is_sorted_by(|a, b| a < b), "{rows:?}");
        for row in rows {
            let class = row.split_once('\t').map(|(_, class)| class);
            assert!(
                matches!(
                    class,
                    Some("ahead" | "defer" | "even" | "fixture" | "timetable")
                ),
                "{row}"
            );
        }
    }
}
