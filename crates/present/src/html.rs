//! One self-contained page (`check --format html`).
//!
//! A list of the stories first, by weight; then each story: findings on the left, the reports side by
//! side on the right. Choosing a finding lights its evidence in every report that has some. What a
//! terminal folds is folded here too, and opens. Every finding is a link target, the keyboard reaches
//! everything, and nothing is fetched: style and script are inside. On paper the findings stand with
//! their passages and a list of the reports, without the reports' full texts. All text goes through the
//! template's escaping.

mod finding;
mod reports;

use crosswire_calendar::Stamp;
use crosswire_record::{Finding, FindingKind};
use crosswire_report::Report;
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::called;
use crate::order;
use crate::outcome::{Outcome, StoryOutcome};
use crate::terminal::count;
use finding::card;
pub use finding::{claim, reading, whose};
use reports::{column, marks};

/// The style that every page shares: type, space, colours, findings, reports, dark, print.
pub const LOOK: &str = include_str!("../assets/look.css");
/// The script that every page with findings shares: it lights the words of the chosen one.
pub const LIGHT: &str = include_str!("../assets/light.js");
/// The script that every page with reports side by side shares: it says which one is in sight, and turns to the next.
pub const BESIDE: &str = include_str!("../assets/beside.js");
/// What only this page has.
const STYLE: &str = include_str!("../assets/check.css");
/// How many agreements and refinements stand open.
const AGREEMENTS: usize = 10;
const REFINEMENTS: usize = 5;

/// The whole outcome as one page.
#[must_use]
pub fn render(outcome: &Outcome) -> String {
    let stories = order::stories(&outcome.stories);
    let several = stories.len() > 1;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Crosswire: " (stories.first().map_or("no story", |story| &story.label)) }
                style { (PreEscaped(LOOK)) (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#stories" { "Skip to the stories" }
                header {
                    h1 { "Crosswire" }
                    p.screen { "What the reports agree on, and where they contradict or alter each other. "
                        "Choose a finding to light its words in the reports; "
                        kbd { "j" } " and " kbd { "k" } " go to the next and the one before, " kbd { "Esc" } " puts out the light." }
                    nav.steps aria-label="Findings one by one" {
                        button type="button" #previous { "Previous" }
                        " "
                        button type="button" #next { "Next" }
                    }
                }
                @if several { (contents(outcome, &stories)) }
                main #stories {
                    (reading(outcome.stories.iter().flat_map(|story| &story.findings)))
                    @if stories.is_empty() { p { "No story: no report was read." } }
                    @for story in &stories { (story_section(outcome, story)) }
                    (problems(outcome))
                }
                script { (PreEscaped(LIGHT)) (PreEscaped(BESIDE)) }
            }
        }
    };
    page.into_string()
}

/// The stories by weight, a line each.
fn contents(outcome: &Outcome, stories: &[&StoryOutcome]) -> Markup {
    let told = disputes(stories.iter().flat_map(|story| &story.findings));
    html! {
        nav.contents aria-label="Stories" {
            h2 { (stories.len()) " stories, " @if told.is_empty() { "nothing disputed" } @else { (told) } }
            ol {
                @for story in stories {
                    @let told = disputes(story.findings.iter());
                    li {
                        a href={ "#s-" (outcome.story_id(story)) } { (story.label) }
                        span.note { " " (count(story.reports.len(), "report"))
                            @if !told.is_empty() { ": " (told) } }
                    }
                }
            }
        }
    }
}

