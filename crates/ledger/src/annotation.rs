//! The annotation of a report as a few kilobytes, read back exactly.
//!
//! Column by column over all tokens of all blocks, so that zstd finds what repeats. Tags, features
//! and relations are numbers in the ledger's table of labels; a lemma that is the word itself, or
//! the word in lower case, is not written. Offsets are differences.

use std::collections::HashMap;
use std::sync::Arc;

use crosswire_annotate::{Doc, Entity, TokenParts};
use crosswire_extract::Annotated;
use crosswire_report::Report;
use rusqlite::Connection;

use crate::error::{StoreError, Stored};
use crate::packed::{self, Matter, read, read_signed, write, write_signed};

/// The ledger's labels, read once and then as they are met.
#[derive(Default)]
pub(crate) struct Labels {
    numbers: HashMap<Arc<str>, u64>,
    texts: HashMap<u64, Arc<str>>,
}

impl Labels {
    fn number(&mut self, connection: &Connection, text: &str, commit: i64) -> Stored<u64> {
        if let Some(&number) = self.numbers.get(text) {
            return Ok(number);
        }
        connection
            .prepare_cached("INSERT OR IGNORE INTO labels (since, text) VALUES (?, ?)")?
            .execute(rusqlite::params![commit, text])?;
        let number: i64 = connection
            .prepare_cached("SELECT id FROM labels WHERE text = ?")?
            .query_row([text], |row| row.get(0))?;
        let text: Arc<str> = text.into();
        self.numbers.insert(Arc::clone(&text), number as u64);
        self.texts.insert(number as u64, text);
        Ok(number as u64)
    }

    pub(crate) fn text(&mut self, connection: &Connection, number: u64) -> Stored<Arc<str>> {
        if let Some(text) = self.texts.get(&number) {
            return Ok(Arc::clone(text));
        }
        let text: String = connection
            .prepare_cached("SELECT text FROM labels WHERE id = ?")?
            .query_row([number as i64], |row| row.get(0))?;
        let text: Arc<str> = text.into();
        self.texts.insert(number, Arc::clone(&text));
        Ok(text)
    }
}

const SAME: u64 = 0;
const LOWER: u64 = 1;
const OTHER: u64 = 2;

/// Writes the annotation of a report.
pub(crate) fn encode(
    connection: &Connection,
    labels: &mut Labels,
    annotated: &Annotated,
    commit: i64,
) -> Stored<Vec<u8>> {
    let bytes = encoded(annotated, |text| labels.number(connection, text, commit))?;
    packed::pack(&bytes, Matter::Plain)
}

/// The columns, `number` giving the number of a label.
pub(crate) fn encoded(
    annotated: &Annotated,
    mut number: impl FnMut(&str) -> Stored<u64>,
) -> Stored<Vec<u8>> {
    let mut columns: [Vec<u8>; 7] = Default::default();
    let mut lemmas = Vec::new();
    let mut entities = Vec::new();
    let blocks = annotated.blocks();
    let mut sizes = Vec::new();
    write(&mut sizes, blocks.len() as u64);
    for block in blocks {
        let doc = &block.doc;
        write(&mut sizes, doc.len() as u64);
        let mut last = 0;
        for token in doc.tokens() {
            let [gaps, lengths, heads, shapes, relations, starts, forms] = &mut columns;
            write(gaps, (token.start() - last) as u64);
            write(lengths, (token.end() - token.start()) as u64);
            last = token.end();
            write_signed(heads, token.head().index() as i64 - token.index() as i64);
            let shape = format!("{}\t{}\t{}", token.tag(), token.pos(), token.morph());
            write(shapes, number(&shape)?);
            write(relations, number(token.dep())?);
            write(starts, u64::from(token.is_sentence_start()));
            let (word, lemma) = (token.text(), token.lemma());
            if lemma == word {
                write(forms, SAME);
            } else if lemma == word.to_lowercase() {
                write(forms, LOWER);
            } else {
                write(forms, OTHER + lemma.len() as u64);
                lemmas.extend(lemma.as_bytes());
            }
        }
        write(&mut entities, doc.entities().len() as u64);
        let mut last = 0;
        for entity in doc.entities() {
            write(&mut entities, (entity.tokens.start - last) as u64);
            write(&mut entities, entity.tokens.len() as u64);
            write(&mut entities, number(&entity.label)?);
            last = entity.tokens.end;
        }
    }
    let mut out = sizes;
    for column in columns.iter().chain([&lemmas, &entities]) {
        write(&mut out, column.len() as u64);
        out.extend(column);
    }
    Ok(out)
}

/// Reads it back, over the report it was made of.
pub(crate) fn decode(
    connection: &Connection,
    labels: &mut Labels,
    report: Arc<Report>,
    data: &[u8],
    encoding: i64,
) -> Stored<Annotated> {
    let bytes = packed::unpack(data, encoding, Matter::Plain)?;
    decoded(report, &bytes, &mut |number| {
        labels.text(connection, number)
    })
}

