//! Everything of one sort as JSON lines, streamed part by part.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use crosswire_ledger::{Error, FindingFilter, InboxFilter, Listed, Page, StoryFilter, View};
use crosswire_record::{About, FindingKind};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::answer::Asked;
use super::asked::Order;
use super::inbox::WhichInbox;
use super::watching::AlertRecord;
use super::{Answer, Endpoint};
use crate::problem::Problem;
use crate::state::Shared;

/// Items that are read at once.
const PART: usize = 200;
/// Items of a list that has no parts.
const LONGEST: usize = 100_000;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let export =
        |path, summary, query: Option<fn(&mut SchemaGenerator) -> Schema>, serve| Endpoint {
            method: "GET",
            path,
            summary,
            id: None,
            query,
            body: None,
            answer: Answer {
                status: 200,
                about: "One JSON object a line",
                media: "application/x-ndjson",
                schema: None,
            },
            serve,
        };
    vec![
        export(
            "/api/v1/export/reports",
            "All reports, a line each",
            None,
            || get(reports) as MethodRouter<Shared>,
        ),
        export(
            "/api/v1/export/stories",
            "All stories, or some, a line each",
            Some(Stories::json_schema),
            || get(stories),
        ),
        export(
            "/api/v1/export/findings",
            "All findings, or some, a line each",
            Some(Findings::json_schema),
            || get(findings),
        ),
        export(
            "/api/v1/export/inbox",
            "The inbox as it is filtered, a finding a line; `limit` and `after` say nothing here",
            Some(WhichInbox::json_schema),
            || get(inbox),
        ),
        export(
            "/api/v1/export/search",
            "All that a search finds, a line each, the last added first",
            Some(Search::json_schema),
            || get(search),
        ),
        export(
            "/api/v1/export/quotes",
            "All that somebody is reported as saying, a line each",
            Some(By::json_schema),
            || get(quotes),
        ),
        export(
            "/api/v1/export/outlets",
            "The outlets of the reports added last, a line each, those with the most first",
            None,
            || get(outlets),
        ),
        export(
            "/api/v1/export/speakers",
            "Who was quoted most in the quotations added last, a line each",
            None,
            || get(speakers),
        ),
        export(
            "/api/v1/export/corrections",
            "What people corrected, a line each, the last first",
            None,
            || get(corrections),
        ),
        export(
            "/api/v1/export/alerts",
            "What the rules found, a line each, the last first",
            Some(Alerts::json_schema),
            || get(alerts),
        ),
    ]
}

/// Which stories are exported.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Stories {
    /// What comes first; the newest if not said
    order: Order,
    /// Only stories that so many reports tell
    #[schemars(range(max = 1_000_000))]
    least_reports: u32,
    /// Only stories with so many disputes
    #[schemars(range(max = 1_000_000))]
    least_disputes: u32,
}

/// Which findings are exported.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Findings {
    /// Only of this kind
    kind: Option<FindingKind>,
    /// Only of this sort of slot
    about: Option<About>,
    /// Only of the story with this id
    #[schemars(length(min = 1, max = 1000))]
    story: Option<String>,
    /// Only so sure ones
    #[schemars(range(min = 0.0, max = 1.0))]
    least_confidence: f64,
}

/// What is looked for.
#[derive(Debug, Deserialize, JsonSchema)]
struct Search {
    /// The search; `crosswire search --help` describes the language
    #[schemars(length(min = 1, max = 1000))]
    q: String,
}

/// Whose quotations are exported.
#[derive(Debug, Deserialize, JsonSchema)]
struct By {
    /// The speaker's name, or part of it
    #[schemars(length(min = 1, max = 1000))]
    by: String,
}

/// Which alerts are exported.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Alerts {
    /// Only of this rule
    #[schemars(length(min = 1, max = 1000))]
    rule: Option<String>,
}

/// Somebody who is quoted.
#[derive(Debug, Serialize)]
struct Speaker {
    name: String,
    quotations: usize,
}

async fn reports(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, page| view.reports(&page)).await
}

async fn stories(
    State(state): State<Shared>,
    Asked(which): Asked<Stories>,
) -> Result<Response, Problem> {
    stream(state, move |view, page| {
        view.stories(&StoryFilter {
            order: which.order.into(),
            least_reports: which.least_reports as usize,
            least_disputes: which.least_disputes as usize,
            since: None,
            page,
        })
    })
    .await
}

