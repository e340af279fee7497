//! A story: what is disputed first, the reports with the passages that the findings rest on, and
//! when what happened and was published.

use std::collections::BTreeMap;

use axum::extract::{Extension, Path, State};
use crosswire_ledger::{Finding, ReportRecord};
use crosswire_present::html::claim;
use crosswire_present::order::for_people;
use crosswire_report::{Report, Role};
use crosswire_text::CharIndex;
use maud::{Markup, html};

use super::correcting::{Signed, of_story};
use super::frame::{KINDS, Page, Paged, Told, card, count, escaped, framed, kind, outlet, time};
use super::lit::{Light, lights, lit};
use super::timeline::timeline;
use crate::api::moved;
use crate::guard::Access;
use crate::person::Person;
use crate::state::Shared;

/// Findings of one kind that are shown in full; the rest are links.
const IN_FULL: usize = 40;
/// Reports that are shown beside the findings; the rest are links.
const BESIDE: usize = 60;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Path(id): Path<String>,
) -> Paged {
    let asked = id.clone();
    let read = state.read(None, move |view| {
        let story = view.story(&id)?;
        let mut reports = Vec::with_capacity(story.reports.len());
        for report in &story.reports {
            reports.push(view.report(report)?);
        }
        Ok((story, reports))
    });
    let read = read.await.map_err(Page::of(access))?;
    let (commit, (story, reports)) = (read.commit, read.value);
    if story.id != asked {
        return Ok(moved(&format!("/stories/{}", story.id), None));
    }
    let names: BTreeMap<&str, &str> = reports
        .iter()
        .map(|(_, record)| (record.id.as_str(), outlet(record)))
        .collect();
    let named = |id: &str| {
        names
            .get(id)
            .map_or_else(|| id.to_owned(), |name| (*name).to_owned())
    };
    let told = Told::Listed {
        may_mark: access.may_write(),
    };
    let form = access.may_write().then(|| state.token.form());
    let own = format!("/stories/{}", escaped(&story.id));
    // What people hold to be wrong goes to the end, and counts in no number.
    let (wrong, standing): (Vec<&Finding>, Vec<&Finding>) = for_people(&story.findings)
        .into_iter()
        .partition(|finding| finding.is_wrong());
    let drawn: Vec<Finding> = standing.iter().map(|finding| (*finding).clone()).collect();
    let body = html! {
        h1 { (story.label) }
        p.note data-commit=(commit) data-live={ "story:" (story.id) } {
            (count(story.reports.len(), "report", "reports")) ", "
            (count(story.outlets, "outlet", "outlets")) ", "
            (count(story.origins, "origin", "origins")) "; "
            (count(story.statements_aligned, "statement", "statements")) " laid side by side. "
            @if let Some(compared) = story.compared {
                "The last " (compared) " reports to arrive are compared; findings on earlier ones stay. "
            }
            span.hint {
                "Choose a finding to light its words; " kbd { "j" } " and " kbd { "k" } " go on and back, "
                kbd { "Esc" } " puts out the light."
            }
        }
        p.jump {
            @for of in KINDS {
                @let n = standing.iter().filter(|f| f.kind == of).count();
                @if n > 0 { a.{ (of) } href={ "#" (of) } { (n) " " (kind(of).1.to_lowercase()) } }
            }
        }
        @if let Some(form) = &form {
            @let signed = Signed { form, name: &person.0, back: &own };
            @let records: Vec<&ReportRecord> = reports.iter().map(|(_, record)| record).collect();
            (of_story(&story.id, &story.label, &records, signed))
        }
        (timeline(&drawn, reports.iter().map(|(_, record)| record)))
        div.desk {
            section.findings aria-label="Findings" {
                @if story.findings.is_empty() { p { "Nothing that the reports say could be laid side by side." } }
                @for of in KINDS {
                    @let findings: Vec<&Finding> = standing.iter().copied().filter(|f| f.kind == of).collect();
                    @if !findings.is_empty() {
                        h2.{ (of) } id=(of) { (kind(of).1) " (" (findings.len()) ")" }
                        @for finding in findings.iter().take(IN_FULL) { (card(finding, &named, told)) }
                        @if findings.len() > IN_FULL {
                            ul {
                                @for finding in &findings[IN_FULL..] {
                                    li { a href={ "/findings/" (finding.id) } { (claim(finding)) } }
                                }
                            }
                        }
                    }
                }
                @if !wrong.is_empty() {
                    h2 #wrong { "Held to be wrong (" (wrong.len()) ")" }
                    @for finding in &wrong { (card(finding, &named, told)) }
                }
            }
            section.reports aria-label="Reports" {
                div.arrange {
                    label { input type="radio" name="arrange" value="side" checked; " side by side" }
                    label { input type="radio" name="arrange" value="stacked" #stacked; " stacked" }
                }
                div.beside {
                @for (report, record) in reports.iter().take(BESIDE) { (beside(report, record, &story.findings)) }
                @if reports.len() > BESIDE {
                    ul {
                        @for (_, record) in &reports[BESIDE..] {
                            li { a href={ "/reports/" (escaped(&record.id)) } { (outlet(record)) } }
                        }
                    }
                }
                }
            }
        }
    };
    Ok(framed(&story.label, access, &body))
}

/// A report, cut down to the blocks that findings rest on.
fn beside(report: &Report, record: &ReportRecord, findings: &[Finding]) -> Markup {
    let marks = lights(record, findings);
    let index = CharIndex::new(&report.text);
    let in_title: Vec<&Light<'_>> = marks.iter().filter(|mark| mark.in_title).collect();
    // Runs of blocks that nothing rests on are one ellipsis.
    let mut shown = Vec::new();
    let mut hidden = false;
    for block in &report.blocks {
        let chars = index.chars(block.span);
        let over: Vec<&Light<'_>> = marks
            .iter()
            .filter(|mark| !mark.in_title && mark.start < chars.end() && chars.start() < mark.end)
            .collect();
        if over.is_empty() {
            if !hidden {
                shown.push(html! { p.cut { "…" } });
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
        article.report tabindex="0" aria-label=(outlet(record)) {
            h2 { a href={ "/reports/" (escaped(&record.id)) } { (outlet(record)) } }
            p.note {
                @if let Some(published) = &record.published { (time(published)) } @else { "undated" }
                @if let Some(origin) = record.origin.as_ref().and_then(|origin| origin.origin.as_ref()) { "; origin: " (origin) }
            }
            @if let Some(title) = &record.title { h3 { (lit(title, 0, &in_title)) } }
            @for block in &shown { (block) }
        }
    }
}
