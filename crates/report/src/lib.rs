//! A report: one article as one outlet published it.
//!
//! The text is kept exactly as it was decoded; everything later points into it. [`Block`]s say
//! what role each stretch of the text plays; a title that came as a field of its own is a
//! separate text, so a place in a report is a [`Passage`]: which of the two texts, and where.

mod block;
mod details;
mod problem;
mod spot;

use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_text::Span;

pub use block::{Block, Role};
pub use details::{Details, Item, Provenance};
pub use problem::{Problem, ProblemKind};
pub use spot::Spot;

/// What a source is called where people read it: its path or URL, and for `-` what that stands for.
#[must_use]
pub fn source_name(source: &str) -> &str {
    match source {
        "-" => "standard input",
        named => named,
    }
}

/// One article as one outlet published it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its id: given with the report, else a digest of source name and text.
    pub id: String,
    /// Where it was read from: the path or URL as given, `-` for standard input.
    pub source: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// A title that came as a field of its own (a title inside the text is a block).
    pub title: Option<Arc<str>>,
    /// By whom, as credited.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Stamp>,
    /// The text, exactly as decoded.
    pub text: Arc<str>,
    /// The roles of its stretches, in order, without overlap; white space between blocks is in none.
    pub blocks: Vec<Block>,
    /// What is wrong with it; the report is kept all the same.
    pub problems: Vec<Problem>,
    /// What else it says of itself, and where each piece of that came from.
    pub details: Details,
}

/// Which of a report's two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title that came as a field of its own.
    Title,
    /// The text.
    Text,
}

/// A stretch of one of a report's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// Which text.
    pub field: Field,
    /// Where in it.
    pub span: Span,
}

impl Report {
    /// A report of which only its id, its source and its text are known: one paragraph a line.
    ///
    /// Reading files is the business of the read step; this is for reports that are made.
    ///
    /// ```
    /// use crosswire_report::Report;
    /// let report = Report::new("a", "-", "The ferry sank.\nNobody was hurt.");
    /// assert_eq!(report.blocks.len(), 2);
    /// assert_eq!(report.blocks[1].span.slice(&report.text), "Nobody was hurt.");
    /// ```
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        source: impl Into<String>,
        text: impl Into<Arc<str>>,
    ) -> Report {
        let text = text.into();
        let blocks = text
            .split_inclusive('\n')
            .scan(0, |at, line| {
                let start = *at + (line.len() - line.trim_start().len());
                *at += line.len();
                Some((start, line.trim()))
            })
            .filter(|(_, line)| !line.is_empty())
            .map(|(start, line)| Block {
                role: Role::Paragraph,
                span: Span::new(start, start + line.len()),
            })
            .collect();
        Report {
            id: id.into(),
            source: source.into(),
            outlet: None,
            url: None,
            title: None,
            authors: Vec::new(),
            published: None,
            text,
            blocks,
            problems: Vec::new(),
            details: Details::default(),
        }
    }

    /// Where it was read from, as problems name it: the input, and which report it is where that holds several,
    /// with its id, or its address where its id is only a digest.
    ///
    /// ```
    /// use crosswire_report::{Report, Spot};
    /// let mut report = Report::new("dam-3", "wire.jsonl", "The dam held.");
    /// assert_eq!(report.place(), "wire.jsonl");
    /// report.details.spot = Spot::line(3);
    /// assert_eq!(report.place(), "wire.jsonl:3 (dam-3)");
    /// ```
    #[must_use]
    pub fn place(&self) -> String {
        let source = source_name(&self.source);
        let spot = self.details.spot;
        if spot.is_whole() {
            return source.to_owned();
        }
        let is_digest = self.id.len() == 16 && self.id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let url = self.url.as_deref().filter(|_| is_digest);
        format!("{source}{spot} ({})", url.unwrap_or(&self.id))
    }

    /// The text that `field` names; empty for a title that the report does not have.
    #[must_use]
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => self.title.as_deref().unwrap_or(""),
            Field::Text => &self.text,
        }
    }

    /// The exact words of a passage.
    ///
    /// # Panics
    ///
    /// When the passage is of another report.
    #[must_use]
    pub fn words(&self, passage: Passage) -> &str {
        passage.span.slice(self.field(passage.field))
    }
}
