//! Findings for a person at a terminal.
//!
//! Disagreements first. Each finding is its question, the plain reason, and the passages with
//! the outlet and whoever the outlet names as its source. Without colours it reads the same.

mod quotations;

use std::collections::HashMap;
use std::fmt::{self, Write};

use crosswire_record::{Between, Finding, FindingKind};
use crosswire_report::Report;
use owo_colors::{OwoColorize, Style};

use crate::outcome::{Outcome, StoryOutcome};

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether to use ANSI colours.
    pub colour: bool,
    /// Columns to wrap at.
    pub width: usize,
    /// How many agreements, and how many things that only one report says, to show for each story
    /// before the rest are only counted.
    pub most: usize,
    /// Leave out what only one report says and the agreements.
    pub quiet: bool,
}

/// The whole outcome as text.
#[must_use]
pub fn render(outcome: &Outcome, options: Options) -> String {
    let mut page = Page {
        text: String::new(),
        options,
    };
    // Writing into a String cannot fail.
    let _ = page.outcome(outcome);
    page.text
}

struct Page {
    text: String,
    options: Options,
}

impl Page {
    fn outcome(&mut self, outcome: &Outcome) -> fmt::Result {
        for (number, story) in outcome.stories.iter().enumerate() {
            if number > 0 {
                self.text.push('\n');
            }
            self.story(outcome, story)?;
        }
        self.quotations(outcome)?;
        self.problems(outcome)
    }

    fn story(&mut self, outcome: &Outcome, story: &StoryOutcome) -> fmt::Result {
        let label = self.paint(&story.label, Style::new().bold());
        let summary = format!(
            "{}, {}, {}; {} laid side by side",
            count(story.reports.len(), "report"),
            count(story.outlets, "outlet"),
            count(story.origins, "origin"),
            count(story.statements_aligned, "statement"),
        );
        writeln!(
            self.text,
            "{label}\n{}",
            self.paint(&summary, Style::new().dimmed())
        )?;
        let findings = &story.findings;
        if findings.is_empty() {
            let reason = match story.reports.len() {
                1 => "Only one report: nothing to lay it beside.",
                _ => "No finding: nothing that the reports say could be laid side by side.",
            };
            return writeln!(self.text, "\n  {reason}");
        }
        let reports = outcome.by_id(story);
        for kind in FindingKind::ALL {
            let of_kind: Vec<&Finding> = findings
                .iter()
                .filter(|finding| finding.kind == kind)
                .collect();
            self.section(&reports, kind, &of_kind)?;
        }
        Ok(())
    }

    fn section(
        &mut self,
        reports: &HashMap<&str, &Report>,
        kind: FindingKind,
        findings: &[&Finding],
    ) -> fmt::Result {
        let minor = matches!(kind, FindingKind::Agreement | FindingKind::SingleSource);
        if findings.is_empty() || (minor && self.options.quiet) {
            return Ok(());
        }
        let shown = if minor {
            findings.len().min(self.options.most)
        } else {
            findings.len()
        };
        let heading = format!("{} ({})", heading(kind), findings.len());
        writeln!(self.text, "\n{}", self.paint(&heading, style(kind)))?;
        for finding in &findings[..shown] {
            self.finding(reports, finding)?;
        }
        if shown < findings.len() {
            let more = format!("  and {} more (--all shows them)", findings.len() - shown);
            writeln!(self.text, "{}", self.paint(&more, Style::new().dimmed()))?;
        }
        Ok(())
    }

