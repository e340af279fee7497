//! Who wrote a page: every list of names that it could mean, what speaks for each, and the one that is most likely
//! its byline, by a forest that `training/pages/choices.py` trained.

mod mentions;
mod row;
mod rules;

use std::sync::LazyLock;

use crosswire_forest::Forest;
use trafilatura::dom::Document;

use super::found::Found;
use super::jsonld::JsonLd;
use super::lines::Lines;
use super::people;
use mentions::{Mentions, Source};

pub(crate) use row::FEATURES;

/// A list with a smaller chance than this is none, where no rule gives one either.
const LEAST: f32 = 0.5;

/// With a smaller chance than this not even what the rules give is a byline.
const LEAST_OF_RULES: f32 = 0.08;

/// So much likelier than what the rules give has another list to be, to be taken instead.
const AHEAD: f32 = 0.02;

/// With this chance or more, people whom the head of the page names go before all others, where the rules give them: of the
/// pages that the forest learned from, none has somebody else in a byline.
const LEAST_OF_HEAD: f32 = 0.15;

/// Learned by `training/pages/choices.py`.
static WRITERS: LazyLock<Option<Forest>> = LazyLock::new(|| {
    let forest = Forest::parse(include_bytes!("../../../data/writers.forest")).ok()?;
    forest.expect(&FEATURES).ok()
});

/// What is known of a page where its authors are looked for.
pub(super) struct Page<'p> {
    pub(super) document: &'p Document,
    pub(super) found: &'p Found,
    pub(super) json: &'p JsonLd,
    pub(super) lines: &'p Lines,
    pub(super) title: Option<&'p str>,
    pub(super) outlet: Option<&'p str>,
    pub(super) address: Option<&'p str>,
}

/// Its authors, and from what they are known.
pub(super) fn authors(page: &Page<'_>) -> Option<(Vec<String>, String)> {
    let mentions = Mentions::of(page);
    let rows = row::rows(&mentions);
    let chances: Vec<f32> = match &*WRITERS {
        Some(forest) => rows
            .iter()
            .map(|row| forest.probabilities(row)[0])
            .collect(),
        None => rows.iter().map(|row| row[0]).collect(),
    };
    let ruled = rows.iter().any(|row| row[0] > 0.0);
    // What only other stories are marked with goes before nothing that the rules give.
    let eligible = |at: &usize| !ruled || !mentions.lists[*at].is_only_elsewhere();
    let bound = |at: usize| {
        let list = &mentions.lists[at];
        let is_somebody = |name: &String| people::is_person(name) && !rules::is_outlet(page, name);
        let named = chances[at] >= LEAST_OF_HEAD
            && list.mentions.iter().any(|one| one.source == Source::Meta)
            && list.names.iter().all(is_somebody);
        match rows[at][0] > 0.0 {
            true if named => chances[at] + 1.0,
            true => chances[at] + AHEAD,
            false => chances[at],
        }
    };
    let best = (0..rows.len())
        .filter(eligible)
        .max_by(|&a, &b| bound(a).total_cmp(&bound(b)).then(b.cmp(&a)))?;
    if chances[best] < if ruled { LEAST_OF_RULES } else { LEAST } {
        return None;
    }
    let list = &mentions.lists[best];
    Some((list.names.clone(), list.from.clone()))
}

/// The lists of authors that a page could mean, each with what speaks for it, for training.
pub(super) fn rows(page: &Page<'_>) -> Vec<(Vec<String>, Vec<f32>)> {
    let mentions = Mentions::of(page);
    let rows = row::rows(&mentions);
    let names = mentions.lists.iter().map(|list| list.names.clone());
    names.zip(rows).collect()
}

#[cfg(test)]
mod tests;
