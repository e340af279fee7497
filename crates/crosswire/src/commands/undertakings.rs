//! `crosswire undertakings`: what is promised, threatened, asked for and foretold, counted over a span, and
//! told as a state that lasts.

use std::io::Write;

use crosswire_columns::{Format, Table};
use crosswire_extract::Extracted;
use crosswire_report::{Field, Passage};
use crosswire_text::CharIndex;
use crosswire_undertake::{Count, State, Undertaking, Who};
use serde_json::{Value, json};

use crate::args::{Input, Language, Undertakings, UndertakingsFormat};
use crate::commands::kept_undertakings;
use crate::commands::listing::{self, Row};
use crate::status::Status;
use crate::{analysis, columns, input, language};

/// The sorts of rows, by the names that `--sort` takes.
const SORTS: [&str; 3] = ["undertaking", "count", "state"];

pub(crate) fn run(arguments: &Undertakings) -> anyhow::Result<Status> {
    if arguments.asks_ledger() {
        return kept_undertakings::run(arguments);
    }
    let input = arguments.input();
    let sorts: Vec<&str> = match &arguments.sort[..] {
        [] => SORTS.to_vec(),
        sorts => sorts.iter().map(|sort| SORTS[*sort as usize]).collect(),
    };
    let rows = |extracted: &Extracted| {
        let mut rows = rows(extracted);
        rows.retain(|row| sorts.iter().any(|sort| row.fields["sort"] == **sort));
        rows
    };
    let given = (&input, &arguments.language);
    match arguments.format {
        UndertakingsFormat::Text => {
            let format = crate::args::ListingFormat::Text;
            listing::print(given, format, ("report", "rows"), rows)
        }
        UndertakingsFormat::Jsonl | UndertakingsFormat::Json => {
            let format = crate::args::ListingFormat::Jsonl;
            listing::print(given, format, ("report", "rows"), rows)
        }
        UndertakingsFormat::Arrow => columnar(arguments, &input, Format::Arrow, rows),
        UndertakingsFormat::Parquet => columnar(arguments, &input, Format::Parquet, rows),
        UndertakingsFormat::Tsv => table((&input, &arguments.language), rows),
    }
}

fn columnar(
    arguments: &Undertakings,
    reports: &Input,
    format: Format,
    rows: impl Fn(&Extracted) -> Vec<Row<Value>>,
) -> anyhow::Result<Status> {
    let pipeline = language::load(&arguments.language)?;
    let pool = language::pool(&arguments.language)?;
    let mut table = columns::begin(Table::Undertakings, format)?;
    let status = input::in_batches(reports, analysis::BATCH, |reports| {
        for extracted in pool.install(|| analysis::extracted(&pipeline, reports)) {
            for row in flat(listing::records(&extracted, rows(&extracted))?) {
                table.push(row)?;
            }
        }
        Ok(Status::Done)
    })?;
    table.finish()?;
    Ok(status)
}

/// Rows of [`Table::Undertakings`].
pub(crate) fn records(extracted: &Extracted) -> serde_json::Result<Vec<Value>> {
    Ok(flat(listing::records(extracted, rows(extracted))?))
}

/// Rows as columns have them: of a condition its words, no place of the holder, and a list of those who say so
/// in every row.
fn flat(mut rows: Vec<Value>) -> Vec<Value> {
    for row in &mut rows {
        if let Value::Object(members) = row {
            members.remove("holder_at");
        }
        row["condition"] = match row.get_mut("condition") {
            Some(Value::Object(place)) => place.remove("text").unwrap_or_default(),
            _ => Value::Null,
        };
        if row["by"].is_null() {
            row["by"] = json!([]);
        }
    }
    rows
}

const COLUMNS: [&str; 12] = [
    "report", "sort", "kind", "start", "end", "text", "holder", "towards", "when", "from", "to",
    "state",
];

fn table(
    (reports, model): (&Input, &Language),
    rows: impl Fn(&Extracted) -> Vec<Row<Value>>,
) -> anyhow::Result<Status> {
    let pipeline = language::load(model)?;
    let pool = language::pool(model)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", COLUMNS.join("\t"))?;
    input::in_batches(reports, analysis::BATCH, |reports| {
        for extracted in pool.install(|| analysis::extracted(&pipeline, reports)) {
            for row in listing::records(&extracted, rows(&extracted))? {
                let cells = COLUMNS.map(|column| match &row[column] {
                    Value::Null => String::new(),
                    // Tabs and line breaks would part cells and rows.
                    Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
                    other => other.to_string(),
                });
                writeln!(out, "{}", cells.join("\t"))?;
            }
        }
        Ok(Status::Done)
    })
}

