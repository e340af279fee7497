//! What can be asked: each question a file.

mod brought;
mod citation;
mod details;
mod findings;
pub(crate) mod language;
mod quotes;
mod reports;
mod search;
mod stats;
mod stories;

pub use brought::{Brought, Changed};
pub use citation::{Citation, Source};
pub use details::{Detail, DetailSort};
pub use findings::FindingFilter;
pub use search::{Hit, Searched};
pub use stats::Stats;
pub use stories::{StoryFilter, StoryOrder};
