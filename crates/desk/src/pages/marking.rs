//! What people send from the inbox: what they say of findings, several at once, that they have seen all
//! up to a commit, and their name.

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_record::Word;
use serde_json::json;

use super::frame::{Page, Paged};
use super::watch::change;
use crate::api::{check_name, keep};
use crate::guard::Access;
use crate::jobs::Said;
use crate::person::Person;
use crate::problem::Problem;
use crate::state::Shared;

/// A form as it was sent: a member may stand more than once.
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    pub(super) fn read(body: &Bytes) -> Sent {
        let pairs = form_urlencoded::parse(body).into_owned();
        Sent(pairs.collect())
    }

    pub(super) fn one(&self, name: &str) -> &str {
        let mut pairs = self.0.iter();
        pairs
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let pairs = self.0.iter().filter(|(key, _)| key == name);
        pairs.map(|(_, value)| value.clone()).collect()
    }
}

/// Takes what a person says of the findings that they chose.
pub(super) async fn take(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    headers: HeaderMap,
    body: Bytes,
) -> Paged {
    let sent = Sent::read(&body);
    let chosen = sent.all("finding");
    if chosen.is_empty() {
        let problem = Problem::bad("choose at least one finding, then say what it is");
        return Err(Page::of(access)(problem));
    }
    let Some(word) = Word::from_name(sent.one("word")) else {
        let problem = Problem::bad("say what they are: confirmed, wrong, explained or unmarked");
        return Err(Page::of(access)(problem));
    };
    let name = sent.one("name").to_owned();
    let said = Said {
        word,
        note: sent.one("note").to_owned(),
        name: name.clone(),
    };
    let marked = keep(&state, chosen, said).await.map_err(Page::of(access))?;
    let ids: Vec<&str> = marked.iter().map(|finding| finding.id.as_str()).collect();
    let answer = if wants_json(&headers) {
        axum::Json(json!({ "marked": ids })).into_response()
    } else {
        Redirect::to(back(sent.one("back"))).into_response()
    };
    Ok(remembering(answer, &name))
}

/// Keeps that somebody has seen all up to a commit.
pub(super) async fn seen(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    headers: HeaderMap,
    body: Bytes,
) -> Paged {
    let sent = Sent::read(&body);
    let name = match sent.one("name") {
        "" => person.0,
        said => said.to_owned(),
    };
    check_name(&name).map_err(Page::of(access))?;
    let through: Option<u64> = sent.one("commit").parse().ok();
    let Some(through) = through else {
        let problem = Problem::bad("say up to which commit: the page's own button does");
        return Err(Page::of(access)(problem));
    };
    let who = name.clone();
    change(&state, Box::new(move |ledger| ledger.look(&who, through)))
        .await
        .map_err(Page::of(access))?;
    let answer = if wants_json(&headers) {
        axum::Json(json!({ "seen": through })).into_response()
    } else {
        Redirect::to(back(sent.one("back"))).into_response()
    };
    Ok(remembering(answer, &name))
}

/// Remembers a person's name in the browser.
pub(super) async fn name(Extension(access): Extension<Access>, body: Bytes) -> Paged {
    let sent = Sent::read(&body);
    check_name(sent.one("name")).map_err(Page::of(access))?;
    let answer = StatusCode::NO_CONTENT.into_response();
    Ok(remembering(answer, sent.one("name")))
}

/// Where a form leads back to: a page of the desk, never another server's.
pub(super) fn back(said: &str) -> &str {
    let own =
        said.starts_with('/') && !said.starts_with("//") && !said.contains(['\\', '\n', '\r']);
    if own { said } else { "/findings" }
}

/// An answer after which the browser remembers the name.
pub(super) fn remembering(mut answer: Response, name: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(&Person::cookie(name)) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("application/json"))
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn no_form_leads_elsewhere() {
        assert_eq!(back("/findings?kind=conflict&"), "/findings?kind=conflict&");
        for said in [
            "",
            "//elsewhere",
            "https://elsewhere",
            "/\\elsewhere",
            "/a\r\nb",
        ] {
            assert_eq!(back(said), "/findings", "{said:?}");
        }
    }
}
