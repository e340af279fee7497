//! Who says what at a glance: a row a question, a column an outlet, a cell the value that it gives.

use std::collections::BTreeMap;
use std::ops::Range;

use crosswire_present::holding::{is_vague, said, sharpest};
use crosswire_record::{Claim, Finding, FindingKind, PartKind, ReportRecord, Written};
use maud::{Markup, html};

use super::frame::{count, cut, is_doubtful, outlet, titled};
use super::holding::whose;

/// Rows that stand open, rows that unfold, and columns.
const OPEN: usize = 12;
const FOLDED: usize = 20;
const COLUMNS: usize = 48;
/// Cells in all, so that a story of many outlets has fewer rows.
const CELLS: usize = 480;
/// Outlets that are named for a value where there is room for no column.
const NAMED: usize = 6;
/// Words of an agreement that answer nothing by themselves.
const AGREED: usize = 3;
/// What stands for the values in a question.
const GAP: &str = "___";
/// Characters of a question and of a value; of a quotation with several gaps, and the words that are kept beside each of these.
const QUESTION: usize = 110;
const VALUE: usize = 36;
const QUOTED: usize = 260;
const BESIDE: usize = 5;

/// What the colour of a cell says, with its class.
const KEY: [(Tone, &str); 8] = [
    (Tone::Same, "says so"),
    (Tone::Parts, "contradicted by another"),
    (
        Tone::Most,
        "contradicted, but told by most, copies not counted",
    ),
    (Tone::Latest, "latest value"),
    (Tone::Earlier, "earlier value"),
    (Tone::Exact, "most exact"),
    (Tone::Vague, "less exact, or in other words"),
    (Tone::Altered, "words that differ"),
];

/// How a cell lies to the others of its row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Same,
    Parts,
    Most,
    Latest,
    Earlier,
    Exact,
    Vague,
    Altered,
}

impl Tone {
    /// Its class in the style.
    fn class(self) -> &'static str {
        match self {
            Tone::Same => "agreement",
            Tone::Parts => "conflict",
            Tone::Most => "most",
            Tone::Latest => "update",
            Tone::Earlier => "earlier",
            Tone::Exact => "refinement",
            Tone::Vague => "vague",
            Tone::Altered => "quote_variant",
        }
    }
}

/// An outlet with its reports in the story.
struct Column<'r> {
    /// What tells outlets apart: the pages of one under several names are one.
    key: String,
    outlet: &'r str,
    /// Whether its reports have several names, so that none of them is the column's.
    joined: bool,
    reports: Vec<&'r str>,
    /// Whose words all of its reports print, where these are of another in the story.
    copies: Option<&'r str>,
}

impl Column<'_> {
    fn name(&self) -> &str {
        if self.joined { &self.key } else { self.outlet }
    }
}

/// The grid of a story, with what is disputed first; nothing where only one outlet tells it.
pub(super) fn grid(findings: &[&Finding], reports: &[&ReportRecord]) -> Markup {
    let all = columns(reports);
    let mut rows: Vec<&Finding> = findings
        .iter()
        .copied()
        .filter(|finding| is_row(finding))
        .collect();
    let held = |column: &Column<'_>| {
        let mut values = rows.iter().flat_map(|finding| &finding.values);
        values.any(|value| {
            value
                .reports
                .iter()
                .any(|id| column.reports.contains(&id.as_str()))
        })
    };
    let (columns, silent): (Vec<Column<'_>>, Vec<Column<'_>>) = all.into_iter().partition(held);
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
    let used: Vec<Tone> = rows
        .iter()
        .flat_map(|row| used(row, &columns, &places, reports))
        .collect();
    let (open, folded) = rows.split_at(rows.len().min(OPEN));
    html! {
        section.panel #grid aria-labelledby="grid-title" {
            h2 #grid-title { "Who says what" }
            p.note.key {
                @for (tone, words) in KEY { @if used.contains(&tone) { span.{ (tone.class()) } { (words) } } }
                @if columns.iter().any(|column| column.copies.is_some()) { span.copy { "copy of another’s text" } }
                @if rows.iter().any(|row| is_doubtful(row)) { span.possible { "possible: less likely right than wrong" } }
                " An empty cell: no words of this outlet were matched to the question; it may tell it all the same."
            }
            (table(open, &columns, &places, reports))
            @if !folded.is_empty() {
                details.fold {
                    summary { (count(folded.len(), "more question", "more questions")) }
                    (table(folded, &columns, &places, reports))
                    @if more > 0 { p.note { (more) " more stand among the findings below." } }
                }
            }
            @if !silent.is_empty() {
                p.note { "Nothing of theirs could be compared: " @for (at, column) in silent.iter().enumerate() { @if at > 0 { ", " } (column.outlet) } }
            }
        }
    }
}

