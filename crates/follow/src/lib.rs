//! Feeds, folders and running crawls, followed: what is new in them becomes reports.
//!
//! [`sources`] reads the user's list. A [`Follower`] looks at each source when it is due, on threads of
//! its own, and hands on what is [`Gathered`]; [`take`] puts that into a ledger, together with how far
//! the source is. Killed at any moment, it goes on where it was: what was not taken in is looked at
//! again, and what was is known.
//!
//! ```no_run
//! use crosswire_follow::{Follower, Options, sources, take};
//! # fn analyse(_: Vec<std::sync::Arc<crosswire_report::Report>>) -> crosswire_follow::Analysed { anyhow::bail!("no model") }
//!
//! let mut ledger = crosswire_ledger::Ledger::create("news.db")?;
//! crosswire_follow::keep(&mut ledger, &sources(&std::fs::read_to_string("sources.toml")?, "sources.toml")?)?;
//! let follower = Follower::start(&ledger, Options::default())?;
//! while let Some(gathered) = follower.next(std::time::Duration::from_secs(1)) {
//!     take(&mut ledger, &mut analyse, vec![gathered])?;
//! }
//! # Ok::<(), anyhow::Error>(())
//! ```
//!
//! Nothing is asked for that is not in the list, pages of a feed's items only with
//! [`Options::articles`], and every host only as `crosswire_fetch` and its `robots.txt` allow.

mod crawl;
mod feed;
mod folder;
mod follower;
mod gathered;
#[cfg(any(test, feature = "fuzzing"))]
pub mod hostile;
mod hosts;
mod looks;
mod opml;
mod parts;
mod settings;
mod state;
mod taking;
mod watched;
mod web;

pub use follower::{Bounds, Follower, Options};
pub use gathered::{Found, Gathered};
pub use opml::opml;
pub use settings::{Source, What, Wrong, apart, sources};
pub use state::{State, known};
pub use taking::{Analysed, Taken, alone, keep, take};
