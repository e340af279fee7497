//! Places and bodies that stand for their governments and people ("Islamabad said").

use crosswire_annotate::Doc;

use super::candidates::Placed;
use super::names::Name;
use crate::EntityKind;
use crate::tables;

/// Whether a name that is no person's speaks, wills or acts as only people can.
pub(super) fn stands_for_people(doc: &Doc, mention: &Placed, name: &Name) -> bool {
    if !mention.subject || name.kind == EntityKind::Person || name.kind == EntityKind::Group {
        return false;
    }
    let verb = doc.token(mention.head).head();
    tables::cue_verb(verb).is_some_and(|cue| cue.direct || cue.clause)
        || tables::is_verb_of_will(verb.lemma())
}
