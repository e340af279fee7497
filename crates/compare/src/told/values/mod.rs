//! The typed values of one report: every number and time that answers some question, with what
//! stands round it.
//!
//! A value's [`Context`] leaves the value itself out: which question it answers is learned from
//! the words, names and structure round it, and only the judge looks at both. What two values are
//! to each other is left to `candidates` and `judge`.

mod amount;
mod bag;
mod context;
mod scene;
mod words;

use crosswire_extract::{Extracted, FoundQuantity, FoundTime};
use crosswire_quantities::Kind;
use crosswire_report::{Passage, Role};
use crosswire_times::TimexKind;

pub use amount::{Amount, When};
pub use bag::{Bag, Word};
pub(crate) use context::tense;
pub use context::{Context, Place, Teller};
pub use scene::Scene;

/// The most values that are kept of one report: a table of results is not read to its end.
const MOST: usize = 400;

/// One typed value of one report.
#[derive(Clone, Debug)]
pub struct TypedValue {
    /// What it can be compared with.
    pub group: Group,
    /// Where it stands.
    pub passage: Passage,
    /// The block it stands in.
    pub block: usize,
    /// Index into the report's quantities or times.
    pub source: Source,
    /// What it says.
    pub amount: Amount,
    /// What stands round it, the value itself left out.
    pub context: Context,
}

/// Where a value was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Index into [`Extracted::quantities`].
    Quantity(usize),
    /// Index into [`Extracted::times`].
    Time(usize),
}

/// Values of one group can be laid side by side; a finer kind is for the judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// How many.
    Count,
    /// Money.
    Money,
    /// Percentages and other parts of a whole.
    Share,
    /// Lengths, masses and whatever else has a unit.
    Measure,
    /// Ages.
    Age,
    /// Lengths of time.
    Duration,
    /// Scores and votes.
    Score,
    /// Clock times, days, periods.
    Time,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 8] = [
        Group::Count,
        Group::Money,
        Group::Share,
        Group::Measure,
        Group::Age,
        Group::Duration,
        Group::Score,
        Group::Time,
    ];

    /// Its name in dumps.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Group::Count => "count",
            Group::Money => "money",
            Group::Share => "share",
            Group::Measure => "measure",
            Group::Age => "age",
            Group::Duration => "duration",
            Group::Score => "score",
            Group::Time => "time",
        }
    }

    fn of(kind: Kind) -> Option<Group> {
        Some(match kind {
            Kind::Count | Kind::Multiple => Group::Count,
            Kind::Money => Group::Money,
            Kind::Percent | Kind::Fraction => Group::Share,
            Kind::Measure => Group::Measure,
            Kind::Age => Group::Age,
            Kind::Duration => Group::Duration,
            Kind::Score => Group::Score,
            Kind::Ordinal => return None,
        })
    }
}

/// The typed values of a report, in text order.
#[must_use]
pub fn values(report: &Extracted) -> Vec<TypedValue> {
    let teller = Teller::new(report);
    let mut places: Vec<(Group, Place, Source)> = Vec::new();
    for (index, found) in report.quantities.iter().enumerate() {
        if let Some(place) = of_quantity(report, found)
            && let Some(group) = Group::of(found.quantity.kind)
            && found.quantity.restates.is_none()
        {
            places.push((group, place, Source::Quantity(index)));
        }
    }
    for (index, found) in report.times.iter().enumerate() {
        if let Some(place) = of_time(report, found) {
            places.push((Group::Time, place, Source::Time(index)));
        }
    }
    places.retain(|(_, place, _)| tells(report, place.block));
    places.sort_by_key(|(group, place, _)| (place.passage.field, place.passage.span, *group));
    places.truncate(MOST);
    let spans: Vec<(usize, std::ops::Range<usize>, u64)> = places
        .iter()
        .map(|(_, place, source)| {
            let key = Amount::of(report, *source).key();
            (place.block, place.tokens.clone(), key)
        })
        .collect();
    let mut seen = [0_u16; Group::ALL.len()];
    places
        .into_iter()
        .enumerate()
        .map(|(at, (group, place, source))| {
            let rank = seen[group as usize];
            seen[group as usize] += 1;
            TypedValue {
                group,
                passage: place.passage,
                block: place.block,
                source,
                amount: Amount::of(report, source),
                context: teller.context(&place, source, rank, &spans, at),
            }
        })
        .collect()
}

/// Whether a block tells what happened; credits and boilerplate do not.
fn tells(report: &Extracted, block: usize) -> bool {
    !matches!(
        report.annotated.blocks()[block].role,
        Role::Credit | Role::Metadata | Role::Boilerplate | Role::Dateline
    )
}

fn of_quantity(report: &Extracted, found: &FoundQuantity) -> Option<Place> {
    let tokens = found.quantity.tokens.clone();
    let doc = &report.annotated.blocks()[found.block].doc;
    (!tokens.is_empty() && tokens.end <= doc.len()).then_some(Place {
        block: found.block,
        passage: found.passage,
        tokens,
    })
}

fn of_time(report: &Extracted, found: &FoundTime) -> Option<Place> {
    let placed = matches!(found.timex.kind, TimexKind::Date | TimexKind::Time);
    let known = found.timex.interval.is_some()
        || found.timex.weekday.is_some()
        || found.timex.month.is_some();
    let tokens = found.timex.tokens.clone();
    let doc = &report.annotated.blocks()[found.block].doc;
    (placed && known && !tokens.is_empty() && tokens.end <= doc.len()).then_some(Place {
        block: found.block,
        passage: found.passage,
        tokens,
    })
}
