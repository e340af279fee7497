//! What can be asked: each question a file.

mod brought;
mod citation;
mod details;
mod findings;
mod heard;
mod inbox;
mod judged;
pub(crate) mod language;
mod quotes;
mod reports;
mod search;
mod stats;
mod stories;
mod trail;

pub use brought::{Brought, Changed};
pub use citation::{Citation, Source};
pub use details::{Detail, DetailSort};
pub use findings::FindingFilter;
pub use heard::Heard;
pub use inbox::{Inbox, InboxFilter, InboxItem, InboxOrder, Marked};
pub use judged::Judged;
pub use search::{Hit, Searched};
pub use stats::Stats;
pub use stories::{StoryFilter, StoryOrder};
pub use trail::State;
