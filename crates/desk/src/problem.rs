//! Errors as `application/problem+json` (RFC 9457), or as a page where a person asked.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use crosswire_calendar::Stamp;
use crosswire_ledger::Error;
use crosswire_present::html::told;
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
    /// The same for a person at a browser, where that is another thing to do.
    #[serde(skip)]
    people: Option<String>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            people: None,
        }
    }

    /// What a person at a browser is told instead.
    #[must_use]
    pub(crate) fn people(mut self, words: impl Into<String>) -> Problem {
        self.people = Some(words.into());
        self
    }

    /// What happened and what to do, for a person at a browser.
    pub(crate) fn for_people(&self) -> &str {
        self.people.as_deref().unwrap_or(&self.detail)
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
            | Error::TooMany { .. }
            | Error::TooEarly { .. } => (StatusCode::BAD_REQUEST, true),
            Error::NothingSaid { .. } | Error::NothingToUndo { .. } => (StatusCode::CONFLICT, true),
            Error::Busy { .. } => (StatusCode::SERVICE_UNAVAILABLE, false),
            Error::Full { .. } => (StatusCode::INSUFFICIENT_STORAGE, false),
            _ => return Problem::own(&error),
        };
        if told {
            let problem = Problem::new(status, error.to_string());
            return match for_people(&error) {
                Some(words) => problem.people(words),
                None => problem,
            };
        }
        // These name the file, which is not the client's business.
        tracing::warn!(%error, "the ledger cannot take it now");
        Problem::new(status, "the ledger cannot take it now; try again later")
    }
}

/// What a person at a browser is told, where a command line would be told something else.
fn for_people(error: &Error) -> Option<String> {
    let short = |id: &str| id.chars().take(40).collect::<String>();
    Some(match error {
        Error::Unknown { what, id, .. } => {
            let look = match *what {
                "story" => "The list of stories has them all; its number stands in its address.",
                "report" => "A search finds reports by their words.",
                "finding" => "The list of findings has all that stand.",
                _ => "See that it is written as the page has it.",
            };
            format!("There is no {what} “{}” here. {look}", short(id))
        }
        Error::Gone { what, until, .. } => format!(
            "This {what} was here until {}. What came in then, or what somebody corrected, left nothing of it.",
            Stamp::parse(until).map_or_else(|| until.clone(), told)
        ),
        Error::Cursor { .. } => {
            "No part of the list begins there. The list itself begins at its top.".to_owned()
        }
        Error::NothingSaid { name } => {
            format!("Nothing that {name} said of it stands, so there is nothing to take back.")
        }
        Error::NothingToUndo { correction } => format!(
            "Nothing of number {correction} stands any more: it was undone already, or something said since stands \
             on it. Undo that first."
        ),
        _ => return None,
    })
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
