//! A story seen whole: who says what at a glance, the numbers that move, when what happened, then the findings with the
//! reports beside them.

use std::collections::BTreeMap;

use axum::extract::{Extension, Path, State};
use crosswire_ledger::{Finding, FindingKind, Page as Part, ReportRecord, StorySummary};
use crosswire_present::called::means;
use crosswire_present::html::reading;
use crosswire_present::order::for_people;
use maud::{Markup, html};

use super::beside::beside;
use super::card::{Told, card};
use super::chart::charts;
use super::correcting::{Signed, of_story};
use super::frame::{KINDS, Page, Paged, count, escaped, export, framed, is_doubtful, kind, tally};
use super::grid::grid;
use super::timeline::timeline;
use super::when::{day, reach};
use crate::api::moved;
use crate::guard::Access;
use crate::person::Person;
use crate::state::Shared;

/// Findings of one kind that are shown in full: those that are disputed, and the others; the rest are links.
const DISPUTED: usize = 20;
const IN_FULL: usize = 8;
/// Stories of a topic that are named.
const TOPIC: usize = 12;

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
        let part = Part {
            limit: TOPIC,
            after: None,
        };
        let topic = view.topic(&story.id, &part)?.items;
        Ok((story, reports, topic))
    });
    let read = read.await.map_err(Page::of(access))?;
    let (commit, (story, reports, topic)) = (read.commit, read.value);
    if story.id != asked {
        return Ok(moved(&format!("/stories/{}", story.id), None));
    }
    let by_id: BTreeMap<&str, &ReportRecord> = reports
        .iter()
        .map(|(_, record)| (record.id.as_str(), record))
        .collect();
    let known = |id: &str| by_id.get(id).copied();
    let told = Told::Listed {
        may_mark: access.may_write(),
    };
    let form = access.may_write().then(|| state.token.form());
    let own = format!("/stories/{}", escaped(&story.id));
    // What people hold to be wrong goes to the end, and counts in no number.
    let (wrong, standing): (Vec<&Finding>, Vec<&Finding>) = for_people(&story.findings)
        .into_iter()
        .partition(|finding| finding.is_wrong());
    let records: Vec<&ReportRecord> = reports.iter().map(|(_, record)| record).collect();
    let body = html! {
        p.above { a href="/" { "Stories" } (published(&records)) }
        h1 { (story.label) }
        (of_topic(&topic, &story.id))
        p.note data-commit=(commit) data-live={ "story:" (story.id) } {
            "Story number " (story.id) ": " (count(story.reports.len(), "report", "reports")) " of "
            (count(story.outlets, "outlet", "outlets")) ", "
            (count(story.origins, "independent origin", "independent origins")) "; "
            (count(story.statements_aligned, "statement", "statements")) " that could be compared"
            @if story.round_up { "; tells several happenings, and is compared with nothing" }
            @if let Some(compared) = story.compared {
                "; the last " (compared) " reports to arrive are compared, findings on earlier ones stay"
            }
        }
        p.jump {
            @for of in KINDS {
                @let findings: Vec<&Finding> = standing.iter().copied().filter(|f| f.kind == of).collect();
                @if !findings.is_empty() { a.{ (of) }.doubtful[findings.iter().all(|f| is_doubtful(f))] href={ "#" (of) } { (tally(of, &findings)) } }
            }
            @if !story.findings.is_empty() { a href="#findings" { "Findings ↓" } }
            a href="#reports" { "Reports ↓" }
        }
        div.actions {
            a href={ "/reference?story=" (escaped(&story.id)) } { "Check its quotations against a transcript" }
            @if records.len() > 1 { a href={ "/compare?a=" (escaped(&records[0].id)) "&b=" (escaped(&records[1].id)) } { "Compare two reports" } }
            (export(&format!("/api/v1/export/findings?story={}", escaped(&story.id))))
        }
        @if let Some(form) = &form {
            @let signed = Signed { form, name: &person.0, back: &own };
            (of_story(&story.id, &story.label, &records, signed))
        }
        (grid(&standing, &records))
        (charts(&standing, &records))
        (timeline(&standing, &records))
        div.desk {
            section.findings #findings aria-label="Findings" {
                @if story.findings.is_empty() { p { "Nothing that the reports say could be laid side by side." } }
                (reading(standing.iter().copied()))
                @for of in KINDS {
                    @let findings: Vec<&Finding> = standing.iter().copied().filter(|f| f.kind == of).collect();
                    @let most = if of.is_dispute() { DISPUTED } else { IN_FULL };
                    @if !findings.is_empty() {
                        @let (doubtful, likely): (Vec<&Finding>, Vec<&Finding>) = findings.iter().copied().partition(|finding| is_doubtful(finding));
                        h2.{ (of) } id=(of) { (heading(of, likely.len(), doubtful.len())) }
                        p.note { @if likely.is_empty() { "less than 50% likely right; if right: " } (means(of)) }
                        div.cards { @for finding in likely.iter().take(most) { (card(finding, &known, told)) } }
                        @if !doubtful.is_empty() && !likely.is_empty() { p.note.doubts { "Possible ones, less than 50% likely right (" (doubtful.len()) "):" } }
                        div.cards { @for finding in doubtful.iter().take(most.saturating_sub(likely.len())) { (card(finding, &known, told)) } }
                        @if findings.len() > most { (rest(&likely.iter().chain(&doubtful).skip(most).copied().collect::<Vec<_>>())) }
                    }
                }
                @if !wrong.is_empty() {
                    h2 #wrong { "Held to be wrong (" (wrong.len()) ")" }
                    @for finding in &wrong { (card(finding, &known, told)) }
                }
            }
            (beside(&story.id, reports.iter().map(|(report, record)| (&**report, record)), &story.findings))
        }
    };
    Ok(framed(&story.label, access, &body))
}

