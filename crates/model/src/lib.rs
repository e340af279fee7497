//! Fetches, verifies and finds the language model.
//!
//! Crosswire reads English with the published weights of `en_core_web_md` (or the smaller
//! `en_core_web_sm`). They are not in the repository: they are fetched once, at first need, into
//! the user's cache, and every file that the runtime reads is checked against the SHA-256 sums in
//! this crate's `data/` folder. A truncated or altered file is refused by name. Nothing else is
//! ever fetched.
//!
//! ```no_run
//! use crosswire_model::{Options, Silent, obtain};
//!
//! let found = obtain(&Options::default(), &mut Silent)?;
//! println!("the model is in {}", found.path.display());
//! # Ok::<(), crosswire_model::Error>(())
//! ```
//!
//! [`Options`] say which model, where a folder of one's own is, and whether the network may be
//! used; [`locate`] only looks, [`obtain`] fetches where nothing is there; [`Store`] is the cache
//! itself. [`Progress`] is told what is going on, since this crate prints nothing.

mod check;
mod error;
mod fetch;
mod locate;
mod manifest;
mod models;
mod progress;
mod store;
#[cfg(test)]
mod tests;
mod wheel;

pub use check::{Checked, Fault, FaultKind};
pub use error::{Attempt, Error};
pub use fetch::Source;
pub use locate::{Located, Options, locate, obtain};
pub use manifest::{Entry, Manifest};
pub use models::Model;
pub use progress::{Progress, Silent};
pub use store::Store;

/// The licences of the model's parts, as text for people.
pub const LICENCES: &str = include_str!("../data/LICENCES.txt");
