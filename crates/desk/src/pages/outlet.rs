//! Outlets, and one of them: what it had alone, whose words it prints, what it corrected, where its quotations read otherwise.

use std::collections::BTreeSet;

use axum::extract::{Extension, Query, State};
use crosswire_ledger::{Copied, Inbox, InboxFilter, Page as Part, ReportRecord};
use crosswire_present::html::{claim, reading};
use crosswire_record::FindingKind;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Page, Paged, count, escaped, export, framed, is_doubtful, site, titled};
use super::holding::{Known, against, reports_of, whose};
use super::when::{reach, time};
use crate::guard::Access;
use crate::state::Shared;

/// Outlets in the list, reports of one, findings of a section.
const OUTLETS: usize = 500;
const REPORTS: usize = 200;
const FINDINGS: usize = 8;

/// The sections of an outlet's page: a heading, what it is about, the kinds of finding, and the kind in an address.
const SECTIONS: [(&str, &str, &[FindingKind], &str); 4] = [
    (
        "What it had alone",
        "Told by no other report of the story.",
        &[FindingKind::SingleSource],
        "single_source",
    ),
    (
        "What it corrected",
        "One version of a report says something else than the next.",
        &[FindingKind::Revision],
        "revision",
    ),
    (
        "Quotations that read otherwise elsewhere",
        "The words that it prints are not those that another prints.",
        &[FindingKind::QuoteVariant],
        "quote_variant",
    ),
    (
        "Where others say otherwise",
        "Conflicts, and updates: what may have changed in between.",
        &[FindingKind::Conflict, FindingKind::Update],
        "disputes",
    ),
];

#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    name: Option<String>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(which): Query<Which>,
) -> Paged {
    match which.name.filter(|name| !name.trim().is_empty()) {
        Some(name) => one(state, access, name).await,
        None => all(state, access).await,
    }
}

async fn all(state: Shared, access: Access) -> Paged {
    let read = state.read(None, |view| view.outlets(OUTLETS));
    let outlets = read.await.map_err(Page::of(access))?.value;
    let body = html! {
        h1 { "Outlets" }
        @if outlets.is_empty() { p { "No report names its outlet yet." } }
        @else {
            div.actions { (export("/api/v1/export/outlets")) }
            div.wide {
                table {
                    thead { tr { th scope="col" { "Outlet" } th.n scope="col" { "Reports" } th scope="col" { "Last publication" } } }
                    tbody {
                        @for outlet in &outlets {
                            tr {
                                th scope="row" { a href={ "/outlets?name=" (escaped(&outlet.name)) } { (site(&outlet.name)) } }
                                td.n { (outlet.reports) }
                                td { @match &outlet.last { Some(last) => (time(last)), None => "undated" } }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(framed("Outlets", access, &body))
}

async fn one(state: Shared, access: Access, name: String) -> Paged {
    let asked = name.clone();
    let read = state.read(None, move |view| {
        let reports = view.reports_of_outlet(&asked, REPORTS)?;
        let mut sections = Vec::new();
        for (_, _, kinds, _) in SECTIONS {
            sections.push(view.inbox(&InboxFilter {
                kinds: kinds.to_vec(),
                outlet: Some(asked.clone()),
                page: Part {
                    limit: FINDINGS,
                    after: None,
                },
                ..InboxFilter::default()
            })?);
        }
        let items = sections.iter().flat_map(|inbox| &inbox.items);
        let others = reports_of(view, items.map(|item| &item.finding))?;
        Ok((reports, sections, others))
    });
    let (reports, sections, others) = read.await.map_err(Page::of(access))?.value;
    let title = site(&name);
    let ids: BTreeSet<&str> = reports.iter().map(|report| report.id.as_str()).collect();
    let own = escaped(&name);
    let known = |id: &str| others.get(id);
    let body = html! {
        p.above { a href="/outlets" { "Outlets" } }
        h1 { (title) }
        @if reports.is_empty() { p { "No report of this outlet is here." } }
        @else {
            p.note {
                @if reports.len() == REPORTS { "The last " }
                (count(reports.len(), "report", "reports"))
                @if let Some(days) = reach(reports.iter().filter_map(|report| report.published.as_deref())) { ", published " (days) }
            }
            div.actions { (export(&format!("/api/v1/export/inbox?outlet={own}"))) a href={ "/search?q=outlet%3A%22" (own) "%22" } { "Search its reports" } }
            (reading(sections.iter().flat_map(|inbox| inbox.items.iter().map(|item| &item.finding))))
            div.columns {
                @for ((heading, about, _, kind), inbox) in SECTIONS.iter().zip(&sections) { (section(heading, about, kind, inbox, &own, &ids, &known)) }
                (copied(&reports))
            }
            h2 { "Its reports" }
            ol.hits {
                @for report in reports.iter().take(40) {
                    li {
                        h2 { a href={ "/reports/" (escaped(&report.id)) } { (report.title.as_deref().unwrap_or("without a title")) } }
                        p.note {
                            @match &report.published { Some(published) => (time(published)), None => "undated" }
                            @if report.revision > 1 { ", version " (report.revision) }
                            @if let Some(story) = &report.story { " · " a href={ "/stories/" (story) } { "its story" } }
                        }
                    }
                }
            }
            @if reports.len() > 40 { p { a href={ "/search?order=newest&q=outlet%3A%22" (own) "%22" } { "All of them" } } }
        }
    };
    Ok(framed(title, access, &body))
}

fn section(
    heading: &str,
    about: &str,
    kind_of: &str,
    inbox: &Inbox,
    own: &str,
    ids: &BTreeSet<&str>,
    known: Known<'_>,
) -> Markup {
    html! {
        section.panel {
            h2 { (heading) " (" (inbox.count) ")" }
            @if inbox.count == 0 { p.note { "Nothing that was found." } } @else { p.note { (about) } }
            ul.more-findings {
                @for item in &inbox.items {
                    @let finding = &item.finding;
                    li.{ (finding.kind) }.doubtful[is_doubtful(finding)] {
                        a href={ "/findings/" (finding.id) } { (claim(finding)) }
                        (whose(finding, known))
                        @if kind_of == "disputes" || finding.verdict().is_some() || is_doubtful(finding) { " " span.note { b.{ (finding.kind) } { (titled(finding)) } } }
                        (against(finding, "This outlet", &|id| ids.contains(id), known))
                    }
                }
            }
            @if inbox.count > inbox.items.len() as u64 { p { a href={ "/findings?kind=" (kind_of) "&outlet=" (own) } { "All " (inbox.count) } } }
        }
    }
}

/// Whose words it prints.
fn copied(reports: &[ReportRecord]) -> Markup {
    let copied = Copied::of(reports);
    let n: usize = copied.iter().map(|one| one.reports.len()).sum();
    html! {
        section.panel {
            h2 { "Whose words it prints (" (n) ")" }
            p.note { @if copied.is_empty() { "Nothing that was found." } @else { "Reports whose text is an agency’s or another outlet’s." } }
            ul {
                @for one in &copied {
                    li {
                        (site(&one.origin)) ": "
                        @for (at, report) in one.reports.iter().take(8).enumerate() {
                            @if at > 0 { ", " }
                            a href={ "/reports/" (escaped(report)) } { (reports.iter().find(|known| known.id == *report).and_then(|known| known.title.as_deref()).unwrap_or("a report without a title")) }
                        }
                        @if one.reports.len() > 8 { " and " (one.reports.len() - 8) " more" }
                    }
                }
            }
        }
    }
}
