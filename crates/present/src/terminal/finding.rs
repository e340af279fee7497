//! One finding: its claim, who holds which value, and the passages.

use crosswire_calendar::Stamp;
use crosswire_record::{Between, Claim, Evidence, Finding, FindingKind, PartKind, Written};
use owo_colors::Style;

use super::{Naming, Page, count};

/// Columns before a claim and before what stands under it.
const CLAIM: usize = 2;
const UNDER: usize = 4;
/// Outlets that are named for one value.
const MOST_NAMED: usize = 6;

impl Page {
    pub(super) fn finding(&mut self, naming: Naming<'_>, finding: &Finding) {
        self.claim(finding);
        let mut note = Vec::new();
        if let Some(kind) = called(finding.kind, self.options.ids) {
            note.push(kind.to_owned());
        }
        if finding.between == Between::Sources {
            note.push("the sources differ, not the reports".to_owned());
        }
        if finding.kind != FindingKind::SingleSource && finding.kind != FindingKind::Revision {
            note.push(match finding.origins {
                1 => "copies of one text".to_owned(),
                many => count(many, "independent origin"),
            });
            note.push(format!("confidence {:.2}", finding.confidence));
        }
        if self.options.ids {
            note.push(finding.id.clone());
        }
        if !note.is_empty() {
            let style = style(finding.kind);
            let kind = called(finding.kind, self.options.ids).unwrap_or("");
            let note = note.join(", ");
            let rest = note.strip_prefix(kind).unwrap_or(&note);
            let pieces = [(kind, style), (rest, Style::new().dimmed())];
            self.paper.flowing(&pieces, UNDER, UNDER, "");
        }
        for assumption in &finding.assumptions {
            let line = format!("assuming {assumption}");
            self.paper.wrapped(&line, UNDER, Style::new().italic());
        }
        match finding.kind {
            FindingKind::Agreement | FindingKind::SingleSource => self.holders(naming, finding),
            _ => self.values(naming, finding),
        }
        self.marks(finding);
    }

    /// What people said of it.
    fn marks(&mut self, finding: &Finding) {
        for mark in &finding.marks {
            let mut line = format!("{} by {} at {}", mark.word, mark.name, mark.at);
            if !mark.note.is_empty() {
                line = format!("{line}: {}", mark.note);
            }
            self.paper.wrapped(&line, UNDER, Style::new().italic());
            if let Some(then) = &mark.as_marked {
                let kind = then.kind.name().replace('_', " ");
                let values = then.values.iter().map(|value| value.value.as_str());
                let values = values.collect::<Vec<_>>().join(" / ");
                let line = format!("changed since marked; then: {kind}: {values}");
                self.paper.wrapped(&line, UNDER, Style::new().dimmed());
            }
        }
    }

    /// The claim, with the values lit where they stand.
    fn claim(&mut self, finding: &Finding) {
        let whole = Claim {
            text: finding.question.clone(),
            parts: Vec::new(),
            leans: false,
        };
        let claim = finding.claim.as_ref().unwrap_or(&whole);
        let mut pieces: Vec<(&str, Style)> = Vec::new();
        let text = Style::new().bold();
        if claim.parts.is_empty() {
            pieces.push((&claim.text, text));
        }
        for piece in claim.written(finding.kind, finding.about) {
            pieces.push(match piece {
                Written::Sign(sign) => (sign, Style::new().dimmed()),
                Written::Words(part) => match part.kind {
                    PartKind::Text => (&part.text, text),
                    PartKind::Value => (&part.text, style(finding.kind)),
                    PartKind::Removed => (&part.text, Style::new().red().strikethrough()),
                    PartKind::Inserted => (&part.text, Style::new().green().underline()),
                    PartKind::Context => (&part.text, Style::new().italic()),
                },
            });
        }
        self.paper.flowing(&pieces, CLAIM, CLAIM, "");
    }

