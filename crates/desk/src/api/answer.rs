//! Answers in JSON, with the commit that they were read at as their tag.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;
use crate::state::Read;

/// A query string as a type; what does not fit is told as a problem.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Asked(asked)),
            Err(error) => Err(Problem::bad(error.body_text())),
        }
    }
}

/// JSON as it was at one commit: an answer changes only when the ledger does, so the commit is
/// its entity tag.
pub(crate) struct Json<T>(pub(crate) Read<T>, pub(crate) HeaderMap);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let Json(read, asked) = self;
        let tag = format!("\"c{}\"", read.commit);
        let known = asked
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
            return tagged(StatusCode::NOT_MODIFIED.into_response(), &tag);
        }
        match serde_json::to_vec(&read.value) {
            Ok(body) => {
                let kind = [(header::CONTENT_TYPE, "application/json")];
                tagged((kind, body).into_response(), &tag)
            }
            Err(error) => Problem::own(&error).into_response(),
        }
    }
}

fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What an address was of became part of something else, which has this address.
pub(crate) fn moved(to: &str, query: Option<&str>) -> Response {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    let location = [(header::LOCATION, format!("{to}{query}"))];
    (StatusCode::MOVED_PERMANENTLY, location).into_response()
}

pub(crate) async fn nothing_here() -> Problem {
    Problem::missing("there is nothing at this address; /api/v1/openapi.json lists what there is")
        .people("There is nothing at this address. It may have been typed or cut off wrongly.")
}

pub(crate) async fn not_so() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address is asked otherwise; /api/v1/openapi.json says how",
    )
    .people("This address takes what a form sends; it is no page. Go back to the page that the form is on.")
}
