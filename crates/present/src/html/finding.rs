//! One finding on a page: its claim with the differing words marked in place, who holds which value and
//! when, and the passages.

use std::collections::HashMap;

use crosswire_record::{Between, Claim, Evidence, Finding, FindingKind, PartKind, Written};
use crosswire_report::Report;
use maud::{Markup, html};

use super::{name_of, time};
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

/// What a kind is called over one finding.
fn called(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Conflict => "Conflict",
        FindingKind::Update => "Update: it may have changed in between",
        FindingKind::QuoteVariant => "Altered quotation",
        FindingKind::Refinement => "Told more sharply by one",
        FindingKind::Agreement => "Agreed",
        FindingKind::SingleSource => "Only one report says it",
        FindingKind::Revision => "Changed from one version to the next",
    }
}

/// A finding as a card.
pub(super) fn card(reports: &HashMap<&str, &Report>, finding: &Finding) -> Markup {
    let id = &finding.id;
    html! {
        article.finding.{ (finding.kind.name()) } id={ "f-" (id) } data-finding=(id) {
            h4 { a href={ "#f-" (id) } { (claim(finding)) } }
            p.note {
                (called(finding.kind))
                @if finding.between == Between::Sources { "; the sources differ, not the reports" }
                @if finding.kind != FindingKind::Revision && finding.kind != FindingKind::SingleSource {
                    "; "
                    @if finding.origins == 1 { "copies of one text" }
                    @else { (count(finding.origins, "independent origin")) }
                    ", " (percent(finding.confidence)) " sure"
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
