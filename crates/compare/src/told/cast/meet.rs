//! Whether two are one: the answer that every engine asks for.
//!
//! What is known differs: the [`NameId`]s that a story has, names as two reports write them, or only
//! nouns. [`Meet`] says how far each of them tells.

use super::NameId;

/// How two persons or things lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meet {
    /// Two different ones.
    Other,
    /// Nothing tells.
    Unknown,
    /// They go by the same description, or the same last word of a name.
    Likely,
    /// They go by the same name.
    Same,
}

impl Meet {
    /// Of those that the story's names stand for.
    pub(crate) fn of(one: &[NameId], two: &[NameId]) -> Meet {
        if one.is_empty() || two.is_empty() {
            Meet::Unknown
        } else if one.iter().any(|name| two.contains(name)) {
            Meet::Same
        } else {
            Meet::Other
        }
    }

    /// Of those that nouns stand for, by class or root.
    pub(crate) fn of_nouns(one: &[String], two: &[String]) -> Meet {
        if one.is_empty() || two.is_empty() {
            Meet::Unknown
        } else if one.iter().any(|noun| two.contains(noun)) {
            Meet::Likely
        } else {
            Meet::Other
        }
    }
}

/// Who or what takes part in a clause, as one report calls it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) name: Option<NameId>,
    /// Roots of the nouns for it.
    pub(crate) roots: Vec<String>,
    /// Whom a pronoun stands for may be wrong: it never speaks against.
    pub(crate) pronoun: bool,
    /// "A man": any of them.
    pub(crate) any: bool,
    /// Whether it is some of them, or nobody.
    pub(crate) open: bool,
}

impl Party {
    /// Whether two can be one.
    pub(crate) fn meet(&self, other: &Party) -> Meet {
        if self.pronoun || other.pronoun {
            return Meet::Unknown;
        }
        let nouns = Meet::of_nouns(&self.roots, &other.roots);
        match (self.name, other.name) {
            (Some(one), Some(two)) if nouns == Meet::Likely || one == two => Meet::Same,
            (Some(_), Some(_)) => Meet::Other,
            // A name here and a noun there may be one.
            (Some(_), None) | (None, Some(_)) if nouns == Meet::Other => Meet::Unknown,
            _ if nouns == Meet::Likely && self.any && other.any => Meet::Unknown,
            _ => nouns,
        }
    }
}
