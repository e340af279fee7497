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

/// The header of a tar archive's first member, `a`, of so many bytes.
#[must_use]
pub fn tar_header(length: usize) -> [u8; 512] {
    let mut header = [0; 512];
    header[0] = b'a';
    header[124..136].copy_from_slice(format!("{:011o}\0", length % (1 << 30)).as_bytes());
    header[156] = b'0';
    // The sum counts its own field as spaces.
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}
