//! From files and streams to reports.
//!
//! [`Reader`] takes what a user names (files, folders, globs, standard input) and gives a
//! [`Report`](crosswire_report::Report) for everything in them that is one, and a [`ReadError`]
//! for everything that could not be read. The format is told by content. Trouble with the
//! *content* of a report (no date, another language, broken bytes) is a problem of the report,
//! which is kept; a [`ReadError`] is for what gave no report at all, and
//! [`ReadError::is_failure`] says whether that counts (exit code 2) or needed no reading.
//!
//! ```
//! use crosswire_read::{Options, read_bytes};
//!
//! let lines = b"{\"id\": \"a\", \"text\": \"The ferry sank.\"}\nno JSON\n";
//! let read = read_bytes("reports.jsonl", lines, &Options::default());
//! assert_eq!(read[0].as_ref().expect("a report").id, "a");
//! assert!(read[1].as_ref().expect_err("an error").to_string().starts_with("reports.jsonl:2: not JSON"));
//! ```
//!
//! Nothing is fetched, no clock is read, and what is read does not depend on the machine.

mod bad;
mod bounds;
mod dates;
mod decode;
mod draft;
mod error;
mod formats;
mod input;
mod numbers;
mod options;
mod page;
mod parts;
mod reader;
mod repair;
mod segment;
mod sink;
#[doc(hidden)]
pub mod training;
mod walk;
mod xml;

pub use error::{ErrorKind, Place, ReadError};
pub use options::{Limits, Options};
pub use reader::{Reader, read_bytes};
