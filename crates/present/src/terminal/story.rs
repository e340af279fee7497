//! One story: what is disputed first, then what is sharper, agreed, or told by one alone.

use std::collections::HashSet;
use std::fmt::{self, Write};

use crosswire_record::{Finding, FindingKind};
use owo_colors::Style;

use super::summary::disputes;
use super::{Named, Naming, Page, count, short};
use crate::order;
use crate::outcome::{Outcome, StoryOutcome};

/// How many of each are shown before the rest are only counted.
const AGREEMENTS: usize = 10;
const REFINEMENTS: usize = 5;
const ALONE: usize = 4;

impl Page {
    /// The findings that were asked for, in the order for people.
    pub(super) fn shown<'s>(&self, story: &'s StoryOutcome) -> Vec<&'s Finding> {
        let all = order::for_people(&story.findings).into_iter();
        let kinds = &self.options.kinds;
        all.filter(|finding| kinds.is_empty() || kinds.contains(&finding.kind))
            .collect()
    }

    /// A story, whole or only what is disputed in it.
    pub(super) fn story(
        &mut self,
        outcome: &Outcome,
        story: &StoryOutcome,
        whole: bool,
    ) -> fmt::Result {
        self.paper.wrapped(&story.label, 0, Style::new().bold());
        let mut summary = format!(
            "{} from {}, {}",
            count(story.reports.len(), "report"),
            count(story.outlets, "outlet"),
            count(story.origins, "independent origin"),
        );
        let told = disputes(std::iter::once(story));
        if story.reports.len() > 1 {
            summary.push_str("; ");
            summary.push_str(if told.is_empty() {
                "nothing disputed"
            } else {
                &told
            });
        }
        self.paper.wrapped(&summary, 0, Style::new().dimmed());
        let findings = self.shown(story);
        if findings.is_empty() {
            let reason = match (story.reports.len(), story.findings.is_empty()) {
                (1, _) => "Only one report: nothing to lay it beside.",
                (_, true) => "Nothing that the reports say could be laid side by side.",
                (_, false) => "Nothing of the kinds that --kind names.",
            };
            return writeln!(self.paper.text, "\n  {reason}");
        }
        let reports = outcome.by_id(story);
        let naming = |id: &str| {
            let report = reports.get(id);
            Named {
                outlet: report.map_or_else(
                    || id.to_owned(),
                    |report| report.outlet.as_ref().unwrap_or(&report.source).clone(),
                ),
                published: report.and_then(|report| report.published).map(short),
            }
        };
        self.sections(&naming, &findings, whole)
    }

    /// Findings under their headings, in the order given; only what is disputed unless `whole`.
    pub(super) fn sections(
        &mut self,
        naming: Naming<'_>,
        findings: &[&Finding],
        whole: bool,
    ) -> fmt::Result {
        let asked = !self.options.kinds.is_empty();
        let of = |kinds: &[FindingKind]| -> Vec<&Finding> {
            let all = findings.iter().copied();
            all.filter(|finding| kinds.contains(&finding.kind))
                .collect()
        };
        let disputed = of(&[
            FindingKind::Conflict,
            FindingKind::Update,
            FindingKind::QuoteVariant,
        ]);
        self.section(
            naming,
            "DISPUTED",
            Style::new().red(),
            &disputed,
            usize::MAX,
        )?;
        let revised = of(&[FindingKind::Revision]);
        let heading = "CHANGED FROM ONE VERSION TO THE NEXT";
        self.section(naming, heading, Style::new().blue(), &revised, usize::MAX)?;
        if !whole && !asked {
            return Ok(());
        }
        let sharper = of(&[FindingKind::Refinement]);
        let heading = "TOLD MORE SHARPLY BY ONE";
        self.section(naming, heading, Style::new().cyan(), &sharper, REFINEMENTS)?;
        if self.options.quiet {
            return Ok(());
        }
        let (agreed, copied): (Vec<&Finding>, Vec<&Finding>) = of(&[FindingKind::Agreement])
            .into_iter()
            .partition(|finding| finding.origins > 1 || self.options.all);
        // Two that read the same are one for people.
        let mut read: HashSet<&str> = HashSet::new();
        let all = self.options.all;
        let agreed: Vec<&Finding> = agreed
            .into_iter()
            .filter(|finding| read.insert(&finding.question) || all)
            .collect();
        // They come last; where there are no others, they are all there is.
        let alone = agreed
            .iter()
            .filter(|finding| !order::leans(finding))
            .count();
        let most = if alone == 0 {
            AGREEMENTS
        } else {
            alone.min(AGREEMENTS)
        };
        self.section(naming, "AGREED", Style::new().green(), &agreed, most)?;
        if !copied.is_empty() {
            let alone = if agreed.is_empty() { "" } else { "and " };
            let line = format!(
                "{alone}{} that only copies of one text share (--all shows them)",
                count(copied.len(), "passage")
            );
            writeln!(self.paper.text)?;
            self.paper.wrapped(&line, 2, Style::new().dimmed());
        }
        let alone = of(&[FindingKind::SingleSource]);
        let heading = "ONLY ONE REPORT SAYS";
        self.section(naming, heading, Style::new().blue(), &alone, ALONE)
    }

    fn section(
        &mut self,
        naming: Naming<'_>,
        heading: &str,
        style: Style,
        findings: &[&Finding],
        most: usize,
    ) -> fmt::Result {
        if findings.is_empty() {
            return Ok(());
        }
        let most = if self.options.all { usize::MAX } else { most };
        let heading = format!("{heading} ({})", findings.len());
        let heading = self.paper.paint(&heading, style.bold());
        writeln!(self.paper.text, "\n{heading}")?;
        for finding in findings.iter().take(most) {
            writeln!(self.paper.text)?;
            self.finding(naming, finding);
        }
        if findings.len() > most {
            let more = format!("and {} more (--all shows them)", findings.len() - most);
            writeln!(self.paper.text)?;
            self.paper.wrapped(&more, 2, Style::new().dimmed());
        }
        Ok(())
    }
}
