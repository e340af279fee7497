//! What can be asked in a query: one type for each, which reads the address and from which the
//! document of the API describes the parameters.

use crosswire_calendar::Stamp;
use crosswire_ledger::{Page, StoryOrder};
use crosswire_read::Options;
use crosswire_record::{self as record, FindingKind};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::jobs::Upload;
use crate::problem::Problem;

/// Items of a list at most.
const MOST: u32 = 500;

/// As of when.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct When {
    /// What was known at this time: a date, or a time as in RFC 3339
    #[schemars(length(min = 1, max = 1000))]
    as_of: Option<String>,
}

impl When {
    pub(super) fn as_of(&self) -> Result<Option<Timestamp>, Problem> {
        self.as_of.as_deref().map(moment).transpose()
    }
}

/// A time, or the end of a day.
fn moment(said: &str) -> Result<Timestamp, Problem> {
    let day = || {
        let day: jiff::civil::Date = said.parse().ok()?;
        let end = day
            .tomorrow()
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()?;
        Some(end.timestamp())
    };
    said.parse().ok().or_else(day).ok_or_else(|| {
        Problem::bad(format!(
            "as_of={said}: give a date such as 2031-03-06, or a time such as 2031-03-06T08:10:00Z"
        ))
    })
}

/// Which part of a list, and as of when.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Part {
    /// How many items at most; 50 if not said
    #[serde(default, deserialize_with = "number")]
    #[schemars(range(min = 1, max = 500))]
    limit: Option<u32>,
    /// The `next` of the part before
    #[schemars(length(min = 1, max = 1000))]
    after: Option<String>,
    #[serde(flatten)]
    when: When,
}

/// A number of a query, which comes as text where types are flattened into one another.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let said = String::deserialize(deserializer)?;
    let number = said.parse();
    number
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("{said:?} is no whole number")))
}

impl Part {
    pub(super) fn page(&self) -> Result<Page, Problem> {
        let limit = self.limit.unwrap_or(50);
        if limit == 0 || limit > MOST {
            return Err(Problem::bad(format!("limit={limit}: give 1 to {MOST}")));
        }
        Ok(Page {
            limit: limit as usize,
            after: self.after.clone(),
        })
    }

    pub(super) fn as_of(&self) -> Result<Option<Timestamp>, Problem> {
        self.when.as_of()
    }
}

/// Which stories.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct WhichStories {
    /// What comes first; the newest if not said
    #[serde(default)]
    pub(super) order: Order,
    /// Only stories that so many reports tell
    #[serde(default)]
    #[schemars(range(max = 1_000_000))]
    pub(super) least_reports: u32,
    /// Only stories with so many disputes
    #[serde(default)]
    #[schemars(range(max = 1_000_000))]
    pub(super) least_disputes: u32,
    #[serde(flatten)]
    pub(super) part: Part,
}

/// What comes first in a list of stories.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// The last published.
    #[default]
    Newest,
    /// The most disputed.
    Disputed,
    /// The most covered.
    Covered,
}

impl Order {
    /// The word for it in an address.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Order::Newest => "newest",
            Order::Disputed => "disputed",
            Order::Covered => "covered",
        }
    }
}

impl From<Order> for StoryOrder {
    fn from(order: Order) -> StoryOrder {
        match order {
            Order::Newest => StoryOrder::Newest,
            Order::Disputed => StoryOrder::Disputed,
            Order::Covered => StoryOrder::Covered,
        }
    }
}

/// Which findings.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct WhichFindings {
    /// Only of this kind
    pub(super) kind: Option<FindingKind>,
    /// Only of this sort of slot
    pub(super) about: Option<record::About>,
    /// Only of the story with this id
    #[schemars(length(min = 1, max = 1000))]
    pub(super) story: Option<String>,
    /// Only so sure ones
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(super) least_confidence: f64,
    /// Only with so many independent origins
    #[serde(default)]
    #[schemars(range(max = 1_000_000))]
    pub(super) least_origins: u32,
    #[serde(flatten)]
    pub(super) part: Part,
}

/// Whose quotations.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct By {
    /// The speaker's name, or part of it
    #[schemars(length(min = 1, max = 1000))]
    pub(super) by: String,
    #[serde(flatten)]
    pub(super) part: Part,
}

/// A search.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Search {
    /// The search; `crosswire search --help` describes the language
    #[schemars(length(min = 1, max = 1000))]
    pub(super) q: String,
    #[serde(flatten)]
    pub(super) part: Part,
}

/// What is said of an upload beside its bytes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct About {
    /// What the input is called in messages
    #[schemars(length(max = 1000))]
    pub(crate) name: Option<String>,
    /// The outlet of reports that do not name one
    #[schemars(length(max = 1000))]
    pub(crate) outlet: Option<String>,
    /// The publication of reports that do not state one
    #[schemars(length(max = 1000))]
    pub(crate) published: Option<String>,
}

impl About {
    /// The upload with these bytes.
    pub(crate) fn upload(self, bytes: Vec<u8>) -> Result<Upload, Problem> {
        let published = self.published.filter(|said| !said.is_empty());
        let published = published
            .map(|said| {
                Stamp::parse(&said).ok_or_else(|| {
                    Problem::bad(format!(
                        "published={said}: give a date such as 2031-03-06 or 2031-03-06T08:10Z"
                    ))
                })
            })
            .transpose()?;
        if bytes.is_empty() {
            return Err(Problem::bad(
                "the body is empty: send a report, or a file of reports",
            ));
        }
        let mut name: String = self.name.unwrap_or_default().chars().take(200).collect();
        if name.is_empty() {
            "upload".clone_into(&mut name);
        }
        Ok(Upload {
            name,
            bytes,
            options: Options {
                outlet: self.outlet.filter(|said| !said.is_empty()),
                published,
                ..Options::default()
            },
        })
    }
}
