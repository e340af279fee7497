//! The reports of a story beside each other, cut down to what findings rest on; what is cut out unfolds.

use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use crosswire_ledger::{Finding, ReportRecord};
use crosswire_report::{Report, Role};
use crosswire_text::CharIndex;
use maud::{Markup, html};

use super::frame::{Page, Paged, cut, escaped, outlet, site};
use super::lit::{Light, lights, lit};
use super::when::time;
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

/// Reports that are shown with their words; of the others, head and link.
const WITH_WORDS: usize = 60;

/// All of them, with a list that leads to each.
pub(super) fn beside<'r>(
    story: &str,
    reports: impl Iterator<Item = (&'r Report, &'r ReportRecord)> + Clone,
    findings: &[Finding],
) -> Markup {
    let n = reports.clone().count();
    html! {
        section.reports #reports aria-label="Reports" {
            div.arrange {
                label { input type="radio" name="arrange" value="side" checked; " side by side" }
                label { input type="radio" name="arrange" value="stacked" #stacked; " stacked" }
                div.which data-reports=(n) {
                    details {
                        summary { "All " (n) " reports" }
                        ol {
                            @for (_, record) in reports.clone() {
                                li { a href={ "#r-" (escaped(&record.id)) } { (outlet(record)) } @if let Some(title) = &record.title { " " span.note { (cut(title, 50)) } } }
                            }
                        }
                    }
                }
            }
            div.beside {
                @for (at, (report, record)) in reports.enumerate() {
                    article.report tabindex="0" id={ "r-" (record.id) } aria-label=(outlet(record)) {
                        (head(story, record, at < WITH_WORDS))
                        @if at < WITH_WORDS { (blocks(story, report, record, findings, false)) }
                    }
                }
            }
        }
    }
}

fn head(story: &str, record: &ReportRecord, unfolds: bool) -> Markup {
    let own = escaped(&record.id);
    html! {
        h2 { a href={ "/reports/" (own) } { (outlet(record)) } }
        p.note {
            @if let Some(published) = &record.published { (time(published)) } @else { "undated" }
            @if let Some(origin) = record.origin.as_ref().and_then(|origin| origin.origin.as_deref()).filter(|origin| site(origin) != outlet(record)) { "; words of " (site(origin)) }
            @if unfolds { " · " a.unfold href={ "/reports/" (own) } data-unfold={ "/stories/" (escaped(story)) "/reports/" (own) } { "Whole text" } }
        }
    }
}

/// The title and the blocks; runs of blocks that nothing rests on are cut, unless all is wanted.
fn blocks(
    story: &str,
    report: &Report,
    record: &ReportRecord,
    findings: &[Finding],
    all: bool,
) -> Markup {
    let marks = lights(record, findings);
    let index = CharIndex::new(&report.text);
    let in_title: Vec<&Light<'_>> = marks.iter().filter(|mark| mark.in_title).collect();
    let mut shown = Vec::new();
    let mut hidden = false;
    for block in &report.blocks {
        let chars = index.chars(block.span);
        let over: Vec<&Light<'_>> = marks
            .iter()
            .filter(|mark| !mark.in_title && mark.start < chars.end() && chars.start() < mark.end)
            .collect();
        if over.is_empty() && !all {
            if !hidden {
                let own = escaped(&record.id);
                shown.push(html! {
                    p.cut { a href={ "/reports/" (own) } data-unfold={ "/stories/" (escaped(story)) "/reports/" (own) } aria-label="Show what is left out here" { "[…]" } }
                });
            }
            hidden = true;
            continue;
        }
        hidden = false;
        let words = lit(block.span.slice(&report.text), chars.start(), &over);
        shown.push(match block.role {
            Role::Title | Role::Heading => html! { h3 { (words) } },
            role => html! { p.{ (role.name()) } { (words) } },
        });
    }
    html! {
        @if let Some(title) = &record.title { h3 { (lit(title, 0, &in_title)) } }
        @for block in &shown { (block) }
    }
}

/// One report of a story with all its words, as a piece of that page.
pub(super) async fn whole(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Path((story, id)): Path<(String, String)>,
) -> Paged {
    let read = state.read(None, move |view| {
        Ok((view.story(&story)?, view.report(&id)?))
    });
    let (story, (report, record)) = read.await.map_err(Page::of(access))?.value;
    if !story.reports.contains(&record.id) {
        let problem = Problem::missing("this report is not of this story");
        return Err(Page::of(access)(problem));
    }
    let piece = html! {
        (head(&story.id, &record, false))
        (blocks(&story.id, &report, &record, &story.findings, true))
    };
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    Ok((kind, piece.into_string()).into_response())
}
