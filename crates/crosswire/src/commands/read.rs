//! `crosswire read`: what was read, blocks with roles and metadata with where it came from.

use std::io::{self, Write};

use crosswire_calendar::Stamp;
use crosswire_report::{Block, Item, Problem, ProblemKind, Provenance, Report, Role, Spot};
use crosswire_text::CharIndex;
use serde_json::{Value, json};

use crate::args::{ListingFormat, Read};
use crate::input;
use crate::status::Status;

pub(crate) fn run(arguments: &Read) -> anyhow::Result<Status> {
    let mut out = io::stdout().lock();
    input::in_batches(&arguments.input, 1, |batch| {
        for report in batch {
            match arguments.format {
                ListingFormat::Text => text(&mut out, &report)?,
                ListingFormat::Jsonl => writeln!(out, "{}", record(&report))?,
            }
        }
        Ok(Status::Done)
    })
}

fn text(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(
        out,
        "{} ({}{})",
        report.id, report.source, report.details.spot
    )?;
    let fields = record(report);
    for known in &report.details.provenance {
        let value = &fields[known.item.name()];
        writeln!(out, "  {}: {value} [{}]", known.item.name(), known.from)?;
    }
    for problem in &report.problems {
        writeln!(out, "  problem: {problem}")?;
    }
    for block in &report.blocks {
        let words = block.span.slice(&report.text);
        writeln!(out, "  {:<11} {words}", block.role.name())?;
    }
    writeln!(out)
}

/// The fields of report JSONL first, so that the output can be read again.
pub(crate) fn record(report: &Report) -> Value {
    let characters = |byte: usize| report.text[..byte].chars().count();
    let details = &report.details;
    json!({
        "id": report.id, "source": report.source, "outlet": report.outlet, "url": report.url,
        "title": report.title.as_deref(), "authors": report.authors,
        "published": report.published.map(|stamp| stamp.to_string()),
        "updated": details.updated.map(|stamp| stamp.to_string()),
        "language": details.language, "section": details.section,
        "canonical": details.canonical, "live": details.live, "record": details.record,
        "spot": spot(details.spot), "sha256": details.sha256,
        "text": &*report.text,
        "blocks": report.blocks.iter().map(|block| json!({
            "role": block.role.name(),
            "start": characters(block.span.start()), "end": characters(block.span.end()),
        })).collect::<Vec<_>>(),
        "provenance": details.provenance.iter().map(|known| json!({
            "item": known.item.name(), "from": known.from,
        })).collect::<Vec<_>>(),
        "problems": report.problems.iter().map(|problem| json!({
            "kind": problem.kind.name(), "message": problem.message, "mend": problem.mend,
        })).collect::<Vec<_>>(),
    })
}

/// Which report of its source one is; null where that is one report.
fn spot(spot: Spot) -> Option<Value> {
    let told = [
        ("line", spot.line),
        ("record", spot.record),
        ("item", spot.item),
        ("byte", spot.byte),
    ];
    let told = told
        .into_iter()
        .filter_map(|(name, number)| Some((name, Value::from(number?))));
    (!spot.is_whole()).then(|| told.collect())
}

/// A report of what [`record`] made.
///
/// # Errors
///
/// What is wrong, and what to do about it.
pub(crate) fn again(row: &Value) -> Result<Report, (String, String)> {
    let wrong = |what: &str| {
        let mend = "give the rows as `crosswire read` or `annotate_and_extract` made them";
        (
            format!("the row is no report that was read: {what}"),
            mend.to_owned(),
        )
    };
    let field = |name: &str| row[name].as_str().map(str::to_owned);
    let stamp = |name: &str| row[name].as_str().and_then(Stamp::parse);
    let items = |name: &str| row[name].as_array().map_or(&[] as &[Value], Vec::as_slice);
    let (Some(id), Some(text)) = (field("id"), field("text")) else {
        return Err(wrong("it has no id or no text"));
    };
    let mut report = Report::new(id, field("source").unwrap_or_default(), "");
    let index = CharIndex::new(&text);
    let mut last = 0;
    for block in items("blocks") {
        let role = block["role"].as_str().and_then(Role::from_name);
        let place = |name: &str| block[name].as_u64().and_then(|at| usize::try_from(at).ok());
        let span = place("start")
            .zip(place("end"))
            .and_then(|(start, end)| index.bytes(start, end));
        let (Some(role), Some(span)) = (role, span.filter(|span| span.start() >= last)) else {
            return Err(wrong("a block is of no role, or no stretch of the text"));
        };
        last = span.end();
        report.blocks.push(Block { role, span });
    }
    for problem in items("problems") {
        let kind = problem["kind"].as_str().and_then(ProblemKind::from_name);
        let words = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
        report.problems.push(Problem {
            kind: kind.ok_or_else(|| wrong("it has a problem of an unknown kind"))?,
            message: words("message"),
            mend: words("mend"),
        });
    }
    for known in items("provenance") {
        if let Some(item) = known["item"].as_str().and_then(Item::from_name) {
            let from = known["from"].as_str().unwrap_or_default().to_owned();
            report.details.provenance.push(Provenance { item, from });
        }
    }
    report.outlet = field("outlet");
    report.url = field("url");
    report.title = field("title").map(Into::into);
    let authors = items("authors").iter().filter_map(Value::as_str);
    report.authors = authors.map(str::to_owned).collect();
    report.published = stamp("published");
    report.details.updated = stamp("updated");
    report.details.language = field("language");
    report.details.section = field("section");
    report.details.canonical = field("canonical");
    report.details.live = row["live"].as_bool().unwrap_or(false);
    report.details.record = row["record"].as_u64();
    let number = |name: &str| row["spot"][name].as_u64();
    report.details.spot = Spot {
        line: number("line"),
        record: number("record"),
        item: number("item"),
        byte: number("byte"),
    };
    report.details.sha256 = field("sha256").unwrap_or_default();
    report.text = text.into();
    Ok(report)
}

#[cfg(test)]
mod tests {
    use crosswire_read::{Options, read_bytes};

    use super::{again, record};

    #[test]
    fn a_report_is_the_same_again() {
        let page = "<html><head><title>Ferry</title></head><body><article><h1>Ferry sinks</h1>\
            <p>By Ann Orlin</p><p>The “Aurelia” sank late on Monday – nobody was hurt.</p>\
            <p>It was carrying 80 passengers from the island of Sund to Port Maren.</p></article></body></html>";
        let line = r#"{"id": "a", "text": "PORT MAREN (AP) - Zoë said so.\n\nNo more.", "published": "2031-03-06T08:10+01:00", "authors": ["A"]}"#;
        for bytes in [page, line] {
            let mut read = read_bytes("page", bytes.as_bytes(), &Options::default());
            let mut report = read.remove(0).unwrap();
            assert!(!report.blocks.is_empty());
            // The digest of the bytes is not printed, and nothing after reading asks for it.
            report.details.raw_sha256.clear();
            assert_eq!(again(&record(&report)).unwrap(), report);
        }
        let mut row = record(&crosswire_report::Report::new("a", "-", "Zoë."));
        row["blocks"][0]["end"] = 40.into();
        assert!(
            again(&row)
                .unwrap_err()
                .0
                .contains("no stretch of the text")
        );
    }
}
