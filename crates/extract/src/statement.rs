//! What a report asserts.

use crosswire_report::Passage;

use crate::named::named;
use crate::{Attribution, EntityId, Polarity, TokenId};

/// One assertion of a report: a predicate with its arguments, when, how many, and who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// How it is put.
    pub kind: StatementKind,
    /// The word that carries it: a verb, an event noun, the noun of a copula or apposition.
    pub predicate: TokenId,
    /// Lemma of the predicate, with its particle ("break out"), in lower case.
    pub lemma: String,
    /// The clause: the predicate with its own arguments, without subordinate clauses that are
    /// statements of their own. One unbroken stretch.
    pub passage: Passage,
    /// Who did what to whom.
    pub arguments: Vec<Argument>,
    /// Indices into [`crate::Extracted::times`] of the times that modify the predicate.
    pub times: Vec<usize>,
    /// Indices into [`crate::Extracted::quantities`] within the predicate's own arguments.
    pub quantities: Vec<usize>,
    /// Whether it is affirmed or negated.
    pub polarity: Polarity,
    /// Whether it is told as a fact, a plan, a possibility.
    pub factuality: Factuality,
    /// Who claims, plans, fears or asks for it in a clause over it: "was accused by", "plans to".
    pub holder: Option<TokenId>,
    /// Who says so, innermost first; empty for the report's own word.
    pub attribution: Vec<Attribution>,
    /// Whether it is background: an earlier happening told in passing.
    pub background: bool,
}

/// How a statement is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatementKind {
    /// A verb with its arguments.
    Verb,
    /// An event noun: "the assassination of X by Y".
    Nominal,
    /// "X is Y"
    Copula,
    /// "X, the Y"
    Apposition,
    /// A participle: "killed in the strike".
    Participle,
}

named! {
    StatementKind {
        Verb = "verb",
        Nominal = "nominal",
        Copula = "copula",
        Apposition = "apposition",
        Participle = "participle",
    }
}

/// One argument of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its role.
    pub role: Role,
    /// Its head word.
    pub head: TokenId,
    /// Its words.
    pub passage: Passage,
    /// What it refers to, if to a mention.
    pub entity: Option<EntityId>,
}

/// The role of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who or what does it.
    Agent,
    /// Who or what it is done to, or what the predicate is said of.
    Patient,
    /// To or for whom.
    Recipient,
    /// With what.
    Instrument,
    /// Where.
    Place,
    /// What the subject is said to be.
    Attribute,
    /// Any other phrase, by its preposition.
    Oblique,
}

named! {
    Role {
        Agent = "agent",
        Patient = "patient",
        Recipient = "recipient",
        Instrument = "instrument",
        Place = "place",
        Attribute = "attribute",
        Oblique = "oblique",
    }
}

/// Whether a statement is told as a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Factuality {
    /// It happened, it is so.
    Asserted,
    /// It is planned, promised or scheduled.
    Planned,
    /// It may be so.
    Possible,
    /// Somebody claims it, or accuses somebody of it, and the report does not vouch for it.
    Claimed,
    /// It holds if something else does.
    Conditional,
    /// It is expected.
    Predicted,
    /// It is asked or told to be done.
    Requested,
}

named! {
    Factuality {
        Asserted = "asserted",
        Planned = "planned",
        Possible = "possible",
        Claimed = "claimed",
        Conditional = "conditional",
        Predicted = "predicted",
        Requested = "requested",
    }
}
