//! Watch rules over a ledger, and telling people what they find.
//!
//! [`rules`] reads a rule file. A [`Watcher`] holds the rules against every commit once, whoever made it,
//! and puts what they tell into the ledger's outbox; a [`Teller`] hands it over, by a terminal, a signed
//! webhook, a command, mail or a folder, and [`atom`] gives it as a feed. An alert is told at least once
//! on each of its channels, under an id by which it can be told apart where it comes twice.
//!
//! ```
//! let file = "[[rule]]\nname = \"tolls\"\nkind = [\"update\"]\nabout = [\"quantity\"]\nmoves_by = \"5\"\ntell = [\"terminal\"]\n";
//! let rules = crosswire_watch::rules(file, "rules.toml", &|path| std::fs::read_to_string(path))?;
//! assert_eq!(rules.rules[0].name, "tolls");
//! # Ok::<(), crosswire_watch::Wrong>(())
//! ```
//!
//! Commands and folders are named only in the rule file on disk: a rule of the desk
//! ([`Rule::of_the_desk`]) that names one is refused.

mod alert;
mod atom;
#[cfg(any(test, feature = "fuzzing"))]
pub mod hostile;
mod mail;
mod matching;
mod rules;
mod teller;
mod watcher;
mod webhook;
mod words;

pub use alert::Told;
pub use atom::atom;
pub use rules::{Channel, Digest, Mail, Of, Rule, Rules, Security, Way, Wrong, rules};
pub use teller::Teller;
pub use watcher::{Watcher, would_have_told};
pub use webhook::signature;
