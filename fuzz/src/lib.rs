//! What every fuzz target does: read bytes that begin so that one parser takes them, and hold what
//! holds of any input.

use crosswire_read::{Options, read_bytes};

/// Reads `data` behind `beginning`; panics where a promise is broken.
pub fn read(beginning: &[u8], data: &[u8]) {
    let bytes = [beginning, data].concat();
    let outcomes = read_bytes("fuzz", &bytes, &Options::default());
    assert!(!outcomes.is_empty(), "nothing is told of an input");
    for outcome in outcomes {
        match outcome {
            Ok(report) => {
                for block in &report.blocks {
                    let span = block.span;
                    assert!(report.text.get(span.start()..span.end()).is_some());
                }
            }
            Err(error) => assert!(!error.message().contains("gave up"), "{error}"),
        }
    }
}