/// When the reports of a story were published.
fn published(reports: &[&ReportRecord]) -> Markup {
    let published = reports
        .iter()
        .filter_map(|report| report.published.as_deref());
    html! { @if let Some(days) = reach(published) { " · " (days) } }
}

/// The other stories of a story's topic, in their order; nothing where there is none.
fn of_topic(topic: &[StorySummary], own: &str) -> Markup {
    html! {
        @if topic.len() > 1 {
            section.topic aria-label="Topic" {
                b { "One topic in " (count(topic.len(), "story", "stories")) }
                ol {
                    @for story in topic {
                        li {
                            @if story.id == own { b aria-current="true" { (story.label) } " (this story)" }
                            @else { a href={ "/stories/" (story.id) } { (story.label) } }
                            span.note { @if let Some(first) = &story.first { ", " (day(first)) } ", " (count(story.reports, "report", "reports")) }
                        }
                    }
                }
            }
        }
    }
}

/// The heading of the findings of a kind: how many there are, and how many of them are only possible.
fn heading(of: FindingKind, sure: usize, possible: usize) -> String {
    let many = kind(of).1;
    match (sure, possible) {
        (n, 0) => format!("{many} ({n})"),
        (0, n) => format!("Possible: {} ({n})", many.to_lowercase()),
        (n, m) => format!("{many} ({n}, {m} possible)"),
    }
}

/// Findings as links, unfolded by who asks.
fn rest(findings: &[&Finding]) -> Markup {
    html! {
        details.fold {
            summary { (findings.len()) " more" }
            ul.more-findings {
                @for finding in findings {
                    li.{ (finding.kind) } id={ "f-" (finding.id) } data-finding=(finding.id) { a href={ "/findings/" (finding.id) } { (finding.question) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{heading, of_topic};
    use crosswire_ledger::{FindingKind, StorySummary};

    fn story(id: &str, label: &str) -> StorySummary {
        StorySummary {
            id: id.to_owned(),
            label: label.to_owned(),
            keywords: Vec::new(),
            continues: None,
            topic: Some("1".to_owned()),
            reports: 2,
            outlets: 2,
            origins: 2,
            statements_aligned: 0,
            disputes: 0,
            first: Some("2031-03-06T23:30:00-02:00".to_owned()),
            last: None,
            updated: String::new(),
            compared: None,
        }
    }

    #[test]
    fn a_heading_says_what_is_only_possible() {
        for (sure, possible, told) in [
            (5, 1, "Conflicts (5, 1 possible)"),
            (2, 0, "Conflicts (2)"),
            (0, 1, "Possible: conflicts (1)"),
        ] {
            assert_eq!(heading(FindingKind::Conflict, sure, possible), told);
        }
    }

    #[test]
    fn a_topic_stands_over_its_stories() {
        let topic = [story("1", "The arrest"), story("4", "The <trial>")];
        let told = of_topic(&topic, "4").into_string();
        assert!(told.contains("One topic in 2 stories"), "{told}");
        assert!(
            told.contains("<a href=\"/stories/1\">The arrest</a>"),
            "{told}"
        );
        assert!(
            told.contains("<b aria-current=\"true\">The &lt;trial&gt;</b>"),
            "{told}"
        );
        assert!(
            told.contains("7 Mar 2031"),
            "in the zone of the page: {told}"
        );
        assert_eq!(of_topic(&topic[..1], "1").into_string(), "");
    }
}
