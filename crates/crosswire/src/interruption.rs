//! Ctrl-C: what was printed stays whole, and the user is told where to go on.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};

use crosswire_report::Report;

static HAPPENED: AtomicBool = AtomicBool::new(false);

/// Whether the user asked for an end.
pub(crate) struct Interruption(());

impl Interruption {
    /// Takes note of Ctrl-C from now on; a second one ends at once.
    pub(crate) fn watch() -> Interruption {
        // Where no handler can be set (one is set already), Ctrl-C ends the program as ever.
        let _ = ctrlc::set_handler(|| {
            if HAPPENED.swap(true, Ordering::SeqCst) {
                exit(130);
            }
        });
        Interruption(())
    }

    /// Whether it happened.
    pub(crate) fn happened(&self) -> bool {
        HAPPENED.load(Ordering::SeqCst)
    }

    /// What to tell, `last` being the last report that was handed on.
    pub(crate) fn told(&self, last: Option<&Report>) -> anyhow::Error {
        let Some(last) = last else {
            return anyhow::anyhow!("interrupted before anything was read");
        };
        let file = last.source.split("!/").next().unwrap_or_default();
        match last.details.record {
            Some(record) => anyhow::anyhow!(
                "interrupted after record {record} of {file}; go on with --from-record {} {file}, and the inputs after it",
                record + 1
            ),
            None => anyhow::anyhow!("interrupted after {file}; go on with the inputs after it"),
        }
    }
}