fn table(
    rows: &[&Finding],
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
    reports: &[&ReportRecord],
) -> Markup {
    html! {
        div.grid tabindex="0" role="region" aria-label="Values by outlet" {
            table.many[columns.len() > 9] {
                thead {
                    tr {
                        td {}
                        @for column in columns {
                            th class=[column.copies.map(|_| "copy")] scope="col" {
                                (column.name())
                                @if let Some(first) = column.copies { span.note { " (copy of " (first) ")" } }
                            }
                        }
                    }
                }
                tbody { @for finding in rows { (row(finding, columns, places, reports)) } }
            }
        }
    }
}

/// Cells by column: the report and the number of the value, in the order of publication.
fn cells<'f>(
    finding: &'f Finding,
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
) -> Vec<Vec<(&'f str, usize)>> {
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
    for (column, cell) in columns.iter().zip(&mut cells) {
        cell.sort_by_key(|(report, _)| column.reports.iter().position(|id| id == report));
    }
    cells
}

/// One tone for the value that is picked, another for the rest.
fn one_of(all: Range<usize>, picked: Option<usize>, its: Tone, others: Tone) -> Vec<Tone> {
    let tone = |number| if picked == Some(number) { its } else { others };
    all.map(tone).collect()
}

/// How each value of a finding lies to the others.
fn tones(
    finding: &Finding,
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
    reports: &[&ReportRecord],
) -> Vec<Tone> {
    let all = 0..finding.values.len();
    match finding.kind {
        FindingKind::Agreement | FindingKind::SingleSource | FindingKind::Revision => {
            all.map(|_| Tone::Same).collect()
        }
        FindingKind::QuoteVariant => all.map(|_| Tone::Altered).collect(),
        FindingKind::Conflict => {
            let most = held_by_most(finding, columns, places);
            one_of(all, most, Tone::Most, Tone::Parts)
        }
        FindingKind::Update => {
            // Reports stand in the order of their publication.
            let last = |number: usize| {
                let held = &finding.values[number].reports;
                reports.iter().rposition(|report| held.contains(&report.id))
            };
            let latest = all.clone().max_by_key(|number| last(*number));
            one_of(all, latest, Tone::Latest, Tone::Earlier)
        }
        FindingKind::Refinement => {
            let exact = sharpest(finding);
            let tone = |number| {
                if exact == Some(number) {
                    Tone::Exact
                } else {
                    Tone::Vague
                }
            };
            all.map(tone).collect()
        }
    }
}

fn row(
    finding: &Finding,
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
    reports: &[&ReportRecord],
) -> Markup {
    let cells = cells(finding, columns, places);
    let tones = tones(finding, columns, places, reports);
    let known = |id: &str| reports.iter().find(|report| report.id == id).copied();
    // A copy that gives another value than the text it copies is no mere copy.
    let differs = |column: &Column<'_>, number: usize| {
        let source = column
            .copies
            .and_then(|name| columns.iter().position(|c| c.outlet == name));
        source.is_some_and(|at| {
            !cells[at].is_empty() && !cells[at].iter().any(|(_, other)| *other == number)
        })
    };
    html! {
        tr.{ (finding.kind) }.doubtful[is_doubtful(finding)] {
            th scope="row" {
                span.kind { (titled(finding)) }
                // What is agreed stands there without the rest of the sentence.
                @if finding.kind != FindingKind::Agreement { (whose(finding, &known)) }
                a href={ "#f-" (finding.id) } { (question(finding)) }
                // On a phone the values stand under the question, each with its outlets.
                ul.by {
                    @for (words, tone, names) in in_turn(finding, columns, &cells, &tones, reports) {
                        li { a.{ (tone.class()) } href={ "#f-" (finding.id) } { (words) } " " (several(names)) }
                    }
                }
            }
            @for (column, cell) in columns.iter().zip(&cells) {
                @if cell.is_empty() { td {} }
                @else {
                    td class=[column.copies.map(|_| "copy")] {
                        @for (report, number) in cell {
                        a.{ (tone_of(finding, report, *number, &tones).class()) }.differs[differs(column, *number)] href={ "#f-" (finding.id) } data-report={ "r-" (report) } { (shown(finding, report, *number)) }
                        }
                    }
                }
            }
        }
    }
}

/// The tones of the cells of a row, as they are shown.
fn used(
    finding: &Finding,
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
    reports: &[&ReportRecord],
) -> Vec<Tone> {
    let tones = tones(finding, columns, places, reports);
    let cells = cells(finding, columns, places);
    let cells = cells.iter().flatten();
    cells
        .map(|(report, number)| tone_of(finding, report, *number, &tones))
        .collect()
}

/// How a report's own words lie to the others: words without a number say less than the clock time or the date of a value.
fn tone_of(finding: &Finding, report: &str, number: usize, tones: &[Tone]) -> Tone {
    if is_vague(finding, report, number) {
        Tone::Vague
    } else {
        tones[number]
    }
}

