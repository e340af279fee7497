//! Everything of one sort as JSON lines, streamed part by part.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use crosswire_ledger::{Error, FindingFilter, Listed, Page, StoryFilter, View};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{Answer, Endpoint};
use crate::problem::Problem;
use crate::state::Shared;

/// Items that are read at once.
const PART: usize = 200;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let export = |path, summary, serve| Endpoint {
        method: "GET",
        path,
        summary,
        id: None,
        query: None,
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
        export("/api/v1/export/reports", "All reports, a line each", || {
            get(reports) as MethodRouter<Shared>
        }),
        export("/api/v1/export/stories", "All stories, a line each", || {
            get(stories)
        }),
        export(
            "/api/v1/export/findings",
            "All findings, a line each",
            || get(findings),
        ),
    ]
}

async fn reports(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, page| view.reports(&page)).await
}

async fn stories(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, page| {
        view.stories(&StoryFilter {
            page,
            ..StoryFilter::default()
        })
    })
    .await
}

async fn findings(State(state): State<Shared>) -> Result<Response, Problem> {
    stream(state, |view, page| {
        view.findings(&FindingFilter {
            page,
            ..FindingFilter::default()
        })
    })
    .await
}

/// Reads part after part of one view, and no faster than the client takes them.
async fn stream<T: Serialize + 'static>(
    state: Shared,
    list: fn(&View<'_>, Page) -> Result<Listed<T>, Error>,
) -> Result<Response, Problem> {
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
