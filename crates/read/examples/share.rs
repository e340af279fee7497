//! How long pages take to become reports, and how much of that is the extraction crate's:
//! `cargo run --release -p crosswire-read --example share PAGE...` (HTML, gzipped or not; one core)
#![expect(clippy::print_stdout, reason = "a program that prints")]

use std::io::Read;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crosswire_read::{Options, read_bytes};
use trafilatura::dom::Document;

/// Each page is read so often, the rounds interleaved; the system counts in ticks that are longer
/// than a short page takes, so only sums tell.
const ROUNDS: usize = 5;

/// The time that this thread had a core, where the system says; else the time on the wall.
fn processor() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

fn main() -> std::io::Result<()> {
    let mut pages = Vec::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut page = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut page)?;
        } else {
            page = bytes;
        }
        pages.push((path, page));
    }
    let mut options = trafilatura::Options::default().with_fallback(true);
    options.exclude_comments = true;
    let (mut whole, mut parsing, mut extraction) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for (path, page) in &pages {
        for _ in 0..ROUNDS {
            let begun = processor();
            let read = read_bytes(path, page, &Options::default());
            whole += processor() - begun;
            assert!(!read.is_empty());
            let text = String::from_utf8_lossy(page);
            let begun = processor();
            let document = Document::parse(&text);
            parsing += processor() - begun;
            let begun = processor();
            let extracted = trafilatura::extract_document(document, &options);
            extraction += processor() - begun;
            drop(extracted);
        }
    }
    let n_read = pages.len() * ROUNDS;
    let share = |part: Duration| 100.0 * part.as_secs_f64() / whole.as_secs_f64();
    println!(
        "{n_read} pages in {whole:?}: {:.0} pages/s on one core; extraction {extraction:?} ({:.0} %), parsing {parsing:?} ({:.0} %)",
        n_read as f64 / whole.as_secs_f64(),
        share(extraction),
        share(parsing),
    );
    Ok(())
}
