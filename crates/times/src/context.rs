//! What the resolution of one expression needs from the report and from the expressions before it.

use crosswire_calendar::Stamp;

use crate::moment::{Moment, Period};

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
    /// The last of either.
    pub(crate) last: Option<Moment>,
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

    pub(crate) fn remember(&mut self, moment: Moment) {
        match moment.period {
            Period::Day(_) => self.day = Some(moment),
            period => self.period = Some(period),
        }
        self.last = Some(moment);
    }
}
