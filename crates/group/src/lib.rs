//! Near-duplicates, origins and stories.
//!
//! Reports arrive in any number; this crate says which tell one happening (a [`Story`]) and whose
//! words they are (their origin). It works on a light [`Sketch`] of each report, made from the
//! text alone, so that a million reports can be grouped without annotating one; names found by an
//! annotation sharpen it where there is one.
//!
//! ```
//! use crosswire_group::{Options, Sketch, group};
//! # use crosswire_report::Report;
//! # let report = |id: &str, text: &str| Report::new(id, "-", text);
//! let reports = [
//!     report("1", "The Marlow ferry Osprey ran aground off Tern Island on Monday."),
//!     report("2", "Divers reached the ferry Osprey, aground off Tern Island near Marlow."),
//!     report("3", "Belwick council voted to close the Harrow Lane swimming pool."),
//! ];
//! let sketches: Vec<Sketch> = reports.iter().map(|report| Sketch::of(report)).collect();
//! let stories = group(&sketches, &Options::default());
//! assert_eq!(stories.len(), 2);
//! ```
//!
//! [`group`] sorts first, so the order of files never matters. [`Grouper`] takes reports as they
//! come, each at about the same cost however many came before; no step compares all with all.

mod background;
mod correct;
mod facts;
mod grouper;
mod hashing;
mod headline;
mod index;
mod judge;
pub mod keyed;
mod label;
mod memory;
mod minhash;
mod nearness;
mod origins;
mod pair;
mod pairs;
mod roundup;
mod sketch;
mod stories;
mod story;
mod terms;
#[cfg(test)]
mod tests;
mod vector;
mod weighed;

pub use background::share_in_news;
pub use grouper::{Grouper, Options, Placed};
pub use judge::Judge;
pub use memory::{Key, Memory, Part, RecallError};
pub use origins::{Ground, Origin, OriginEvidence, OriginKind, origins, outlet};
pub use pairs::{
    Decision, Decisions, PAIR_FEATURES, Pairs, ROUND_UP_FEATURES, STORY_FEATURES, round_up_row,
};
pub use sketch::{Sketch, is_round_up, minute};
pub use stories::{group, group_part};
pub use story::{Story, StoryId};
