//! What makes two numbers comparable at all: type, unit, what is counted.

/// The class of nouns that may stand for everybody.
const EVERYBODY: &str = "people-all";

/// Which table a number belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SlotKey {
    /// How many of a class of nouns.
    Count(String),
    /// A sum in a unit, of the whole or per something.
    Money { unit: String, per: Option<String> },
    /// By how many percent something moved.
    Change,
    /// What percentage of something.
    Share(String),
    /// A measure in a normal unit.
    Measure(String),
    /// How old.
    Age,
    /// How long.
    Duration,
    /// Of a game, a vote.
    Score,
}

impl SlotKey {
    /// How many people, whoever they are.
    pub(super) fn everybody() -> SlotKey {
        SlotKey::Count(EVERYBODY.to_owned())
    }

    /// Whether people are counted, whoever they are.
    pub(super) fn is_everybody(&self) -> bool {
        self.counted() == Some(EVERYBODY)
    }

    /// The class that is counted.
    pub(super) fn counted(&self) -> Option<&str> {
        match self {
            SlotKey::Count(class) => Some(class),
            _ => None,
        }
    }
}
