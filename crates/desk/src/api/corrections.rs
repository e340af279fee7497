//! Corrections for programs: what people want otherwise, and what they corrected.

use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use crosswire_ledger::{Corrected, Correction, Listed};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Deserialize;

use super::answer::{Asked, Json};
use super::{Answer, Body, Endpoint, correct};
use crate::problem::Problem;
use crate::state::Shared;

/// What a person wants otherwise.
#[derive(Debug, Deserialize, JsonSchema)]
struct Wanted {
    /// What.
    correction: Correction,
    /// Why.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    note: String,
    /// Who says so.
    #[schemars(length(min = 1, max = 200))]
    name: String,
}

/// Which corrections.
#[derive(Debug, Deserialize, JsonSchema)]
struct WhichCorrections {
    /// How many items at most; 50 if not said
    #[schemars(range(min = 1, max = 500))]
    limit: Option<u32>,
    /// The `next` of the part before
    #[schemars(length(min = 1, max = 1000))]
    after: Option<String>,
}

async fn list(
    State(state): State<Shared>,
    headers: HeaderMap,
    Asked(which): Asked<WhichCorrections>,
) -> Result<Json<Listed<Corrected>>, Problem> {
    let limit = which.limit.unwrap_or(50);
    if !(1..=500).contains(&limit) {
        return Err(Problem::bad(format!("limit={limit}: give 1 to 500")));
    }
    let after: Option<i64> = match which.after.as_deref().map(str::parse) {
        None => None,
        Some(Ok(after)) => Some(after),
        Some(Err(_)) => return Err(Problem::bad("after: give the `next` of the part before")),
    };
    let read = state.read(None, move |view| {
        let all = view.corrections()?.into_iter().rev();
        let mut rest = all.skip_while(|one| after.is_some_and(|after| one.id >= after));
        let items: Vec<Corrected> = rest.by_ref().take(limit as usize).collect();
        let more = rest.next().is_some();
        let next = items
            .last()
            .filter(|_| more)
            .map(|last| last.id.to_string());
        Ok(Listed { items, next })
    });
    Ok(Json(read.await?, headers))
}

async fn take(State(state): State<Shared>, request: Request) -> Result<Response, Problem> {
    let axum::Json(wanted) = axum::Json::<Wanted>::from_request(request, &())
        .await
        .map_err(|error| Problem::new(error.status(), error.body_text()))?;
    let done = correct(&state, vec![wanted.correction], &wanted.note, &wanted.name).await?;
    Ok((StatusCode::CREATED, axum::Json(done.into_iter().next())).into_response())
}

/// The endpoints, for the table of all.
pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint {
            method: "GET",
            path: "/api/v1/corrections",
            summary: "What people corrected, the last first",
            id: None,
            query: Some(WhichCorrections::json_schema),
            body: None,
            answer: Answer {
                status: 200,
                about: "A part of the log",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Listed<Corrected>>),
            },
            serve: || get(list),
        },
        Endpoint {
            method: "POST",
            path: "/api/v1/corrections",
            summary: "Correct a story, a report, a speaker or names, or undo a correction",
            id: None,
            query: None,
            body: Some(Body::Json(SchemaGenerator::subschema_for::<Wanted>)),
            answer: Answer {
                status: 201,
                about: "What was done, and its number, by which it can be undone",
                media: "application/json",
                schema: Some(SchemaGenerator::subschema_for::<Corrected>),
            },
            serve: || post(take),
        },
    ]
}
