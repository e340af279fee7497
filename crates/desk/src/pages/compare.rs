//! Two reports of one's choice, in full: the findings that both take part in, and the words that both print.

use axum::extract::{Extension, Query, State};
use axum::response::{IntoResponse, Redirect};
use crosswire_ledger::{Finding, FindingFilter, FindingKind, ReportRecord};
use crosswire_present::html::reading;
use crosswire_present::order::for_people;
use crosswire_report::{Report, Role};
use maud::{Markup, html};
use serde::Deserialize;

use super::card::{Told, card};
use super::frame::{Page, Paged, count, cut, escaped, framed, outlet, percent};
use super::texts::in_common;
use super::when::time;
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

/// Reports of the story that are offered, and findings that are shown.
const OFFERED: usize = 100;
const FINDINGS: usize = 40;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Two {
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
}

/// The id in what somebody gave: an id, or the address of a report's page.
fn id(said: &str) -> String {
    let said = said.trim();
    let path = said.split(['?', '#']).next().unwrap_or(said);
    match path.rsplit_once("/reports/") {
        Some((_, id)) => percent_encoding::percent_decode_str(id)
            .decode_utf8_lossy()
            .into_owned(),
        None => said.to_owned(),
    }
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(two): Query<Two>,
) -> Paged {
    let (a, b) = (id(&two.a), id(&two.b));
    if a.is_empty() || b.is_empty() {
        let body = html! {
            h1 { "Compare two reports" }
            p { "Give two reports by their ids, or by the addresses of their pages." }
            (form(&two.a, &two.b))
        };
        return Ok(framed("Compare two reports", access, &body));
    }
    if a == b {
        let problem = Problem::bad("these are one report; give two");
        return Err(Page::of(access)(problem));
    }
    if (a.as_str(), b.as_str()) != (two.a.as_str(), two.b.as_str()) {
        let to = format!("/compare?a={}&b={}", escaped(&a), escaped(&b));
        return Ok(Redirect::to(&to).into_response());
    }
    let read = state.read(None, move |view| {
        let (one, other) = (view.report(&a)?, view.report(&b)?);
        let mut findings = Vec::new();
        let mut members = Vec::new();
        if let Some(story) = &one.1.story {
            let mut filter = FindingFilter {
                story: Some(story.clone()),
                ..FindingFilter::default()
            };
            filter.page.limit = 500;
            findings = view.findings(&filter)?.items;
            findings.retain(|finding| {
                let has = |id: &str| finding.evidence.iter().any(|row| row.report == id);
                has(&a) && has(&b)
            });
            for id in view.story(story)?.reports.iter().take(OFFERED) {
                members.push(view.report(id)?.1);
            }
        }
        Ok((one, other, findings, members))
    });
    let ((one, first), (other, second), findings, members) =
        read.await.map_err(Page::of(access))?.value;
    let (left, right, share) = in_common(&body_of(&one), &body_of(&other));
    let known = |id: &str| {
        let mut all = [&first, &second].into_iter().chain(&members);
        all.find(|record| record.id == id)
    };
    let told = Told::Listed {
        may_mark: access.may_write(),
    };
    let shown: Vec<&Finding> = for_people(&findings);
    let of = |way: Way| -> Vec<&Finding> {
        let all = shown.iter().copied();
        all.filter(|finding| lies(finding, &first.id, &second.id) == way)
            .collect()
    };
    let (differ, alike, otherwise) = (of(Way::Differ), of(Way::Alike), of(Way::Otherwise));
    let body = html! {
        p.above { @if let Some(story) = &first.story { a href={ "/stories/" (story) } { "The story" } } }
        h1 { "Two reports compared" }
        (choose(&first, &second, &members))
        p {
            "They take part in " b { (count(shown.len(), "finding", "findings")) } " together. Of the first text, "
            b { (percent(share)) } " stands word for word in the second; these words are underlined in both."
        }
        @if !shown.is_empty() {
            (reading(shown.iter().copied()))
            h2 { "What these two differ over (" (differ.len()) ")" }
            @if differ.is_empty() { p { "No difference was recognised. That is no proof that there is none: both stand in full below." } }
            div.columns { @for finding in differ.iter().take(FINDINGS) { (card(finding, &known, told)) } }
            @if !alike.is_empty() {
                h2 { "What these two say alike (" (alike.len()) ")" }
                div.columns { @for finding in alike.iter().take(FINDINGS) { (card(finding, &known, told)) } }
            }
            @if !otherwise.is_empty() {
                details.fold #otherwise {
                    summary { "Where other reports say otherwise (" (otherwise.len()) ")" }
                    p.note { "These two do not part here, but another report of the story parts from them." }
                    div.columns { @for finding in otherwise.iter().take(FINDINGS) { (card(finding, &known, told)) } }
                }
            }
        }
        h2 { "Both in full" }
        div.pair { (text(&one, &first, &left)) (text(&other, &second, &right)) }
    };
    Ok(framed("Two reports compared", access, &body))
}

