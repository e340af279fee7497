//! Who says what at a glance: a row a question, a column an outlet, a cell the value that it gives.

use std::collections::BTreeMap;

use crosswire_record::{Claim, Finding, FindingKind, PartKind, ReportRecord, Written};
use maud::{Markup, html};

use super::frame::{count, cut, kind, outlet};

/// Rows that stand open, rows that unfold, and columns.
const OPEN: usize = 12;
const FOLDED: usize = 20;
const COLUMNS: usize = 48;
/// Cells in all, so that a story of many outlets has fewer rows.
const CELLS: usize = 800;
/// Outlets that are named for a value where there is room for no column.
const NAMED: usize = 6;
/// Characters of a question and of a value.
const QUESTION: usize = 110;
const VALUE: usize = 36;

/// What the colour of a cell says.
const KEY: [(FindingKind, &str); 5] = [
    (FindingKind::Agreement, "said by most"),
    (FindingKind::Conflict, "contradicts"),
    (FindingKind::Update, "may have changed"),
    (FindingKind::Refinement, "sharper or vaguer"),
    (FindingKind::QuoteVariant, "words altered"),
];

/// An outlet with its reports in the story.
struct Column<'r> {
    outlet: &'r str,
    reports: Vec<&'r str>,
    /// Whose words all of its reports print, where these are of another in the story.
    copies: Option<&'r str>,
}

/// The grid of a story, with what is disputed first; nothing where only one outlet tells it.
pub(super) fn grid(findings: &[&Finding], reports: &[&ReportRecord]) -> Markup {
    let columns = columns(reports);
    let mut rows: Vec<&Finding> = findings
        .iter()
        .copied()
        .filter(|finding| is_row(finding))
        .collect();
    let most = (CELLS / columns.len().max(1)).clamp(OPEN, OPEN + FOLDED);
    let more = rows.len().saturating_sub(most);
    rows.truncate(most);
    if columns.len() < 2 || rows.is_empty() {
        return html! {};
    }
    let places: BTreeMap<&str, usize> = columns
        .iter()
        .enumerate()
        .flat_map(|(at, column)| column.reports.iter().map(move |report| (*report, at)))
        .collect();
    let (open, folded) = rows.split_at(rows.len().min(OPEN));
    html! {
        section.panel #grid aria-labelledby="grid-title" {
            h2 #grid-title { "Who says what" }
            p.note.key {
                @for (kind, words) in KEY { @if rows.iter().any(|row| row.kind == kind) { span.{ (kind) } { (words) } } }
                @if columns.iter().any(|column| column.copies.is_some()) { span.copy { "copy of another’s text" } }
            }
            (table(open, &columns, &places))
            @if !folded.is_empty() {
                details.fold {
                    summary { (count(folded.len(), "more question", "more questions")) }
                    (table(folded, &columns, &places))
                    @if more > 0 { p.note { (more) " more stand among the findings below." } }
                }
            }
        }
    }
}

fn table(rows: &[&Finding], columns: &[Column<'_>], places: &BTreeMap<&str, usize>) -> Markup {
    html! {
        div.grid tabindex="0" role="region" aria-label="Values by outlet" {
            table.many[columns.len() > 9] {
                thead {
                    tr {
                        td {}
                        @for column in columns {
                            th class=[column.copies.map(|_| "copy")] scope="col" {
                                (column.outlet)
                                @if let Some(first) = column.copies { span.note { " (copy of " (first) ")" } }
                            }
                        }
                    }
                }
                tbody { @for finding in rows { (row(finding, columns, places)) } }
            }
        }
    }
}

fn row(finding: &Finding, columns: &[Column<'_>], places: &BTreeMap<&str, usize>) -> Markup {
    let mut cells: Vec<Vec<(&str, usize)>> = vec![Vec::new(); columns.len()];
    for (number, value) in finding.values.iter().enumerate() {
        for report in &value.reports {
            if let Some(&at) = places.get(report.as_str())
                && !cells[at].iter().any(|(_, other)| *other == number)
            {
                cells[at].push((report, number));
            }
        }
    }
    let most = held_by_most(finding, columns, places);
    let tone = |number: usize| match (finding.kind, most) {
        (FindingKind::Agreement, _) => FindingKind::Agreement,
        (_, Some(most)) if most == number => FindingKind::Agreement,
        (kind, _) => kind,
    };
    html! {
        tr.{ (finding.kind) } {
            th scope="row" {
                span.kind { (kind(finding.kind).0) }
                a href={ "#f-" (finding.id) } { (question(finding)) }
                // On a phone the values stand under the question, each with its outlets.
                ul.by {
                    @for number in 0..finding.values.len() {
                        @let names = holders(number, columns, &cells);
                        @if !names.is_empty() { li { a.{ (tone(number)) } href={ "#f-" (finding.id) } { (shown(finding, number)) } " " (names) } }
                    }
                }
            }
            @for (column, cell) in columns.iter().zip(&cells) {
                @if cell.is_empty() { td {} }
                @else {
                    td class=[column.copies.map(|_| "copy")] {
                        @for (report, number) in cell {
                        a.{ (tone(*number)) } href={ "#f-" (finding.id) } data-report={ "r-" (report) } { (shown(finding, *number)) }
                        }
                    }
                }
            }
        }
    }
}

/// The outlets that hold a value, in words.
fn holders(number: usize, columns: &[Column<'_>], cells: &[Vec<(&str, usize)>]) -> String {
    let held = columns.iter().zip(cells);
    let held = held.filter(|(_, cell)| cell.iter().any(|(_, other)| *other == number));
    let names = held.map(|(column, _)| match column.copies {
        Some(_) => format!("{} (copy)", column.outlet),
        None => column.outlet.to_owned(),
    });
    let mut names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let told = names.join(", ");
    if more > 0 {
        format!("{told} and {more} more")
    } else {
        told
    }
}

/// The outlets in the order of their first report.
fn columns<'r>(reports: &[&'r ReportRecord]) -> Vec<Column<'r>> {
    let names: BTreeMap<&str, &str> = reports
        .iter()
        .map(|report| (report.id.as_str(), outlet(report)))
        .collect();
    let mut columns: Vec<Column<'r>> = Vec::new();
    for &report in reports {
        let name = outlet(report);
        let first = report
            .origin
            .as_ref()
            .and_then(|o| o.origin_first.as_deref());
        let copies = first
            .filter(|first| *first != report.id)
            .and_then(|first| names.get(first).copied())
            .filter(|first| *first != name);
        match columns.iter_mut().find(|column| column.outlet == name) {
            Some(column) => {
                column.reports.push(&report.id);
                column.copies = column.copies.filter(|_| copies.is_some());
            }
            None => columns.push(Column {
                outlet: name,
                reports: vec![&report.id],
                copies,
            }),
        }
    }
    columns.truncate(COLUMNS);
    columns
}

