//! Findings about quotations: altered ones, and those that several reports have word for word.

mod places;

use crate::candidates::quotes::changes::Sort;
use crate::candidates::quotes::segments::Segment;
use crate::candidates::{Rule, Side};
use crate::judge::calibration;
use crate::judge::judged::Judged;
use crate::told::Told;
use crate::told::quoted::rarity::Rarity;
use crate::told::quoted::utterance::Utterance;
use crate::told::source::Source;
use crate::{About, Change, FindingKind, Normal, Story};
use places::{Held, Place, Row, Run, core};

const MOST_ALTERED: usize = 20;
const MOST_SHARED: usize = 40;

/// The findings of a story's shared stretches: altered quotations, then shared ones, the surest
/// first.
pub(crate) fn judge(told: &Told<'_>, segments: &[Segment]) -> Vec<Judged> {
    let quoted = &told.quoted;
    findings(told.story, &quoted.utterances, segments, &quoted.rarity)
}

fn findings(
    story: &Story<'_>,
    all: &[Utterance],
    segments: &[Segment],
    rarity: &Rarity,
) -> Vec<Judged> {
    let text = |utterance: usize| story.texts[all[utterance].report];
    let apart = || {
        segments
            .iter()
            .filter(|segment| text(segment.one) != text(segment.two))
    };
    let quoted = Held::new(all, segments);
    let mut kept: Vec<Place<'_>> = Vec::new();
    let altered = apart().flat_map(|segment| places::altered(all, segment));
    keep(&mut kept, altered.collect(), MOST_ALTERED, &quoted);
    let shared = apart().flat_map(|segment| places::shared(all, segment, rarity));
    keep(&mut kept, shared.collect(), MOST_SHARED, &quoted);
    kept.iter()
        .map(|place| finding(story, all, place))
        .collect()
}

/// Adds the surest `most` places that no place kept so far shows, with all reports that quote them.
fn keep<'a>(
    kept: &mut Vec<Place<'a>>,
    mut candidates: Vec<Place<'a>>,
    most: usize,
    quoted: &Held<'_>,
) {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let most = kept.len() + most;
    for mut place in candidates {
        if kept.len() == most {
            break;
        }
        let altered = !place.differences.is_empty();
        let known = |other: &Place<'_>| other.overlaps(&place);
        if kept.iter().any(known) || altered && quoted.has_both(&place) {
            continue;
        }
        quoted.extend(&mut place);
        kept.push(place);
    }
}

fn finding(story: &Story<'_>, all: &[Utterance], place: &Place<'_>) -> Judged {
    let wordings: [&[u32]; 2] = [core(all, &place.rows[0]), core(all, &place.rows[1])];
    let mut rows = place.rows.clone();
    rows.sort_by_key(|row| all[row.utterance].report);
    let mut answers: Vec<&[u32]> = Vec::new();
    let mut sides: Vec<Side> = Vec::with_capacity(rows.len());
    for row in &rows {
        let utterance = &all[row.utterance];
        let words = core(all, row);
        let known = answers.iter().position(|known| *known == words);
        let answer = known.unwrap_or(answers.len());
        if known.is_none() {
            answers.push(words);
        }
        sides.push(Side {
            report: utterance.report,
            passage: utterance.passage(row.window.from, row.window.to),
            value_at: None,
            value: raw(story, utterance, row.window).to_owned(),
            normal: Normal::None,
            source: utterance
                .speaker
                .as_ref()
                .map(|speaker| Source::named(&speaker.name)),
            answer,
        });
    }
    let mut changed = changes(story, all, place);
    // The words that the earliest report has come first.
    let at = |wording: &[u32]| answers.iter().position(|known| *known == wording);
    if at(wordings[1]) < at(wordings[0]) {
        for change in &mut changed {
            std::mem::swap(&mut change.from, &mut change.to);
        }
    }
    let speaker = rows
        .iter()
        .filter_map(|row| all[row.utterance].speaker.as_ref())
        .max_by_key(|speaker| speaker.name.len());
    let altered = !place.differences.is_empty();
    let kind = if altered {
        FindingKind::QuoteVariant
    } else {
        FindingKind::Agreement
    };
    Judged {
        rule: Some(Rule::Quoted),
        confidence: calibration::confidence(Rule::Quoted, kind, f64::from(place.score)),
        assumptions: Vec::new(),
        kind,
        about: About::Quote,
        question: speaker.map_or_else(
            || "What were the words said?".to_owned(),
            |speaker| format!("What were the words of {}?", speaker.name),
        ),
        explanation: if altered {
            explanation(&changed, &sides)
        } else {
            format!("{} reports quote it word for word.", rows.len())
        },
        sides,
        changed,
    }
}

fn changes(story: &Story<'_>, all: &[Utterance], place: &Place<'_>) -> Vec<Change> {
    let words = |row: &Row, run: Option<(usize, usize)>| {
        run.map_or_else(String::new, |(from, to)| {
            raw(story, &all[row.utterance], Run { from, to }).to_owned()
        })
    };
    place
        .differences
        .iter()
        .map(|difference| Change {
            from: words(&place.rows[0], difference.left),
            to: words(&place.rows[1], difference.right),
            meaning: difference.sort == Sort::Wording,
        })
        .collect()
}

