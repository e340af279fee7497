//! What is followed and what is watched, for programs: sources, alerts, rules of the desk, feeds.
//!
//! Sources, webhooks, commands and folders are set on disk alone: nothing here names one.

use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use crosswire_ledger::{Alert, Listed, Page};
use crosswire_watch::Told;
use jiff::Timestamp;
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Asked;
use super::{Answer, Body, Endpoint};
use crate::pages::watch::{change, keep, make_feed};
use crate::problem::Problem;
use crate::state::Shared;

/// A source, and how far it is.
#[derive(Serialize, JsonSchema)]
struct SourceRecord {
    /// What it is called.
    name: String,
    /// `feed`, `folder` or `crawl`.
    kind: String,
    /// Its address or path.
    place: String,
    /// The outlet of reports that do not name one.
    outlet: Option<String>,
    /// Seconds from one look to the next.
    interval: f64,
    /// Whether it is followed now.
    active: bool,
    /// When a look last went well.
    succeeded: Option<String>,
    /// Looks that went wrong since.
    failures: u32,
    /// Looks that went wrong in all.
    troubles: u64,
    /// What went wrong last.
    trouble: Option<String>,
    /// Reports that came from it.
    reports: u64,
}

/// All sources, and what waits to be told.
#[derive(Serialize, JsonSchema)]
struct Sources {
    /// By name.
    sources: Vec<SourceRecord>,
    /// Channels with alerts that are not told.
    outbox: Vec<ChannelRecord>,
}

/// A channel with alerts that are not told.
#[derive(Serialize, JsonSchema)]
struct ChannelRecord {
    /// Its name.
    channel: String,
    /// Alerts that wait.
    waiting: u64,
    /// Alerts that could not be told for a week.
    given_up: u64,
}

/// An alert.
#[derive(Serialize, JsonSchema)]
pub(super) struct AlertRecord {
    /// Its number: later ones have higher numbers.
    number: u64,
    /// What tells it apart, the same on every channel.
    id: String,
    /// The rule.
    rule: String,
    /// When it was found.
    at: String,
    /// `finding`, `mark` or `report`.
    of: String,
    /// One line.
    title: String,
    /// More of it.
    text: String,
    /// The story that it belongs to.
    story: Option<String>,
    /// The finding or report, as format 1 has it.
    record: Value,
}

impl AlertRecord {
    pub(super) fn of(alert: &Alert) -> AlertRecord {
        let told = Told::of(alert);
        AlertRecord {
            number: alert.number,
            id: alert.name.clone(),
            rule: alert.rule.clone(),
            at: alert.at.clone(),
            of: told.of,
            title: told.title,
            text: told.text,
            story: told.story,
            record: told.record,
        }
    }
}

/// Which alerts.
#[derive(Debug, Deserialize, JsonSchema)]
struct WhichAlerts {
    /// Only of this rule
    #[schemars(length(min = 1, max = 1000))]
    rule: Option<String>,
    /// How many items at most; 50 if not said
    #[schemars(range(min = 1, max = 500))]
    limit: Option<u32>,
    /// The `next` of the part before
    #[schemars(length(min = 1, max = 1000))]
    after: Option<String>,
}

/// A feed that is to be made.
#[derive(Debug, Deserialize, JsonSchema)]
struct NewFeed {
    /// The rule whose alerts it has; those of all, where it is not said.
    #[serde(default)]
    #[schemars(length(max = 200))]
    rule: Option<String>,
}

/// A feed that was made.
#[derive(Serialize, JsonSchema)]
struct MadeFeed {
    /// Its address; whoever has it can read the alerts, until it is revoked.
    address: String,
}

async fn sources(State(state): State<Shared>) -> Result<axum::Json<Sources>, Problem> {
    let read = state.read(None, |view| Ok((view.sources()?, view.outbox()?)));
    let (sources, outbox) = read.await?.value;
    let sources = sources.iter().filter_map(|followed| {
        let (source, of) = crosswire_follow::known(followed)?;
        Some(SourceRecord {
            kind: source.what.word().to_owned(),
            place: source.what.place(),
            name: source.name,
            outlet: source.outlet,
            interval: source.interval.as_secs_f64(),
            active: followed.active,
            succeeded: of.succeeded.map(|at| at.to_string()),
            failures: of.failures,
            troubles: of.troubles,
            trouble: of.trouble,
            reports: of.reports,
        })
    });
    let sources = sources.collect();
    let outbox = outbox.into_iter();
    let outbox = outbox.map(|(channel, waiting, given_up)| ChannelRecord {
        channel,
        waiting,
        given_up,
    });
    Ok(axum::Json(Sources {
        sources,
        outbox: outbox.collect(),
    }))
}

