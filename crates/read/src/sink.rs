//! Where formats put what they find: settles ids across all inputs and hands the reports on.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crosswire_report::{Problem, ProblemKind, Report};
use sha2::{Digest, Sha256};

use crate::draft::{Draft, hex};
use crate::error::{ErrorKind, Place, ReadError};
use crate::numbers::Numbers;
use crate::options::Options;

/// Whether to go on: `Break` once nobody wants more.
pub(crate) type Flow = ControlFlow<()>;

/// One thing read: a report, or why there is none.
pub(crate) type Outcome = Result<Report, ReadError>;

/// Takes drafts and errors, gives reports with ids that are theirs alone.
pub(crate) struct Sink<'a> {
    /// How to read.
    pub(crate) options: &'a Options,
    give: &'a mut dyn FnMut(Outcome) -> Flow,
    /// Digest of id to digest of content, 32 bytes a report.
    seen: HashMap<[u8; 16], [u8; 16]>,
    /// How many reports and errors have been given.
    given: u64,
    /// The record of the outermost input that is being read, where that has records.
    pub(crate) record: Option<u64>,
    /// Where that input begins to be read.
    pub(crate) from_record: u64,
    /// The item of the document in XML that is being read, and its items in which bytes were replaced.
    pub(crate) item: Option<u64>,
    pub(crate) replaced: Numbers,
}

impl<'a> Sink<'a> {
    /// A sink that hands on to `give`.
    pub(crate) fn new(options: &'a Options, give: &'a mut dyn FnMut(Outcome) -> Flow) -> Sink<'a> {
        Sink {
            options,
            give,
            seen: HashMap::new(),
            given: 0,
            record: None,
            from_record: options.from_record,
            item: None,
            replaced: Numbers::default(),
        }
    }

    /// How many reports and errors have been given so far.
    pub(crate) fn given(&self) -> u64 {
        self.given
    }

    /// Ends an input that stands by itself: the next one is read from its first record.
    pub(crate) fn end_input(&mut self) {
        self.record = None;
        self.from_record = 0;
    }

    /// Hands on an error.
    pub(crate) fn error(&mut self, error: ReadError) -> Flow {
        self.given += 1;
        (self.give)(Err(error))
    }

    /// Settles a draft and hands it on.
    pub(crate) fn report(&mut self, draft: Draft, place: &Place) -> Flow {
        self.given += 1;
        let given_id = draft.id.is_some();
        let mut report = draft.finish(place, self.options);
        report.details.record = self.record;
        report.details.spot = place.spot;
        let content = content(&report);
        match self.seen.get(&key(&report.id)) {
            None => {}
            Some(known) if *known == content => {
                return (self.give)(Err(ReadError::new(
                    ErrorKind::Duplicate,
                    place.clone(),
                    format!(
                        "report {:?} was read before, word for word, and counts once",
                        report.id
                    ),
                    "nothing needs doing; leave the copy out to be rid of this line",
                )));
            }
            Some(_) => {
                let fresh = format!("{}#{}", report.id, hex(&content[..4]));
                if self.seen.get(&key(&fresh)) == Some(&content) {
                    return (self.give)(Err(ReadError::new(
                        ErrorKind::Duplicate,
                        place.clone(),
                        format!("report {fresh:?} was read before, word for word, and counts once"),
                        "nothing needs doing; leave the copy out to be rid of this line",
                    )));
                }
                // The same text under another address needs no word; an id given twice does.
                if given_id {
                    report.problems.push(Problem {
                        kind: ProblemKind::RepeatedId,
                        message: format!(
                            "another report already has the id {:?}; this one is {fresh:?}",
                            report.id
                        ),
                        mend: "give every report an id of its own".to_owned(),
                    });
                }
                report.id = fresh;
            }
        }
        self.seen.insert(key(&report.id), content);
        (self.give)(Ok(report))
    }
}

fn key(id: &str) -> [u8; 16] {
    half(&Sha256::digest(id.as_bytes()))
}

/// What makes two reports the same: text, title, outlet, address and date.
fn content(report: &Report) -> [u8; 16] {
    let mut digest = Sha256::new();
    let published = report.published.map(|stamp| stamp.to_string());
    for part in [
        Some(&*report.text),
        report.title.as_deref(),
        report.outlet.as_deref(),
        report.url.as_deref(),
        published.as_deref(),
    ] {
        digest.update(part.unwrap_or("\u{0}").as_bytes());
        digest.update([0xff]);
    }
    half(&digest.finalize())
}

fn half(digest: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&digest[..16]);
    half
}

/// Runs a read; should a parser panic all the same, that costs one input and is told.
pub(crate) fn guarded(
    name: &str,
    sink: &mut Sink<'_>,
    read: impl FnOnce(&mut Sink<'_>) -> Flow,
) -> Flow {
    match catch_unwind(AssertUnwindSafe(|| read(sink))) {
        Ok(flow) => flow,
        Err(_) => sink.error(ReadError::new(
            ErrorKind::Broken,
            // Members of an archive have names of their own; any other input has records.
            match sink.record.filter(|_| !name.contains("!/")) {
                Some(record) => Place::record(name, record),
                None => Place::from(name),
            },
            "a parser gave up on it, which is a defect of this program",
            "please report it with the file; what was read before it is kept",
        )),
    }
}
