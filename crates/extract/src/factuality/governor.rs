//! The word that stands over a clause or an event, and its row of the table.

use crosswire_annotate::Token;

use super::table::{self, Entry};

/// A word over a clause, and how the clause hangs on it.
pub(super) struct Governor<'d> {
    pub(super) word: Token<'d>,
    pub(super) how: &'d str,
}

/// What stands over the clause of a verb.
pub(super) fn governor(verb: Token<'_>) -> Option<Governor<'_>> {
    let head = verb.head();
    let to = verb
        .children()
        .any(|child| matches!(child.dep(), "aux" | "mark") && child.is("to"));
    match verb.dep() {
        "pcomp" => of_preposition(head),
        // "a lie that she had dined", taken for a relative clause
        "relcl"
            if head.pos() == "NOUN"
                && table::get(&head.lemma().to_lowercase(), "content").is_some()
                && verb.children().any(|child| child.is("that")) =>
        {
            Some(Governor {
                word: head,
                how: "that",
            })
        }
        "xcomp" | "ccomp" | "oprd" | "acl" | "csubj" | "csubjpass" | "advcl" => {
            let how = complement(verb, to);
            let governor = Governor { word: head, how };
            match verb.dep() {
                // "signed a deal to buy": the deal is over it, wherever the parser hangs it.
                "advcl" | "xcomp"
                    if to
                        && head.child("dobj").is_some_and(|noun| {
                            noun.index() < verb.index()
                                && table::get(&noun.lemma().to_lowercase(), "to").is_some()
                        })
                        && entry(&governor).is_none() =>
                {
                    Some(Governor {
                        word: head.child("dobj")?,
                        how,
                    })
                }
                "advcl" if entry(&governor).is_none() || !to => None,
                // "the man seen leaving": no content of the noun.
                "acl"
                    if matches!(how, "ing" | "participle")
                        || !matches!(verb.tag(), "VB") && how == "to" =>
                {
                    None
                }
                "acl" if how == "that" && entry(&governor).is_none() => None,
                "csubj" | "csubjpass" => {
                    let (word, _) = said_of_subject(head, "that")?;
                    Some(Governor { word, how: "that" })
                }
                // "It is not true that ...": what is said of it is over it.
                "ccomp" if how == "that" => {
                    let said = said_of_subject(head, "that").map(|(word, _)| word);
                    Some(Governor {
                        word: said.unwrap_or(head),
                        how,
                    })
                }
                _ => Some(governor),
            }
        }
        _ => None,
    }
}

/// In what form a clause hangs on the word over it.
fn complement(verb: Token<'_>, to: bool) -> &'static str {
    let subject = verb
        .children()
        .any(|child| matches!(child.dep(), "nsubj" | "nsubjpass" | "expl" | "csubj"));
    let head = verb.head();
    let passive = head.children().any(|child| child.dep() == "auxpass");
    if to {
        let told =
            |word: Token<'_>| table::get(&word.lemma().to_lowercase(), "passive-to").is_some();
        if passive && told(head) {
            "passive-to"
        } else {
            "to"
        }
    } else if verb.tag() == "VBG" && !verb.children().any(|child| child.dep() == "aux") {
        "ing"
    } else if verb.tag() == "VB"
        && matches!(verb.dep(), "ccomp" | "xcomp")
        && !verb.children().any(|child| child.dep() == "aux")
    {
        "bare"
    } else if subject
        || matches!(verb.tag(), "VBD" | "VBZ" | "VBP" | "MD")
        || verb.children().any(|child| child.dep() == "mark")
    {
        "that"
    } else {
        "participle"
    }
}

/// What stands over the object of a preposition: "accused of", "instead of", "without".
fn of_preposition(preposition: Token<'_>) -> Option<Governor<'_>> {
    let lower = preposition.text().to_lowercase();
    if table::get(&lower, "ing").is_some() && preposition.pos() != "VERB" {
        return Some(Governor {
            word: preposition,
            how: "ing",
        });
    }
    let how = [
        "of", "to", "from", "for", "in", "with", "on", "over", "against", "than",
    ]
    .into_iter()
    .find(|&known| known == lower)?;
    // "Instead of resigning", whichever of the two words the parser hangs on the other.
    let before = preposition
        .children()
        .find(|child| child.dep() == "advmod" && child.index() < preposition.index());
    let word = before
        .filter(|word| table::get(&word.text().to_lowercase(), how).is_some())
        .unwrap_or(preposition.head());
    // "accused the clerk of forging", where the parser hangs it on the clerk.
    if word.dep() == "dobj" && lookup(word, how).is_none() && lookup(word.head(), how).is_some() {
        return Some(Governor {
            word: word.head(),
            how,
        });
    }
    // "came within one vote of shutting"
    let measure = word.head();
    if word.dep() == "pobj" && measure.is("within") {
        return Some(Governor {
            word: measure.head(),
            how,
        });
    }
    Some(Governor { word, how })
}

/// What stands over an event noun.
pub(super) fn governor_of_noun(noun: Token<'_>) -> Option<Governor<'_>> {
    match noun.dep() {
        "dobj" | "nsubjpass" => Some(Governor {
            word: noun.head(),
            how: "np",
        }),
        "pobj" if noun.head().is("without") => Some(Governor {
            word: noun.head(),
            how: "np",
        }),
        "pobj" => of_preposition(noun.head()),
        _ => None,
    }
}

pub(super) fn entry(governor: &Governor<'_>) -> Option<Entry> {
    lookup(governor.word, governor.how)
}

/// The row of a word: with its particle, its adverb or its object where there is one of that sort.
pub(super) fn lookup(word: Token<'_>, how: &str) -> Option<Entry> {
    let lemma = word.lemma().to_lowercase();
    let with = word
        .children()
        .filter(|child| {
            matches!(child.dep(), "prt" | "advmod" | "acomp" | "dobj" | "neg") || child.is("within")
        })
        .find_map(|child| table::get(&format!("{lemma}_{}", child.text().to_lowercase()), how));
    // "came close to", "stopped short of", where what follows hangs on the adverb.
    let above = word.head();
    if matches!(word.dep(), "advmod" | "acomp") && above.pos() == "VERB" {
        let both = format!("{}_{lemma}", above.lemma().to_lowercase());
        if let Some(entry) = table::get(&both, how) {
            return Some(entry);
        }
    }
    // "too ill to attend"
    if how == "to"
        && word
            .children()
            .any(|child| child.dep() == "advmod" && child.is("too"))
    {
        return table::get("too", how);
    }
    let pleads_not = || {
        let guilty = word.child("acomp").or_else(|| word.child("oprd"))?;
        let not = if guilty.children().any(|child| child.dep() == "neg") {
            "_not"
        } else {
            "_guilty"
        };
        table::get(&format!("{lemma}{not}"), how)
    };
    with.or_else(pleads_not)
        .or_else(|| table::get(&lemma, how))
        .or_else(|| table::get(&word.text().to_lowercase(), how))
}

/// "The claim that ... is untrue", "... turned out to be false".
pub(super) fn said_of_subject<'d>(verb: Token<'d>, how: &str) -> Option<(Token<'d>, Entry)> {
    let mut at = verb;
    for _ in 0..2 {
        let said = at.children().find(|child| {
            matches!(child.dep(), "acomp" | "attr" | "oprd")
                && table::get(&child.lemma().to_lowercase(), how).is_some()
        });
        if let Some(said) = said {
            return Some((said, table::get(&said.lemma().to_lowercase(), how)?));
        }
        at = at.child("xcomp")?;
    }
    None
}
