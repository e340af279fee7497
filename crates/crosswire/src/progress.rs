//! How far reading has come: a bar on a terminal, and the throughput of long runs at their end.

use std::io::{IsTerminal, stderr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressStyle};

use crate::status::complain;

/// A run is long when it takes more than this.
const LONG: Duration = Duration::from_secs(5);

/// The progress of one run.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    reports: u64,
}

impl Progress {
    /// Progress over what `paths` name; a bar only where all of them are files and somebody looks.
    pub(crate) fn new(paths: &[PathBuf]) -> Progress {
        let sizes: Option<u64> = paths
            .iter()
            .map(|path| {
                let data = path.metadata().ok()?;
                data.is_file().then_some(data.len())
            })
            .sum();
        let bar = match sizes {
            _ if !stderr().is_terminal() => ProgressBar::hidden(),
            Some(bytes) => ProgressBar::new(bytes).with_style(style(
                "{bar:30} {bytes}/{total_bytes} {msg} {bytes_per_sec} {eta} left",
            )),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {bytes} {msg}")),
        };
        Progress {
            bar,
            begun: Instant::now(),
            reports: 0,
        }
    }

    /// Counts reports that were read, `bytes` of the inputs being behind us.
    pub(crate) fn add(&mut self, reports: u64, bytes: u64) {
        self.reports += reports;
        if self.bar.is_hidden() || self.begun.elapsed() < Duration::from_secs(1) {
            return;
        }
        self.bar.set_position(bytes);
        self.bar
            .set_message(format!("{} reports", HumanCount(self.reports)));
    }

    /// Prints something without tearing the bar.
    pub(crate) fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away and, after a long run, says how fast it went.
    pub(crate) fn end(&self, bytes: u64) {
        self.bar.finish_and_clear();
        let took = self.begun.elapsed();
        if took < LONG {
            return;
        }
        let seconds = took.as_secs_f64();
        complain(&format!(
            "{} reports from {} in {}: {:.1} reports/s, {}/s",
            HumanCount(self.reports),
            HumanBytes(bytes),
            HumanDuration(took),
            self.reports as f64 / seconds,
            HumanBytes((bytes as f64 / seconds) as u64),
        ));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