/// "5 conflicts, 1 possible; 1 update"; empty for nothing disputed.
fn disputes<'f>(findings: impl Iterator<Item = &'f Finding> + Clone) -> String {
    let kinds = [
        FindingKind::Conflict,
        FindingKind::Update,
        FindingKind::QuoteVariant,
        FindingKind::Revision,
    ];
    let told = kinds.into_iter().filter_map(|of| {
        let all = findings.clone().filter(|finding| finding.kind == of);
        let (possible, sure): (Vec<&Finding>, Vec<&Finding>) =
            all.partition(|finding| called::is_possible(finding));
        let any = !(possible.is_empty() && sure.is_empty());
        any.then(|| called::counted(of, sure.len(), possible.len()))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// "(6)", or "(5, 1 possible)".
fn number_of(findings: &[&Finding]) -> String {
    let possible = findings.iter().filter(|f| called::is_possible(f)).count();
    match findings.len() - possible {
        sure if possible == 0 => format!("({sure})"),
        0 => format!("({possible}, only possible)"),
        sure => format!("({sure}, {possible} possible)"),
    }
}

fn story_section(outcome: &Outcome, story: &StoryOutcome) -> Markup {
    let findings = order::for_people(&story.findings);
    let by_id = outcome.by_id(story);
    let story_id = outcome.story_id(story);
    let told = disputes(story.findings.iter());
    let of = |kinds: &[FindingKind]| -> Vec<&Finding> {
        let all = findings.iter().copied();
        all.filter(|finding| kinds.contains(&finding.kind))
            .collect()
    };
    let sections = [
        (
            "Disputed",
            "conflict",
            usize::MAX,
            of(&[
                FindingKind::Conflict,
                FindingKind::Update,
                FindingKind::QuoteVariant,
            ]),
        ),
        (
            called::kind(FindingKind::Revision).1,
            "revision",
            usize::MAX,
            of(&[FindingKind::Revision]),
        ),
        (
            called::kind(FindingKind::Refinement).1,
            "refinement",
            REFINEMENTS,
            of(&[FindingKind::Refinement]),
        ),
        (
            called::kind(FindingKind::Agreement).1,
            "agreement",
            AGREEMENTS,
            of(&[FindingKind::Agreement]),
        ),
        (
            called::kind(FindingKind::SingleSource).1,
            "single_source",
            AGREEMENTS,
            of(&[FindingKind::SingleSource]),
        ),
    ];
    html! {
        section.story id={ "s-" (story_id) } aria-labelledby={ "h-" (story_id) } {
            h2 id={ "h-" (story_id) } { (story.label) }
            p.summary {
                (count(story.reports.len(), "report")) " from " (count(story.outlets, "outlet")) ", "
                (count(story.origins, "independent origin"))
                @if story.reports.len() > 1 {
                    "; " @if told.is_empty() { "nothing disputed" } @else { (told) }
                }
            }
            ul.sources {
                @for &at in &story.reports {
                    @let report = &outcome.reports[at];
                    li {
                        b { (name_of(report)) }
                        @if let Some(published) = report.published { ", " (time(published)) }
                        @if let Some(title) = &report.title { ": " (title) }
                    }
                }
            }
            div.desk {
                div.findings {
                    @if findings.is_empty() { p { "Nothing that the reports say could be laid side by side." } }
                    @for (heading, class, most, all) in &sections {
                        @if !all.is_empty() {
                            h3.{ (class) } { (heading) " " (number_of(all)) }
                            @let folded = *class == "agreement" || *class == "single_source";
                            @let shown = if folded { 0 } else { all.len().min(*most) };
                            @for finding in &all[..shown] { (card(&by_id, finding)) }
                            @if folded && all.len() <= *most {
                                (fold("Show them", &by_id, all))
                            } @else if folded {
                                (fold(&format!("Show the {most} weightiest"), &by_id, &all[..*most]))
                                (fold(&format!("Show the other {}", all.len() - most), &by_id, &all[*most..]))
                            } @else if all.len() > shown {
                                (fold(&format!("Show the other {}", all.len() - shown), &by_id, &all[shown..]))
                            }
                        }
                    }
                }
                section.reports aria-label="Reports" {
                    (which(outcome, story, &story_id))
                    div.beside {
                        @for &report in &story.reports {
                            (column(&outcome.reports[report], &place_of(&story_id, report), &marks(&story.findings, &outcome.reports[report])))
                        }
                    }
                }
            }
        }
    }
}

/// Where a report of a story stands on the page.
fn place_of(story: &str, report: usize) -> String {
    format!("r-{story}-{report}")
}

/// How many reports stand side by side, with the way to each; the script says beside it which one is in sight.
fn which(outcome: &Outcome, story: &StoryOutcome, id: &str) -> Markup {
    let n = story.reports.len();
    html! {
        @if n > 1 {
            div.which data-reports=(n) {
                details {
                    summary { "All " (n) " reports" }
                    ol {
                        @for &at in &story.reports {
                            @let report = &outcome.reports[at];
                            li { a href={ "#" (place_of(id, at)) } { (name_of(report)) } @if let Some(title) = &report.title { " " span.note { (title) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Findings that are shown when somebody asks.
fn fold(
    words: &str,
    reports: &std::collections::HashMap<&str, &Report>,
    findings: &[&Finding],
) -> Markup {
    html! {
        details.fold {
            summary { (words) }
            @for finding in findings { (card(reports, finding)) }
        }
    }
}

fn problems(outcome: &Outcome) -> Markup {
    let troubled: Vec<_> = outcome
        .reports
        .iter()
        .filter(|report| !report.problems.is_empty())
        .collect();
    html! {
        @if !troubled.is_empty() {
            section.problems {
                h2 { "Problems" }
                ul {
                    @for report in troubled {
                        @for problem in &report.problems { li { (report.place()) ": " (problem) } }
                    }
                }
            }
        }
    }
}

fn name_of(report: &Report) -> &str {
    report.outlet.as_deref().unwrap_or(&report.source)
}

/// A date as pages tell it, with the one for programs.
fn time(stamp: Stamp) -> Markup {
    html! { time datetime=(stamp) { (told(stamp)) } }
}

/// A date as pages tell it, all in one zone: "6 Mar 2031, 07:30 UTC"; "local" for a clock without a zone, and a day alone
/// where no clock is known.
#[must_use]
pub fn told(stamp: Stamp) -> String {
    let Some(clock) = stamp.time() else {
        return stamp.date().strftime("%-d %b %Y").to_string();
    };
    let at = stamp.date().to_datetime(clock);
    let moment = stamp
        .offset()
        .and_then(|offset| offset.to_timestamp(at).ok());
    match moment {
        Some(moment) => {
            let at = TimeZone::UTC.to_datetime(moment);
            at.strftime("%-d %b %Y, %H:%M UTC").to_string()
        }
        None => at.strftime("%-d %b %Y, %H:%M local").to_string(),
    }
}
