//! In how many reports of a corpus each term stands, period by period.

use crosswire_calendar::Stamp;

use crate::background::{PRIOR, share};
use crate::hashing::HashedMap;
use crate::sketch::{Sketch, minute};

/// In how many reports of a corpus each term stands, period by period: what a stream would have met
/// before a report, without the stream.
///
/// A term that stands in one report alone need not be counted: it is met nowhere before that report.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    /// The first minute of each period but the first, ascending.
    bounds: Vec<i64>,
    /// Reports before each period.
    seen: Vec<u32>,
    /// For each term the periods that it stands in, and in how many reports up to the period's end.
    counts: HashedMap<u32, Vec<(u32, u32)>>,
}

impl Frequencies {
    /// Of the periods' bounds (the first minute of each but the first), the reports of each period, and
    /// rows of term, period, reports. Rows of one term and period are added up; undated reports are of
    /// the last period, which has no bound of its own.
    ///
    /// Bounds out of order are put in order; rows of periods that are not there count in the last.
    #[must_use]
    pub fn new(
        mut bounds: Vec<i64>,
        reports: &[u32],
        rows: impl IntoIterator<Item = (u32, u32, u32)>,
    ) -> Frequencies {
        bounds.sort_unstable();
        // One more for what has no date.
        let periods = bounds.len() + 2;
        let mut seen = vec![0; periods + 1];
        for period in 0..periods {
            let here = reports.get(period).copied().unwrap_or(0);
            seen[period + 1] = seen[period] + here;
        }
        let mut counts: HashedMap<u32, Vec<(u32, u32)>> = HashedMap::default();
        for (term, period, count) in rows {
            let period = period.min(periods as u32 - 1);
            counts.entry(term).or_default().push((period, count));
        }
        for row in counts.values_mut() {
            row.sort_unstable();
            row.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    first.1 = first.1.saturating_add(later.1);
                }
                same
            });
            let mut total = 0_u32;
            for (_, count) in row.iter_mut() {
                total = total.saturating_add(*count);
                *count = total;
            }
            row.shrink_to_fit();
        }
        Frequencies {
            bounds,
            seen,
            counts,
        }
    }

    /// The period of a publication.
    #[must_use]
    pub fn period(&self, published: Option<Stamp>) -> u32 {
        match published {
            Some(stamp) => {
                let minute = minute(stamp);
                self.bounds.partition_point(|&bound| bound <= minute) as u32
            }
            None => self.bounds.len() as u32 + 1,
        }
    }

    /// In how many reports a term stands before a period.
    pub(crate) fn before(&self, term: u32, period: u32) -> u32 {
        let Some(row) = self.counts.get(&term) else {
            return 0;
        };
        let at = row.partition_point(|&(other, _)| other < period);
        at.checked_sub(1).map_or(0, |at| row[at].1)
    }

    /// How many reports there are before a period.
    pub(crate) fn seen(&self, period: u32) -> u32 {
        let last = self.seen.len().saturating_sub(1);
        self.seen
            .get((period as usize).min(last))
            .copied()
            .unwrap_or(0)
    }

    /// How telling a term is in a report of a period, which itself counts.
    pub(crate) fn weight(&self, term: u32, period: u32) -> f32 {
        let met = (self.before(term, period) + 1) as f32;
        let seen = (self.seen(period) + 1) as f32;
        ((seen + PRIOR) / (met + share(term) * PRIOR)).ln().max(0.0)
    }
}

impl Sketch {
    /// The terms of the report, each once: what [`Frequencies`] are counted over.
    pub fn terms(&self) -> impl Iterator<Item = u32> + '_ {
        self.terms.pairs().iter().map(|pair| pair.0)
    }

    /// Minutes since 1970 of its publication, as UTC where it has a zone.
    #[must_use]
    pub fn minute(&self) -> Option<i64> {
        self.published.map(minute)
    }
}

#[cfg(test)]
mod tests {
    use super::Frequencies;

    #[test]
    fn what_a_period_has_met_before() {
        let rows = [(7, 2, 3), (7, 0, 1), (7, 0, 1), (8, 9, 5)];
        let known = Frequencies::new(vec![200, 100], &[10, 20, 30, 2], rows);
        let met: Vec<u32> = (0..4).map(|period| known.before(7, period)).collect();
        assert_eq!(met, [0, 2, 2, 5]);
        let seen: Vec<u32> = (0..5).map(|period| known.seen(period)).collect();
        assert_eq!(seen, [0, 10, 30, 60, 62]);
        // A period that is not there is the last one.
        assert_eq!([known.before(8, 3), known.before(8, 4)], [0, 5]);
        assert!(known.weight(7, 3) < known.weight(9, 3));
    }
}
