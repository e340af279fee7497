//! From an annotated report to what it says: times, quantities, who is who, quotations, statements.
//!
//! [`Annotated`] is a report with its annotation, block by block; [`Extracted`] adds everything
//! found in it. Both are pure functions of the report and the model: no clock, no file, no other
//! report. Every place is a [`Passage`](crosswire_report::Passage) of the stored text.

mod annotated;
mod attribution;
mod doubtful;
mod entity;
mod extracted;
mod factuality;
mod marks;
mod named;
mod quotation;
mod sets;
mod speech;
mod statement;
mod statements;
mod tables;
pub mod training;
mod who;

pub use annotated::{Annotated, AnnotatedBlock, TokenId};
pub use attribution::{Attribution, Polarity};
pub use entity::{Entity, EntityId, EntityKind, Gender, Mention, MentionKind};
pub use extracted::{Extracted, FoundQuantity, FoundTime, extract};
pub use factuality::is_negated;
pub use quotation::{Quotation, QuotationKind, SURE, SpeakerCandidate};
pub use statement::{Argument, Factuality, Role, Statement, StatementKind};
pub use statements::is_denied;
