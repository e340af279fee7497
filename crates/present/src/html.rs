//! One self-contained page (`check --format html`).
//!
//! Findings on the left, the reports side by side on the right; choosing a finding lights its
//! evidence in every report that has some. Every finding is a link target, the keyboard reaches
//! everything, print shows all passages, and nothing is fetched: style and script are inside.
//! All text goes through the template's escaping.

use std::collections::{BTreeSet, HashMap};

use crosswire_record::{Between, Finding, FindingKind};
use crosswire_report::{Field, Report, Role};
use crosswire_text::{CharIndex, Span};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::outcome::{Outcome, StoryOutcome};

const STYLE: &str = include_str!("../assets/check.css");
const SCRIPT: &str = include_str!("../assets/check.js");

/// The whole outcome as one page.
#[must_use]
pub fn render(outcome: &Outcome) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Crosswire: " (outcome.stories.first().map_or("no story", |story| &story.label)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#stories" { "Skip to the stories" }
                header {
                    h1 { "Crosswire" }
                    p { "What the reports agree on, and where they contradict or alter each other. "
                        "Choose a finding to light its words in the reports; "
                        kbd { "j" } " and " kbd { "k" } " go to the next and the last, " kbd { "Esc" } " puts out the light." }
                }
                main #stories {
                    @for story in &outcome.stories { (story_section(outcome, story)) }
                    (problems(outcome))
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn story_section(outcome: &Outcome, story: &StoryOutcome) -> Markup {
    let findings = &story.findings;
    let reports = outcome.by_id(story);
    let story_id = outcome.story_id(story);
    html! {
        section.story id={ "s-" (story_id) } aria-labelledby={ "h-" (story_id) } {
            h2 id={ "h-" (story_id) } { (story.label) }
            p.summary {
                (story.reports.len()) " reports, " (story.outlets) " outlets, " (story.origins) " origins; "
                (story.statements_aligned) " statements laid side by side"
            }
            div.desk {
                div.findings {
                    @if findings.is_empty() { p { "No finding: nothing that the reports say could be laid side by side." } }
                    @for kind in FindingKind::ALL {
                        @let of_kind: Vec<&Finding> = findings.iter().filter(|finding| finding.kind == kind).collect();
                        @if !of_kind.is_empty() {
                            h3.{ (kind.name()) } { (heading(kind)) " (" (of_kind.len()) ")" }
                            @for finding in of_kind { (finding_card(&reports, finding)) }
                        }
                    }
                }
                div.reports {
                    @for &report in &story.reports {
                        (report_column(&outcome.reports[report], &marks(findings, &outcome.reports[report])))
                    }
                }
            }
        }
    }
}

fn finding_card(reports: &HashMap<&str, &Report>, finding: &Finding) -> Markup {
    let id = &finding.id;
    html! {
        article.finding.{ (finding.kind.name()) } id={ "f-" (id) } data-finding=(id) {
            h4 { a href={ "#f-" (id) } { (finding.question) } }
            p { (finding.explanation) }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            p.note {
                (finding.about.name()) ", " (finding.origins) " origins, confidence "
                (format!("{:.2}", finding.confidence))
                @if finding.between == Between::Sources { "; the sources differ, not the reports" }
            }
            @for evidence in finding.best_rows() {
                @let report = reports.get(evidence.report.as_str());
                figure {
                    figcaption {
                        b { (report.map_or(evidence.report.as_str(), |report| name_of(report))) }
                        @if let Some(published) = report.and_then(|report| report.published) { ", " time { (published) } }
                        @if let Some(source) = &evidence.attributed_to { ", according to " (source) }
                        @if !evidence.value.is_empty() && evidence.value != evidence.text { ": " (evidence.value) }
                    }
                    blockquote { (evidence.text) }
                }
            }
            @if finding.changed.iter().any(|change| change.meaning) {
                p.changed {
                    "Changed: "
                    @for change in finding.changed.iter().filter(|change| change.meaning) {
                        del { (change.from) } " " ins { (change.to) } " "
                    }
                }
            }
        }
    }
}

/// A stretch of a report that findings rest on.
struct Mark<'a> {
    field: Field,
    span: Span,
    finding: &'a str,
    kind: FindingKind,
}

fn marks<'a>(findings: &'a [Finding], report: &Report) -> Vec<Mark<'a>> {
    let [title, text] =
        [Field::Title, Field::Text].map(|field| CharIndex::new(report.field(field)));
    let mut marks = Vec::new();
    for finding in findings {
        let here = finding.evidence.iter();
        for evidence in here.filter(|evidence| evidence.report == report.id) {
            let (field, index) = if evidence.in_title {
                (Field::Title, &title)
            } else {
                (Field::Text, &text)
            };
            if let Some(span) = index.bytes(evidence.start, evidence.end) {
                marks.push(Mark {
                    field,
                    span,
                    finding: &finding.id,
                    kind: finding.kind,
                });
            }
        }
    }
    marks
}

fn report_column(report: &Report, marks: &[Mark<'_>]) -> Markup {
    html! {
        article.report aria-label=(name_of(report)) tabindex="0" {
            header {
                b { (name_of(report)) }
                @if let Some(published) = report.published { " " time { (published) } }
                @if !report.authors.is_empty() { p.byline { (report.authors.join(", ")) } }
            }
            @if let Some(title) = &report.title {
                h3 { (lit(title, Span::new(0, title.len()), Field::Title, marks)) }
            }
            @for block in &report.blocks {
                @let words = lit(&report.text, block.span, Field::Text, marks);
                @match block.role {
                    Role::Title | Role::Heading => h4 { (words) },
                    _ => p.{ (block.role.name()) } { (words) },
                }
            }
        }
    }
}

/// The words of `span`, cut where marks begin and end, each piece naming the findings it serves.
fn lit(text: &str, span: Span, field: Field, marks: &[Mark<'_>]) -> Markup {
    let marks: Vec<&Mark<'_>> = marks
        .iter()
        .filter(|mark| mark.field == field && mark.span.overlaps(span))
        .collect();
    let mut cuts = BTreeSet::from([span.start(), span.end()]);
    for mark in &marks {
        cuts.extend([
            mark.span.start().max(span.start()),
            mark.span.end().min(span.end()),
        ]);
    }
    let cuts: Vec<usize> = cuts.into_iter().collect();
    html! {
        @for pair in cuts.windows(2) {
            @let piece = Span::new(pair[0], pair[1]);
            @let over: Vec<&&Mark<'_>> = marks.iter().filter(|mark| mark.span.contains(piece)).collect();
            @if over.is_empty() {
                (piece.slice(text))
            } @else {
                @let worst = over.iter().map(|mark| mark.kind).min().unwrap_or(FindingKind::Agreement);
                @let findings: BTreeSet<&str> = over.iter().map(|mark| mark.finding).collect();
                mark.{ (worst.name()) } data-findings=(findings.into_iter().collect::<Vec<_>>().join(" ")) { (piece.slice(text)) }
            }
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
                        @for problem in &report.problems { li { (report.source) ": " (problem) } }
                    }
                }
            }
        }
    }
}

fn name_of(report: &Report) -> &str {
    report.outlet.as_deref().unwrap_or(&report.source)
}

fn heading(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Conflict => "Conflicts",
        FindingKind::Update => "Updates",
        FindingKind::QuoteVariant => "Altered quotations",
        FindingKind::Refinement => "One report is sharper",
        FindingKind::Agreement => "Agreements",
        FindingKind::SingleSource => "Only one report says",
        FindingKind::Revision => "Revisions of one report",
    }
}
