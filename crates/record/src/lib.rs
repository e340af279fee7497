//! The one shape of what is found and kept: format 1.
//!
//! `compare` makes these, the ledger keeps them, and JSON, its schema, columns, API and pages are
//! derived from them or checked against them by a test. Nothing here knows how a finding is come by
//! or how it looks. Format 1 only ever grows: a field that is added may be absent, and what a later
//! program adds is kept in `more` and printed as it came. The schema of the first release
//! (`schema/first.json`) goes on validating what is printed.
//!
//! ```
//! use crosswire_record::{About, FindingKind};
//! assert_eq!(FindingKind::QuoteVariant.name(), "quote_variant");
//! assert_eq!(About::from_name("time"), Some(About::Time));
//! ```

mod check;
mod claim;
mod finding;
mod kept;
mod normal;
mod schema;
mod words;

pub use check::{
    Check, CheckReport, CheckStory, CheckedQuotation, FoundWords, OriginEvidence, OriginRecord,
    ProblemRecord, Reference,
};
pub use claim::{Claim, ClaimPart, PartKind, Written};
pub use finding::{AsMarked, Change, Evidence, Finding, FindingValue, Mark, More};
pub use kept::{
    FetchRecord, PossibleSpeaker, QuoteRecord, ReportRecord, StatementRecord, StepRecord,
    StoryRecord, StorySummary, UndertakingRecord,
};
pub use normal::{Normal, NormalInterval, NormalTime};
pub use schema::{finding_schema, schema};
pub use words::{About, Between, FindingKind, Ground, OriginKind, Verdict, Word};