    /// A line a value, with who holds it, and the passage of the first who does; with `all`, of all.
    fn values(&mut self, naming: Naming<'_>, finding: &Finding) {
        let rows: Vec<&Evidence> = finding.best_rows().collect();
        let quoted = finding.kind == FindingKind::QuoteVariant;
        let told = |row: &&Evidence, value: &str| row.value == value;
        let mut groups: Vec<(&str, Vec<&Evidence>)> = Vec::new();
        for value in &finding.values {
            let held: Vec<&Evidence> = rows
                .iter()
                .copied()
                .filter(|row| value.reports.contains(&row.report))
                .collect();
            // Two versions of one report both hold: each its own value.
            let own: Vec<&Evidence> = finding
                .evidence
                .iter()
                .filter(|row| told(row, &value.value))
                .collect();
            let held = if finding.kind == FindingKind::Revision {
                own
            } else {
                held
            };
            if !held.is_empty() {
                groups.push((&value.value, held));
            }
        }
        if groups.is_empty() {
            groups.push(("", rows));
        }
        for (value, held) in groups {
            let mut pieces: Vec<(String, Style)> = Vec::new();
            if !quoted && !value.is_empty() {
                pieces.push((format!("{value}: "), style(finding.kind)));
            }
            pieces.push((who(naming, &held, self.options.all), Style::new()));
            let pieces: Vec<(&str, Style)> = pieces
                .iter()
                .map(|(text, style)| (text.as_str(), *style))
                .collect();
            self.paper.flowing(&pieces, UNDER, UNDER + 2, "");
            let most = if self.options.all { held.len() } else { 1 };
            for row in held.iter().take(most) {
                if self.options.all || !is_in_claim(finding, row) {
                    self.passage(row);
                }
            }
        }
    }

    /// Who tells it, on a line.
    fn holders(&mut self, naming: Naming<'_>, finding: &Finding) {
        let rows: Vec<&Evidence> = finding.best_rows().collect();
        let line = who(naming, &rows, self.options.all);
        self.paper.wrapped(&line, UNDER, Style::new());
        if self.options.all {
            for row in rows {
                self.passage(row);
            }
        }
    }

    fn passage(&mut self, row: &Evidence) {
        let words = format!("| {}", row.text);
        self.paper.wrapped(&words, UNDER, Style::new().dimmed());
    }
}

/// Whether the claim shows a passage already.
fn is_in_claim(finding: &Finding, row: &Evidence) -> bool {
    let parts = finding.claim.iter().flat_map(|claim| &claim.parts);
    let own = parts.filter(|part| {
        part.report == row.report && part.in_title == row.in_title && part.kind != PartKind::Context
    });
    let spans: Vec<(usize, usize)> = own.map(|part| (part.start, part.end)).collect();
    let first = spans.iter().map(|span| span.0).min();
    let last = spans.iter().map(|span| span.1).max();
    let held: usize = spans
        .iter()
        .map(|(start, end)| (*end).min(row.end).saturating_sub((*start).max(row.start)))
        .sum();
    matches!((first, last), (Some(first), Some(last)) if first <= row.start && row.end <= last)
        && held + 3 >= row.end - row.start
}

/// The outlets of some passages with their dates, and whom they have it from.
fn who(naming: Naming<'_>, rows: &[&Evidence], all: bool) -> String {
    let mut told: Vec<String> = Vec::new();
    for row in rows {
        let named = naming(&row.report);
        let mut one = named.outlet;
        if let Some(published) = named.published {
            one = format!("{one} ({published})");
        }
        if let Some(version) = row.revision {
            one = format!("{one}, version {version}");
        }
        if let Some(source) = &row.attributed_to {
            one = format!("{one}, according to {source}");
        }
        if !told.contains(&one) {
            told.push(one);
        }
    }
    let most = if all { told.len() } else { MOST_NAMED };
    let more = told.len().saturating_sub(most);
    told.truncate(most);
    let mut line = told.join("; ");
    if more > 0 {
        line = format!("{line}; and {more} more");
    }
    line
}

/// A date as people write it: the day, and the clock to the minute where it is known.
#[must_use]
pub fn short(stamp: Stamp) -> String {
    let said = stamp.to_string();
    let Some((day, clock)) = said.split_once('T') else {
        return said;
    };
    let zone = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(zone);
    let zone = if zone == "Z" { " UTC" } else { zone };
    format!("{day} {}{zone}", clock.get(..5).unwrap_or(clock))
}

/// What a finding is called where several kinds stand in one list; `all` of them, or those that are
/// disputed.
fn called(kind: FindingKind, all: bool) -> Option<&'static str> {
    match kind {
        FindingKind::Refinement if all => Some("told more sharply by one"),
        FindingKind::Agreement if all => Some("agreement"),
        FindingKind::SingleSource if all => Some("only one report"),
        FindingKind::Revision if all => Some("revision"),
        FindingKind::Conflict => Some("conflict"),
        FindingKind::Update => Some("update: it may have changed in between"),
        FindingKind::QuoteVariant => Some("altered quotation"),
        _ => None,
    }
}

fn style(kind: FindingKind) -> Style {
    match kind {
        FindingKind::Conflict => Style::new().red().bold(),
        FindingKind::Update => Style::new().magenta().bold(),
        FindingKind::QuoteVariant => Style::new().yellow().bold(),
        FindingKind::Refinement => Style::new().cyan().bold(),
        FindingKind::Agreement => Style::new().green().bold(),
        FindingKind::SingleSource | FindingKind::Revision => Style::new().blue().bold(),
    }
}
