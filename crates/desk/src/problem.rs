//! Errors as `application/problem+json` (RFC 9457), or as a page where a person asked.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use crosswire_ledger::Error;
use schemars::JsonSchema;
use serde::Serialize;

/// What went wrong, for programs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// What happened, and what to do.
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
        }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn missing(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    /// Something that the client cannot help: told in the log, not to the client.
    pub(crate) fn own(error: &dyn std::fmt::Display) -> Problem {
        tracing::error!(%error, "request failed");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "something failed here; the server's log says what",
        )
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let (status, told) = match &error {
            Error::Unknown { .. } => (StatusCode::NOT_FOUND, true),
            Error::Gone { .. } => (StatusCode::GONE, true),
            Error::Query(_)
            | Error::Cursor { .. }
            | Error::TooLong { .. }
            | Error::TooEarly { .. } => (StatusCode::BAD_REQUEST, true),
            Error::Busy { .. } => (StatusCode::SERVICE_UNAVAILABLE, false),
            Error::Full { .. } => (StatusCode::INSUFFICIENT_STORAGE, false),
            _ => return Problem::own(&error),
        };
        if told {
            return Problem::new(status, error.to_string());
        }
        // These name the file, which is not the client's business.
        tracing::warn!(%error, "the ledger cannot take it now");
        Problem::new(status, "the ledger cannot take it now; try again later")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        // For whoever would tell it in another form.
        response.extensions_mut().insert(self);
        response
    }
}