/// Whether a finding asks something that each report may answer.
fn is_row(finding: &Finding) -> bool {
    !matches!(
        finding.kind,
        FindingKind::SingleSource | FindingKind::Revision
    )
}

/// The value that more outlets give of themselves than any other; `None` where no value leads.
fn held_by_most(
    finding: &Finding,
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
) -> Option<usize> {
    let voices = |reports: &[String]| {
        let mut at: Vec<usize> = reports
            .iter()
            .filter_map(|report| places.get(report.as_str()).copied())
            .filter(|&at| columns[at].copies.is_none())
            .collect();
        at.sort_unstable();
        at.dedup();
        at.len()
    };
    let counts: Vec<usize> = finding.values.iter().map(|v| voices(&v.reports)).collect();
    let most = *counts.iter().max()?;
    let mut leading = counts.iter().enumerate().filter(|(_, n)| **n == most);
    let (first, _) = leading.next()?;
    (most > 1 && leading.next().is_none()).then_some(first)
}

/// What a cell says.
fn shown(finding: &Finding, number: usize) -> String {
    let value = finding.values.get(number).map_or("", |v| v.value.as_str());
    match finding.kind {
        // Most agreements are on clauses, which stand in the row's head.
        FindingKind::Agreement if value.chars().count() > VALUE => "says so".to_owned(),
        FindingKind::QuoteVariant => {
            let words = finding.changed.iter().map(|change| match number {
                0 => change.from.as_str(),
                _ => change.to.as_str(),
            });
            let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
            if words.is_empty() {
                "without these words".to_owned()
            } else {
                cut(&format!("“{}”", words.join(" … ")), VALUE)
            }
        }
        _ => cut(value, VALUE),
    }
}

/// The claim with a gap where the values stand: what the row asks.
pub(super) fn question(finding: &Finding) -> String {
    let whole = || cut(&finding.question, QUESTION);
    let Some(claim) = &finding.claim else {
        return whole();
    };
    let asked = gapped(claim, finding);
    let letters = asked.chars().filter(|char| char.is_alphabetic()).count();
    if letters < 8 {
        return whole();
    }
    cut(&asked, QUESTION)
}

fn gapped(claim: &Claim, finding: &Finding) -> String {
    const GAP: &str = "___";
    let parts = matches!(
        finding.kind,
        FindingKind::Conflict | FindingKind::Update | FindingKind::Refinement
    );
    let mut told = String::new();
    for piece in claim.written(finding.kind, finding.about) {
        match piece {
            Written::Words(part) => match part.kind {
                // Vaguer values stand after the clause of the sharp one.
                PartKind::Value if parts => {
                    let again = finding.kind == FindingKind::Refinement && told.contains(GAP);
                    if !again && !told.ends_with(GAP) {
                        told.push_str(GAP);
                    }
                }
                PartKind::Text | PartKind::Value | PartKind::Removed => told.push_str(&part.text),
                PartKind::Context if told.is_empty() => {
                    told.push_str(&part.text);
                    told.push_str(": ");
                }
                PartKind::Context | PartKind::Inserted => {}
            },
            Written::Sign(" … " | "… ") => told.push_str(" … "),
            Written::Sign(_) => {}
        }
    }
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}
