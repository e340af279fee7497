//! The reports beside the findings, with the words that findings rest on marked.

use std::collections::BTreeSet;

use crosswire_record::{Finding, FindingKind};
use crosswire_report::{Field, Report, Role};
use crosswire_text::{CharIndex, Span};
use maud::{Markup, html};

/// A stretch of a report that findings rest on.
pub(super) struct Mark<'a> {
    field: Field,
    span: Span,
    finding: &'a str,
    kind: FindingKind,
}

/// What findings rest on in one report.
pub(super) fn marks<'a>(findings: &'a [Finding], report: &Report) -> Vec<Mark<'a>> {
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

/// A report at its place on the page, with what findings rest on marked.
pub(super) fn column(report: &Report, place: &str, marks: &[Mark<'_>]) -> Markup {
    html! {
        article.report id=(place) aria-label=(super::name_of(report)) tabindex="0" {
            header {
                b { (super::name_of(report)) }
                @if let Some(published) = report.published { " " (super::time(published)) }
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
