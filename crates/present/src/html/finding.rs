//! One finding on a page: its claim with the differing words marked in place, who holds which value and
//! when, and the passages.

use std::collections::HashMap;

use crosswire_record::{Between, Claim, Evidence, Finding, FindingKind, PartKind, Written};
use crosswire_report::Report;
use maud::{Markup, html};

use super::{name_of, time};
use crate::called;
use crate::holding::{framed_by, held, told_by};
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

/// Whose sentence stands around the values of a claim, small, for what stands beside it; nothing where it is nobody's alone.
/// `name` is what a report is called.
pub fn whose(finding: &Finding, name: impl FnOnce(&str) -> String) -> Markup {
    html! {
        @if let Some(report) = framed_by(finding) { " " small { "in the words of " (name(report)) } }
    }
}

/// How to read the findings of a page, as far as they have something that asks for it: the signs in their claims, what
/// is likely.
pub fn reading<'f>(findings: impl Iterator<Item = &'f Finding>) -> Markup {
    let (mut parted, mut exact, mut agreed, mut revised, mut context, mut any) =
        (false, false, false, false, false, false);
    let mut framed = false;
    for finding in findings {
        any = true;
        framed |= finding.kind != FindingKind::Agreement && framed_by(finding).is_some();
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
                    @if framed { li { "The words around these, in lighter type, are the sentence of one report; whose, is said beside it. The others tell it in sentences of their own." } }
                    @if revised { li { span.sign { "[" } del { "before" } span.sign { " → " } ins { "after" } span.sign { "]" } ": what a later version of the same report changed." } }
                    @if exact { li { span.sign { "[elsewhere: " } b.value { "other" } span.sign { "]" } ": what other reports say less exactly, or in other words." } }
                    @if agreed { li { span.sign { "[= " } b.value { "words" } span.sign { "]" } ": what the reports have in common; the rest of the sentence, in grey, is one report’s alone." } }
                    @if context { li { span.sign { "[" } i.context { "slanted words" } span.sign { "]" } ": taken from elsewhere in the reports, mostly a headline, to say who or what is meant; not part of the finding." } }
                    li { "“80% likely right”: estimated from stories that were judged by hand when Crosswire was built, where eighty of a hundred findings like it were right." }
                    li { "“2 origins”: two independent texts take part, whether they say the same or not. “In 4 reports”: copies of one text, as of an agency, are counted once, and so are the reports of one outlet." }
                }
            }
        }
    }
}

/// A finding as a card.
pub(super) fn card(reports: &HashMap<&str, &Report>, finding: &Finding) -> Markup {
    let id = &finding.id;
    html! {
        article.finding.{ (finding.kind.name()) }.doubtful[called::is_possible(finding)] id={ "f-" (id) } data-finding=(id) {
            h4 { a href={ "#f-" (id) } { (claim(finding)) } (whose(finding, |report| reports.get(report).map_or(report, |report| name_of(report)).to_owned())) }
            p.note {
                b.{ (finding.kind.name()) } { (called::titled(finding)) }
                @if finding.between == Between::Sources { "; it is sources who contradict each other, and the reports say so" }
                @if finding.kind != FindingKind::Revision && finding.kind != FindingKind::SingleSource {
                    "; "
                    @if finding.origins == 1 { "copies of one text" }
                    @else { (count(finding.origins, "independent origin")) @if told_by(finding) > finding.origins { " in " (count(told_by(finding), "report")) } }
                    ", " (percent(finding.confidence)) " likely right"
                }
            }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            @for (value, lead, rows) in sides(reports, finding) {
                @if let Some(value) = value { p.held { (lead) b.value { (value) } } }
                @for evidence in rows { (passage(reports, evidence)) }
            }
        }
    }
}

/// How likely, in words that need no scale: "95 %".
fn percent(confidence: f64) -> String {
    format!("{:.0}%", confidence * 100.0)
}

/// The best passages under the words that their reports have for a value, with what leads these in, each in the order of
/// publication; all together where there is nothing to tell apart.
fn sides<'f>(
    reports: &HashMap<&str, &Report>,
    finding: &'f Finding,
) -> Vec<(Option<String>, &'static str, Vec<&'f Evidence>)> {
    let published = |id: &str| reports.get(id).and_then(|report| report.published);
    let first = |id: &str| published(id).map(crosswire_group::minute);
    let mut rows: Vec<&Evidence> = finding.best_rows().collect();
    rows.sort_by_key(|row| first(&row.report).unwrap_or(i64::MAX));
    let apart = !matches!(
        finding.kind,
        FindingKind::Agreement | FindingKind::SingleSource | FindingKind::Revision
    );
    if !apart || finding.values.is_empty() {
        return vec![(None, "", rows)];
    }
    let quoted = finding.kind == FindingKind::QuoteVariant;
    held(finding, &first)
        .into_iter()
        .map(|held| {
            let all = rows.iter().copied();
            let of = all.filter(|row| held.reports.contains(&row.report.as_str()));
            let of = of.collect();
            let lead = held.lead();
            (Some(held.words).filter(|_| !quoted), lead, of)
        })
        .filter(|(_, _, rows): &(_, _, Vec<&Evidence>)| !rows.is_empty())
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