/// What is said and by whom, in the order of publication: the same words of several outlets together.
fn in_turn(
    finding: &Finding,
    columns: &[Column<'_>],
    cells: &[Vec<(&str, usize)>],
    tones: &[Tone],
    reports: &[&ReportRecord],
) -> Vec<(String, Tone, Vec<String>)> {
    let mut said: Vec<(&Column<'_>, &str, usize)> = Vec::new();
    for (column, cell) in columns.iter().zip(cells) {
        said.extend(
            cell.iter()
                .map(|(report, number)| (column, *report, *number)),
        );
    }
    said.sort_by_key(|(_, report, _)| reports.iter().position(|known| known.id == *report));
    let mut all: Vec<(String, Tone, Vec<String>)> = Vec::new();
    for (column, report, number) in said {
        let words = shown(finding, report, number);
        let tone = tone_of(finding, report, number, tones);
        let name = match column.copies {
            Some(_) => format!("{} (copy)", column.name()),
            None => column.name().to_owned(),
        };
        match all
            .iter_mut()
            .find(|(other, of, _)| *other == words && *of == tone)
        {
            Some((_, _, names)) => names.push(name),
            None => all.push((words, tone, vec![name])),
        }
    }
    all
}

/// A few names, and how many more.
fn several(mut names: Vec<String>) -> String {
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
        let key = crosswire_group::outlet(name);
        match columns.iter_mut().find(|column| column.key == key) {
            Some(column) => {
                column.joined |= column.outlet != name;
                column.reports.push(&report.id);
                column.copies = column.copies.filter(|_| copies.is_some());
            }
            None => columns.push(Column {
                key,
                outlet: name,
                joined: false,
                reports: vec![&report.id],
                copies,
            }),
        }
    }
    columns.truncate(COLUMNS);
    columns
}

/// Whether a finding asks something that each report may answer. What is agreed in three words or fewer ("the interior
/// ministry") answers nothing by itself; it stands among the findings.
fn is_row(finding: &Finding) -> bool {
    match finding.kind {
        FindingKind::SingleSource | FindingKind::Revision => false,
        FindingKind::Agreement => question(finding).split_whitespace().count() > AGREED,
        _ => true,
    }
}

/// The value that more than half of the outlets that say anything give of themselves; `None` where there is none.
fn held_by_most(
    finding: &Finding,
    columns: &[Column<'_>],
    places: &BTreeMap<&str, usize>,
) -> Option<usize> {
    let voices = |number: usize| {
        let held = finding.values[number].reports.iter();
        let mut at: Vec<usize> = held
            .filter(|report| !is_vague(finding, report, number))
            .filter_map(|report| places.get(report.as_str()).copied())
            .filter(|&at| columns[at].copies.is_none())
            .collect();
        at.sort_unstable();
        at.dedup();
        at.len()
    };
    let counts: Vec<usize> = (0..finding.values.len()).map(voices).collect();
    let all: usize = counts.iter().sum();
    counts.iter().position(|n| *n > 1 && 2 * n > all)
}

/// What a cell says: of a value the report's own words for it.
fn shown(finding: &Finding, report: &str, number: usize) -> String {
    match finding.kind {
        // What is agreed stands in the row's head; each says it in words of its own.
        FindingKind::Agreement => "says so".to_owned(),
        _ => cut(&said(finding, report, number), VALUE),
    }
}

/// What a row asks: the claim with a gap where the values stand, cut so that the gap is in sight; of an agreement, what the
/// reports have in common.
pub(super) fn question(finding: &Finding) -> String {
    let whole = || cut(&finding.question, QUESTION);
    let Some(claim) = &finding.claim else {
        return whole();
    };
    let asked = gapped(claim, finding);
    let letters = asked.chars().filter(|char| char.is_alphabetic()).count();
    if letters < 8 && finding.kind != FindingKind::Agreement {
        return whole();
    }
    match finding.kind {
        FindingKind::QuoteVariant => about_gaps(&asked),
        _ => about_gap(&asked),
    }
}

/// A quotation with all its gaps: of what is too long, the words beside each.
fn about_gaps(asked: &str) -> String {
    if asked.chars().count() <= QUOTED {
        return asked.to_owned();
    }
    let pieces: Vec<&str> = asked.split(GAP).collect();
    let last = pieces.len() - 1;
    let mut kept = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let words: Vec<&str> = piece.split_whitespace().collect();
        // Before the first gap its last words stand, after the last one its first.
        let (head, tail) = match (at == 0, at == last) {
            (true, true) => return cut(asked, QUOTED),
            (true, false) => (0, BESIDE),
            (false, true) => (BESIDE, 0),
            (false, false) => (BESIDE, BESIDE),
        };
        if at > 0 {
            kept.push_str(GAP);
        }
        if words.len() <= head + tail + 1 {
            kept.push_str(piece);
            continue;
        }
        let (head, tail) = (&words[..head], &words[words.len() - tail..]);
        for (words, space) in [
            (head, at > 0 && piece.starts_with(' ')),
            (&["…"][..], true),
            (tail, true),
        ] {
            if space && !words.is_empty() && !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(&words.join(" "));
        }
        if at < last && piece.ends_with(' ') {
            kept.push(' ');
        }
    }
    kept
}

/// At most so many characters about the first gap.
fn about_gap(asked: &str) -> String {
    let before = asked.find(GAP).map_or(0, |at| asked[..at].chars().count());
    let most = QUESTION * 2 / 3;
    if before <= most {
        return cut(asked, QUESTION);
    }
    let mut kept: String = asked.chars().skip(before - most).collect();
    if let Some(word) = kept.find(' ') {
        kept.replace_range(..=word, "… ");
    }
    cut(&kept, QUESTION)
}

fn gapped(claim: &Claim, finding: &Finding) -> String {
    let parts = matches!(
        finding.kind,
        FindingKind::Conflict | FindingKind::Update | FindingKind::Refinement
    );
    let agreed = finding.kind == FindingKind::Agreement
        && claim.parts.iter().any(|part| part.kind == PartKind::Value);
    let two = finding.kind == FindingKind::QuoteVariant;
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
                PartKind::Text if agreed => {
                    if !told.is_empty() && !told.ends_with(" … ") {
                        told.push_str(" … ");
                    }
                }
                PartKind::Removed | PartKind::Inserted if two => {
                    // What is only put in stands between words that have their own space.
                    if !told.ends_with(GAP) {
                        if told.ends_with(char::is_alphanumeric) {
                            told.push(' ');
                        }
                        told.push_str(GAP);
                    }
                }
                PartKind::Text
                    if two
                        && told.ends_with(GAP)
                        && part.text.starts_with(char::is_alphanumeric) =>
                {
                    told.push(' ');
                    told.push_str(&part.text);
                }
                PartKind::Text | PartKind::Value | PartKind::Removed => told.push_str(&part.text),
                PartKind::Context if told.is_empty() && !agreed => {
                    told.push_str(&part.text);
                    told.push_str(": ");
                }
                PartKind::Context | PartKind::Inserted => {}
            },
            Written::Sign(" … " | "… ") if !agreed => told.push_str(" … "),
            Written::Sign(_) => {}
        }
    }
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    if agreed {
        told.trim_end_matches(['…', ' ', ',']).to_owned()
    } else {
        told
    }
}