/// How two reports lie to each other in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// One has another value than the other.
    Differ,
    /// All that it rests on say the same.
    Alike,
    /// They say the same, others do not.
    Otherwise,
}

fn lies(finding: &Finding, first: &str, second: &str) -> Way {
    let held = |id: &str| {
        let values = finding.values.iter();
        values
            .map(|value| value.reports.iter().any(|report| report == id))
            .collect::<Vec<bool>>()
    };
    match finding.kind {
        FindingKind::Agreement | FindingKind::SingleSource => Way::Alike,
        _ if held(first) != held(second) => Way::Differ,
        _ => Way::Otherwise,
    }
}

/// The text of a report without its title and without what every page of its outlet has.
fn body_of(report: &Report) -> String {
    let kept = report.blocks.iter();
    let kept = kept.filter(|block| !matches!(block.role, Role::Title | Role::Boilerplate));
    let kept: Vec<&str> = kept.map(|block| block.span.slice(&report.text)).collect();
    if kept.is_empty() {
        report.text.to_string()
    } else {
        kept.join("\n")
    }
}

fn text(report: &Report, record: &ReportRecord, words: &Markup) -> Markup {
    html! {
        article.panel.words aria-label=(outlet(record)) {
            h3 { a href={ "/reports/" (escaped(&record.id)) } { (outlet(record)) } }
            p.note { @match &record.published { Some(published) => (time(published)), None => "undated" } }
            @if let Some(title) = report.title.as_deref() { h3 { (title) } }
            (words)
        }
    }
}

fn form(a: &str, b: &str) -> Markup {
    html! {
        form.filters action="/compare" {
            label.wide { "First " input name="a" value=(a) required maxlength="500"; }
            label.wide { "Second " input name="b" value=(b) required maxlength="500"; }
            button { "Compare" }
        }
    }
}

/// Other reports of the story in the place of these.
fn choose(first: &ReportRecord, second: &ReportRecord, members: &[ReportRecord]) -> Markup {
    let known = members.iter().any(|record| record.id == second.id);
    let select = |name: &str, label: &str, chosen: &ReportRecord| {
        html! {
            label { (label) " "
                select name=(name) {
                    @if !known { option value=(chosen.id) selected { (outlet(chosen)) } }
                    @for record in members {
                        option value=(record.id) selected[record.id == chosen.id] {
                            (outlet(record)) @if let Some(title) = &record.title { ": " (cut(title, 50)) }
                        }
                    }
                }
            }
        }
    };
    html! {
        form.filters action="/compare" {
            (select("a", "First", first))
            (select("b", "Second", second))
            button { "Compare" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Way, id, lies};
    use crosswire_ledger::{Finding, FindingKind};
    use crosswire_record::{About, FindingValue, More, Normal};

    #[test]
    fn what_only_others_dispute_is_no_agreement_of_two() {
        let value = |value: &str, reports: &[&str]| FindingValue {
            value: value.to_owned(),
            normal: Normal::None,
            reports: reports.iter().map(|&id| id.to_owned()).collect(),
            more: More::default(),
        };
        let mut finding = Finding::new("f", FindingKind::Conflict, About::Quantity);
        finding.values = vec![value("14", &["a", "b"]), value("16", &["c"])];
        assert_eq!(lies(&finding, "a", "b"), Way::Otherwise);
        assert_eq!(lies(&finding, "a", "c"), Way::Differ);
        finding.kind = FindingKind::Agreement;
        assert_eq!(lies(&finding, "a", "c"), Way::Alike);
    }

    #[test]
    fn addresses_are_ids_too() {
        assert_eq!(id(" a1 "), "a1");
        assert_eq!(id("http://127.0.0.1:7070/reports/a%2Fb?x#y"), "a/b");
        assert_eq!(id("/reports/wire"), "wire");
    }
}
