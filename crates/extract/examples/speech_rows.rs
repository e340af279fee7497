//! What the weights of speech are trained on and measured by; `training/speakers/train` calls it.
//!
//!     speech_rows annotate MODEL REPORTS.jsonl CACHE       annotation, kept so that it is made once
//!     speech_rows clauses CACHE OUT                        stretches that may be reported
//!     speech_rows speakers CACHE OUT WEIGHTS               quotations with who may have said them, for
//!                                                          which no speaker.forest is wanted yet
//!     speech_rows quotes CACHE OUT WEIGHTS [IDS]           quotations as `crosswire quotes` prints them
//!
//! WEIGHTS is a folder with `speaker.forest`, `clause.forest` and `clause-rates.tsv`. OUT of `clauses`
//! and `speakers` is lines of JSON; the rows of features, in the same order, are in OUT.f32 (little
//! endian). IDS is a file of report ids, one a line: only these.
#![expect(clippy::print_stderr, reason = "it tells how long it took")]

use std::collections::HashSet;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crosswire_annotate::{Doc, Entity, Pipeline, TokenParts};
use crosswire_extract::training::{self, Weights};
use crosswire_extract::{Annotated, Extracted};
use crosswire_report::{Field, Passage, Report};
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const USAGE: &str = "usage: speech_rows annotate MODEL REPORTS.jsonl CACHE | clauses CACHE OUT | \
                     speakers CACHE OUT WEIGHTS | quotes CACHE OUT WEIGHTS [IDS]";

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = Instant::now();
    match arguments[..] {
        ["annotate", model, reports, cache] => annotate(model, reports, cache)?,
        ["clauses", cache, out] => clauses(cache, out)?,
        ["speakers", cache, out, folder] => speakers(cache, out, &weights(folder, false)?)?,
        ["quotes", cache, out, folder] => quotes(cache, out, &weights(folder, true)?, None)?,
        ["quotes", cache, out, folder, ids] => {
            let ids = std::fs::read_to_string(ids)?
                .lines()
                .map(str::to_owned)
                .collect();
            quotes(cache, out, &weights(folder, true)?, Some(&ids))?;
        }
        _ => return Err(USAGE.into()),
    }
    eprintln!("{}: {:.1?}", arguments[0], start.elapsed());
    Ok(())
}

fn weights(folder: &str, speaker: bool) -> Result<Weights, Box<dyn Error>> {
    let read = |name: &str| std::fs::read(Path::new(folder).join(name));
    let rates = String::from_utf8(read("clause-rates.tsv")?)?;
    let speaker = speaker.then(|| read("speaker.forest")).transpose()?;
    Ok(Weights::parse(
        speaker.as_deref(),
        &read("clause.forest")?,
        &rates,
    )?)
}

fn annotate(model: &str, reports: &str, cache: &str) -> Outcome {
    let pipeline = Pipeline::load(model)?;
    let mut out = BufWriter::new(File::create(cache)?);
    for line in BufReader::new(File::open(reports)?).lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let mut docs = Vec::new();
        let annotated = Annotated::new(report(&given), |text| {
            let doc = pipeline.annotate(text);
            docs.push(pack(&doc));
            doc
        });
        let report = annotated.report();
        let own =
            json!({"id": &*report.id, "title": report.title.as_deref(), "text": &*report.text});
        writeln!(out, "{}", json!({"report": own, "docs": docs}))?;
    }
    Ok(out.flush()?)
}

fn report(given: &Value) -> Arc<Report> {
    let words = |key: &str| given[key].as_str().unwrap_or_default();
    let mut report = Report::new(words("id"), "-", words("text"));
    report.title = given["title"].as_str().map(Arc::from);
    Arc::new(report)
}

fn pack(doc: &Doc) -> Value {
    let tokens: Vec<_> = doc
        .tokens()
        .map(|t| {
            json!([
                t.start(),
                t.end(),
                t.tag(),
                t.pos(),
                t.morph(),
                t.lemma(),
                t.head().index(),
                t.dep(),
                t.is_sentence_start()
            ])
        })
        .collect();
    let entities: Vec<_> = doc
        .entities()
        .iter()
        .map(|e| json!([e.tokens.start, e.tokens.end, &*e.label]))
        .collect();
    json!([tokens, entities])
}

fn unpack(text: &str, packed: &Value) -> Result<Doc, String> {
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let rows = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let tokens = rows(&packed[0]);
    let parts: Vec<TokenParts<'_>> = tokens
        .iter()
        .map(|t| {
            let word = |i: usize| t[i].as_str().unwrap_or_default();
            TokenParts {
                start: number(&t[0]),
                end: number(&t[1]),
                tag: word(2),
                pos: word(3),
                morph: word(4),
                lemma: word(5),
                head: number(&t[6]),
                dep: word(7),
                sentence_start: t[8] == true,
            }
        })
        .collect();
    let entities = rows(&packed[1])
        .iter()
        .map(|e| Entity {
            tokens: number(&e[0])..number(&e[1]),
            label: e[2].as_str().unwrap_or_default().into(),
        })
        .collect();
    Doc::from_parts(text, &parts, entities)
}

