//! Clauses that no words bind but whose times, numbers or places lie in one another.
//!
//! "It happened on Sunday at 11" and "the boy fell on Sunday morning" share nothing but the day. Such
//! pairs are only looked at, never said for that alone: what they weigh is learnt.

use crate::told::unit::Unit;
use rustc_hash::FxHashSet;

/// At most so many clauses with values of one report are laid beside those of others, the first ones.
const MOST_OF_REPORT: usize = 40;
/// And at most so many of a story, spread over its reports.
const MOST_OF_STORY: usize = 240;

/// Pairs of clauses of different reports that both hold values, but for those in `linked`.
pub(super) fn pairs(units: &[Unit], linked: &FxHashSet<(usize, usize)>) -> Vec<(usize, usize)> {
    let reports = units.iter().map(|unit| unit.report + 1).max().unwrap_or(0);
    let most = (MOST_OF_STORY / reports.max(1)).clamp(1, MOST_OF_REPORT);
    let mut taken = vec![0usize; reports];
    let mut valued: Vec<usize> = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        let values = !unit.times.is_empty() || !unit.quantities.is_empty() || unit.placed;
        if values && !unit.title && taken[unit.report] < most {
            taken[unit.report] += 1;
            valued.push(i);
        }
    }
    let mut pairs = Vec::new();
    for (at, &a) in valued.iter().enumerate() {
        for &b in &valued[at + 1..] {
            let (x, y) = (&units[a], &units[b]);
            let both = !x.times.is_empty() && !y.times.is_empty()
                || !x.quantities.is_empty() && !y.quantities.is_empty()
                || x.placed && y.placed;
            if x.report != y.report && both && !linked.contains(&(a, b)) {
                pairs.push((a, b));
            }
        }
    }
    pairs
}
