//! What can be asked: each question a file.

mod brought;
mod citation;
mod details;
mod findings;
mod heard;
mod inbox;
mod judged;
pub(crate) mod language;
mod named;
mod outlets;
mod quotes;
mod ranked;
mod reports;
mod search;
mod stats;
pub(crate) mod stems;
mod stories;
mod trail;
mod undertakings;
mod versions;

pub use brought::{Brought, Changed};
pub use citation::{Citation, Source};
pub use details::{Detail, DetailSort};
pub use findings::FindingFilter;
pub use heard::Heard;
pub use inbox::{Inbox, InboxFilter, InboxItem, InboxOrder, Marked};
pub use judged::Judged;
pub use named::Named;
pub use outlets::{Copied, OutletRecord};
pub use ranked::{Facets, Ranked, RankedHit};
pub use search::{Hit, Searched};
pub use stats::Stats;
pub use stories::{StoryFilter, StoryOrder};
pub use trail::State;
pub use undertakings::UndertakingFilter;
pub use versions::Version;
