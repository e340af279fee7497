//! The table of endpoints, and what each does.

use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use crosswire_calendar::Stamp;
use crosswire_ledger::{
    Finding, FindingFilter, Listed, Page, QuoteRecord, ReportRecord, Searched, StatementRecord,
    Stats, StoryFilter, StoryOrder, StoryRecord, StorySummary,
};
use crosswire_read::Options;
use crosswire_record::{self as record, FindingKind};
use crosswire_text::CharIndex;
use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::answer::Asked;
use super::{Answer, Body, Endpoint, Json, Parameter, Shape, export};
use crate::jobs::{Progress, Said, Upload};
use crate::problem::Problem;
use crate::state::Shared;

/// Items of a list at most.
const MOST: u32 = 500;

const fn parameter(name: &'static str, about: &'static str, shape: Shape) -> Parameter {
    Parameter {
        name,
        about,
        shape,
        required: false,
    }
}

const fn needed(name: &'static str, about: &'static str, shape: Shape) -> Parameter {
    Parameter {
        name,
        about,
        shape,
        required: true,
    }
}

const LIMIT: Parameter = parameter(
    "limit",
    "How many items at most; 50 if not said",
    Shape::Number(1, MOST),
);
const AFTER: Parameter = parameter("after", "The `next` of the part before", Shape::Text);
const AS_OF: Parameter = parameter(
    "as_of",
    "What was known at this time: a date, or a time as in RFC 3339",
    Shape::Text,
);

const fn json(about: &'static str, schema: fn(&mut SchemaGenerator) -> Schema) -> Answer {
    Answer {
        status: 200,
        about,
        media: "application/json",
        schema: Some(schema),
    }
}

/// Every endpoint.
pub(super) fn all() -> Vec<Endpoint> {
    let asked = |path, summary, parameters, answer, serve| Endpoint {
        method: "GET",
        path,
        summary,
        parameters,
        body: None,
        answer,
        serve,
    };
    let mut all = vec![
        asked(
            "/api/v1/reports",
            "Reports, the last added first",
            vec![LIMIT, AFTER, AS_OF],
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<ReportRecord>>,
            ),
            || get(reports) as MethodRouter<Shared>,
        ),
        asked(
            "/api/v1/reports/{id}",
            "A report with its text, blocks, quotations and statements",
            vec![needed("id", "The report's id", Shape::Text), AS_OF],
            json("The report", SchemaGenerator::subschema_for::<FullReport>),
            || get(report),
        ),
        asked(
            "/api/v1/jobs/{id}",
            "How an upload goes on",
            vec![needed("id", "Its number", Shape::Number(1, u32::MAX))],
            json("How far it is", SchemaGenerator::subschema_for::<Progress>),
            || get(job),
        ),
        asked(
            "/api/v1/stories",
            "Stories",
            vec![
                parameter(
                    "order",
                    "What comes first; the newest if not said",
                    Shape::Word(|| vec!["newest", "disputed", "covered"]),
                ),
                parameter(
                    "least_reports",
                    "Only stories that so many reports tell",
                    Shape::Number(0, 1_000_000),
                ),
                parameter(
                    "least_disputes",
                    "Only stories with so many disputes",
                    Shape::Number(0, 1_000_000),
                ),
                LIMIT,
                AFTER,
                AS_OF,
            ],
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<StorySummary>>,
            ),
            || get(stories),
        ),
        asked(
            "/api/v1/stories/{id}",
            "A story with its findings",
            vec![needed("id", "The story's id", Shape::Text), AS_OF],
            json("The story", SchemaGenerator::subschema_for::<StoryRecord>),
            || get(story),
        ),
        asked(
            "/api/v1/findings",
            "Findings, the last found first",
            vec![
                parameter(
                    "kind",
                    "Only of this kind",
                    Shape::Word(|| FindingKind::ALL.map(FindingKind::name).to_vec()),
                ),
                parameter(
                    "about",
                    "Only of this sort of slot",
                    Shape::Word(|| record::About::ALL.map(record::About::name).to_vec()),
                ),
                parameter("story", "Only of the story with this id", Shape::Text),
                parameter("least_confidence", "Only so sure ones", Shape::Share),
                parameter(
                    "least_origins",
                    "Only with so many independent origins",
                    Shape::Number(0, 1_000_000),
                ),
                LIMIT,
                AFTER,
                AS_OF,
            ],
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<Finding>>,
            ),
            || get(findings),
        ),
        asked(
            "/api/v1/findings/{id}",
            "A finding",
            vec![needed("id", "The finding's id", Shape::Text), AS_OF],
            json("The finding", SchemaGenerator::subschema_for::<Finding>),
            || get(finding),
        ),
        asked(
            "/api/v1/quotes",
            "All that somebody is reported as saying",
            vec![
                needed("by", "The speaker's name, or part of it", Shape::Text),
                LIMIT,
                AFTER,
                AS_OF,
            ],
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<QuoteRecord>>,
            ),
            || get(quotes),
        ),
        asked(
            "/api/v1/search",
            "Reports, statements and quotations that a search finds",
            vec![
                needed(
                    "q",
                    "The search; `crosswire search --help` describes the language",
                    Shape::Text,
                ),
                LIMIT,
                AFTER,
                AS_OF,
            ],
            json("What was found", SchemaGenerator::subschema_for::<Searched>),
            || get(search),
        ),
        asked(
            "/api/v1/stats",
            "How much there is",
            vec![AS_OF],
            json("Counts", SchemaGenerator::subschema_for::<Stats>),
            || get(stats),
        ),
    ];
    all.extend(export::endpoints());
    all.push(Endpoint {
        method: "POST",
        path: "/api/v1/findings/{id}/marks",
        summary: "Say of a finding that it is confirmed, wrong or explained; nothing said is taken back",
        parameters: vec![needed("id", "The finding's id", Shape::Text)],
        body: Some(Body::Json(SchemaGenerator::subschema_for::<Said>)),
        answer: Answer {
            status: 201,
            about: "The finding with what was said of it, the last first",
            media: "application/json",
            schema: Some(SchemaGenerator::subschema_for::<Finding>),
        },
        serve: || post(mark),
    });
    all.push(Endpoint {
        method: "POST",
        path: "/api/v1/reports",
        summary: "Add reports in any format that `crosswire read` reads; they are taken in one after another",
        parameters: vec![
            parameter("name", "What the input is called in messages", Shape::Text),
            parameter("outlet", "The outlet of reports that do not name one", Shape::Text),
            parameter("published", "The publication of reports that do not state one", Shape::Text),
        ],
        body: Some(Body::Bytes),
        answer: Answer {
            status: 202,
            about: "Taken; `/api/v1/jobs/{id}` says how it goes on",
            media: "application/json",
            schema: Some(SchemaGenerator::subschema_for::<Progress>),
        },
        serve: || post(add),
    });
    all
}

