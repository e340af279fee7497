//! One finding by itself: who says what and when, the words, the way it came, and a link to send to
//! somebody.

use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use crosswire_ledger::{Citation, State as Then};
use crosswire_present::called::means;
use crosswire_present::html::{claim, reading};
use crosswire_record::{Between, Finding, FindingKind};
use maud::{Markup, html};

use super::card::{Told, card};
use super::copy::FORMS;
use super::frame::{
    Page, Paged, SOURCES, about, count, escaped, framed, is_doubtful, kind, likely, percent,
    titled, told_by, word,
};
use super::holding::{Known, held, names, whose};
use super::marking::remembering;
use super::when::{reach, time};
use crate::api::{keep, moved};
use crate::guard::Access;
use crate::jobs::Said;
use crate::person::Person;
use crate::problem::Problem;
use crate::state::Shared;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Path(id): Path<String>,
) -> Paged {
    let asked = id.clone();
    let read = state.read(None, move |view| {
        let cited = view.citation(&id)?;
        let trail = view.trail(&cited.finding.id)?;
        let label = match &cited.finding.story {
            Some(story) => view.label(story)?,
            None => None,
        };
        Ok((cited, trail, label))
    });
    let read = read.await.map_err(Page::of(access))?;
    let (commit, (cited, trail, label)) = (read.commit, read.value);
    let finding = &cited.finding;
    if finding.id != asked {
        return Ok(moved(&format!("/findings/{}", finding.id), None));
    }
    let source = |id: &str| cited.sources.iter().find(|source| source.report.id == id);
    let known = |id: &str| source(id).map(|source| &source.report);
    let form = access.may_write().then(|| state.token.form());
    let told = Told::Whole {
        form: form.as_deref().map(|form| (form, person.0.as_str())),
    };
    let body = html! {
        h1.claim.{ (finding.kind) } { (claim(finding)) (whose(finding, &known)) }
        div.{ (finding.kind) } data-commit=(commit) data-live={ "finding:" (finding.id) } {
            @if let Some(mark) = finding.verdict() {
                p.verdict { b { (word(mark.word)) } " by " (mark.name) ", " (time(&mark.at)) @if mark.as_marked.is_some() { "; it says something else since" } }
            }
            (facts(&cited, &trail, label.as_deref()))
            (copies(&finding.id))
            @if !finding.values.is_empty() { (values(&cited, &known)) }
            h2 { "What the reports say" }
            (reading(std::iter::once(finding)))
            (card(finding, &known, told))
            (trailed(&trail, finding))
        }
    };
    Ok(framed(&finding.question, access, &body))
}

fn facts(cited: &Citation, trail: &[Then], label: Option<&str>) -> Markup {
    let finding = &cited.finding;
    let days = cited.sources.iter();
    let days = days.filter_map(|source| source.report.published.as_deref());
    html! {
        dl.facts {
            dt { "Story" }
            dd {
                @match (&finding.story, label) {
                    (Some(story), Some(label)) => a href={ "/stories/" (story) "#f-" (finding.id) } { (label) },
                    _ => "none",
                }
            }
            dt { "Kind" }
            dd {
                (titled(finding)) ", about " (about(finding.about)) @if !is_doubtful(finding) { ": " (means(finding.kind)) }
                @if finding.between == Between::Sources && finding.kind == FindingKind::Conflict { "; " (SOURCES) }
            }
            dt { "Told by" }
            dd { (count(finding.origins, "independent origin", "independent origins")) @if told_by(finding) > finding.origins { ", in " (count(told_by(finding), "report", "reports")) ": copies of one text, and the reports of one outlet, are counted once" } }
            dt { "Likely right" }
            dd { (percent(finding.confidence)) ": estimated from stories that were judged by hand when Crosswire was built" @if finding.verdict().is_some() { "; what people said of it stands above" } }
            dt { "Published" }
            dd { @match reach(days) { Some(days) => (days), None => "undated" } }
            @if let Some(first) = trail.first() { dt { "Found" } dd { (time(&first.from)) } }
            @if trail.len() > 1 && let Some(last) = trail.last() { dt { "As it is since" } dd { (time(&last.from)) } }
        }
    }
}