fn raw<'a>(story: &'a Story<'_>, utterance: &Utterance, run: Run) -> &'a str {
    story.reports[utterance.report]
        .annotated
        .report()
        .words(utterance.passage(run.from, run.to))
}

fn explanation(changed: &[Change], sides: &[Side]) -> String {
    let Some(change) = changed
        .iter()
        .find(|change| change.meaning)
        .or(changed.first())
    else {
        return "The words inside the quotation marks differ".to_owned();
    };
    let count = |index: usize| {
        let held = sides.iter().filter(|side| side.answer == index);
        held.count().max(1)
    };
    let have = |index: usize| match count(index) {
        1 => "one report has".to_owned(),
        many => format!("{many} reports have"),
    };
    let style = if change.meaning {
        ""
    } else {
        " (spelling or house style)"
    };
    let within = "Inside the quotation marks";
    let Change { from, to, .. } = change;
    if from.is_empty() || to.is_empty() {
        let index = usize::from(from.is_empty());
        return format!("{within} only {} \"{from}{to}\"{style}", have(index));
    }
    let other = match (count(0), count(1)) {
        (1, 1) => "the other".to_owned(),
        _ => have(1),
    };
    format!("{within} {} \"{from}\", {other} \"{to}\"{style}", have(0))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crosswire_extract::{Annotated, Extracted, extract};
    use crosswire_report::Report;

    use super::*;
    use crate::candidates::quotes::segments::segments;
    use crate::told::quoted::utterance::tests::said;

    /// The findings when each report is one quotation of one speaker.
    fn findings_of(texts: &[&str]) -> Vec<Judged> {
        let extracted: Vec<Extracted> = texts
            .iter()
            .enumerate()
            .map(|(i, text)| {
                let report = Report::new(format!("r{i}"), "-", *text);
                extract(Annotated::unread(Arc::new(report)))
            })
            .collect();
        let story = Story {
            reports: extracted.iter().collect(),
            origins: (0..texts.len()).collect(),
            texts: (0..texts.len()).collect(),
        };
        let mut rarity = Rarity::default();
        let all: Vec<Utterance> = texts
            .iter()
            .enumerate()
            .map(|(i, text)| said(i, (text, Some("Tove Lindqvist")), &mut rarity))
            .collect();
        let segments = segments(&all, &story.texts, &rarity);
        findings(&story, &all, &segments, &rarity)
    }

    /// What a finding shows, report by report.
    fn shown(finding: &Judged) -> Vec<(usize, &str)> {
        let rows = finding.sides.iter();
        rows.map(|row| (row.report, row.value.as_str())).collect()
    }

    #[test]
    fn all_reports_that_quote_a_place_stand_in_one_finding() {
        let found = findings_of(&[
            "The harbour will stay closed until the inspectors are satisfied. Nobody can say when.",
            "The harbour will remain closed until the inspectors are satisfied.",
            "harbour will stay closed until the inspectors are satisfied",
            "The harbour will be closed until the inspectors are satisfied",
            "The harbour will stay closed until the inspectors are satisfied. Nobody can say when.",
        ]);
        let altered: Vec<&Judged> = found
            .iter()
            .filter(|finding| finding.kind == FindingKind::QuoteVariant)
            .collect();
        assert_eq!(altered.len(), 1, "{found:#?}");
        let reports: Vec<usize> = shown(altered[0]).iter().map(|row| row.0).collect();
        assert_eq!(reports, [0, 1, 2, 3, 4]);
        let answers: Vec<usize> = altered[0].sides.iter().map(|side| side.answer).collect();
        assert_eq!(answers, [0, 1, 0, 2, 0]);
        // The sentence that two share is told besides, once.
        let rest: Vec<&Judged> = found
            .iter()
            .filter(|finding| finding.kind == FindingKind::Agreement)
            .collect();
        assert_eq!(rest.len(), 1);
        assert_eq!(
            shown(rest[0]),
            [(0, "Nobody can say when"), (4, "Nobody can say when")]
        );
    }

    #[test]
    fn two_changed_sentences_are_two_findings_and_passages_are_short() {
        let long = "and every pilot of the northern station was told of it ".repeat(6);
        let one = format!("The search began at noon. We found the raft {long}by evening.");
        let two = format!("The search started at noon. We found the boat {long}by evening.");
        let found = findings_of(&[&one, &two]);
        let changed: Vec<(&str, &str)> = found
            .iter()
            .flat_map(|finding| &finding.changed)
            .map(|change| (change.from.as_str(), change.to.as_str()))
            .collect();
        assert_eq!(changed.len(), 2);
        assert!(changed.contains(&("began", "started")) && changed.contains(&("raft", "boat")));
        for finding in &found {
            for (_, words) in shown(finding) {
                assert!(words.chars().count() <= 200, "{words}");
            }
        }
    }

    #[test]
    fn a_report_that_has_both_wordings_does_not_part_from_the_other() {
        let found = findings_of(&[
            "We will reach the people who are still missing on the reef.",
            "We will reach the people who are still missing on the reef. I say it again: we will \
             find the people who are still missing on the reef.",
        ]);
        assert!(
            found
                .iter()
                .all(|finding| finding.kind == FindingKind::Agreement),
            "{found:#?}"
        );
    }
}
