//! What holds of every finding, whatever was judged.

use std::sync::Arc;

use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_report::{Field, Passage, Report};
use crosswire_text::Span;

use super::*;
use crate::Normal;
use crate::told::source::Source;

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % most.max(1)
    }
}

const WORDS: [&str; 8] = [
    "harbour",
    "twelve",
    "said",
    "über",
    "“quay”",
    "🚢",
    "closed",
    "Lund",
];

fn report(dice: &mut Dice, id: usize) -> Extracted {
    let words: Vec<&str> = (0..20 + dice.below(300))
        .map(|_| WORDS[dice.below(WORDS.len())])
        .collect();
    let report = Report::new(format!("r{id}"), "-", words.join(" "));
    extract(Annotated::unread(Arc::new(report)))
}

fn passage(dice: &mut Dice, text: &str) -> Passage {
    let cuts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let (a, b) = (dice.below(cuts.len()), dice.below(cuts.len()));
    let (from, to) = (cuts[a.min(b)], cuts[a.max(b)]);
    Passage {
        field: Field::Text,
        span: Span::new(from, to),
    }
}

fn judged(dice: &mut Dice, reports: &[Extracted]) -> Judged {
    const KINDS: [FindingKind; 4] = [
        FindingKind::Conflict,
        FindingKind::Refinement,
        FindingKind::Agreement,
        FindingKind::QuoteVariant,
    ];
    let sides = (0..1 + dice.below(6)).map(|_| {
        let report = dice.below(reports.len());
        let passage = passage(dice, &reports[report].annotated.report().text);
        Side {
            report,
            passage,
            value_at: None,
            value: WORDS[dice.below(WORDS.len())].to_owned(),
            normal: Normal::None,
            source: (dice.below(2) == 0).then(|| Source::named(WORDS[dice.below(WORDS.len())])),
            answer: dice.below(3),
        }
    });
    let sides = sides.collect();
    Judged {
        rule: None,
        kind: KINDS[dice.below(KINDS.len())],
        about: About::Outcome,
        question: String::new(),
        explanation: String::new(),
        sides,
        changed: Vec::new(),
        assumptions: Vec::new(),
        confidence: dice.below(101) as f64 / 100.0,
    }
}

#[test]
fn every_finding_is_whole() {
    let mut dice = Dice(7);
    for _ in 0..60 {
        let reports: Vec<Extracted> = (0..2 + dice.below(4))
            .map(|id| report(&mut dice, id))
            .collect();
        let story = Story {
            reports: reports.iter().collect(),
            origins: (0..reports.len()).map(|at| at / 2).collect(),
            texts: (0..reports.len()).collect(),
        };
        let all: Vec<Judged> = (0..dice.below(8))
            .map(|_| judged(&mut dice, &reports))
            .collect();
        let count = all.len();
        let findings = assemble(&story, all);
        assert!(findings.len() <= count);
        for finding in &findings {
            assert!((0.0..=1.0).contains(&finding.confidence));
            assert!(finding.evidence.is_sorted_by_key(|row| row.report));
            for row in &finding.evidence {
                let words = story.reports[row.report]
                    .annotated
                    .report()
                    .words(row.passage);
                assert!(words.chars().count() <= MOST_EVIDENCE, "{words}");
            }
            let held = |report: usize| finding.evidence.iter().any(|row| row.report == report);
            for value in &finding.values {
                assert!(value.reports.is_sorted_by(|a, b| a < b));
                assert!(value.reports.iter().all(|&report| held(report)));
            }
            let reports: std::collections::BTreeSet<usize> =
                finding.evidence.iter().map(|row| row.report).collect();
            assert!((1..=reports.len()).contains(&finding.origins));
        }
    }
}

#[test]
fn the_order_of_what_is_judged_decides_nothing_but_ties() {
    let mut dice = Dice(11);
    let reports: Vec<Extracted> = (0..4).map(|id| report(&mut dice, id)).collect();
    let story = Story {
        reports: reports.iter().collect(),
        origins: (0..4).collect(),
        texts: (0..4).collect(),
    };
    for _ in 0..40 {
        let mut all: Vec<Judged> = (0..6).map(|_| judged(&mut dice, &reports)).collect();
        for (at, one) in all.iter_mut().enumerate() {
            one.confidence = 0.1 + at as f64 / 10.0;
            one.kind = FindingKind::Conflict;
            one.about = About::Time;
        }
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(assemble(&story, all), assemble(&story, turned));
    }
}

#[test]
fn a_window_is_short_and_holds_the_value() {
    let words = "one two three ".repeat(40);
    for holds in [0, 10, 150, 300, 500] {
        let window = window(&words, holds);
        assert!(words[window.clone()].chars().count() <= MOST_EVIDENCE);
        assert!(window.end >= holds);
    }
    let long = "é".repeat(500);
    assert!(long[window(&long, 700)].chars().count() <= MOST_EVIDENCE);
}
