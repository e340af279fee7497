//! Quotations laid against references, for a person at a terminal.

use std::fmt::{self, Write};

use crosswire_compare::{Checked, Verdict};
use owo_colors::Style;

use super::{Page, count};
use crate::outcome::{Against, Outcome};

/// Of those that are as they should be, so many are shown before the rest are only counted.
const MOST: usize = 8;

impl Page {
    /// Altered quotations and those not found in full; the others as far as there is room.
    pub(super) fn quotations(&mut self, outcome: &Outcome) -> fmt::Result {
        let Some(against) = &outcome.against else {
            return Ok(());
        };
        let of = |verdict: Verdict| {
            let all = against.quotations.iter();
            all.filter(|checked| checked.verdict == verdict)
                .collect::<Vec<&Checked>>()
        };
        let summary = format!(
            "{} laid against {}: {} verbatim, {} cut, {} altered, {} not found",
            count(against.quotations.len(), "quotation"),
            count(against.references.len(), "reference"),
            of(Verdict::Verbatim).len(),
            of(Verdict::Cut).len(),
            of(Verdict::Altered).len(),
            of(Verdict::NotFound).len(),
        );
        let title = self
            .paper
            .paint("Quotations against the reference", Style::new().bold());
        let summary = self.paper.paint(&summary, Style::new().dimmed());
        writeln!(self.paper.text, "\n{title}\n{summary}")?;
        for verdict in Verdict::FOR_READERS {
            let all = of(verdict);
            let minor = matches!(verdict, Verdict::Cut | Verdict::Verbatim);
            if all.is_empty() || minor && self.options.quiet {
                continue;
            }
            let shown = if minor {
                all.len()
                    .min(if self.options.all { usize::MAX } else { MOST })
            } else {
                all.len()
            };
            let heading = format!("{} ({})", heading(verdict), all.len());
            let heading = self.paper.paint(&heading, style(verdict));
            writeln!(self.paper.text, "\n{heading}")?;
            for checked in &all[..shown] {
                self.quotation(outcome, against, checked);
            }
            if shown < all.len() {
                let more = format!("  and {} more (--all shows them)", all.len() - shown);
                let more = self.paper.paint(&more, Style::new().dimmed());
                writeln!(self.paper.text, "{more}")?;
            }
        }
        Ok(())
    }

    fn quotation(&mut self, outcome: &Outcome, against: &Against, checked: &Checked) {
        let report = &outcome.reports[checked.report];
        let mut who = report
            .outlet
            .clone()
            .unwrap_or_else(|| report.source.clone());
        if let Some(speaker) = &checked.speaker {
            let _ = write!(who, ", quoting {speaker}");
        }
        self.paper.text.push('\n');
        self.paper.wrapped(&who, 2, style(checked.verdict));
        self.words(report.words(checked.passage));
        for change in &checked.changed {
            self.change(&change.from, &change.to, change.meaning);
        }
        if checked.verdict == Verdict::Verbatim {
            return;
        }
        if let Some((number, passage)) = checked.found {
            let reference = &against.references[number];
            let name = reference.title.as_deref().unwrap_or(&reference.source);
            self.paper.wrapped(name, 4, Style::new().dimmed());
            self.words(reference.words(passage));
        }
    }

    fn change(&mut self, from: &str, to: &str, meaning: bool) {
        let words = |words: &str| match words {
            "" => "(nothing)".to_owned(),
            words => words.to_owned(),
        };
        let what = if meaning {
            "changed"
        } else {
            "spelling or style"
        };
        let line = format!("{what}: {} -> {}", words(from), words(to));
        self.paper.wrapped(&line, 4, Style::new().yellow());
    }

    fn words(&mut self, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.paper.wrapped(&format!("| {words}"), 4, Style::new());
    }
}

fn heading(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Altered => "ALTERED",
        Verdict::NotFound => "NOT FOUND",
        Verdict::Cut => "CUT",
        Verdict::Verbatim => "VERBATIM",
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Altered => Style::new().yellow().bold(),
        Verdict::NotFound => Style::new().magenta().bold(),
        Verdict::Cut => Style::new().cyan().bold(),
        Verdict::Verbatim => Style::new().green().bold(),
    }
}
