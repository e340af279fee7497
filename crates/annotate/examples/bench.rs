//! Words a second on the texts of a file of JSON lines, as the table in the README has them.
//!
//!     taskset -c 0 bench MODEL FILE [THREADS [ROUNDS [CPU [TOGETHER]]]]
//!
//! Seconds of the clock, and seconds of this process on a core, which the machine's other work changes
//! less. Every round starts with a pipeline that has seen no text. A word is what blanks separate.
//! `TOGETHER` texts are annotated in one go, one by default. Without texts only the loading is timed.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use crosswire_annotate::{Cpu, Doc, Pipeline};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::time::Instant;

/// Loads that are timed.
const LOADS: u32 = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, file, options @ ..] = &arguments[..] else {
        return Err("bench MODEL FILE [THREADS [ROUNDS [CPU [TOGETHER]]]]".into());
    };
    let threads = options.first().map_or(Ok(1), |n| n.parse::<usize>())?;
    let rounds = options.get(1).map_or(Ok(3), |n| n.parse::<usize>())?;
    let cpu = match options.get(2).map(String::as_str) {
        None => Cpu::detect(),
        Some("best") => Cpu::detect(),
        Some("portable") => Cpu::Portable,
        Some("avx2") => Cpu::Avx2,
        Some("avx512") => Cpu::Avx512,
        Some(other) => return Err(format!("no path {other:?}").into()),
    };
    let together = options.get(3).map_or(Ok(1), |n| n.parse::<usize>())?.max(1);
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let report: serde_json::Value = serde_json::from_str(line)?;
        texts.push(
            report["text"]
                .as_str()
                .ok_or("a line has no text")?
                .to_owned(),
        );
    }
    let words: usize = texts
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let before = on_core()?;
    let start = Instant::now();
    for _ in 0..LOADS {
        drop(Pipeline::load_for(model, cpu)?);
    }
    println!(
        "load: {:.3} s, {:.3} s on a core (mean of {LOADS})",
        start.elapsed().as_secs_f64() / f64::from(LOADS),
        (on_core()? - before) / f64::from(LOADS)
    );
    if texts.is_empty() {
        return Ok(());
    }
    let (mut best, mut least) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..rounds {
        let start = Instant::now();
        let pipeline = Pipeline::load_for(model, cpu)?;
        let load = start.elapsed().as_secs_f64();
        let (start, before) = (Instant::now(), on_core()?);
        let tokens: usize = if threads == 1 {
            texts
                .chunks(together)
                .flat_map(|texts| pipeline.annotate_each(texts))
                .map(|doc| doc.len())
                .sum()
        } else if together > 1 {
            pool.install(|| {
                texts
                    .par_chunks(together)
                    .flat_map_iter(|texts| pipeline.annotate_each(texts))
                    .map(|doc: Doc| doc.len())
                    .sum()
            })
        } else {
            pool.install(|| {
                pipeline
                    .annotate_all(&texts)
                    .map(|doc: Doc| doc.len())
                    .sum()
            })
        };
        let seconds = start.elapsed().as_secs_f64();
        let core = on_core()? - before;
        (best, least) = (best.min(seconds), least.min(core));
        println!(
            "{cpu:?}, {threads} thread(s): load {load:.3} s, {words} words, {tokens} tokens in {seconds:.3} s: \
             {:.0} words/s, {:.2} us/token, {:.0} words a second on a core",
            words as f64 / seconds,
            seconds * 1e6 / tokens as f64,
            words as f64 / core
        );
    }
    println!(
        "best: {:.0} words/s, {:.0} a second on a core",
        words as f64 / best,
        words as f64 / least
    );
    if let Some(line) = std::fs::read_to_string("/proc/self/status")?
        .lines()
        .find(|line| line.starts_with("VmHWM"))
    {
        println!(
            "peak resident: {}",
            line.trim_start_matches("VmHWM:").trim()
        );
    }
    Ok(())
}

/// Seconds that this process has spent on cores (Linux: user and system time, in hundredths).
fn on_core() -> Result<f64, Box<dyn std::error::Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').ok_or("no name in /proc/self/stat")?.1;
    let ticks = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse::<f64>)
        .sum::<Result<f64, _>>()?;
    Ok(ticks / 100.0)
}
