//! What stays open in a report: what somebody promises, threatens, asks for, plans or foretells; what is
//! counted over a span of time; and what is told as a state that lasts.
//!
//! [`find`] gives all of an extracted report as [`Found`]: [`Undertaking`]s (commissive and directive speech
//! acts after Searle 1976, and what is foretold), [`Count`]s and [`State`]s, in text order. Each has its words
//! as a [`Passage`](crosswire_report::Passage) from the word that makes it what it is to the end of what is
//! undertaken, and who stands for it. `evals/UNDERTAKINGS.md` says what each kind is, with examples.
//!
//! It is a pure function of the report. What becomes of an undertaking in later reports is [`follow`]'s: a pure function too, of what the
//! ledger keeps of each report.

mod act;
mod count;
mod cues;
mod due;
mod find;
pub mod follow;
mod holder;
mod hung;
mod kind;
mod lists;
mod modal;
mod outcome;
mod said;
mod state;
mod states;
mod undertaking;
mod words;

use crosswire_extract::Extracted;

pub use count::Count;
pub use due::Due;
pub use state::{Phase, Relation, State};
pub use undertaking::{Kind, Outcome, Strength, Undertaking, Who};

/// All that stays open in one report, each sort in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Promises, threats, demands, denials of intent, plans, forecasts and deadlines.
    pub undertakings: Vec<Undertaking>,
    /// Counts over a span of time.
    pub counts: Vec<Count>,
    /// Relations and states that last.
    pub states: Vec<State>,
}

/// Finds them in a report. Only its text is looked at, never a title of its own.
#[must_use]
pub fn find(extracted: &Extracted) -> Found {
    Found {
        undertakings: find::undertakings(extracted),
        counts: count::find(extracted),
        states: state::find(extracted),
    }
}
