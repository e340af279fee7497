//! One finding on a page: its claim with the differing words marked in place, who holds which value and
//! when, and the passages.

use std::collections::HashMap;

use crosswire_record::{Between, Claim, Evidence, Finding, FindingKind, PartKind, Written};
use crosswire_report::Report;
use maud::{Markup, html};

use super::{name_of, time};
use crate::called;
use crate::terminal::count;

/// The claim of a finding: values, struck and inserted words marked where they stand.
#[must_use]
pub fn claim(finding: &Finding) -> Markup {
    let whole = Claim {
        text: finding.question.clone(),
        parts: Vec::new(),
    };
    let claim = finding.claim.as_ref().unwrap_or(&whole);
    html! {
        @if claim.parts.is_empty() { (claim.text) }
        @for piece in claim.written(finding.kind, finding.about) {
            @match piece {
                Written::Sign(sign) => span.sign { (sign) },
                Written::Words(part) => @match part.kind {
                    PartKind::Text => (part.text),
                    PartKind::Value => b.value { (part.text) },
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
    let (mut values, mut altered, mut exact, mut context, mut any) =
        (false, false, false, false, false);
    for finding in findings {
        any = true;
        let parts = finding.claim.iter().flat_map(|claim| &claim.parts);
        for part in parts {
            match part.kind {
                PartKind::Removed | PartKind::Inserted => altered = true,
                PartKind::Context => context = true,
                PartKind::Value if finding.kind == FindingKind::Refinement => exact = true,
                PartKind::Value if finding.kind.is_dispute() => values = true,
                PartKind::Value | PartKind::Text => {}
            }
        }
    }
    html! {
        @if any {
            p.note.reading {
                "How to read a finding: "
                @if values { span.sign { "[" } b.value { "one" } span.sign { " | " } b.value { "other" } span.sign { "]" } " are the values that reports differ over. " }
                @if exact { span.sign { "[elsewhere: " } b.value { "vaguer" } span.sign { "]" } " is what other reports say less exactly. " }
                @if altered { span.sign { "[" } del { "one" } span.sign { " → " } ins { "other" } span.sign { "]" } " are words of a quotation that another report prints otherwise. " }
                @if context { span.sign { "[" } i.context { "Words in slanted type" } span.sign { "]" } " are taken from elsewhere in the same report, to say who or what is meant. " }
                "“80% likely right”: of a hundred findings like it, eighty were right where people checked them."
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
                b.{ (finding.kind.name()) } { (called::kind(finding.kind).0) }
                @if finding.between == Between::Sources { "; the sources differ, not the reports" }
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
