//! Reports as an iterator: a thread reads ahead, a few reports at most.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crosswire_report::Report;

use crate::error::{ErrorKind, ReadError};
use crate::formats;
use crate::input::Input;
use crate::options::Options;
use crate::sink::{Flow, Sink, guarded};
use crate::walk;

/// How many reports may wait to be taken.
const AHEAD: usize = 32;

/// Parsers of strangers' markup may go deep; the pages of a stack are only used when touched.
const STACK: usize = 256 << 20;

/// The reports of some inputs, one by one, in the order of the inputs.
///
/// Every input is accounted for: by its reports, or by an error that says where and what to do.
/// An error never ends the iterator. Memory is bounded by the longest report, not by the inputs.
pub struct Reader {
    outcomes: Receiver<Result<Report, ReadError>>,
    bytes: Arc<AtomicU64>,
}

impl Reader {
    /// Reads what `paths` name: files, folders, globs, `-` for standard input.
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = impl Into<PathBuf>>, options: Options) -> Reader {
        let paths: Vec<PathBuf> = paths.into_iter().map(Into::into).collect();
        let bytes = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&bytes);
        let (sender, outcomes) = sync_channel(AHEAD);
        let started = thread::Builder::new()
            .name("read".to_owned())
            .stack_size(STACK)
            .spawn({
                let sender = sender.clone();
                move || {
                    let mut give = |outcome| match sender.send(outcome) {
                        Ok(()) => Flow::Continue(()),
                        Err(_) => Flow::Break(()),
                    };
                    let mut sink = Sink::new(&options, &mut give);
                    for path in paths {
                        let one = std::slice::from_ref(&path);
                        if guarded(&path.display().to_string(), &mut sink, |sink| {
                            walk::read_all(one, sink, &counted)
                        })
                        .is_break()
                        {
                            return;
                        }
                    }
                }
            });
        if let Err(error) = started {
            let error = ReadError::new(
                ErrorKind::Broken,
                "-",
                format!("no thread could be started to read with: {error}"),
                "free some memory",
            );
            // The channel is empty, so this cannot wait.
            let _ = sender.send(Err(error));
        }
        Reader { outcomes, bytes }
    }

    /// How many bytes of files and streams have been read so far.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

impl Iterator for Reader {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Result<Report, ReadError>> {
        self.outcomes.recv().ok()
    }
}

/// Reads bytes that are in memory, as if they were a file called `name`.
///
/// ```
/// use crosswire_read::{Options, read_bytes};
/// let read = read_bytes("a.txt", b"date 2022-12-08\n\nThe ferry sank on Monday.", &Options::default());
/// let report = read[0].as_ref().expect("a report");
/// assert_eq!(report.published.map(|stamp| stamp.to_string()).as_deref(), Some("2022-12-08"));
/// ```
#[must_use]
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Vec<Result<Report, ReadError>> {
    let mut outcomes = Vec::new();
    let mut give = |outcome| {
        outcomes.push(outcome);
        Flow::Continue(())
    };
    let mut sink = Sink::new(options, &mut give);
    // Nothing but the end of the process can break off here.
    let _ = guarded(name, &mut sink, |sink| {
        match Input::new(name.to_owned(), true, Box::new(Cursor::new(bytes))) {
            Ok(input) => formats::read(input, sink),
            Err(_) => Flow::Continue(()),
        }
    });
    outcomes
}
