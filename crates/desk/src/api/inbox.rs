//! The inbox for programs: what of it is wanted, several marks at once, and how often Crosswire was right.

use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use crosswire_ledger::{Finding, Inbox, InboxFilter, InboxOrder, Judged, Marked, Page, View};
use crosswire_record::{About, FindingKind, Word};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Deserialize;

use super::answer::{Asked, Json};
use super::{Answer, Body, Endpoint, keep};
use crate::jobs::Said;
use crate::problem::Problem;
use crate::state::Shared;

/// Findings that are marked at once.
const MOST: usize = 500;

/// What comes first in the inbox.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum First {
    /// What an editor needs first.
    #[default]
    Weightiest,
    /// What was found or changed last.
    Newest,
}

/// What people hold of a finding.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Held {
    /// Nothing.
    Unmarked,
    /// Something, and it says something else since.
    Changed,
    /// That it is so.
    Confirmed,
    /// That it is not so.
    Wrong,
    /// That it is so for a reason.
    Explained,
}

/// Which findings of the inbox.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct WhichInbox {
    /// What comes first; the weightiest if not said
    #[serde(default)]
    order: First,
    /// Only of this kind
    kind: Option<FindingKind>,
    /// Only of this sort of slot
    about: Option<About>,
    /// Only with a report of this outlet
    #[schemars(length(min = 1, max = 1000))]
    outlet: Option<String>,
    /// Only with words of this origin
    #[schemars(length(min = 1, max = 1000))]
    origin: Option<String>,
    /// Only so sure ones
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    least_confidence: f64,
    /// Only those whose last report was published on this day or later
    #[schemars(length(min = 10, max = 10))]
    from: Option<String>,
    /// Only those whose last report was published on this day or earlier
    #[schemars(length(min = 10, max = 10))]
    to: Option<String>,
    /// Only of the story with this id
    #[schemars(length(min = 1, max = 1000))]
    story: Option<String>,
    /// Only those of which people hold this
    marked: Option<Held>,
    /// Only what was found or changed after this commit
    after_commit: Option<u64>,
    /// How many items at most; 50 if not said
    #[schemars(range(min = 1, max = 500))]
    limit: Option<u32>,
    /// The `next` of the part before
    #[schemars(length(min = 1, max = 1000))]
    after: Option<String>,
}

impl WhichInbox {
    /// What the inbox is asked for; what does not fit is told.
    pub(super) fn filter(&self) -> Result<InboxFilter, Problem> {
        if !(0.0..=1.0).contains(&self.least_confidence) {
            return Err(Problem::bad("least_confidence: give a number from 0 to 1"));
        }
        let limit = self.limit.unwrap_or(50);
        if !(1..=500).contains(&limit) {
            return Err(Problem::bad(format!("limit={limit}: give 1 to 500")));
        }
        for day in [&self.from, &self.to].into_iter().flatten() {
            if day.parse::<jiff::civil::Date>().is_err() {
                return Err(Problem::bad(format!(
                    "{day}: give a day such as 2031-03-06"
                )));
            }
        }
        Ok(InboxFilter {
            order: match self.order {
                First::Weightiest => InboxOrder::Weightiest,
                First::Newest => InboxOrder::Newest,
            },
            kinds: self.kind.into_iter().collect(),
            about: self.about,
            outlet: self.outlet.clone(),
            origin: self.origin.clone(),
            least_confidence: self.least_confidence,
            from: self.from.clone(),
            to: self.to.clone(),
            story: self.story.clone(),
            marked: self.marked.map(|held| match held {
                Held::Unmarked => Marked::Not,
                Held::Changed => Marked::Changed,
                Held::Confirmed => Marked::As(Word::Confirmed),
                Held::Wrong => Marked::As(Word::Wrong),
                Held::Explained => Marked::As(Word::Explained),
            }),
            after_commit: self.after_commit,
            page: Page {
                limit: limit as usize,
                after: self.after.clone(),
            },
        })
    }
}

/// What a person says of several findings.
#[derive(Debug, Deserialize, JsonSchema)]
struct SaidOf {
    /// The ids of the findings.
    #[schemars(length(min = 1, max = 500))]
    findings: Vec<String>,
    #[serde(flatten)]
    said: Said,
}

async fn inbox(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(which): Asked<WhichInbox>,
) -> Result<Json<Inbox>, Problem> {
    let filter = which.filter()?;
    let read = state.read(None, move |view| view.inbox(&filter));
    Ok(Json(read.await?, headers))
}

async fn judged(
    State(state): State<Shared>,
    headers: HeaderMap,
) -> Result<Json<Vec<Judged>>, Problem> {
    let look = |view: &View<'_>| view.judged();
    Ok(Json(state.read(None, look).await?, headers))
}

async fn mark(State(state): State<Shared>, request: Request) -> Result<Response, Problem> {
    let axum::Json(asked) = axum::Json::<SaidOf>::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    if asked.findings.is_empty() || asked.findings.len() > MOST {
        return Err(Problem::bad(format!("findings: give 1 to {MOST} ids")));
    }
    let marked = keep(&state, asked.findings, asked.said).await?;
    Ok((StatusCode::CREATED, axum::Json(marked)).into_response())
}

/// The endpoints, for the table of all.
pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint {
            method: "GET",
            path: "/api/v1/inbox",
            summary: "All findings as they stand, those held to be wrong last",
            id: None,
            query: Some(WhichInbox::json_schema),
            body: None,
            answer: Answer {
                status: 200,
                about: "A part of the inbox",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Inbox>),
            },
            serve: || get(inbox),
        },
        Endpoint {
            method: "GET",
            path: "/api/v1/judged",
            summary: "What people hold of findings, by kind, sort of slot and confidence",
            id: None,
            query: None,
            body: None,
            answer: Answer {
                status: 200,
                about: "How many were confirmed, explained and wrong",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Vec<Judged>>),
            },
            serve: || get(judged),
        },
        Endpoint {
            method: "POST",
            path: "/api/v1/marks",
            summary: "Say the same of several findings, as one commit",
            id: None,
            query: None,
            body: Some(Body::Json(SchemaGenerator::subschema_for::<SaidOf>)),
            answer: Answer {
                status: 201,
                about: "The findings with what was said of them, the last first",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Vec<Finding>>),
            },
            serve: || post(mark),
        },
    ]
}
