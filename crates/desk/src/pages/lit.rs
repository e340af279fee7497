//! Words of a report with what rests on them lit up.

use std::collections::BTreeSet;

use crosswire_ledger::{Detail, DetailSort, Finding, FindingKind, ReportRecord};
use maud::{Markup, html};

use super::frame::KINDS;

/// The word for a sort of detail in the style, and the heading over a list of them.
pub(super) fn sort(sort: DetailSort) -> (&'static str, &'static str) {
    match sort {
        DetailSort::Mention => ("mention", "Names and who is meant"),
        DetailSort::Time => ("time", "Times"),
        DetailSort::Quantity => ("quantity", "Quantities"),
    }
}

/// A stretch of a report that a finding rests on; Unicode characters.
pub(super) struct Light<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) in_title: bool,
    kind: FindingKind,
    finding: &'a str,
}

/// What findings rest on in one report.
pub(super) fn lights<'a>(record: &ReportRecord, findings: &'a [Finding]) -> Vec<Light<'a>> {
    findings
        .iter()
        .flat_map(|finding| {
            // The words of an earlier version stand in that one.
            let here = finding
                .evidence
                .iter()
                .filter(|e| e.report == record.id && e.revision.is_none());
            here.map(|evidence| Light {
                start: evidence.start,
                end: evidence.end,
                in_title: evidence.in_title,
                kind: finding.kind,
                finding: &finding.id,
            })
        })
        .collect()
}

/// Words whose first character is number `first`, cut where lights begin and end.
pub(super) fn lit(words: &str, first: usize, lights: &[&Light<'_>]) -> Markup {
    noted(words, first, lights, &[])
}

/// The same, with the details that lie in these words and the number of each on the page: a link
/// to its place in the list, which tells what it means when it is pointed at or reached by key.
pub(super) fn noted(
    words: &str,
    first: usize,
    lights: &[&Light<'_>],
    details: &[(usize, &Detail)],
) -> Markup {
    let length = words.chars().count();
    let mut cuts = BTreeSet::from([0, length]);
    let lit = lights.iter().map(|light| (light.start, light.end));
    for (start, end) in lit.chain(details.iter().map(|(_, d)| (d.start, d.end))) {
        cuts.insert(start.saturating_sub(first).min(length));
        cuts.insert(end.saturating_sub(first).min(length));
    }
    let mut pieces = Vec::new();
    let (mut rest, mut from) = (words, 0);
    for cut in cuts.into_iter().skip(1) {
        let end = rest
            .char_indices()
            .nth(cut - from)
            .map_or(rest.len(), |(at, _)| at);
        let over: Vec<&&Light<'_>> = lights
            .iter()
            .filter(|light| light.start <= first + from && first + cut <= light.end)
            .collect();
        let mut within = details
            .iter()
            .filter(|(_, detail)| detail.start <= first + from && first + cut <= detail.end);
        // The narrowest tells most: the name within a longer description.
        let detail = within
            .clone()
            .min_by_key(|(number, detail)| (detail.end - detail.start, *number));
        let opens = detail.is_some_and(|(_, detail)| detail.start == first + from);
        let also: Vec<&str> = within.by_ref().map(|(_, d)| d.means.as_str()).collect();
        let piece = &rest[..end];
        let shown = html! {
            @if let Some((number, detail)) = detail {
                a.detail.{ (sort(detail.sort).0) } id=[opens.then(|| format!("at-{number}"))]
                    href={ "#d-" (number) } data-means=(also.join("; ")) { (piece) }
            } @else { (piece) }
        };
        pieces.push((shown, over));
        (rest, from) = (&rest[end..], cut);
    }
    html! {
        @for (piece, over) in &pieces {
            @if over.is_empty() {
                (piece)
            } @else {
                @let worst = KINDS.iter().find(|kind| over.iter().any(|light| light.kind == **kind)).unwrap_or(&FindingKind::Agreement);
                @let findings: BTreeSet<&str> = over.iter().map(|light| light.finding).collect();
                mark.{ (worst) } data-findings=(findings.into_iter().collect::<Vec<_>>().join(" ")) { (piece) }
            }
        }
    }
}