/// Calls `look` with each report of a cache.
fn each(cache: &str, mut look: impl FnMut(Annotated) -> Outcome) -> Outcome {
    for line in BufReader::new(File::open(cache)?).lines() {
        let kept: Value = serde_json::from_str(&line?)?;
        let mut docs = kept["docs"].as_array().into_iter().flatten();
        let mut fault = None;
        let annotated = Annotated::new(report(&kept["report"]), |text| {
            let none = Value::Null;
            unpack(text, docs.next().unwrap_or(&none)).unwrap_or_else(|error| {
                fault = Some(error);
                Doc::from_parts("", &[], Vec::new()).expect("no token, no fault")
            })
        });
        if let Some(fault) = fault {
            return Err(
                format!("{cache}, {}: {fault}; annotate anew", annotated.report().id).into(),
            );
        }
        look(annotated)?;
    }
    Ok(())
}

/// Lines of JSON, and rows of features beside them.
struct Out {
    lines: BufWriter<File>,
    rows: BufWriter<File>,
}

impl Out {
    fn create(path: &str) -> Result<Out, Box<dyn Error>> {
        Ok(Out {
            lines: BufWriter::new(File::create(path)?),
            rows: BufWriter::new(File::create(format!("{path}.f32"))?),
        })
    }

    fn row(&mut self, row: &[f32]) -> Outcome {
        for value in row {
            self.rows.write_all(&value.to_le_bytes())?;
        }
        Ok(())
    }
}

fn clauses(cache: &str, out: &str) -> Outcome {
    let mut out = Out::create(out)?;
    writeln!(
        out.lines,
        "{}",
        json!({"features": training::clause_features()})
    )?;
    each(cache, |annotated| {
        let report = Arc::clone(annotated.report());
        let (known, rows) = training::clause_rows(&annotated);
        let quotes: Vec<_> = known
            .iter()
            .filter(|(passage, _)| passage.field == Field::Text)
            .map(|(passage, kind)| {
                let (start, end) = characters(&report, *passage);
                json!({"start": start, "end": end, "kind": kind.name()})
            })
            .collect();
        let mut clauses = Vec::new();
        for row in rows.iter().filter(|row| row.passage.field == Field::Text) {
            let (start, end) = characters(&report, row.passage);
            let cue = characters(&report, row.cue);
            clauses.push(json!({"start": start, "end": end, "cue": cue, "keys": row.keys}));
            out.row(&row.row)?;
        }
        let line = json!({"report": report.id, "quotes": quotes, "clauses": clauses});
        Ok(writeln!(out.lines, "{line}")?)
    })
}

fn speakers(cache: &str, out: &str, weights: &Weights) -> Outcome {
    let mut out = Out::create(out)?;
    writeln!(
        out.lines,
        "{}",
        json!({"features": training::speaker_features()})
    )?;
    each(cache, |annotated| {
        let report = Arc::clone(annotated.report());
        let mut quotes = Vec::new();
        for rows in training::speaker_rows(&annotated, weights) {
            if rows.passage.field != Field::Text {
                continue;
            }
            let (start, end) = characters(&report, rows.passage);
            let mut candidates = Vec::new();
            for one in &rows.candidates {
                let own = one.mentions.iter().filter(|at| at.field == Field::Text);
                let mentions: Vec<_> = own.map(|at| characters(&report, *at)).collect();
                candidates.push(json!({"name": one.name, "mentions": mentions}));
                out.row(&one.row)?;
            }
            let kind = rows.kind.name();
            quotes
                .push(json!({"start": start, "end": end, "kind": kind, "candidates": candidates}));
        }
        let line = json!({"report": report.id, "quotes": quotes});
        Ok(writeln!(out.lines, "{line}")?)
    })
}

fn quotes(cache: &str, out: &str, weights: &Weights, ids: Option<&HashSet<String>>) -> Outcome {
    let mut out = BufWriter::new(File::create(out)?);
    let mut extracting = Duration::ZERO;
    each(cache, |annotated| {
        if ids.is_some_and(|ids| !ids.contains(&*annotated.report().id)) {
            return Ok(());
        }
        let start = Instant::now();
        let extracted = training::extract_with(annotated, weights);
        extracting += start.elapsed();
        Ok(writeln!(out, "{}", told(&extracted))?)
    })?;
    eprintln!("extracting alone: {extracting:.1?}");
    Ok(out.flush()?)
}

/// The quotations of one report, as `crosswire quotes --format jsonl` prints them.
fn told(extracted: &Extracted) -> Value {
    let report = extracted.annotated.report();
    let own = extracted.quotations.iter();
    let quotes: Vec<_> = own
        .filter(|quotation| quotation.passage.field == Field::Text)
        .map(|quotation| {
            let (start, end) = characters(report, quotation.passage);
            let words = |at| extracted.annotated.words(at).to_owned();
            let first = quotation.chain.first();
            let others = quotation.candidates.iter();
            let candidates: Vec<_> = others
                .map(|one| json!([extracted.entity(one.speaker).name, one.confidence]))
                .collect();
            json!({
                "kind": quotation.kind.name(), "start": start, "end": end, "text": words(quotation.passage),
                "speaker": first.and_then(|link| extracted.speaker_as_told(link)),
                "name": first.and_then(|link| extracted.speaker_words(link)),
                "cue": first.and_then(|link| link.cue).map(words),
                "mention": first.and_then(|link| link.mention).map(words),
                "utterance": quotation.utterance, "confidence": quotation.confidence,
                "candidates": candidates, "why": quotation.why,
            })
        })
        .collect();
    json!({"report": report.id, "quotes": quotes})
}

/// Where a passage stands, counted in characters.
fn characters(report: &Report, passage: Passage) -> (usize, usize) {
    let text = report.field(passage.field);
    let start = text[..passage.span.start()].chars().count();
    (start, start + passage.span.slice(text).chars().count())
}
