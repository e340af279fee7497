//! The versions of a report: what changed from one to the next, word by word.

use axum::extract::{Extension, Path, Query, State};
use crosswire_ledger::Version;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Page, Paged, count, escaped, framed};
use super::texts::{changed, differing};
use super::when::{minutes, time};
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    from: Option<usize>,
    to: Option<usize>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Paged {
    let asked = id.clone();
    let read = state.read(None, move |view| view.versions(&asked));
    let versions = read.await.map_err(Page::of(access))?.value;
    if versions.len() < 2 {
        let problem = Problem::missing("there is only one version of this report");
        return Err(Page::of(access)(problem));
    }
    let to = which.to.unwrap_or(versions[versions.len() - 1].number);
    let from = which.from.unwrap_or(to.saturating_sub(1));
    let of = |number: usize| versions.iter().find(|version| version.number == number);
    let (Some(before), Some(after)) = (of(from), of(to)) else {
        let problem = Problem::missing("there is no such version of this report");
        return Err(Page::of(access)(problem));
    };
    let title = after.report.title.as_deref().unwrap_or("Report");
    let (old, new) = changed(&whole(before), &whole(after));
    let (out, put) = differing(&whole(before), &whole(after));
    let own = escaped(&id);
    let body = html! {
        p.above { a href={ "/reports/" (own) } { (title) } }
        h1 { "What changed from version " (from) " to version " (to) }
        p role="status" {
            (count(out, "word", "words")) " struck out and " (count(put, "word", "words")) " put in."
        }
        (list(&versions, &own, Some((from, to))))
        div.pair {
            (text(before, &old))
            (text(after, &new))
        }
    };
    Ok(framed(&format!("Versions of {title}"), access, &body))
}

/// Title and text, as they are compared.
fn whole(version: &Version) -> String {
    let title = version.report.title.as_deref().unwrap_or_default();
    format!("{title}\n{}", version.report.text)
}

fn text(version: &Version, words: &Markup) -> Markup {
    html! {
        article.panel.words aria-label={ "Version " (version.number) } {
            h2 { "Version " (version.number) }
            p.note { "here since " (time(&version.added)) }
            (words)
        }
    }
}

/// The versions with the way to each change; the pair that is shown is not linked.
pub(super) fn list(versions: &[Version], own: &str, shown: Option<(usize, usize)>) -> Markup {
    html! {
        ol.trail {
            @for (at, version) in versions.iter().enumerate() {
                li value=(version.number) {
                    "here since " (time(&version.added))
                    @if at > 0 && minutes(&versions[at - 1].added) == minutes(&version.added) { " (after the one before, in the same minute)" }
                    @if let Some(before) = at.checked_sub(1).map(|before| &versions[before]) {
                        ": "
                        @if shown == Some((before.number, version.number)) { b { "shown here" } }
                        @else { a href={ "/reports/" (own) "/changes?from=" (before.number) "&to=" (version.number) } { "what changed" } }
                    }
                }
            }
        }
    }
}