async fn alerts(
    State(state): State<Shared>,
    Asked(which): Asked<WhichAlerts>,
) -> Result<axum::Json<Listed<AlertRecord>>, Problem> {
    let limit = which.limit.unwrap_or(50);
    if !(1..=500).contains(&limit) {
        return Err(Problem::bad(format!("limit={limit}: give 1 to 500")));
    }
    let page = Page {
        limit: limit as usize,
        after: which.after,
    };
    let read = state.read(None, move |view| view.alerts(which.rule.as_deref(), &page));
    let listed = read.await?.value;
    Ok(axum::Json(Listed {
        items: listed.items.iter().map(AlertRecord::of).collect(),
        next: listed.next,
    }))
}

async fn rule(
    State(state): State<Shared>,
    Path(name): Path<String>,
    request: Request,
) -> Result<axum::Json<Value>, Problem> {
    let axum::Json(mut rule) = axum::Json::<Value>::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    match rule.as_object_mut() {
        Some(rule) => rule.insert("name".to_owned(), Value::String(name)),
        None => {
            let detail = "a rule is an object, as `crosswire watch --help` shows its members";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail));
        }
    };
    let kept = keep(&state, &rule).await?;
    Ok(axum::Json(serde_json::to_value(kept).unwrap_or_default()))
}

async fn no_rule(
    State(state): State<Shared>,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    change(
        &state,
        Box::new(move |ledger| ledger.keep_rule(&name, None)),
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn feed(State(state): State<Shared>, request: Request) -> Result<Response, Problem> {
    let axum::Json(asked) = axum::Json::<NewFeed>::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let secret = make_feed(&state, asked.rule).await?;
    let address = format!("/feeds/{secret}");
    Ok((
        StatusCode::CREATED,
        HeaderMap::new(),
        axum::Json(MadeFeed { address }),
    )
        .into_response())
}

/// Revokes a feed by the secret of its address.
async fn no_feed(
    State(state): State<Shared>,
    Path(secret): Path<String>,
) -> Result<StatusCode, Problem> {
    let read = state.read(None, move |view| {
        let mut feeds = view.feeds()?.into_iter();
        Ok(feeds.find(|feed| feed.secret == secret))
    });
    let found = read.await?.value;
    let Some(found) = found else {
        return Err(Problem::missing("there is no feed of this secret"));
    };
    let revoke = move |ledger: &mut crosswire_ledger::Ledger| {
        ledger.revoke_feed(found.id, Timestamp::now()).map(|_| ())
    };
    change(&state, Box::new(revoke)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The endpoints, for the table of all.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let object = |generator: &mut SchemaGenerator| {
        generator.subschema_for::<serde_json::Map<String, Value>>()
    };
    let nothing = Answer {
        status: 204,
        about: "Done",
        media: "application/json",
        schema: None,
    };
    vec![
        Endpoint {
            method: "GET",
            path: "/api/v1/sources",
            summary: "What is followed, and how far each source is",
            id: None,
            query: None,
            body: None,
            answer: Answer {
                status: 200,
                about: "The sources",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Sources>),
            },
            serve: || get(sources),
        },
        Endpoint {
            method: "GET",
            path: "/api/v1/alerts",
            summary: "What the rules found, the last first",
            id: None,
            query: Some(WhichAlerts::json_schema),
            body: None,
            answer: Answer {
                status: 200,
                about: "A part of the list",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Listed<AlertRecord>>),
            },
            serve: || get(alerts),
        },
        Endpoint {
            method: "PUT",
            path: "/api/v1/rules/{id}",
            summary: "Keep a rule of the desk; channels that are commands, folders or the terminal are refused",
            id: Some("The rule's name"),
            query: None,
            body: Some(Body::Json(object)),
            answer: Answer {
                status: 200,
                about: "The rule as it was kept",
                media: "application/json",
                schema: Some(object),
            },
            serve: || put(rule),
        },
        Endpoint {
            method: "DELETE",
            path: "/api/v1/rules/{id}",
            summary: "Take a rule of the desk away",
            id: Some("The rule's name"),
            query: None,
            body: None,
            answer: Answer { ..nothing },
            serve: || delete(no_rule),
        },
        Endpoint {
            method: "POST",
            path: "/api/v1/feeds",
            summary: "Make the address of an Atom feed, which needs no token and can be revoked",
            id: None,
            query: None,
            body: Some(Body::Json(SchemaGenerator::subschema_for::<NewFeed>)),
            answer: Answer {
                status: 201,
                about: "Its address",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<MadeFeed>),
            },
            serve: || post(feed),
        },
        Endpoint {
            method: "DELETE",
            path: "/api/v1/feeds/{id}",
            summary: "Have the address of a feed answer no more",
            id: Some("The secret in the address"),
            query: None,
            body: None,
            answer: nothing,
            serve: || delete(no_feed),
        },
    ]
}
