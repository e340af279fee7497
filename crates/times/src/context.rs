//! What the resolution of one expression needs from the report and from the expressions before it.

use crosswire_calendar::Stamp;

use crate::moment::{Moment, Period, TimeOfDay};

/// The document time and the times spoken of so far, carried from block to block of one report.
///
/// Make one for each report and hand it to [`find`](crate::find) with each block in reading order.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub(crate) published: Option<Stamp>,
    /// The last day that was dated.
    pub(crate) day: Option<Moment>,
    /// The last stretch longer than a day: "in 1988", "third-quarter".
    pub(crate) period: Option<Period>,
    /// The quarter or half that results were last told of.
    pub(crate) results: Option<Period>,
    /// Whether that quarter was named as the company counts, "the fiscal first quarter".
    pub(crate) fiscal: bool,
    /// The last of either.
    pub(crate) last: Option<Moment>,
    /// The last clock, if it was told on a face of twelve hours.
    pub(crate) clock: Option<Moment>,
    /// Whether what has happened is told in the present.
    pub(crate) vivid: bool,
}

impl Context {
    /// For a report published at this time, or at an unknown one.
    #[must_use]
    pub fn new(published: Option<Stamp>) -> Context {
        Context {
            published,
            ..Context::default()
        }
    }

    /// When the report was published.
    #[must_use]
    pub fn published(&self) -> Option<Stamp> {
        self.published
    }

    /// Whether the blocks to come tell what has happened in the present tense, as titles and captions do:
    /// there "opens Friday" can be either Friday.
    pub fn set_vivid(&mut self, vivid: bool) {
        self.vivid = vivid;
    }

    /// The clock of twelve hours that was told last, while the text stays with its day.
    pub(crate) fn clock(&self) -> Option<TimeOfDay> {
        let clock = self.clock?;
        (self.day?.period == clock.period)
            .then_some(clock.time)
            .flatten()
    }

    /// Keeps a quarter or half whose results are told; not one that results are compared with.
    pub(crate) fn tell(&mut self, period: Period, past: bool, fiscal: bool) {
        let (Some(from), Some(to)) = (period.first_day(), period.day_after()) else {
            return;
        };
        let told = self.published.is_none_or(|stamp| {
            let date = stamp.date();
            from <= date && (past || to <= date)
        });
        let compared = self
            .results
            .is_some_and(|results| from.year() < results.year().unwrap_or(0));
        if matches!(period, Period::Quarter(..) | Period::Half(..)) && told && !compared {
            self.fiscal = fiscal || self.fiscal && self.results == Some(period);
            self.results = Some(period);
        }
    }

    pub(crate) fn remember(&mut self, moment: Moment) {
        match moment.period {
            Period::Day(_) => self.day = Some(moment),
            period => self.period = Some(period),
        }
        self.last = Some(moment);
    }
}
