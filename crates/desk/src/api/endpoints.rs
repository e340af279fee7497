//! What each endpoint does.

use axum::extract::{FromRequest, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use crosswire_ledger::{
    Corrected, Correction, Finding, FindingFilter, Listed, QuoteRecord, ReportRecord, Searched,
    StatementRecord, Stats, StoryFilter, StorySummary,
};
use crosswire_text::CharIndex;
use schemars::JsonSchema;
use serde::Serialize;

use super::Json;
use super::answer::{Asked, moved};
use super::asked::{About, By, Part, Search, When, WhichFindings, WhichStories};
use crate::jobs::{Change, Progress, Said, Upload, own_run};
use crate::problem::Problem;
use crate::state::Shared;

/// A report with all that was read in it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FullReport {
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

pub(super) async fn reports(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(part): Asked<Part>,
) -> Result<Json<Listed<ReportRecord>>, Problem> {
    let page = part.page()?;
    let read = state.read(part.as_of()?, move |view| view.reports(&page));
    Ok(Json(read.await?, headers))
}

pub(super) async fn report(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Asked(when): Asked<When>,
) -> Result<Json<FullReport>, Problem> {
    let read = state.read(when.as_of()?, move |view| {
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

pub(super) async fn job(
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

pub(super) async fn stories(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(which): Asked<WhichStories>,
) -> Result<Json<Listed<StorySummary>>, Problem> {
    let part = &which.part;
    let filter = StoryFilter {
        order: which.order.into(),
        least_reports: which.least_reports as usize,
        least_disputes: which.least_disputes as usize,
        since: None,
        page: part.page()?,
    };
    let read = state.read(part.as_of()?, move |view| view.stories(&filter));
    Ok(Json(read.await?, headers))
}

pub(super) async fn story(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Asked(when): Asked<When>,
) -> Result<Response, Problem> {
    let asked = id.clone();
    let read = state.read(when.as_of()?, move |view| view.story(&id));
    let read = read.await?;
    if read.value.id != asked {
        let to = format!("/api/v1/stories/{}", read.value.id);
        return Ok(moved(&to, query.as_deref()));
    }
    Ok(Json(read, headers).into_response())
}

pub(super) async fn findings(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(which): Asked<WhichFindings>,
) -> Result<Json<Listed<Finding>>, Problem> {
    if !(0.0..=1.0).contains(&which.least_confidence) {
        return Err(Problem::bad("least_confidence: give a number from 0 to 1"));
    }
    let part = &which.part;
    let filter = FindingFilter {
        kinds: which.kind.into_iter().collect(),
        about: which.about,
        story: which.story,
        least_confidence: which.least_confidence,
        least_origins: which.least_origins as usize,
        since: None,
        page: part.page()?,
    };
    let read = state.read(part.as_of()?, move |view| view.findings(&filter));
    Ok(Json(read.await?, headers))
}

pub(super) async fn finding(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Asked(when): Asked<When>,
) -> Result<Response, Problem> {
    let asked = id.clone();
    let read = state.read(when.as_of()?, move |view| view.finding(&id));
    let read = read.await?;
    if read.value.id != asked {
        let to = format!("/api/v1/findings/{}", read.value.id);
        return Ok(moved(&to, query.as_deref()));
    }
    Ok(Json(read, headers).into_response())
}

pub(super) async fn quotes(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(by): Asked<By>,
) -> Result<Json<Listed<QuoteRecord>>, Problem> {
    let part = &by.part;
    let page = part.page()?;
    let read = state.read(part.as_of()?, move |view| view.quotes(&by.by, &page));
    Ok(Json(read.await?, headers))
}

pub(super) async fn search(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(search): Asked<Search>,
) -> Result<Json<Searched>, Problem> {
    let part = &search.part;
    let page = part.page()?;
    let read = state.read(part.as_of()?, move |view| view.search(&search.q, &page));
    Ok(Json(read.await?, headers))
}

pub(super) async fn stats(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(when): Asked<When>,
) -> Result<Json<Stats>, Problem> {
    Ok(Json(state.holds(when.as_of()?).await?, headers))
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

pub(super) async fn add(
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

pub(super) async fn mark(
    State(state): State<Shared>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let axum::Json(said) = axum::Json::<Said>::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let marked = keep(&state, vec![id], said).await?;
    Ok((StatusCode::CREATED, axum::Json(marked.into_iter().next())).into_response())
}

/// Keeps what a person says of findings.
pub(crate) async fn keep(
    state: &Shared,
    findings: Vec<String>,
    said: Said,
) -> Result<Vec<Finding>, Problem> {
    check_name(&said.name)?;
    if said.note.chars().count() > 2000 {
        return Err(Problem::bad("give a note of at most 2,000 characters"));
    }
    match state.jobs.mark(findings, said).await {
        Some(marked) => Ok(marked?),
        None => Err(too_much()),
    }
}

/// Whether a name is one.
pub(crate) fn check_name(name: &str) -> Result<(), Problem> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.contains(char::is_control) {
        return Err(Problem::bad("give a name of 1 to 200 characters"));
    }
    Ok(())
}

/// The queue is full.
pub(crate) fn too_much() -> Problem {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "too much waits to be written; try again in a minute",
    )
}

/// Does what a person wants otherwise, one after the other; what was done. Where one cannot be done, those
/// before it are.
pub(crate) async fn correct(
    state: &Shared,
    wanted: Vec<Correction>,
    note: &str,
    name: &str,
) -> Result<Vec<Corrected>, Problem> {
    check_name(name)?;
    if note.chars().count() > 2000 {
        return Err(Problem::bad("give a note of at most 2,000 characters"));
    }
    let (note, name) = (note.trim().to_owned(), name.trim().to_owned());
    let (tell, told) = tokio::sync::oneshot::channel();
    let change: Change = Box::new(move |ledger| {
        let mut done = Vec::with_capacity(wanted.len());
        for correction in &wanted {
            let now = jiff::Timestamp::now();
            done.push(ledger.correct(correction, [&note, &name], &own_run(), now)?);
        }
        // Whoever asked may have gone; what was done is done.
        let _ = tell.send(done);
        Ok(())
    });
    match state.jobs.change(change).await {
        Some(done) => done?,
        None => return Err(too_much()),
    }
    told.await.map_err(|error| Problem::own(&error))
}