/// The same, unpacked, `text` giving the label of a number.
pub(crate) fn decoded(
    report: Arc<Report>,
    bytes: &[u8],
    text: &mut dyn FnMut(u64) -> Stored<Arc<str>>,
) -> Stored<Annotated> {
    let mut sizes = bytes;
    let blocks = read(&mut sizes).ok_or_else(cut)?;
    if blocks == 0 {
        return Ok(Annotated::unread(report));
    }
    if blocks > bytes.len() as u64 {
        return Err(cut());
    }
    let counts: Vec<usize> = (0..blocks)
        .map(|_| read(&mut sizes).map(|count| count as usize).ok_or_else(cut))
        .collect::<Stored<_>>()?;
    let mut columns: [&[u8]; 9] = Default::default();
    for column in &mut columns {
        let size = read(&mut sizes).ok_or_else(cut)? as usize;
        let (own, rest) = sizes.split_at_checked(size).ok_or_else(cut)?;
        (*column, sizes) = (own, rest);
    }
    let mut reading = Reading {
        label: text,
        columns,
    };
    let mut counts = counts.into_iter();
    let mut trouble = None;
    let annotated = Annotated::new(report, |text| {
        let doc = match (&trouble, counts.next()) {
            (None, Some(count)) => reading.doc(text, count),
            (None, None) => Err(StoreError::Damaged(
                "an annotation has fewer blocks than its report".to_owned(),
            )),
            (Some(_), _) => Ok(empty(text)),
        };
        doc.unwrap_or_else(|error| {
            trouble = Some(error);
            empty(text)
        })
    });
    match trouble {
        Some(error) => Err(error),
        None => Ok(annotated),
    }
}

fn cut() -> StoreError {
    StoreError::Damaged("an annotation is cut off".to_owned())
}

fn empty(text: &str) -> Doc {
    Doc::from_parts(text, &[], Vec::new()).unwrap_or_else(|_| unreachable!("no token is wrong"))
}

struct Reading<'a, 'b> {
    label: &'a mut dyn FnMut(u64) -> Stored<Arc<str>>,
    columns: [&'b [u8]; 9],
}

impl Reading<'_, '_> {
    fn next(&mut self, column: usize) -> Stored<u64> {
        read(&mut self.columns[column]).ok_or_else(cut)
    }

    fn doc(&mut self, text: &str, count: usize) -> Stored<Doc> {
        struct Row {
            start: usize,
            end: usize,
            head: i64,
            shape: Arc<str>,
            dep: Arc<str>,
            sentence_start: bool,
            lemma: String,
        }
        let mut rows: Vec<Row> = Vec::with_capacity(count.min(text.len()));
        let mut last = 0usize;
        for index in 0..count {
            let start = last.saturating_add(self.next(0)? as usize);
            let end = start.saturating_add(self.next(1)? as usize);
            last = end;
            let head = read_signed(&mut self.columns[2])
                .and_then(|head| head.checked_add(index as i64))
                .ok_or_else(cut)?;
            let shape = self.next(3)?;
            let shape = (self.label)(shape)?;
            let dep = self.next(4)?;
            let dep = (self.label)(dep)?;
            let sentence_start = self.next(5)? == 1;
            let word = text.get(start..end).ok_or_else(cut)?;
            let lemma = match self.next(6)? {
                SAME => word.to_owned(),
                LOWER => word.to_lowercase(),
                length => {
                    let (own, rest) = self.columns[7]
                        .split_at_checked((length - OTHER) as usize)
                        .ok_or_else(cut)?;
                    self.columns[7] = rest;
                    String::from_utf8(own.to_vec()).map_err(|_| cut())?
                }
            };
            rows.push(Row {
                start,
                end,
                head,
                shape,
                dep,
                sentence_start,
                lemma,
            });
        }
        let mut parts = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut shape = row.shape.splitn(3, '\t');
            let mut piece = || shape.next().ok_or_else(cut);
            parts.push(TokenParts {
                start: row.start,
                end: row.end,
                tag: piece()?,
                pos: piece()?,
                morph: piece()?,
                lemma: &row.lemma,
                head: usize::try_from(row.head).map_err(|_| cut())?,
                dep: &row.dep,
                sentence_start: row.sentence_start,
            });
        }
        let mut entities = Vec::new();
        let mut last = 0usize;
        for _ in 0..self.next(8)? {
            let start = last.saturating_add(self.next(8)? as usize);
            let end = start.saturating_add(self.next(8)? as usize);
            let label = self.next(8)?;
            last = end;
            entities.push(Entity {
                tokens: start..end,
                label: (self.label)(label)?,
            });
        }
        Doc::from_parts(text, &parts, entities)
            .map_err(|reason| StoreError::Damaged(format!("an annotation is wrong: {reason}")))
    }
}
