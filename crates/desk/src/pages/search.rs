//! Search over reports, statements and quotations.

use axum::extract::{Extension, Query, State};
use crosswire_ledger::{Hit, Page as Part, SEARCH};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Page, Paged, escaped, framed, more, outlet, time};
use crate::guard::Access;
use crate::state::Shared;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    q: Option<String>,
    after: Option<String>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(wanted): Query<Wanted>,
) -> Paged {
    let query = wanted.q.filter(|query| !query.trim().is_empty());
    let asked = query.clone();
    let found = match asked {
        None => Ok(None),
        Some(asked) => {
            let page = Part {
                after: wanted.after,
                ..Part::default()
            };
            let read = state.read(None, move |view| view.search(&asked, &page));
            read.await.map(|read| Some(read.value))
        }
    };
    // A search that cannot be read is told on the page, beside what was typed.
    let (found, told) = match found {
        Ok(found) => (found, None),
        Err(problem) if problem.status().is_client_error() => {
            (None, Some(problem.detail().to_owned()))
        }
        Err(problem) => return Err(Page::of(access)(problem)),
    };
    let body = html! {
        h1 { "Search" }
        form.filters {
            label.wide { "Words and filters " input type="search" name="q" value=[query.as_deref()] required; }
            button { "Search" }
        }
        @if let Some(told) = &told { pre.problem role="alert" { (told) } }
        @if let Some(found) = &found {
            @if found.hits.is_empty() { p { "Nothing found." } }
            ol.hits { @for hit in &found.hits { li { (row(hit)) } } }
            (more(found.next.as_deref(), &format!("/search?q={}&", escaped(query.as_deref().unwrap_or("")))))
        }
        details open[found.is_none()] { summary { "What a search can say" } pre tabindex="0" { (SEARCH) } }
    };
    Ok(framed("Search", access, &body))
}

fn row(hit: &Hit) -> Markup {
    let from = |id: &str, outlet: Option<&str>, published: Option<&str>| {
        html! {
            p.note {
                a href={ "/reports/" (escaped(id)) } { (outlet.unwrap_or("a report")) }
                @if let Some(published) = published { ", " (time(published)) }
            }
        }
    };
    match hit {
        Hit::Report { report, excerpt } => html! {
            h2 { a href={ "/reports/" (escaped(&report.id)) } { (report.title.as_deref().unwrap_or(outlet(report))) } }
            p { (excerpt) }
            (from(&report.id, report.outlet.as_deref(), report.published.as_deref()))
        },
        Hit::Statement(statement) => html! {
            p { (statement.text) @if let Some(source) = &statement.attributed_to { span.note { " according to " (source) } } }
            (from(&statement.report, statement.outlet.as_deref(), statement.published.as_deref()))
        },
        Hit::Quotation(quotation) => html! {
            blockquote { (quotation.text) }
            @if let Some(speaker) = &quotation.speaker { p { a href={ "/speakers?by=" (escaped(speaker)) } { (speaker) } } }
            (from(&quotation.report, quotation.outlet.as_deref(), quotation.published.as_deref()))
        },
    }
}
