//! `crosswire annotate`: spaCy's English pipeline over reports.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use crosswire_annotate::{Doc, to_json, write_conllu};
use crosswire_columns::{Format, Table};
use crosswire_extract::AnnotatedBlock;
use crosswire_report::{Field, Passage, Report, Role};
use crosswire_text::{CharIndex, Span};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::{Value, json};

use crate::args::{Annotate, AnnotateFormat, Unit};
use crate::status::{Status, complain};
use crate::{analysis, columns, input, language};

pub(crate) fn run(arguments: &Annotate) -> anyhow::Result<Status> {
    let pipeline = language::load(&arguments.language)?;
    let pool = language::pool(&arguments.language)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let started = Instant::now();
    let (mut words, mut written) = (0, 0);
    let mut tokens = match arguments.format {
        AnnotateFormat::Arrow => Some(columns::begin(Table::Tokens, Format::Arrow)?),
        AnnotateFormat::Parquet => Some(columns::begin(Table::Tokens, Format::Parquet)?),
        AnnotateFormat::Conllu | AnnotateFormat::Json | AnnotateFormat::Jsonl => None,
    };
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
                AnnotateFormat::Arrow | AnnotateFormat::Parquet => {
                    if let Some(tokens) = &mut tokens {
                        for row in token_rows(report, blocks) {
                            tokens.push(row)?;
                        }
                    }
                }
            }
            written += 1;
        }
        Ok(Status::Done)
    })?;
    if matches!(arguments.format, AnnotateFormat::Json) {
        writeln!(out, "{}", if written == 0 { "[]" } else { "]" })?;
    }
    if let Some(tokens) = tokens {
        tokens.finish()?;
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

/// The tokens of a report as rows: sentences and tokens are counted within their block, offsets are
/// characters of the report's text or title.
pub(crate) fn token_rows(report: &Report, blocks: &[AnnotatedBlock]) -> Vec<Value> {
    let mut rows = Vec::new();
    let indexes = [Field::Title, Field::Text].map(|field| CharIndex::new(report.field(field)));
    for (number, block) in blocks.iter().enumerate() {
        let in_title = block.passage.field == Field::Title;
        let index = &indexes[usize::from(!in_title)];
        for (sentence, range) in block.doc.sentences().enumerate() {
            for token in range.map(|at| block.doc.token(at)) {
                let chars = index.chars(block.place(Span::from(token.bytes())).span);
                let entity = token.entity();
                rows.push(json!({
                    "report": report.id,
                    "block": number,
                    "role": block.role.name(),
                    "in_title": in_title,
                    "sentence": sentence,
                    "token": token.index(),
                    "start": chars.start(),
                    "end": chars.end(),
                    "text": token.text(),
                    "lemma": token.lemma(),
                    "pos": token.pos(),
                    "tag": token.tag(),
                    "dep": token.dep(),
                    "head": token.head().index(),
                    "morph": token.morph(),
                    "entity": entity.map(|entity| &*entity.label),
                    "entity_start": entity.is_some_and(|entity| entity.tokens.start == token.index()),
                    "space_after": token.space_after(),
                }));
            }
        }
    }
    rows
}
