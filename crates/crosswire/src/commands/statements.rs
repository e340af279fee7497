//! `crosswire statements`: what reports assert, with times, quantities and who says so.

use crosswire_columns::{Format, Table};
use crosswire_extract::{Extracted, Polarity, Statement};
use crosswire_report::{Field, Passage};
use crosswire_text::CharIndex;
use serde_json::{Value, json};

use crate::args::{ListingFormat, Statements, StatementsFormat};
use crate::commands::listing::{self, Row};
use crate::status::Status;
use crate::{analysis, columns, input, language};

pub(crate) fn run(arguments: &Statements) -> anyhow::Result<Status> {
    let listed = |format: ListingFormat| {
        let given = (&arguments.input, &arguments.language);
        listing::print(given, format, ("report", "statements"), rows)
    };
    match arguments.format {
        StatementsFormat::Text => listed(ListingFormat::Text),
        StatementsFormat::Jsonl => listed(ListingFormat::Jsonl),
        StatementsFormat::Arrow => print(arguments, Format::Arrow),
        StatementsFormat::Parquet => print(arguments, Format::Parquet),
    }
}

fn print(arguments: &Statements, format: Format) -> anyhow::Result<Status> {
    let pipeline = language::load(&arguments.language)?;
    let pool = language::pool(&arguments.language)?;
    let mut table = columns::begin(Table::Statements, format)?;
    let status = input::in_batches(&arguments.input, analysis::BATCH, |reports| {
        for extracted in pool.install(|| analysis::extracted(&pipeline, reports)) {
            for row in listing::records(&extracted, rows(&extracted))? {
                table.push(row)?;
            }
        }
        Ok(Status::Done)
    })?;
    table.finish()?;
    Ok(status)
}

/// From bytes to characters in a report's two texts.
struct Places<'a> {
    extracted: &'a Extracted,
    title: CharIndex<'a>,
    text: CharIndex<'a>,
}

impl<'a> Places<'a> {
    fn new(extracted: &'a Extracted) -> Places<'a> {
        let report = extracted.annotated.report();
        Places {
            extracted,
            title: CharIndex::new(report.field(Field::Title)),
            text: CharIndex::new(report.field(Field::Text)),
        }
    }

    fn chars(&self, passage: Passage) -> (usize, usize) {
        let index = match passage.field {
            Field::Title => &self.title,
            Field::Text => &self.text,
        };
        let chars = index.chars(passage.span);
        (chars.start(), chars.end())
    }

    /// A place and its words.
    fn row(&self, passage: Passage) -> Value {
        let (start, end) = self.chars(passage);
        json!({"start": start, "end": end, "text": self.extracted.annotated.words(passage)})
    }
}

pub(crate) fn rows(extracted: &Extracted) -> Vec<Row<Value>> {
    let places = Places::new(extracted);
    let statements = extracted.statements.iter().enumerate();
    statements
        .map(|(number, statement)| Row {
            passage: statement.passage,
            gloss: gloss(extracted, statement),
            fields: object(&places, number, statement),
        })
        .collect()
}

fn gloss(extracted: &Extracted, statement: &Statement) -> String {
    let not = if statement.polarity == Polarity::Negative {
        "not "
    } else {
        ""
    };
    let speaker = speaker(extracted, statement)
        .map_or_else(String::new, |speaker| format!(", says {speaker}"));
    let factuality = statement.factuality.name();
    format!("{not}{} ({factuality}){speaker}", statement.lemma)
}

/// Who says so, nearest first.
fn speaker<'a>(extracted: &'a Extracted, statement: &Statement) -> Option<&'a str> {
    let link = statement.attribution.first()?;
    let known = link.speaker.map(|id| extracted.entity(id).name.as_str());
    known.or_else(|| Some(extracted.annotated.words(link.mention?)))
}

fn object(places: &Places<'_>, number: usize, statement: &Statement) -> Value {
    let extracted = places.extracted;
    let attribution = statement.attribution.iter().map(|link| {
        json!({
            "speaker": link.speaker.map(|id| &extracted.entity(id).name),
            "mention": link.mention.map(|mention| extracted.annotated.words(mention)),
            "cue": link.cue_lemma,
            "denies": link.polarity == Polarity::Negative,
        })
    });
    let arguments = statement.arguments.iter().map(|argument| {
        let mut row = places.row(argument.passage);
        row["role"] = json!(argument.role.name());
        row["entity"] = json!(argument.entity.map(|id| id.0));
        row["name"] = json!(argument.entity.map(|id| &extracted.entity(id).name));
        row
    });
    let times = statement.times.iter().map(|&at| {
        let found = &extracted.times[at];
        let mut row = places.row(found.passage);
        let interval = found.timex.interval;
        row["type"] = json!(found.timex.kind.name());
        row["value"] = json!(found.timex.value);
        row["from"] = json!(interval.map(|interval| interval.from().to_string()));
        row["to"] = json!(interval.map(|interval| interval.to().to_string()));
        row
    });
    let quantities = statement.quantities.iter().map(|&at| {
        let found = &extracted.quantities[at];
        let range = found.quantity.range;
        let mut row = places.row(found.passage);
        row["low"] = json!(range.low.is_finite().then_some(range.low));
        row["high"] = json!(range.high.is_finite().then_some(range.high));
        row["low_open"] = json!(range.low_open);
        row["high_open"] = json!(range.high_open);
        row["unit"] = json!(found.quantity.unit);
        row
    });
    json!({
        "statement": number,
        "kind": statement.kind.name(),
        "lemma": statement.lemma,
        "negated": statement.polarity == Polarity::Negative,
        "factuality": statement.factuality.name(),
        "background": statement.background,
        "attribution": attribution.collect::<Vec<_>>(),
        "arguments": arguments.collect::<Vec<_>>(),
        "times": times.collect::<Vec<_>>(),
        "quantities": quantities.collect::<Vec<_>>(),
    })
}
