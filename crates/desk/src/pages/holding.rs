//! Who holds which value of a finding, as every list of the desk tells it: each outlet in its own words.

use std::collections::{BTreeMap, BTreeSet};

use crosswire_ledger::{Error, View};
use crosswire_present::holding::{Held, held as of};
use crosswire_present::html::whose as framed_by;
use crosswire_record::{Finding, FindingKind, ReportRecord};
use maud::{Markup, html};

use super::frame::{cut, outlet};
use super::when::{When, time};

/// Outlets that a list names for a value, and characters of what they say.
const HOLDERS: usize = 6;
const WORDS: usize = 60;
/// Reports that are looked up for a list of findings.
const REPORTS: usize = 400;

/// Finds a report by its id.
pub(super) type Known<'k> = &'k dyn Fn(&str) -> Option<&'k ReportRecord>;

/// The reports that some findings rest on, by id. One that is gone is left out.
pub(super) fn reports_of<'f>(
    view: &View<'_>,
    findings: impl Iterator<Item = &'f Finding>,
) -> Result<BTreeMap<String, ReportRecord>, Error> {
    let rows = findings.flat_map(|finding| &finding.evidence);
    let ids: BTreeSet<&str> = rows.map(|row| row.report.as_str()).collect();
    let mut all = BTreeMap::new();
    for id in ids.into_iter().take(REPORTS) {
        match view.report(id) {
            Ok((_, record)) => drop(all.insert(id.to_owned(), record)),
            Err(Error::Unknown { .. } | Error::Gone { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// Since when a report has been out, in minutes.
pub(super) fn published(id: &str, known: Known<'_>) -> Option<i64> {
    let said = known(id)?.published.as_deref()?;
    Some(When::read(said)?.begins())
}

/// Who holds what, in the order in which a list tells it.
pub(super) fn held<'f>(finding: &'f Finding, known: Known<'_>) -> Vec<Held<'f>> {
    of(finding, &|id| published(id, known))
}

/// Whether a finding has sides: reports that give it one value and reports that give it another.
pub(super) fn has_sides(finding: &Finding) -> bool {
    let parts = finding.kind.is_dispute() || finding.kind == FindingKind::Refinement;
    parts && finding.values.len() > 1
}

/// Whose sentence stands around the values of a claim.
pub(super) fn whose(finding: &Finding, known: Known<'_>) -> Markup {
    framed_by(finding, |report| {
        known(report).map_or(report, outlet).to_owned()
    })
}

/// Who holds which value, where they part; what changed in the order in which it was published, with the time.
pub(super) fn holds(finding: &Finding, known: Known<'_>) -> Markup {
    let first = |held: &Held<'_>| {
        let id = held.reports.first()?;
        known(id)?.published.as_deref()
    };
    html! {
        @if has_sides(finding) {
            ul.holds {
                @for held in held(finding, known) {
                    li {
                        (held.lead())
                        b { (cut(&held.words, WORDS)) } " " (names(&held.reports, known))
                        @if finding.kind == FindingKind::Update && let Some(said) = first(&held) { ", first " (time(said)) }
                    }
                }
            }
        }
    }
}

/// What some reports say and what the others do, of a finding in which they part: `who` is "This outlet".
pub(super) fn against(
    finding: &Finding,
    who: &str,
    is_own: &dyn Fn(&str) -> bool,
    known: Known<'_>,
) -> Markup {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for held in held(finding, known) {
        let (ours, theirs): (Vec<&str>, Vec<&str>) =
            held.reports.iter().copied().partition(|id| is_own(id));
        for (reports, side) in [(ours, &mut own), (theirs, &mut others)] {
            if !reports.is_empty() {
                side.push((held.words.clone(), held.lead(), names(&reports, known)));
            }
        }
    }
    let list = |side: &[(String, &str, String)], named: bool| {
        html! {
            @for (at, (words, lead, names)) in side.iter().enumerate() {
                @if at > 0 { "; " }
                (lead)
                b { (cut(words, WORDS)) }
                @if named { " in " (names) }
            }
        }
    };
    html! {
        @if has_sides(finding) && !own.is_empty() && !others.is_empty() {
            p.note.against { (who) ": " (list(&own, false)) "; others: " (list(&others, true)) }
        }
    }
}

/// The outlets of some reports, each once; of one whose text is another's, that it is a copy.
pub(super) fn names(reports: &[&str], known: Known<'_>) -> String {
    let mut all: Vec<String> = Vec::new();
    for id in reports {
        let name = match known(id) {
            Some(report) if is_copy(report, known) => format!("{} (copy)", outlet(report)),
            Some(report) => outlet(report).to_owned(),
            None => (*id).to_owned(),
        };
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let more = all.len().saturating_sub(HOLDERS);
    all.truncate(HOLDERS);
    let told = all.join(", ");
    if more > 0 {
        format!("{told} and {more} more")
    } else {
        told
    }
}

/// Whether the text of a report is that of another outlet's report that is known here.
fn is_copy(report: &ReportRecord, known: Known<'_>) -> bool {
    let origin = report.origin.as_ref();
    let first = origin.and_then(|origin| origin.origin_first.as_deref());
    first
        .filter(|first| *first != report.id)
        .and_then(known)
        .is_some_and(|first| outlet(first) != outlet(report))
}
