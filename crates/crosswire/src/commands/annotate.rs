//! `crosswire annotate`: spaCy's English pipeline over reports.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use crosswire_annotate::{Doc, to_json, write_conllu};
use crosswire_extract::AnnotatedBlock;
use crosswire_report::{Field, Passage, Report, Role};
use crosswire_text::{CharIndex, Span};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::{Value, json};

use crate::args::{Annotate, AnnotateFormat, Unit};
use crate::status::{Status, complain};
use crate::{analysis, input, language};

pub(crate) fn run(arguments: &Annotate) -> anyhow::Result<Status> {
    let pipeline = language::load(&arguments.language)?;
    let pool = language::pool(&arguments.language)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let started = Instant::now();
    let (mut words, mut written) = (0, 0);
    let status = input::in_batches(&arguments.input, analysis::BATCH, |reports| {
        let annotated: Vec<Vec<AnnotatedBlock>> = pool.install(|| {
            reports
                .clone()
                .into_par_iter()
                .map(|report| match arguments.unit {
                    Unit::Text => vec![AnnotatedBlock {
                        role: Role::Paragraph,
                        passage: Passage {
                            field: Field::Text,
                            span: Span::new(0, report.text.len()),
                        },
                        doc: pipeline.annotate(&report.text),
                    }],
                    Unit::Block => analysis::annotated(&pipeline, report).into_blocks(),
                })
                .collect()
        });
        for (report, blocks) in reports.iter().zip(&annotated) {
            words += blocks
                .iter()
                .map(|block| block.doc.text().split_whitespace().count())
                .sum::<usize>();
            match arguments.format {
                AnnotateFormat::Conllu => {
                    let docs: Vec<&Doc> = blocks.iter().map(|block| &block.doc).collect();
                    write_conllu(&docs, &report.id, &mut out)?;
                }
                AnnotateFormat::Jsonl => writeln!(out, "{}", row(report, blocks, arguments.unit))?,
                AnnotateFormat::Json => {
                    let before = if written == 0 { "[" } else { ",\n" };
                    write!(out, "{before}{}", row(report, blocks, arguments.unit))?;
                }
            }
            written += 1;
        }
        Ok(Status::Done)
    })?;
    if matches!(arguments.format, AnnotateFormat::Json) {
        writeln!(out, "{}", if written == 0 { "[]" } else { "]" })?;
    }
    out.flush()?;
    if std::io::stderr().is_terminal() {
        let seconds = started.elapsed().as_secs_f64();
        complain(&format!(
            "{words} words in {seconds:.1} s, {:.0} words/s",
            words as f64 / seconds.max(1e-9)
        ));
    }
    Ok(status)
}

/// A report as JSON: its id, and each block with its role, where it starts in the report's text (or
/// title) in characters, and its annotation as spaCy's `Doc.to_json`.
fn row(report: &Report, blocks: &[AnnotatedBlock], unit: Unit) -> Value {
    let index = CharIndex::new(&report.text);
    let docs: Vec<Value> = blocks
        .iter()
        .map(|block| {
            let mut doc = to_json(&block.doc);
            let in_title = block.passage.field == Field::Title;
            let start = if in_title {
                0
            } else {
                index.chars(block.passage.span).start()
            };
            doc["start"] = json!(start);
            doc["in_title"] = json!(in_title);
            if matches!(unit, Unit::Block) {
                doc["role"] = json!(block.role.name());
            }
            doc
        })
        .collect();
    json!({"id": report.id, "docs": docs})
}
