//! Places and bodies that stand for their governments and people ("Islamabad said").

use crosswire_annotate::{Doc, Token};

use super::candidates::Placed;
use super::names::Name;
use crate::EntityKind;
use crate::tables;

/// Whether a name that is no person's stands for people: it speaks, wills or is dealt with as only
/// people can be, or is a capital between which and others there are talks, ties or tensions.
pub(super) fn stands_for_people(doc: &Doc, mention: &Placed, name: &Name) -> bool {
    if matches!(name.kind, EntityKind::Person | EntityKind::Group) {
        return false;
    }
    let head = doc.token(mention.head);
    let verb = head.head();
    if mention.subject {
        return (tables::cue_verb(verb).is_some_and(|cue| cue.direct || cue.clause)
            || tables::is_verb_of_will(verb.lemma()))
            && verb.tag().starts_with("VB");
    }
    // "urged Tehran to", "accused Ankara of"
    if matches!(head.dep(), "dobj" | "dative") {
        return name.kind == EntityKind::Place && tables::is_verb_of_will(verb.lemma());
    }
    name.kind == EntityKind::Place
        && crosswire_gazetteer::capital_of(doc.words(name.core.clone())).is_some()
        && in_dealings(head)
}

/// "talks with Tehran", "ties between Ankara and Berlin", "sanctions against Minsk"
fn in_dealings(token: Token<'_>) -> bool {
    let first = std::iter::once(token)
        .chain(token.ancestors().take(3))
        .find(|t| t.dep() != "conj");
    first.is_some_and(|first| {
        let by = first.head();
        first.dep() == "pobj"
            && matches!(
                &*by.text().to_lowercase(),
                "with" | "between" | "against" | "on" | "from"
            )
            && tables::is_dealing(by.head().lemma())
    })
}