/// Links that a script turns into buttons that copy.
fn copies(id: &str) -> Markup {
    html! {
        p.copies {
            "Copy as "
            @for (form, words) in FORMS {
                a href={ "/findings/" (escaped(id)) "/as/" (form) } data-copy=(form) { (words) } " "
            }
            a href={ "/findings/" (escaped(id)) } data-copy="link" { "a link" }
            span #copied role="status" {}
        }
    }
}

/// What is said with the reports that say it, each in its own words, and when these were published.
fn values(cited: &Citation, known: Known<'_>) -> Markup {
    let rows = held(&cited.finding, known);
    html! {
        h2 { "Who says what" }
        div.wide {
            table {
                thead { tr { th scope="col" { "What they say" } th scope="col" { "Reports" } } }
                tbody {
                    @for held in &rows {
                        tr {
                            td { b.value { (held.words) } @if held.vague { " " span.note { "less exact" } } @if held.again { " " span.note { "the same value" } } }
                            td {
                                @for (i, id) in held.reports.iter().enumerate() {
                                    @if i > 0 { "; " }
                                    a href={ "/reports/" (escaped(id)) } { (names(&[*id], known)) }
                                    @if let Some(published) = known(id).and_then(|report| report.published.as_deref()) { ", " (time(published)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What happened to it.
enum Step<'s> {
    /// It came to be, or to be otherwise.
    Was(&'s Then, Option<&'s Then>),
    /// Somebody said something.
    Said(&'s crosswire_record::Mark),
}

/// Its states and what people said of it, in order.
fn trailed(trail: &[Then], finding: &Finding) -> Markup {
    let states = trail.iter().enumerate();
    let states = states.map(|(at, then)| {
        let before = at.checked_sub(1).map(|before| &trail[before]);
        (then.from.as_str(), Step::Was(then, before))
    });
    let said = finding.marks.iter().rev();
    let said = said.map(|mark| (mark.at.as_str(), Step::Said(mark)));
    let mut steps: Vec<(&str, Step<'_>)> = states.chain(said).collect();
    steps.sort_by_key(|(at, _)| *at);
    html! {
        h2 #trail { "How it came" }
        ol.trail {
            @for (at, step) in &steps {
                li {
                    (time(at)) ": "
                    @match step {
                        Step::Was(now, None) => { "found as " (kind(now.finding.kind).0.to_lowercase()) (said_then(&now.finding)) },
                        Step::Was(now, Some(before)) => (changed(&before.finding, &now.finding)),
                        Step::Said(mark) => {
                            b { (word(mark.word).to_lowercase()) } " by " (mark.name)
                            @if !mark.note.is_empty() { ": " (mark.note) }
                            @if mark.taken_back { " (taken back since)" }
                        },
                    }
                }
            }
        }
    }
}

fn list(finding: &Finding) -> String {
    let values: Vec<&str> = finding
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    values.join(" | ")
}

fn said_then(finding: &Finding) -> Markup {
    html! { @if !finding.values.is_empty() { ": " b.value { (list(finding)) } } }
}

/// What is otherwise than before.
fn changed(before: &Finding, now: &Finding) -> Markup {
    let (was, is) = (list(before), list(now));
    html! {
        "changed"
        @if before.kind != now.kind { "; " del { (kind(before.kind).0) } " " ins { (kind(now.kind).0) } }
        @if was != is { "; values " del { (was) } " " ins { (is) } }
        @if before.origins != now.origins { "; " (count(now.origins, "origin", "origins")) " for " (before.origins) }
        @if before.evidence.len() != now.evidence.len() { "; " (count(now.evidence.len(), "passage", "passages")) " for " (before.evidence.len()) }
        @if percent(before.confidence) != percent(now.confidence) { "; " (likely(now.confidence)) " for " (percent(before.confidence)) }
        @if before.question != now.question && was == is { "; other words in front" }
    }
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
    let name = said.name.clone();
    let marked = keep(&state, vec![id.clone()], said)
        .await
        .map_err(Page::of(access))?;
    let at = marked.first().map_or(id.as_str(), |finding| &finding.id);
    let answer = Redirect::to(&format!("/findings/{}", escaped(at))).into_response();
    Ok(remembering(answer, &name))
}
