//! One finding on a page: its claim with the differing words marked in place, who holds which value and
//! when, and the passages.

use std::collections::HashMap;

use crosswire_record::{Between, Claim, Evidence, Finding, FindingKind, PartKind, Written};
use crosswire_report::Report;
use maud::{Markup, html};

use super::{name_of, time};
use crate::called;
use crate::terminal::count;

/// The claim of a finding: values, struck and inserted words marked where they stand. Of two wordings of a quotation neither
/// is the true one, so both are marked alike; of an agreement, what the reports do not share is set back.
#[must_use]
pub fn claim(finding: &Finding) -> Markup {
    let whole = Claim {
        text: finding.question.clone(),
        parts: Vec::new(),
        leans: false,
    };
    let claim = finding.claim.as_ref().unwrap_or(&whole);
    let two = finding.kind == FindingKind::QuoteVariant;
    let placed = finding.kind == FindingKind::Agreement
        && claim.parts.iter().any(|part| part.kind == PartKind::Value);
    html! {
        @if claim.parts.is_empty() { (claim.text) }
        @for piece in claim.written(finding.kind, finding.about) {
            @match piece {
                Written::Sign(" → ") if two => span.sign { " | " },
                Written::Sign(sign) => span.sign { (sign) },
                Written::Words(part) => @match part.kind {
                    PartKind::Text if placed => span.rest { (part.text) },
                    PartKind::Text => (part.text),
                    PartKind::Value => b.value { (part.text) },
                    PartKind::Removed | PartKind::Inserted if two => b.value { (part.text) },
                    PartKind::Removed => del { (part.text) },
                    PartKind::Inserted => ins { (part.text) },
                    PartKind::Context => i.context { (part.text) },
                },
            }
        }
    }
}

/// How to read the findings of a page, as far as they have something that asks for it: the signs in their claims, what
/// is likely.
pub fn reading<'f>(findings: impl Iterator<Item = &'f Finding>) -> Markup {
    let (mut parted, mut exact, mut agreed, mut revised, mut context, mut any) =
        (false, false, false, false, false, false);
    for finding in findings {
        any = true;
        for part in finding.claim.iter().flat_map(|claim| &claim.parts) {
            match (part.kind, finding.kind) {
                (PartKind::Context, _) => context = true,
                (PartKind::Removed | PartKind::Inserted, FindingKind::Revision) => revised = true,
                (PartKind::Removed | PartKind::Inserted, _) => parted = true,
                (PartKind::Value, FindingKind::Refinement) => exact = true,
                (PartKind::Value, FindingKind::Agreement) => agreed = true,
                (PartKind::Value, kind) if kind.is_dispute() => parted = true,
                (PartKind::Value | PartKind::Text, _) => {}
            }
        }
    }
    html! {
        @if any {
            details.reading {
                summary { "How to read a finding" }
                ul {
                    @if parted { li { span.sign { "[" } b.value { "one" } span.sign { " | " } b.value { "other" } span.sign { "]" } ": what the reports differ over; neither is held to be the right one. A dash stands for words left out." } }
                    @if revised { li { span.sign { "[" } del { "before" } span.sign { " → " } ins { "after" } span.sign { "]" } ": what a later version of the same report changed." } }
                    @if exact { li { span.sign { "[elsewhere: " } b.value { "other" } span.sign { "]" } ": what other reports say less exactly, or in other words." } }
                    @if agreed { li { span.sign { "[= " } b.value { "words" } span.sign { "]" } ": what the reports have in common; the rest of the sentence, in grey, is one report’s alone." } }
                    @if context { li { span.sign { "[" } i.context { "slanted words" } span.sign { "]" } ": taken from elsewhere in the same report, mostly its headline, to say who or what is meant; not part of the finding." } }
                    li { "“80% likely right”: estimated from stories that were judged by hand when Crosswire was built, where eighty of a hundred findings like it were right." }
                    li { "“2 origins”: two independent texts say so. Reports that print one text, as of an agency, are one origin." }
                }
            }
        }
    }
}

/// A finding as a card.
pub(super) fn card(reports: &HashMap<&str, &Report>, finding: &Finding) -> Markup {
    let id = &finding.id;
    html! {
        article.finding.{ (finding.kind.name()) } id={ "f-" (id) } data-finding=(id) {
            h4 { a href={ "#f-" (id) } { (claim(finding)) } }
            p.note {
                b.{ (finding.kind.name()) } { @if finding.confidence < called::DOUBTFUL { "Possible: " (called::kind(finding.kind).0.to_lowercase()) } @else { (called::kind(finding.kind).0) } }
                @if finding.between == Between::Sources { "; it is sources who contradict each other, and the reports say so" }
                @if finding.kind != FindingKind::Revision && finding.kind != FindingKind::SingleSource {
                    "; "
                    @if finding.origins == 1 { "copies of one text" }
                    @else { (count(finding.origins, "independent origin")) }
                    ", " (percent(finding.confidence)) " likely right"
                }
            }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            @for (value, held) in held(finding) {
                @if let Some(value) = value { p.held { b.value { (value) } } }
                @for evidence in held { (passage(reports, evidence)) }
            }
        }
    }
}

/// How likely, in words that need no scale: "95 %".
fn percent(confidence: f64) -> String {
    format!("{:.0}%", confidence * 100.0)
}

/// The best passages by the value that they hold, in the order of the values; all together where there
/// is nothing to tell apart.
fn held(finding: &Finding) -> Vec<(Option<&str>, Vec<&Evidence>)> {
    let rows: Vec<&Evidence> = finding.best_rows().collect();
    let apart = !matches!(
        finding.kind,
        FindingKind::Agreement | FindingKind::SingleSource | FindingKind::Revision
    );
    if !apart || finding.values.is_empty() {
        return vec![(None, rows)];
    }
    let quoted = finding.kind == FindingKind::QuoteVariant;
    let of = |reports: &[String]| -> Vec<&Evidence> {
        let all = rows.iter().copied();
        all.filter(|row| reports.contains(&row.report)).collect()
    };
    let values = finding.values.iter();
    values
        .map(|value| {
            let shown = Some(value.value.as_str()).filter(|_| !quoted);
            (shown, of(&value.reports))
        })
        .filter(|(_, rows)| !rows.is_empty())
        .collect()
}

fn passage(reports: &HashMap<&str, &Report>, evidence: &Evidence) -> Markup {
    let report = reports.get(evidence.report.as_str());
    html! {
        figure {
            figcaption {
                b { (report.map_or(evidence.report.as_str(), |report| name_of(report))) }
                @if let Some(published) = report.and_then(|report| report.published) { ", " (time(published)) }
                @if let Some(source) = &evidence.attributed_to { ", according to " (source) }
            }
            blockquote { (evidence.text) }
        }
    }
}