/// Which part of a list, and as of when.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Part {
    limit: Option<u32>,
    after: Option<String>,
    as_of: Option<String>,
}

impl Part {
    fn page(&self) -> Result<Page, Problem> {
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

/// A report with all that was read in it.
#[derive(Debug, Serialize, JsonSchema)]
struct FullReport {
    #[serde(flatten)]
    record: ReportRecord,
    /// Its text as stored.
    text: String,
    /// Stretches of the text by role.
    blocks: Vec<Block>,
    /// Its quotations, in order.
    quotations: Vec<QuoteRecord>,
    /// Its statements, in order.
    statements: Vec<StatementRecord>,
}

/// A stretch of the text with one role; Unicode characters.
#[derive(Debug, Serialize, JsonSchema)]
struct Block {
    role: String,
    start: usize,
    end: usize,
}

async fn reports(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(part): Asked<Part>,
) -> Result<Json<Listed<ReportRecord>>, Problem> {
    let page = part.page()?;
    let read = state.read(part.as_of()?, move |view| view.reports(&page));
    Ok(Json(read.await?, headers))
}

async fn report(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Asked(part): Asked<Part>,
) -> Result<Json<FullReport>, Problem> {
    let read = state.read(part.as_of()?, move |view| {
        let (report, record) = view.report(&id)?;
        let index = CharIndex::new(&report.text);
        let blocks = report
            .blocks
            .iter()
            .map(|block| {
                let chars = index.chars(block.span);
                Block {
                    role: block.role.name().to_owned(),
                    start: chars.start(),
                    end: chars.end(),
                }
            })
            .collect();
        Ok(FullReport {
            text: report.text.to_string(),
            blocks,
            quotations: view.quotes_of(&id)?,
            statements: view.statements_of(&id)?,
            record,
        })
    });
    Ok(Json(read.await?, headers))
}

async fn job(
    State(state): State<Shared>,
    Path(id): Path<String>,
) -> Result<axum::Json<Progress>, Problem> {
    let watched = id.parse().ok().and_then(|id| state.jobs.watch(id));
    let watched = watched.ok_or_else(|| {
        Problem::missing(format!(
            "no upload {id} since this start, or it ended long ago"
        ))
    })?;
    let progress = watched.borrow().clone();
    Ok(axum::Json(progress))
}

#[derive(Debug, Deserialize)]
struct WhichStories {
    #[serde(default)]
    order: Order,
    #[serde(default)]
    least_reports: u32,
    #[serde(default)]
    least_disputes: u32,
    limit: Option<u32>,
    after: Option<String>,
    as_of: Option<String>,
}

/// What comes first in a list of stories.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    #[default]
    Newest,
    Disputed,
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

async fn stories(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(which): Asked<WhichStories>,
) -> Result<Json<Listed<StorySummary>>, Problem> {
    let part = Part {
        limit: which.limit,
        after: which.after,
        as_of: which.as_of,
    };
    let filter = StoryFilter {
        order: which.order.into(),
        least_reports: which.least_reports as usize,
        least_disputes: which.least_disputes as usize,
        page: part.page()?,
    };
    let read = state.read(part.as_of()?, move |view| view.stories(&filter));
    Ok(Json(read.await?, headers))
}

async fn story(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Asked(part): Asked<Part>,
) -> Result<Json<StoryRecord>, Problem> {
    let read = state.read(part.as_of()?, move |view| view.story(&id));
    Ok(Json(read.await?, headers))
}

#[derive(Debug, Deserialize)]
struct WhichFindings {
    kind: Option<FindingKind>,
    about: Option<record::About>,
    story: Option<String>,
    #[serde(default)]
    least_confidence: f64,
    #[serde(default)]
    least_origins: u32,
    limit: Option<u32>,
    after: Option<String>,
    as_of: Option<String>,
}

async fn findings(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(which): Asked<WhichFindings>,
) -> Result<Json<Listed<Finding>>, Problem> {
    if !(0.0..=1.0).contains(&which.least_confidence) {
        return Err(Problem::bad("least_confidence: give a number from 0 to 1"));
    }
    let part = Part {
        limit: which.limit,
        after: which.after,
        as_of: which.as_of,
    };
    let filter = FindingFilter {
        kinds: which.kind.into_iter().collect(),
        about: which.about,
        story: which.story,
        least_confidence: which.least_confidence,
        least_origins: which.least_origins as usize,
        page: part.page()?,
    };
    let read = state.read(part.as_of()?, move |view| view.findings(&filter));
    Ok(Json(read.await?, headers))
}

async fn finding(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Asked(part): Asked<Part>,
) -> Result<Json<Finding>, Problem> {
    let read = state.read(part.as_of()?, move |view| view.finding(&id));
    Ok(Json(read.await?, headers))
}

#[derive(Debug, Deserialize)]
struct By {
    by: String,
    limit: Option<u32>,
    after: Option<String>,
    as_of: Option<String>,
}

async fn quotes(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(by): Asked<By>,
) -> Result<Json<Listed<QuoteRecord>>, Problem> {
    let part = Part {
        limit: by.limit,
        after: by.after,
        as_of: by.as_of,
    };
    let page = part.page()?;
    let read = state.read(part.as_of()?, move |view| view.quotes(&by.by, &page));
    Ok(Json(read.await?, headers))
}

#[derive(Debug, Deserialize)]
struct Search {
    q: String,
    limit: Option<u32>,
    after: Option<String>,
    as_of: Option<String>,
}

async fn search(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(search): Asked<Search>,
) -> Result<Json<Searched>, Problem> {
    let part = Part {
        limit: search.limit,
        after: search.after,
        as_of: search.as_of,
    };
    let page = part.page()?;
    let read = state.read(part.as_of()?, move |view| view.search(&search.q, &page));
    Ok(Json(read.await?, headers))
}

async fn stats(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(part): Asked<Part>,
) -> Result<Json<Stats>, Problem> {
    Ok(Json(state.holds(part.as_of()?).await?, headers))
}

/// What is said of an upload beside its bytes.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct About {
    pub(crate) name: Option<String>,
    pub(crate) outlet: Option<String>,
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

/// Puts an upload in the queue.
pub(crate) fn put(state: &Shared, upload: Upload) -> Result<Progress, Problem> {
    let watched = state.jobs.put(upload).and_then(|id| state.jobs.watch(id));
    let progress = watched.map(|watched| watched.borrow().clone());
    progress.ok_or_else(|| {
        Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too many uploads wait already; try again in a minute",
        )
    })
}

async fn add(
    State(state): State<Shared>,
    Asked(about): Asked<About>,
    request: Request,
) -> Result<Response, Problem> {
    let bytes = axum::body::Bytes::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let progress = put(&state, about.upload(bytes.into())?)?;
    let location = format!("/api/v1/jobs/{}", progress.id);
    let answer = (
        StatusCode::ACCEPTED,
        [(header::LOCATION, location)],
        axum::Json(progress),
    );
    Ok(answer.into_response())
}

async fn mark(
    State(state): State<Shared>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let axum::Json(said) = axum::Json::<Said>::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let marked = keep(&state, id, said).await?;
    Ok((StatusCode::CREATED, axum::Json(marked)).into_response())
}

/// Keeps what a person says of a finding.
pub(crate) async fn keep(state: &Shared, finding: String, said: Said) -> Result<Finding, Problem> {
    let name = said.name.trim();
    if name.is_empty() || name.chars().count() > 200 || said.note.chars().count() > 2000 {
        return Err(Problem::bad(
            "give a name of 1 to 200 characters, and a note of at most 2,000",
        ));
    }
    match state.jobs.mark(finding, said).await {
        Some(marked) => Ok(marked?),
        None => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too much waits to be written; try again in a minute",
        )),
    }
}
