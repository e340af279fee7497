//! Who and what a report speaks of.

use crosswire_report::Passage;

use crate::TokenId;
use crate::named::named;

/// Index of an entity within one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// What the mentions of one report refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its fullest name in this report, without titles; else its fullest description.
    pub name: String,
    /// Whether that is a name; else it is a description.
    pub has_name: bool,
    /// Every other name used for it, the shortest first ("Price", "the TTP").
    pub aliases: Vec<String>,
    /// What sort of thing.
    pub kind: EntityKind,
    /// Grammatical gender as the text shows it (pronouns, titles), never guessed from looks.
    pub gender: Option<Gender>,
    /// Titles and descriptions given to it ("State Department Spokesperson", "71").
    pub descriptions: Vec<Passage>,
}

/// What sort of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, agency, party, armed group, team.
    Organisation,
    /// A place, state or city; also as an actor ("Washington").
    Place,
    /// People by nation, religion or politics.
    Group,
    /// A product, work, law, event or facility.
    Thing,
    /// Known only by a description.
    Unknown,
}

named! {
    EntityKind {
        Person = "person",
        Organisation = "organisation",
        Place = "place",
        Group = "group",
        Thing = "thing",
        Unknown = "unknown",
    }
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// he, Mr, spokesman
    Masculine,
    /// she, Ms, spokeswoman
    Feminine,
}

/// A stretch of text that names or refers to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words, with title and article as they stand.
    pub passage: Passage,
    /// Its syntactic head.
    pub head: TokenId,
    /// How it refers.
    pub kind: MentionKind,
    /// What it refers to.
    pub entity: EntityId,
    /// A capital or a body that stands for its government or people ("Islamabad").
    pub metonym: bool,
    /// Whether the report itself says that it is this one: a name, or a description that it gives to the
    /// one so named. A pronoun, or "the actress" where nobody is called that, is only concluded.
    pub told: bool,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a description ("the spokesman", "a guard").
    Nominal,
    /// By a pronoun.
    Pronoun,
}

named! {
    MentionKind {
        Name = "name",
        Nominal = "nominal",
        Pronoun = "pronoun",
    }
}