/// From bytes to characters of the text.
struct Places<'a> {
    extracted: &'a Extracted,
    text: CharIndex<'a>,
}

impl Places<'_> {
    /// A place and its words.
    fn row(&self, passage: Passage) -> Value {
        let chars = self.text.chars(passage.span);
        json!({"start": chars.start(), "end": chars.end(), "text": self.words(passage)})
    }

    fn words(&self, passage: Passage) -> &str {
        self.extracted.annotated.words(passage)
    }
}

/// All rows of a report, in text order.
pub(crate) fn rows(extracted: &Extracted) -> Vec<Row<Value>> {
    let found = crosswire_undertake::find(extracted);
    let report = extracted.annotated.report();
    let places = Places {
        extracted,
        text: CharIndex::new(report.field(Field::Text)),
    };
    let mut rows = Vec::new();
    rows.extend(found.undertakings.iter().map(|it| undertaking(&places, it)));
    rows.extend(found.counts.iter().map(|it| count(&places, it)));
    rows.extend(found.states.iter().map(state));
    rows.sort_by_key(|row| (row.passage.span.start(), row.passage.span.end()));
    rows
}

fn name(who: Option<&Who>) -> Option<&str> {
    who.map(|who| who.name.as_str())
}

fn undertaking(places: &Places<'_>, it: &Undertaking) -> Row<Value> {
    let by: Vec<&str> = it.by.iter().map(|who| who.name.as_str()).collect();
    let due = it.due;
    let fields = json!({
        "sort": "undertaking",
        "kind": it.kind.name(),
        "strength": it.strength.name(),
        "state": it.outcome.name(),
        "holder": name(it.holder.as_ref()),
        "holder_at": it.holder.as_ref().map(|who| places.row(who.mention)),
        "by": by,
        "towards": name(it.towards.as_ref()),
        "condition": it.condition.map(|passage| places.row(passage)),
        "when": due.map(|due| places.words(due.passage)),
        "from": due.and_then(|due| due.from).map(|day| day.to_string()),
        "to": due.and_then(|due| due.to).map(|day| day.to_string()),
        "confidence": (it.confidence * 100.0).floor() / 100.0,
    });
    let mut gloss = it.kind.name().to_owned();
    if let Some(holder) = &it.holder {
        gloss.push_str(&format!(" of {}", one_line(&holder.name)));
    }
    if let Some(by) = by.first() {
        gloss.push_str(&format!(", says {}", one_line(by)));
    }
    if let Some(to) = due.and_then(|due| due.to) {
        gloss.push_str(&format!(", by {to}"));
    }
    Row {
        passage: it.passage,
        gloss,
        fields,
    }
}

fn count(places: &Places<'_>, it: &Count) -> Row<Value> {
    let quantity = &places.extracted.quantities[it.quantity].quantity;
    let range = quantity.range;
    let span = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let (from, to) = (span(it.from), span(it.to));
    let gloss = format!(
        "count, {} to {}",
        from.as_deref().unwrap_or("?"),
        to.as_deref().unwrap_or("?")
    );
    Row {
        passage: it.passage,
        gloss,
        fields: json!({
            "sort": "count",
            "kind": "",
            "low": range.low.is_finite().then_some(range.low),
            "high": range.high.is_finite().then_some(range.high),
            "unit": quantity.unit,
            "counted": it.counted.map(|passage| places.words(passage)),
            "when": places.words(it.span),
            "from": from,
            "to": to,
        }),
    }
}

fn state(it: &State) -> Row<Value> {
    let mut gloss = format!("{} {}", it.relation.name(), it.phase.name());
    if let Some(subject) = &it.subject {
        gloss.push_str(&format!(" of {}", one_line(&subject.name)));
    }
    Row {
        passage: it.passage,
        gloss,
        fields: json!({
            "sort": "state",
            "kind": it.relation.name(),
            "state": it.phase.name(),
            "holder": name(it.subject.as_ref()),
            "towards": name(it.object.as_ref()),
        }),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
