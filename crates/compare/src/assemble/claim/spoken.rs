//! What a claim leaves to the text around it, put beside its words: who says so, whom a pronoun stands for, and
//! the happening.

use crosswire_extract::{EntityKind, Extracted};
use crosswire_report::Passage;

use super::alone::Alone;
use super::{Claims, names};
use crate::{ClaimPart, Evidence, Finding, FindingKind, PartKind};

/// Words of a speaker who is described, not named.
const MOST_DESCRIBED: usize = 4;

impl Claims<'_> {
    /// A quotation with its speaker before it.
    pub(super) fn spoken(&self, mut parts: Vec<ClaimPart>, finding: &Finding) -> Vec<ClaimPart> {
        let Some(first) = parts.first().copied() else {
            return parts;
        };
        let row = finding
            .evidence
            .iter()
            .find(|row| row.report == first.report);
        // Whom the reports name; a person rather than a body.
        let named = |row: &Evidence| {
            let name = names::first_speaker(row.attributed_to.as_deref()?);
            let kind = names::is_name(self.story.reports[row.report], name)?;
            let is_person = match kind {
                EntityKind::Person => true,
                EntityKind::Organisation => false,
                _ => return None,
            };
            Some((is_person, self.speaker(row)?))
        };
        let mut all: Vec<(bool, ClaimPart)> = finding.evidence.iter().filter_map(named).collect();
        if all.iter().any(|(is_person, _)| *is_person) {
            all.retain(|(is_person, _)| *is_person);
        }
        let own = row.and_then(named).map(|(_, part)| part);
        let one = all.first().map(|(_, part)| *part);
        let agreed = one.is_some_and(|one| self.is_theirs(&one, finding));
        // A surname alone says less than the name.
        let fullest = all
            .iter()
            .map(|(_, part)| *part)
            .max_by_key(|part| (part.passage.span.len(), usize::MAX - part.report));
        let speaker = fullest.filter(|_| agreed).or_else(|| {
            // Nobody named: whoever the report describes.
            let described = row.and_then(|row| self.speaker(row));
            described.filter(|part| {
                let words = self.words(part.report, part.passage).split_whitespace();
                let is_short = words.count() <= MOST_DESCRIBED;
                is_short && all.is_empty() && own.is_none() && self.is_theirs(part, finding)
            })
        });
        if finding.kind == FindingKind::QuoteVariant {
            let name = speaker.map(|part| self.words(part.report, part.passage));
            let own = self.story.reports[first.report];
            let named = names::named(own, first.report, &parts, &[]);
            // Who speaks is not who is spoken of.
            let himself = |part: &ClaimPart| {
                let words = self.words(part.report, part.passage);
                part.kind == PartKind::Context && name.is_none_or(|name| names::same(name, words))
            };
            if !named.iter().any(himself) {
                parts = named;
            }
        }
        if let Some(speaker) = speaker {
            parts.insert(0, speaker);
        }
        parts.extend(self.unnamed(first.report, &parts, finding));
        parts
    }

    /// What names the happening, where the parts do not.
    fn unnamed(&self, first: usize, parts: &[ClaimPart], finding: &Finding) -> Option<ClaimPart> {
        let mut reports = vec![first];
        for row in &finding.evidence {
            if !reports.contains(&row.report) {
                reports.push(row.report);
            }
        }
        let (report, passage) = self.happening.missing(&reports, parts, self.story)?;
        Some(ClaimPart {
            kind: PartKind::Context,
            report,
            passage,
        })
    }

    /// Whether no report gives the words to anybody else; where several are named, who it was is not known
    /// here.
    fn is_theirs(&self, speaker: &ClaimPart, finding: &Finding) -> bool {
        let name = self.words(speaker.report, speaker.passage);
        let mut given = finding.evidence.iter().filter_map(|row| {
            let given = names::first_speaker(row.attributed_to.as_deref()?);
            let report = self.story.reports[row.report];
            let kind = names::is_name(report, given)?;
            let speaks = matches!(kind, EntityKind::Person | EntityKind::Organisation);
            speaks.then_some(given)
        });
        given.all(|given| names::same(given, name))
    }

    /// Who says in another report what is quoted here: the person whom it names in full.
    fn speaker_elsewhere(&self, finding: &Finding) -> Option<ClaimPart> {
        let named = finding.evidence.iter().filter_map(|row| {
            let name = names::first_speaker(row.attributed_to.as_deref()?);
            let kind = names::is_name(self.story.reports[row.report], name)?;
            (kind == EntityKind::Person).then(|| self.speaker(row))?
        });
        named.max_by_key(|part| (part.passage.span.len(), usize::MAX - part.report))
    }

    pub(super) fn speaker(&self, row: &Evidence) -> Option<ClaimPart> {
        let name = names::first_speaker(row.attributed_to.as_deref()?);
        // A place does not speak, and "he" is nobody.
        let report = self.story.reports[row.report];
        if names::is_name(report, name) == Some(EntityKind::Place) || names::is_pronoun(name) {
            return None;
        }
        if names::is_unsure(report, row.passage) {
            return None;
        }
        let passage = names::called(report, name, row.passage)?;
        Some(ClaimPart {
            kind: PartKind::Context,
            report: row.report,
            passage,
        })
    }

    /// A clause with what it leaves to the text around it.
    pub(super) fn explained(
        &self,
        parts: Vec<ClaimPart>,
        unsaid: bool,
        finding: &Finding,
    ) -> Vec<ClaimPart> {
        let of = |kind: PartKind| parts.iter().find(move |part| part.kind == kind);
        let Some(base) = of(PartKind::Text).or_else(|| of(PartKind::Value)) else {
            return parts;
        };
        let at = base.report;
        let report = self.story.reports[at];
        let others: Vec<(&Extracted, Passage)> = finding
            .evidence
            .iter()
            .filter(|row| row.report != at)
            .map(|row| (self.story.reports[row.report], row.passage))
            .collect();
        let named = names::named(report, at, &parts, &others);
        let mut shown = named;
        let words: String = shown
            .iter()
            .flat_map(|part| [self.words(part.report, part.passage), " "])
            .collect();
        let row = finding.evidence.iter().find(|row| row.report == at);
        let agreed = finding.kind == FindingKind::Agreement;
        // Where the clause itself tells who says it, nobody need stand before it.
        let pieces: Vec<Passage> = parts
            .iter()
            .filter(|part| part.report == at)
            .map(|part| part.passage)
            .collect();
        let told = Alone::new(report, &pieces, &[], None);
        let is_told = told.is_some_and(|alone| alone.tells_who_says());
        let quoted = row.is_some_and(|row| {
            names::is_quoted(report, row.passage) && !is_told
                || names::is_spoken(report, row.passage)
        });
        let says = row
            .filter(|_| quoted || unsaid && !sources_differ(finding))
            .and_then(|row| self.speaker(row))
            .or_else(|| self.speaker_elsewhere(finding).filter(|_| quoted && agreed))
            .filter(|part| !agreed || self.is_theirs(part, finding));
        if let Some(says) = says
            && !names::holds(&words, self.words(says.report, says.passage))
        {
            shown.insert(0, says);
        }
        let named = self.unnamed(at, &shown, finding);
        shown.extend(named);
        shown
    }
}

/// Whether reports set against each other have their values from different people: then none of these
/// says what both do.
pub(super) fn sources_differ(finding: &Finding) -> bool {
    let parts = matches!(
        finding.kind,
        FindingKind::Conflict | FindingKind::Update | FindingKind::Refinement
    );
    let mut sources = finding
        .evidence
        .iter()
        .map(|row| row.attributed_to.as_deref());
    let first = sources.next().flatten();
    parts
        && sources.any(|other| match (first, other) {
            (Some(first), Some(other)) => !names::same(first, other),
            (first, other) => first.is_some() != other.is_some(),
        })
}
