//! One finding by itself: a link to send to somebody.

use std::collections::BTreeMap;

use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use crosswire_present::html::claim;
use maud::html;

use super::frame::{Page, Paged, Told, card, escaped, framed, outlet};
use crate::api::{keep, moved};
use crate::guard::Access;
use crate::jobs::Said;
use crate::problem::Problem;
use crate::state::Shared;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
) -> Paged {
    let asked = id.clone();
    let read = state.read(None, move |view| {
        let finding = view.finding(&id)?;
        let mut names = BTreeMap::new();
        for evidence in &finding.evidence {
            if !names.contains_key(&evidence.report) {
                let (_, record) = view.report(&evidence.report)?;
                names.insert(evidence.report.clone(), outlet(&record).to_owned());
            }
        }
        Ok((finding, names))
    });
    let (finding, names) = read.await.map_err(Page::of(access))?.value;
    if finding.id != asked {
        return Ok(moved(&format!("/findings/{}", finding.id), None));
    }
    let named = |id: &str| names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let form = access.may_write().then(|| state.token.form());
    let body = html! {
        h1 { (claim(&finding)) }
        @if let Some(story) = &finding.story {
            p { a href={ "/stories/" (story) "#f-" (finding.id) } { "In its story, beside the reports" } }
        }
        h2 { "What the reports say" }
        (card(&finding, &named, Told::Whole { form: form.as_deref() }))
        @if !finding.values.is_empty() {
            h2 { "Who says what" }
            table {
                thead { tr { th scope="col" { "Value" } th scope="col" { "Reports" } } }
                tbody {
                    @for value in &finding.values {
                        tr {
                            td { (value.value) }
                            td {
                                @for (i, report) in value.reports.iter().enumerate() {
                                    @if i > 0 { ", " }
                                    a href={ "/reports/" (escaped(report)) } { (named(report)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(framed(&finding.question, access, &body))
}

/// Takes the form by which a person marks a finding.
pub(super) async fn mark(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    form: Result<Form<Said>, FormRejection>,
) -> Paged {
    let said = match form {
        Ok(Form(said)) => said,
        Err(error) => {
            let problem = Problem::new(error.status(), error.body_text());
            return Err(Page::of(access)(problem));
        }
    };
    let marked = keep(&state, id, said).await.map_err(Page::of(access))?;
    Ok(Redirect::to(&format!("/findings/{}", marked.id)).into_response())
}
