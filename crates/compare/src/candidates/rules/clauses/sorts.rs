//! What makes one value the sharper one, and what speaks for it.

use crosswire_report::Passage;

use super::features::{PAIR, PAIRS};
use super::link::Link;
use crate::told::source::Source;
use crate::{About, Normal};

/// A value that lies in another is a sharper one by its sort alone, where the clauses surely tell one
/// thing: then it is at least so likely, whatever the gold lists.
const CONTAINED: f32 = 0.3;

/// What makes one value the sharper one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A time lies in the other.
    Time,
    /// A clock near a round one, or two times that overlap.
    NearTime,
    /// A quantity lies in the other.
    Quantity,
    /// The same number, about it or not.
    Rounded,
    /// A place lies in the other.
    Place,
    /// A place is told with the places around it.
    MorePlace,
    /// A thing is named.
    Named,
    /// A number is told of things that the other only names; weighed as a quantity.
    Counted,
}

/// What speaks for a candidate, by name: its sort, what is known of it, and those features of the
/// link that say something here. The weights are in `data/clause-weights.tsv`.
const SORTS: [&str; 7] = [
    "time",
    "near time",
    "quantity",
    "rounded",
    "place",
    "more place",
    "named",
];
const OWN: [&str; 6] = ["known", "spread", "headline", "order", "told by", "words"];
const LINK: [&str; 5] = [
    "numbers differ",
    "shared names",
    "best of both",
    "title",
    "roles shared",
];

/// How many features a candidate has.
pub(crate) const REFINES: usize = SORTS.len() + OWN.len() + LINK.len();

/// Their names.
pub(crate) fn names() -> Vec<&'static str> {
    SORTS.iter().chain(&OWN).chain(&LINK).copied().collect()
}

/// What is known of a candidate beside its sort.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ground<'a> {
    pub(super) link: Option<&'a Link>,
    /// Whether the report with the vaguer value holds the sharper one elsewhere.
    pub(super) known: bool,
    /// The mean share of other reports that have the words of the clauses, the lesser of both.
    pub(super) spread: f32,
    /// How many words stand in a title of the story, the lesser of both.
    pub(super) headline: f32,
    /// How many clauses with values of the kind stand before, in the report with more of them.
    pub(super) order: usize,
    /// The share of reports that tell what one of the clauses tells.
    pub(super) told_by: f32,
    /// The bytes of both values together.
    pub(super) length: usize,
}

impl Sort {
    /// The least that a candidate of this sort counts over a link.
    pub(super) fn floor(self, surely_one: bool) -> f32 {
        if surely_one && matches!(self, Sort::Time | Sort::Quantity | Sort::Place) {
            CONTAINED
        } else {
            0.0
        }
    }

    /// Whether a report that has the sharper value anywhere is not the vaguer one: "40" and "about
    /// 40" may stand in one report, and a word more in any.
    pub(super) fn is_known_by_its_words(self) -> bool {
        matches!(
            self,
            Sort::Named
                | Sort::Time
                | Sort::NearTime
                | Sort::Quantity
                | Sort::Place
                | Sort::MorePlace
        )
    }

    /// The features of a candidate of this sort.
    pub(super) fn features(self, ground: &Ground<'_>) -> [f32; REFINES] {
        let mut features = [0.0; REFINES];
        let sort = match self {
            Sort::Counted => Sort::Quantity,
            sort => sort,
        };
        features[sort as usize] = 1.0;
        let own = [
            f32::from(u8::from(ground.known)),
            ground.spread,
            ground.headline.ln_1p(),
            (ground.order as f32).ln_1p(),
            ground.told_by,
            (ground.length as f32).ln_1p(),
        ];
        let link = ground.link.map_or([0.0; PAIRS], |link| link.features);
        let link = LINK.map(|name| {
            PAIR.iter()
                .position(|&known| known == name)
                .map_or(0.0, |at| link[at])
        });
        for (slot, value) in features[SORTS.len()..]
            .iter_mut()
            .zip(own.into_iter().chain(link))
        {
            *slot = value;
        }
        features
    }
}

/// A sharper and a vaguer value in two clauses, or in two reports' words for one person.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) score: f32,
    pub(super) about: About,
    pub(super) question: String,
    pub(super) explanation: String,
    pub(super) sides: [Side; 2],
    pub(super) features: [f32; REFINES],
    /// The least that it counts, by what it is.
    pub(super) floor: f32,
}

/// One report's part of it.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) report: usize,
    pub(super) passage: Passage,
    pub(super) value: String,
    pub(super) normal: Normal,
    pub(super) source: Option<Source>,
}
