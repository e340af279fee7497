//! When a page was published: every day that it names anywhere, what speaks for each, and the one that is
//! most likely the day of publication, by a forest that `training/pages/choices.py` trained.

mod address;
mod labels;
mod row;
mod rules;
mod sightings;

use std::sync::LazyLock;

use crosswire_calendar::Stamp;
use crosswire_forest::Forest;

use super::found::Found;
use super::jsonld::JsonLd;
use super::lines::Lines;
use labels::Label;
use sightings::{Sighting, Sightings, Source};

pub(crate) use row::FEATURES;

/// A day with a smaller chance than this is none, where no rule gives one either.
const LEAST: f32 = 0.5;

/// More words than these before a day are a sentence that it stands in.
const WORDS_BEFORE: usize = 3;

/// So much likelier than what the rules give has another day to be, to be taken instead.
const AHEAD: f32 = 0.02;

/// Learned by `training/pages/choices.py`.
static DAYS: LazyLock<Option<Forest>> = LazyLock::new(|| {
    let forest = Forest::parse(include_bytes!("../../../data/days.forest")).ok()?;
    forest.expect(&FEATURES).ok()
});

/// What is known of a page where its date is looked for.
pub(super) struct Page<'p> {
    pub(super) found: &'p Found,
    pub(super) json: &'p JsonLd,
    pub(super) lines: &'p Lines,
    pub(super) html: &'p str,
    pub(super) title: Option<&'p str>,
    /// Where it was found, or what it gives as its address.
    pub(super) address: Option<&'p str>,
}

/// When it was published, and from what that is known.
pub(super) fn published(page: &Page<'_>) -> Option<(Stamp, String)> {
    let sightings = Sightings::of(page);
    let rule = rules::first(&sightings, page.json);
    let ruled = rule.map(|first| first.stamp.date());
    let days = row::days(&sightings, ruled);
    let chances: Vec<f32> = match &*DAYS {
        Some(forest) => days
            .iter()
            .map(|(_, row)| forest.probabilities(row)[0])
            .collect(),
        None => days.iter().map(|(_, row)| row[0]).collect(),
    };
    let of_rule = days.iter().position(|(day, _)| Some(*day) == ruled);
    let best = (0..days.len()).max_by(|&a, &b| {
        let bound = |at: usize| chances[at] + if Some(at) == of_rule { AHEAD } else { 0.0 };
        bound(a).total_cmp(&bound(b)).then(b.cmp(&a))
    })?;
    let day = days[best].0;
    let of_day: Vec<&Sighting> = sightings
        .all
        .iter()
        .filter(|sighting| sighting.stamp.date() == day)
        .collect();
    let in_sentence =
        |one: &&Sighting| one.source == Source::Line && is_in_sentence(one, page.lines);
    if of_rule.is_none() && (chances[best] < LEAST || of_day.iter().all(in_sentence)) {
        return None;
    }
    let chosen = rules::sharpest(&of_day, &sightings.all)?;
    let stamp = rules::where_it_is(chosen, &sightings).unwrap_or(chosen.stamp);
    Some((stamp, chosen.from.clone()))
}

fn is_in_sentence(sighting: &Sighting, lines: &Lines) -> bool {
    let before = &lines.lines[sighting.line].text[..sighting.start];
    sighting.label != Label::Published && before.split_whitespace().count() > WORDS_BEFORE
}

/// When it was last changed, and from what that is known.
pub(super) fn updated(page: &Page<'_>) -> Option<(Stamp, String)> {
    rules::updated(page.found, page.json)
}

/// The days that a page names, each with what speaks for it, for training.
pub(super) fn rows(page: &Page<'_>) -> Vec<(String, Vec<f32>)> {
    let sightings = Sightings::of(page);
    let rule = rules::first(&sightings, page.json).map(|first| first.stamp.date());
    let days = row::days(&sightings, rule);
    days.into_iter()
        .map(|(day, row)| (day.to_string(), row))
        .collect()
}

#[cfg(test)]
mod tests;
