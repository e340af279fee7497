//! What keeps clauses apart that share their words: no agreement holds both.

use super::judge::{self, Lies};
use crate::Story;
use crate::lexicon::opposed;
use crate::told::says::Says;
use crate::told::unit::Unit;

/// Whether two clauses cannot be told as one thing: another number, one tells it as a fact and the
/// other as a plan or a claim, one says that it is so and the other that it is not.
pub(crate) fn is_apart(units: &[Unit], story: &Story<'_>, a: usize, b: usize) -> bool {
    let (a, b) = (&units[a], &units[b]);
    let reports = [story.reports[a.report], story.reports[b.report]];
    let number = judge::quantities(a, b, reports);
    number.is_some_and(|verdict| verdict.lies == Lies::Apart)
        || matches!((&a.says, &b.says), (Some(a), Some(b)) if do_not_go_together(a, b))
}

/// Whether one is told as a fact and the other is not, or their predicates speak against each other.
fn do_not_go_together(a: &Says, b: &Says) -> bool {
    if a.is_finite && b.is_finite && !a.stance.goes_with(b.stance) {
        return true;
    }
    if a.head == b.head {
        return a.stance.negated != b.stance.negated;
    }
    opposed(&a.lemma, &b.lemma).is_some() && a.stance.negated == b.stance.negated
}
