//! Findings for a person at a terminal.
//!
//! A summary first, a line a story; then, story by story, what is disputed, each finding headed by its
//! claim in the reports' own words with the values in place, and who holds which value. What matters
//! most comes first ([`crate::order`]), what matters less is folded and counted. Without colours it
//! reads the same.

mod finding;
mod paper;
mod quotations;
mod story;
mod summary;

use std::fmt::{self, Write};

use crosswire_record::{Finding, FindingKind};
use owo_colors::Style;

use crate::outcome::{Outcome, StoryOutcome};
pub use finding::short;
use paper::Paper;
pub use paper::{cut, safe};

/// How to print.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether to use ANSI colours.
    pub colour: bool,
    /// Columns to wrap at.
    pub width: usize,
    /// Show everything: every story whole, every agreement, every passage.
    pub all: bool,
    /// Leave out what only one report says and the agreements.
    pub quiet: bool,
    /// Show the story of this number of the summary alone, whole.
    pub story: Option<usize>,
    /// Show findings of these kinds alone; of all kinds where it is empty.
    pub kinds: Vec<FindingKind>,
    /// Show the ids of findings, by which a ledger knows them.
    pub ids: bool,
}

/// A report as it is named to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Who published it.
    pub outlet: String,
    /// When, as people write it ([`short`]).
    pub published: Option<String>,
}

/// What names the report of an id.
pub type Naming<'n> = &'n dyn Fn(&str) -> Named;

impl Default for Options {
    fn default() -> Options {
        Options {
            colour: false,
            width: 100,
            all: false,
            quiet: false,
            story: None,
            kinds: Vec::new(),
            ids: false,
        }
    }
}

/// The whole outcome as text.
#[must_use]
pub fn render(outcome: &Outcome, options: Options) -> String {
    let mut page = Page {
        paper: Paper::new(options.colour, options.width),
        options,
    };
    // Writing into a String cannot fail.
    let _ = page.outcome(outcome);
    page.paper.text
}

/// The findings of one story as text, in the order for people: all of them, whatever is folded.
#[must_use]
pub fn story(findings: &[Finding], naming: Naming<'_>, options: Options) -> String {
    let mut page = Page {
        paper: Paper::new(options.colour, options.width),
        options,
    };
    let told = crate::order::for_people(findings);
    let _ = page.sections(naming, &told, true);
    page.paper.text
}

/// Findings as text, in the order given, with what people said of them.
#[must_use]
pub fn findings(findings: &[Finding], naming: Naming<'_>, options: Options) -> String {
    let mut page = Page {
        paper: Paper::new(options.colour, options.width),
        options,
    };
    for (number, finding) in findings.iter().enumerate() {
        if number > 0 {
            page.paper.text.push('\n');
        }
        page.finding(naming, finding);
    }
    page.paper.text
}

struct Page {
    paper: Paper,
    options: Options,
}

impl Page {
    fn outcome(&mut self, outcome: &Outcome) -> fmt::Result {
        let stories = crate::order::stories(&outcome.stories);
        match self.options.story {
            Some(number) => {
                if let Some(story) = stories.get(number.wrapping_sub(1)) {
                    self.story(outcome, story, true)?;
                }
            }
            None if stories.len() == 1 => self.story(outcome, stories[0], true)?,
            None => self.stories(outcome, &stories)?,
        }
        self.quotations(outcome)?;
        self.problems(outcome)
    }

    /// Many stories: how many there are, a line for each, then what is disputed in them.
    fn stories(&mut self, outcome: &Outcome, stories: &[&StoryOutcome]) -> fmt::Result {
        self.summary(stories)?;
        let mut told = false;
        for story in stories {
            let disputed = self
                .shown(story)
                .iter()
                .any(|finding| finding.kind.is_dispute() || finding.kind == FindingKind::Revision);
            let asked = !self.options.kinds.is_empty() && !self.shown(story).is_empty();
            if !self.options.all && !disputed && !asked {
                continue;
            }
            self.paper.text.push('\n');
            self.story(outcome, story, self.options.all)?;
            told = true;
        }
        if !self.options.all && told {
            let hint = "--story N shows one story whole, --all everything.";
            writeln!(self.paper.text)?;
            self.paper.wrapped(hint, 0, Style::new().dimmed());
        }
        Ok(())
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
        let heading = self.paper.paint("PROBLEMS", Style::new().yellow().bold());
        writeln!(self.paper.text, "\n{heading}")?;
        for report in troubled {
            for problem in &report.problems {
                let line = format!("{}: {problem}", report.place());
                self.paper.wrapped(&line, 2, Style::new());
            }
        }
        Ok(())
    }
}

/// "1 origin", "3 origins".
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// What a kind is called in a sentence of counts.
pub(crate) fn counted(kind: FindingKind, number: usize) -> String {
    let noun = match kind {
        FindingKind::Conflict => "conflict",
        FindingKind::Update => "update",
        FindingKind::QuoteVariant => "altered quotation",
        FindingKind::Refinement => return format!("{number} told more sharply by one"),
        FindingKind::Agreement => "agreement",
        FindingKind::SingleSource => return format!("{number} told by one alone"),
        FindingKind::Revision => "revision",
    };
    count(number, noun)
}
