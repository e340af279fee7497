//! What was found at a glance: how much there is, and a line for each story.

use std::fmt::{self, Write};

use crosswire_record::FindingKind;
use owo_colors::Style;

use super::{Page, count, counted, cut};
use crate::outcome::StoryOutcome;

/// Stories that are listed before the rest are only counted.
const MOST_STORIES: usize = 40;

impl Page {
    /// "34 stories, 3 conflicts, 2 updates, 6 altered quotations", then the stories by weight.
    pub(super) fn summary(&mut self, stories: &[&StoryOutcome]) -> fmt::Result {
        if stories.is_empty() {
            self.paper
                .wrapped("No story: no report was read.", 0, Style::new());
            return Ok(());
        }
        let mut line = match stories.len() {
            1 => "1 story".to_owned(),
            many => format!("{many} stories"),
        };
        let told = disputes(stories.iter().copied());
        line.push_str(", ");
        line.push_str(if told.is_empty() {
            "nothing disputed"
        } else {
            &told
        });
        self.paper.wrapped(&line, 0, Style::new().bold());
        writeln!(self.paper.text)?;
        let several: Vec<&StoryOutcome> = stories
            .iter()
            .copied()
            .filter(|story| story.reports.len() > 1)
            .collect();
        let most = if self.options.all {
            usize::MAX
        } else {
            MOST_STORIES
        };
        let wide = several.len().min(most).to_string().len();
        for (number, story) in several.iter().take(most).enumerate() {
            let told = disputes(std::iter::once(*story));
            let what = match told.is_empty() {
                true => count(story.reports.len(), "report"),
                false => format!("{}: {told}", count(story.reports.len(), "report")),
            };
            let room = self
                .paper
                .width
                .saturating_sub(wide + 4 + what.chars().count() + 2);
            let label = cut(&story.label, room.max(24));
            let number = self
                .paper
                .paint(&format!("{:>wide$}", number + 1), Style::new().dimmed());
            let label = self.paper.paint(&label, Style::new());
            let what = self.paper.paint(&what, Style::new().dimmed());
            writeln!(self.paper.text, "  {number}  {label}  {what}")?;
        }
        let mut rest = Vec::new();
        if several.len() > most {
            rest.push(format!(
                "{} more stories (--all lists them)",
                several.len() - most
            ));
        }
        let alone = stories.len() - several.len();
        if alone > 0 {
            rest.push(format!(
                "{} that no other report tells",
                count(alone, "report")
            ));
        }
        if !rest.is_empty() {
            let line = format!("and {}", rest.join(", "));
            self.paper.wrapped(&line, 2, Style::new().dimmed());
        }
        Ok(())
    }
}

/// "3 conflicts, 2 updates"; empty for nothing disputed.
pub(super) fn disputes<'s>(stories: impl Iterator<Item = &'s StoryOutcome> + Clone) -> String {
    let kinds = [
        FindingKind::Conflict,
        FindingKind::Update,
        FindingKind::QuoteVariant,
        FindingKind::Revision,
    ];
    let of = |kind: FindingKind| {
        let all = stories.clone().flat_map(|story| &story.findings);
        all.filter(|finding| finding.kind == kind).count()
    };
    let told = kinds.into_iter().map(|kind| (kind, of(kind)));
    let told = told.filter(|(_, number)| *number > 0);
    told.map(|(kind, number)| counted(kind, number))
        .collect::<Vec<_>>()
        .join(", ")
}
