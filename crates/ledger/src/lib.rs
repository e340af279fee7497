//! One file that remembers every report, what was found in it, the stories and the findings, and
//! answers at once.
//!
//! A [`Ledger`] is one SQLite file. [`Ledger::add`] takes annotated reports in, a batch a commit,
//! and compares again only the stories that they touch; [`Ledger::latest`] and [`Ledger::as_of`]
//! give a [`View`], at which everything is asked.
//!
//! ```no_run
//! use crosswire_ledger::{Ledger, Page, StoryFilter};
//! let ledger = Ledger::open_read_only("news.db")?;
//! let view = ledger.latest()?;
//! for story in view.stories(&StoryFilter::default())?.items {
//!     println!("{} {}", story.id, story.label);
//! }
//! let found = view.search("ferry speaker:lindqvist after:2031-03", &Page::default())?;
//! # Ok::<(), crosswire_ledger::Error>(())
//! ```
//!
//! # What is promised
//!
//! - What was known is never overwritten: a row that is replaced says until when it held, and a
//!   view as of a time gives, byte for byte, what a view at that time gave.
//! - A batch is kept whole or not at all; once `add` returns, it is safe.
//! - Every commit is sealed by a digest over its rows and the commit before; [`View::verify`]
//!   computes all of them again.
//! - Readers never wait, writers queue.
//!
//! # What search understands
//!
//! ```text
#![doc = include_str!("../search.txt")]
//! ```

mod add;
mod addresses;
mod alone;
mod annotation;
mod article;
mod cast;
mod commit;
mod comparing;
mod corrections;
mod days;
mod error;
mod extraction;
mod following;
mod grouping;
#[cfg(any(test, feature = "fuzzing"))]
pub mod hostile;
mod inbox;
mod ledger;
mod marks;
mod migration;
mod name_list;
mod names;
mod outbox;
mod packed;
mod query;
mod reanalysis;
mod redating;
mod schema;
mod speakers;
mod standing;
mod undertakings;
mod undoing;
mod verify;
mod view;
mod working;

/// What search understands, for people.
pub const SEARCH: &str = include_str!("../search.txt");

pub use add::{Added, Arrival, Outcome};
pub use alone::{AnnotationError, pack_annotation, unpack_annotation};
pub use commit::Run;
pub use corrections::{Corrected, Correction};
pub use crosswire_record::{
    About, Change, Evidence, FetchRecord, Finding, FindingKind, FindingValue, Mark, OriginRecord,
    ProblemRecord, QuoteRecord, ReportRecord, StatementRecord, StepRecord, StoryRecord,
    StorySummary, UndertakingRecord, Word,
};
pub use error::Error;
pub use following::{Fetch, Followed, Item, News};
pub use ledger::{Ledger, Options};
pub use marks::Saying;
pub use name_list::{Alias, MOST_NAME_BYTES, NameListError, name_list};
pub use outbox::{Alert, Delivery, Feed, NewAlert, Waiting};
pub use query::language::QueryError;
pub use query::stems::occurrences;
pub use query::{
    Brought, Changed, Citation, Copied, Detail, DetailSort, Facets, FindingFilter, Heard, Hit,
    Inbox, InboxFilter, InboxItem, InboxOrder, Judged, Marked, Named, OutletRecord, Ranked,
    RankedHit, Searched, Source, State, Stats, StoryFilter, StoryOrder, UndertakingFilter, Version,
};
pub use verify::Verified;
pub use view::{Listed, Page, View};