#[cfg(test)]
mod tests {
    use super::{GAP, QUESTION, QUOTED, about_gap, about_gaps, gapped};
    use crosswire_record::{About, Claim, ClaimPart, Finding, FindingKind, PartKind};

    #[test]
    fn the_gap_of_a_question_is_in_sight() {
        assert_eq!(
            about_gap("___ people were killed"),
            "___ people were killed"
        );
        let long = format!(
            "{} killed ___ people in the south of the country",
            "word ".repeat(60)
        );
        let asked = about_gap(&long);
        assert!(
            asked.contains("killed ___ people") && asked.starts_with("… word"),
            "{asked}"
        );
        assert!(asked.chars().count() <= QUESTION, "{asked}");
    }
    #[test]
    fn an_altered_quotation_keeps_all_its_gaps() {
        let words =
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen ";
        let long = format!("{words}{words}{GAP} {words}{GAP} {words}{GAP} {words}{words}");
        let asked = about_gaps(&long);
        assert_eq!(asked.matches(GAP).count(), 3, "{asked}");
        assert!(asked.chars().count() < QUOTED + 40, "{asked}");
        assert!(
            asked.contains("twelve thirteen fourteen ___ one two three") && asked.contains(" … "),
            "{asked}"
        );
        assert_eq!(
            about_gaps("We will ___ the people"),
            "We will ___ the people"
        );
    }

    #[test]
    fn a_space_stands_before_a_gap() {
        let part = |kind, text: &str| ClaimPart {
            kind,
            text: text.to_owned(),
            report: "a".to_owned(),
            start: 0,
            end: 0,
            in_title: false,
            revision: None,
        };
        let claim = Claim {
            text: String::new(),
            parts: vec![
                part(PartKind::Text, "We did not do anything"),
                part(PartKind::Inserted, "that was"),
                part(PartKind::Text, " illegal"),
            ],
            leans: false,
        };
        let finding = Finding::new("f", FindingKind::QuoteVariant, About::Quote);
        assert_eq!(
            gapped(&claim, &finding),
            "We did not do anything ___ illegal"
        );
    }
}