    fn finding(&mut self, reports: &HashMap<&str, &Report>, finding: &Finding) -> fmt::Result {
        let question = self.paint(&finding.question, Style::new().bold());
        writeln!(self.text, "\n  {question}")?;
        self.wrapped(&finding.explanation, 2, Style::new());
        for assumption in &finding.assumptions {
            self.wrapped(&format!("assuming {assumption}"), 2, Style::new().italic());
        }
        if finding.kind != FindingKind::SingleSource {
            let mut note = format!(
                "{}, confidence {:.2}",
                count(finding.origins, "origin"),
                finding.confidence
            );
            if finding.between == Between::Sources {
                note.push_str("; the reports' sources differ, not the reports");
            }
            self.wrapped(&note, 2, Style::new().dimmed());
        }
        // The first passage of each report is the best one; the others are for programs.
        for evidence in finding.best_rows() {
            let report = reports.get(evidence.report.as_str());
            let mut who = report.map_or_else(
                || evidence.report.clone(),
                |report| report.outlet.as_ref().unwrap_or(&report.source).clone(),
            );
            if let Some(published) = report.and_then(|report| report.published) {
                let _ = write!(who, ", {published}");
            }
            if let Some(source) = &evidence.attributed_to {
                let _ = write!(who, ", according to {source}");
            }
            let repeats = evidence.value == evidence.text;
            if !evidence.value.is_empty() && !repeats && finding.kind != FindingKind::SingleSource {
                let _ = write!(who, ": {}", evidence.value);
            }
            self.wrapped(&who, 4, style(finding.kind));
            let words: Vec<&str> = evidence.text.split_whitespace().collect();
            let words = words.join(" ");
            self.wrapped(&format!("| {words}"), 4, Style::new());
        }
        for change in &finding.changed {
            self.change(&change.from, &change.to, change.meaning);
        }
        Ok(())
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
        self.wrapped(&line, 4, Style::new().yellow());
    }

    fn problems(&mut self, outcome: &Outcome) -> fmt::Result {
        let troubled: Vec<_> = outcome
            .reports
            .iter()
            .filter(|report| !report.problems.is_empty())
            .collect();
        if troubled.is_empty() {
            return Ok(());
        }
        writeln!(
            self.text,
            "\n{}",
            self.paint("PROBLEMS", Style::new().yellow().bold())
        )?;
        for report in troubled {
            for problem in &report.problems {
                self.wrapped(&format!("{}: {problem}", report.source), 2, Style::new());
            }
        }
        Ok(())
    }

    /// Writes `text`, wrapped and indented; a line that starts with `| ` keeps that bar.
    fn wrapped(&mut self, text: &str, indent: usize, style: Style) {
        let (bar, text) = text
            .strip_prefix("| ")
            .map_or(("", text), |rest| ("| ", rest));
        let room = self
            .options
            .width
            .saturating_sub(indent + bar.len())
            .max(20);
        let mut line = String::new();
        let mut columns = 0;
        let mut lines = Vec::new();
        for word in text.split_whitespace() {
            let wide = word.chars().count();
            if columns > 0 && columns + 1 + wide > room {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            if columns > 0 {
                line.push(' ');
                columns += 1;
            }
            line.push_str(word);
            columns += wide;
        }
        lines.push(line);
        for line in lines {
            let line = self.paint(&line, style);
            let _ = writeln!(self.text, "{:indent$}{bar}{line}", "");
        }
    }

    /// Colours `text`; control characters, which a hostile report could use to rewrite the
    /// screen, are shown as `?` either way.
    fn paint(&self, text: &str, style: Style) -> String {
        let text: String = text
            .chars()
            .map(|char| if char.is_control() { '?' } else { char })
            .collect();
        if self.options.colour {
            text.style(style).to_string()
        } else {
            text
        }
    }
}

fn heading(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Conflict => "CONFLICTS",
        FindingKind::Update => "UPDATES",
        FindingKind::QuoteVariant => "ALTERED QUOTATIONS",
        FindingKind::Refinement => "ONE REPORT IS SHARPER",
        FindingKind::Agreement => "AGREEMENTS",
        FindingKind::SingleSource => "ONLY ONE REPORT SAYS",
        FindingKind::Revision => "REVISIONS OF ONE REPORT",
    }
}

fn style(kind: FindingKind) -> Style {
    match kind {
        FindingKind::Conflict => Style::new().red().bold(),
        FindingKind::Update => Style::new().magenta().bold(),
        FindingKind::QuoteVariant => Style::new().yellow().bold(),
        FindingKind::Refinement => Style::new().cyan().bold(),
        FindingKind::Agreement => Style::new().green().bold(),
        FindingKind::SingleSource | FindingKind::Revision => Style::new().blue().bold(),
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
