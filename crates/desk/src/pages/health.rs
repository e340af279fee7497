//! How the ledger is, for people and for machines that watch.

use std::sync::atomic::Ordering;

use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use crosswire_record::FindingKind;
use maud::html;

use super::frame::{Page, Paged, framed, kind};
use super::when::time;
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
) -> Paged {
    let stats = state.held().await.map_err(Page::of(access))?;
    let body = html! {
        h1 { "Ledger" }
        dl.facts {
            dt { "Reports" } dd { (stats.reports) }
            dt { "Earlier versions of reports" } dd { (stats.superseded) }
            dt { "Stories" } dd { (stats.stories) }
            dt { "Statements" } dd { (stats.statements) }
            dt { "Quotations" } dd { (stats.quotations) }
            dt { "Findings" } dd { (stats.findings) }
            dt { "Commits" } dd { (stats.commits) }
            @if let Some(last) = &stats.last { dt { "Last commit" } dd { (time(last)) } }
            dt { "Schema of the file" } dd { (stats.schema) }
        }
        h2 { "Findings by kind" }
        dl.facts {
            @for (name, n) in &stats.findings_by_kind {
                dt { (FindingKind::from_name(name).map_or(name.as_str(), |of| kind(of).1)) } dd { (n) }
            }
        }
        p { "Whether nothing was lost or changed: " code { "crosswire verify --ledger FILE" } "." }
    };
    Ok(framed("Ledger", access, &body))
}

/// Whether the ledger can be read, and the thread that writes, follows and tells is at work.
pub(super) async fn beat(State(state): State<Shared>) -> Result<&'static str, Problem> {
    state.read(None, |view| Ok(view.commit())).await?;
    if !state.writes.load(Ordering::SeqCst) {
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "nothing is written any more; the server's log says why; start it again",
        ));
    }
    Ok("ok\n")
}

pub(super) async fn metrics(State(state): State<Shared>) -> Result<Response, Problem> {
    let stats = state.held().await?;
    let read = state.read(None, |view| Ok((view.sources()?, view.outbox()?)));
    let (sources, outbox) = read.await?.value;
    let active = sources.iter().filter(|followed| followed.active);
    let known: Vec<_> = active.filter_map(crosswire_follow::known).collect();
    state.metrics.sources(&known);
    state.metrics.outbox(&outbox);
    state
        .metrics
        .holds(stats.reports, stats.stories, stats.findings);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], state.metrics.text()).into_response())
}
