//! Words of a report with what rests on them lit up.

use std::collections::BTreeSet;

use crosswire_ledger::{Finding, ReportRecord};
use maud::{Markup, html};

use super::frame::KINDS;

/// A stretch of a report that a finding rests on; Unicode characters.
pub(super) struct Light<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) in_title: bool,
    kind: &'a str,
    finding: &'a str,
}

/// What findings rest on in one report.
pub(super) fn lights<'a>(record: &ReportRecord, findings: &'a [Finding]) -> Vec<Light<'a>> {
    findings
        .iter()
        .flat_map(|finding| {
            let here = finding.evidence.iter().filter(|e| e.report == record.id);
            here.map(|evidence| Light {
                start: evidence.start,
                end: evidence.end,
                in_title: evidence.in_title,
                kind: &finding.kind,
                finding: &finding.id,
            })
        })
        .collect()
}

/// Words whose first character is number `first`, cut where lights begin and end.
pub(super) fn lit(words: &str, first: usize, lights: &[&Light<'_>]) -> Markup {
    let length = words.chars().count();
    let mut cuts = BTreeSet::from([0, length]);
    for light in lights {
        cuts.insert(light.start.saturating_sub(first).min(length));
        cuts.insert(light.end.saturating_sub(first).min(length));
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
        pieces.push((&rest[..end], over));
        (rest, from) = (&rest[end..], cut);
    }
    html! {
        @for (piece, over) in &pieces {
            @if over.is_empty() {
                (piece)
            } @else {
                @let worst = KINDS.iter().find(|kind| over.iter().any(|light| light.kind == **kind)).unwrap_or(&"agreement");
                @let findings: BTreeSet<&str> = over.iter().map(|light| light.finding).collect();
                mark.{ (worst) } data-findings=(findings.into_iter().collect::<Vec<_>>().join(" ")) { (piece) }
            }
        }
    }
}
