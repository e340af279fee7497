//! When two facts part, and what keeps them from it: a report that knows
//! both values, a part, a teaser, a rough number beside the sharp one.

use crosswire_quantities::{Kind, Operator};

use super::alike::{cannot_both_be, least, ratio};
use super::fact::Fact;
use super::standing::Standing;
use super::tables::Table;
use crate::lexicon::Counts;
use crate::told::cast::Meet;
use crate::told::knows::{Answer, knows};

/// The score from which two counts of things fill one slot where neither says what befell them.
const LEAST_BARE: f32 = 0.75;

/// An open value within this ratio of another is known to a reader of it.
const NEARLY_EQUAL: f64 = 1.1;

impl Table<'_> {
    /// The table's facts of a report.
    fn indices(&self, report: usize) -> &[usize] {
        self.by_report.get(&report).map_or(&[], Vec::as_slice)
    }

    fn of_report(&self, report: usize) -> impl Iterator<Item = &Fact> {
        self.indices(report).iter().map(|&i| &self.facts[i])
    }

    /// How sure it is that two facts answer one question with values that cannot both be true.
    pub(super) fn parts(&self, a: usize, b: usize) -> Option<f32> {
        let (one, two) = (&self.facts[a], &self.facts[b]);
        if one.report == two.report || !cannot_both_be(one, two) {
            return None;
        }
        let score = self.alike(a, b)?;
        // Things of which nothing tells what became of them need more beside the number.
        let bare = one.kind == Kind::Count && one.family.is_none() && two.family.is_none();
        let least = if bare { LEAST_BARE } else { least(one) };
        if score < least
            || knows(self.of_report(one.report), two)
            || knows(self.of_report(two.report), one)
        {
            return None;
        }
        // Each is the other report's best match, else a better pair has been passed over.
        for (fact, other) in [(a, b), (b, a)] {
            let report = self.facts[other].report;
            let better = self.indices(report).iter().any(|&i| {
                i != other
                    && self.facts[i].standing == Standing::Current
                    && !cannot_both_be(&self.facts[i], &self.facts[fact])
                    && self
                        .alike(fact, i)
                        .is_some_and(|rival| rival > score + 0.05)
            });
            if better {
                return None;
            }
        }
        if self.is_passed_over(a) || self.is_passed_over(b) {
            return None;
        }
        Some(score + 0.02 * (self.times_said(a) + self.times_said(b)))
    }

    /// Whether another number of its own report speaks for this one.
    fn is_passed_over(&self, i: usize) -> bool {
        self.is_part(i) || self.is_blunt(i) || self.is_teaser(i)
    }

    /// How many times more, up to three, the report gives the same value of the slot.
    fn times_said(&self, i: usize) -> f32 {
        let fact = &self.facts[i];
        let again = self
            .of_report(fact.report)
            .filter(|other| other.family == fact.family && other.range == fact.range);
        again.skip(1).take(3).count() as f32
    }

    /// Whether a title or a caption gives what a paragraph of the report makes precise.
    fn is_teaser(&self, i: usize) -> bool {
        let fact = &self.facts[i];
        !fact.body
            && self.of_report(fact.report).any(|other| {
                other.body
                    && other.family == fact.family
                    && other.standing == Standing::Current
                    && other.range != fact.range
                    && other.bearer.meet(&fact.bearer) != Meet::Other
                    && !cannot_both_be(other, fact)
            })
    }

    /// Whether the report says the same sharper elsewhere: "nearly 80" where it also has 77.
    fn is_blunt(&self, i: usize) -> bool {
        let fact = &self.facts[i];
        fact.operator != Operator::Exact
            && fact.family.is_some()
            && self.of_report(fact.report).any(|other| {
                other.family == fact.family
                    && other.operator == Operator::Exact
                    && other.standing == Standing::Current
                    && other.qualifiers == fact.qualifiers
                    && other.stance.is_planned() == fact.stance.is_planned()
                    && fact.range.covers(&other.range)
            })
    }

    /// Whether the report has a larger number of the same people: then this one is a part of it.
    fn is_part(&self, i: usize) -> bool {
        let fact = &self.facts[i];
        let tolls = fact
            .family
            .is_some_and(|family| family.get().counts == Counts::People);
        tolls
            && self.of_report(fact.report).any(|other| {
                other.family == fact.family
                    && other.standing == Standing::Current
                    && other.stance.is_planned() == fact.stance.is_planned()
                    && other.operator != Operator::Vague
                    && (other.noun.is_some() || fact.noun.is_none())
                    && other.range.low > fact.range.high
            })
    }
}

impl Answer for Fact {
    /// A value that agrees, in this or a former state.
    fn gives(&self, rival: &Fact) -> bool {
        // "Scores" and "at least ten" go with every number and know few of them.
        let says = self.operator != Operator::Vague
            && (self.range == rival.range
                || self.range.low.is_finite() && self.range.high.is_finite()
                || ratio(self, rival) < NEARLY_EQUAL);
        says && self.standing != Standing::Former
            && (rival.kind != Kind::Age || self.bearer.meet(&rival.bearer) != Meet::Other)
            && (self.family == rival.family || matches!(rival.kind, Kind::Money | Kind::Percent))
            && !cannot_both_be(self, rival)
            && self.falls == rival.falls
    }
}
