//! All pairs of values of a story of which one is sharper.

use crosswire_report::Passage;
use rustc_hash::FxHashSet;

use super::agree::several_outlets;
use super::align::Aligner;
use super::features::{SHARED_WORDS, common};
use super::link::Link;
use super::question::{Lead, ask, question};
use super::salience::Salience;
use super::sharper::{self, Found};
use super::sorts::{Candidate, Ground, Side, Sort};
use super::wide;
use crate::told::source::Sources;
use crate::told::unit::Unit;
use crate::{About, Normal, Story};

/// Links below these are too loose to lay values side by side.
const LEAST_LIKELY: f32 = 0.01;
const LEAST_TRUE: f32 = 0.1;
/// A word more is of the same thing, and a year says when, only in clauses that surely tell one thing.
const LEAST_SURE: f32 = 0.55;

/// The candidates of a story: in aligned clauses, in clauses that only hold values, of people.
pub(super) fn candidates(
    aligner: &Aligner<'_>,
    links: &[Link],
    places: &[(usize, Passage)],
    story: &Story<'_>,
    speakers: &Sources,
) -> Vec<Candidate> {
    let units = aligner.units;
    let site = Site {
        units,
        places,
        story,
        speakers,
        salience: Salience::new(units, links, aligner.words, story),
        texts: story
            .reports
            .iter()
            .map(|extracted| extracted.annotated.report().text.to_lowercase())
            .collect(),
    };
    let reports = |a: usize, b: usize| {
        let report = |unit: usize| story.reports[units[unit].report];
        several_outlets(&[&units[a], &units[b]], story).then(|| [report(a), report(b)])
    };
    let mut all = Vec::new();
    let mut linked: FxHashSet<(usize, usize)> = FxHashSet::default();
    for link in links {
        if !link.tight && (link.likely < LEAST_LIKELY || link.truth < LEAST_TRUE) {
            continue;
        }
        linked.insert((link.a, link.b));
        let Some(reports) = reports(link.a, link.b) else {
            continue;
        };
        let sure = link.holds() >= LEAST_SURE;
        for found in sharper::told(&units[link.a], &units[link.b], reports) {
            let loose = found.sort == Sort::Counted || found.is_of_a_year();
            if !loose || sure {
                let floor = found.sort.floor(sure);
                all.extend(site.candidate(link, found, floor));
            }
        }
    }
    for (a, b) in wide::pairs(units, &linked) {
        let Some(reports) = reports(a, b) else {
            continue;
        };
        let values = sharper::values(&units[a], &units[b], reports);
        if values.is_empty() {
            continue;
        }
        let link = aligner.link(a, b);
        // Numbers alone say nothing of what they measure.
        let shared = link.features[SHARED_WORDS].exp_m1().round() as usize;
        let shares = shared > common(&units[a].numbers, &units[b].numbers);
        for found in values {
            if (found.about != About::Quantity || shares) && !found.is_of_a_year() {
                all.extend(site.candidate(&link, found, 0.0));
            }
        }
    }
    all
}

/// What candidates are made from.
struct Site<'a> {
    units: &'a [Unit],
    places: &'a [(usize, Passage)],
    story: &'a Story<'a>,
    speakers: &'a Sources,
    salience: Salience,
    /// The texts of the reports in lower case.
    texts: Vec<String>,
}

impl Site<'_> {
    /// The candidate that two values make, `None` where the vaguer report names the thing elsewhere.
    fn candidate(&self, link: &Link, found: Found, floor: f32) -> Option<Candidate> {
        let pair = [&self.units[link.a], &self.units[link.b]];
        let [sharp, vague] = if found.first { [0, 1] } else { [1, 0] };
        let lesser = |of: &dyn Fn(&Unit) -> f32| of(pair[0]).min(of(pair[1]));
        let known = self.texts[pair[vague].report].contains(&found.sides[sharp].0.to_lowercase());
        if known && found.sort.is_known_by_its_words() {
            return None;
        }
        let order = |unit| self.salience.order(found.about, unit);
        let ground = Ground {
            link: Some(link),
            known,
            spread: lesser(&|unit| self.salience.spread(unit)),
            headline: lesser(&|unit| self.salience.headline(unit)),
            order: order(link.a).max(order(link.b)),
            told_by: self.salience.told_by(link.a, link.b),
            length: found.sides.iter().map(|side| side.0.len()).sum(),
        };
        let asked = pair[sharp];
        let extracted = self.story.reports[asked.report];
        let question = match found.about {
            About::Time => ask(Lead::When, asked, extracted),
            About::Place => ask(Lead::Where, asked, extracted),
            _ => question(asked, extracted),
        };
        let [first, second] = found.sides;
        let side = |unit: usize, (value, normal): (String, Normal)| Side {
            report: self.places[unit].0,
            passage: self.places[unit].1,
            value,
            normal,
            source: self.speakers.of(&self.units[unit]),
        };
        Some(Candidate {
            score: 0.0,
            about: found.about,
            question,
            explanation: found.why,
            sides: [side(link.a, first), side(link.b, second)],
            features: found.sort.features(&ground),
            floor,
        })
    }
}
