//! All stories: the newest, the most disputed or the most covered first.

use axum::extract::{Extension, Query, State};
use crosswire_ledger::{FindingKind, Page as Part, StoryFilter};
use crosswire_present::called::DOUBTFUL;
use maud::html;
use serde::Deserialize;

use super::frame::{Page, Paged, count, escaped, export, framed, more};
use super::when::{day, is_one_day};
use crate::api::Order;
use crate::guard::Access;
use crate::state::Shared;

/// "5 differences, 1 possible".
fn differences(all: usize, likely: Option<usize>) -> String {
    let sure = likely.unwrap_or(all).min(all);
    match (sure, all - sure) {
        (n, 0) => count(n, "difference", "differences"),
        (0, n) => count(n, "possible difference", "possible differences"),
        (n, m) => format!("{}, {m} possible", count(n, "difference", "differences")),
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    order: Order,
    disputed: Option<String>,
    shared: Option<String>,
    after: Option<String>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(which): Query<Which>,
) -> Paged {
    let filter = StoryFilter {
        order: which.order.into(),
        least_reports: if which.shared.is_some() { 2 } else { 0 },
        least_disputes: usize::from(which.disputed.is_some()),
        since: None,
        page: Part {
            after: which.after,
            ..Part::default()
        },
    };
    let read = state.read(None, move |view| {
        let stories = view.stories(&filter)?;
        let disputed = stories.items.iter().filter(|story| story.disputes > 0);
        let disputed: Vec<&str> = disputed.map(|story| story.id.as_str()).collect();
        let kinds: Vec<FindingKind> = FindingKind::disputes().collect();
        let sure = view.likely(&disputed, &kinds, DOUBTFUL)?;
        Ok((stories, sure))
    });
    let read = read.await.map_err(Page::of(access))?;
    let (commit, (stories, sure)) = (read.commit, read.value);
    let order = which.order.name();
    let mut address = format!("/?order={order}&");
    for (name, set) in [("disputed", &which.disputed), ("shared", &which.shared)] {
        if set.is_some() {
            address.push_str(name);
            address.push_str("=1&");
        }
    }
    let body = html! {
        h1 data-commit=(commit) data-live="stories" { "Stories" }
        form.filters {
            label { "Sort by "
                select name="order" {
                    @for (value, words) in [("newest", "newest"), ("disputed", "number of differences"), ("covered", "number of reports")] {
                        option value=(value) selected[value == order] { (words) }
                    }
                }
            }
            label { input type="checkbox" name="disputed" value="1" checked[which.disputed.is_some()]; " only with differences (conflicts, updates, altered quotations)" }
            label { input type="checkbox" name="shared" value="1" checked[which.shared.is_some()]; " only with several reports" }
            button { "Show" }
            (export("/api/v1/export/stories"))
        }
        @if stories.items.is_empty() {
            p {
                "No stories here. "
                @if access.may_write() { a href="/add" { "Add reports" } ", or take a filter away." }
                @else { "Whoever may add reports opens the desk by the whole address that was printed where it was started." }
            }
        } @else {
            ol.stories {
                @for story in &stories.items {
                    li {
                        span.when { @if let Some(last) = &story.last { (day(last)) } @else { "undated" } }
                        div {
                            h2 { a href={ "/stories/" (story.id) } { (story.label) } }
                            p.note {
                                (count(story.reports, "report", "reports")) ", "
                                (count(story.outlets, "outlet", "outlets")) ", "
                                (count(story.origins, "independent origin", "independent origins"))
                                @if let Some(first) = &story.first && story.last.as_deref().is_some_and(|last| !is_one_day(first, last)) { "; since " (day(first)) }
                                @if let Some(earlier) = &story.continues { "; takes up " a href={ "/stories/" (escaped(earlier)) } { "an earlier story" } }
                            }
                        }
                        @if story.disputes > 0 { b.disputes { (differences(story.disputes, sure.get(&story.id).copied())) } } @else { span {} }
                    }
                }
            }
            (more(stories.next.as_deref(), &address))
        }
    };
    Ok(framed("Stories", access, &body))
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn possible_differences_are_counted_apart() {
        for (all, likely, told) in [
            (6, Some(5), "5 differences, 1 possible"),
            (1, Some(1), "1 difference"),
            (1, Some(0), "1 possible difference"),
            (2, Some(3), "2 differences"),
            (2, None, "2 differences"),
        ] {
            assert_eq!(differences(all, likely), told);
        }
    }
}