async fn findings(
    State(state): State<Shared>,
    Asked(which): Asked<Findings>,
) -> Result<Response, Problem> {
    stream(state, move |view, page| {
        view.findings(&FindingFilter {
            kinds: which.kind.into_iter().collect(),
            about: which.about,
            story: which.story.clone(),
            least_confidence: which.least_confidence,
            page,
            ..FindingFilter::default()
        })
    })
    .await
}

async fn quotes(State(state): State<Shared>, Asked(who): Asked<By>) -> Result<Response, Problem> {
    stream(state, move |view, page| view.quotes(&who.by, &page)).await
}

async fn outlets(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, page| whole(view.outlets(most(&page))?)).await
}

async fn speakers(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, page| {
        let all = view.speakers(most(&page))?.into_iter();
        let all = all.map(|(name, quotations)| Speaker { name, quotations });
        whole(all.collect())
    })
    .await
}

async fn corrections(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, _| {
        let mut all = view.corrections()?;
        all.reverse();
        whole(all)
    })
    .await
}

async fn alerts(
    State(state): State<Shared>,
    Asked(which): Asked<Alerts>,
) -> Result<Response, Problem> {
    stream(state, move |view, page| {
        let part = view.alerts(which.rule.as_deref(), &page)?;
        Ok(Listed {
            items: part.items.iter().map(AlertRecord::of).collect(),
            next: part.next,
        })
    })
    .await
}

/// How many a list that has no parts is asked for: all, but for the first look.
fn most(page: &Page) -> usize {
    if page.limit < PART {
        page.limit
    } else {
        LONGEST
    }
}

/// A list that has no parts.
fn whole<T>(items: Vec<T>) -> Result<Listed<T>, Error> {
    Ok(Listed { items, next: None })
}

async fn search(
    State(state): State<Shared>,
    Asked(wanted): Asked<Search>,
) -> Result<Response, Problem> {
    stream(state, move |view, page| {
        let found = view.search(&wanted.q, &page)?;
        Ok(Listed {
            items: found.hits,
            next: found.next,
        })
    })
    .await
}

/// The inbox as it stands, filtered as the desk's page is.
async fn inbox(
    State(state): State<Shared>,
    Asked(which): Asked<WhichInbox>,
) -> Result<Response, Problem> {
    let filter = which.filter()?;
    stream(state, move |view, page| {
        let found = view.inbox(&InboxFilter {
            page,
            ..filter.clone()
        })?;
        Ok(Listed {
            items: found.items,
            next: found.next,
        })
    })
    .await
}

/// Reads part after part of one view, and no faster than the client takes them.
async fn stream<T: Serialize + 'static>(
    state: Shared,
    list: impl Fn(&View<'_>, Page) -> Result<Listed<T>, Error> + Send + Sync + 'static,
) -> Result<Response, Problem> {
    // What cannot be asked is told before the answer begins.
    let list = Arc::new(list);
    let first = Arc::clone(&list);
    let one = move |view: &View<'_>| {
        let page = Page {
            limit: 1,
            after: None,
        };
        first(view, page).map(drop)
    };
    state.read(None, one).await?;
    // A slow client holds a thread that looks at the ledger; the others must not starve.
    let turn = Arc::clone(&state.exports)
        .try_acquire_owned()
        .map_err(|_| {
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "four exports run already; try again when one has ended",
            )
        })?;
    let (near, far) = mpsc::channel::<Result<Bytes, std::io::Error>>(4);
    let whole = async move {
        let _turn = turn;
        let send = near.clone();
        let read = state.read(None, move |view| {
            let mut after = None;
            loop {
                let part = list(view, Page { limit: PART, after })?;
                let mut lines = Vec::new();
                for item in &part.items {
                    if serde_json::to_writer(&mut lines, item).is_ok() {
                        lines.push(b'\n');
                    }
                }
                after = part.next;
                if send.blocking_send(Ok(lines.into())).is_err() || after.is_none() {
                    return Ok(());
                }
            }
        });
        if let Err(problem) = read.await {
            // The head of the answer is gone; breaking off tells the client.
            let broken = std::io::Error::other(problem.detail().to_owned());
            let _ = near.send(Err(broken)).await;
        }
    };
    tokio::spawn(whole);
    let body = Body::from_stream(ReceiverStream::new(far));
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response())
}
