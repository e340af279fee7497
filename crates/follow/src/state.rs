//! How far a source is.

use std::time::Duration;

use crosswire_ledger::Followed;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::settings::Source;

/// The longest that a source that fails is left alone.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// The longest that a host may ask to be left alone.
const LONGEST_ASKED: Duration = Duration::from_secs(7 * 24 * 3600);

/// How far a source is; what a ledger keeps of it, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// `ETag` of the last whole answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified` of the last whole answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// When it is looked at next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// When it was last looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<Timestamp>,
    /// When that last went well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub succeeded: Option<Timestamp>,
    /// The status of the last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How often in a row it went wrong.
    pub failures: u32,
    /// How often it went wrong in all.
    pub troubles: u64,
    /// What went wrong last; gone once all is well again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// Where the feed says that it has moved for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// How often it was looked at.
    pub looks: u64,
    /// Reports that came from it, later versions and those known already among them.
    pub reports: u64,
}

impl State {
    /// Notes a look that went well.
    pub(crate) fn well(&mut self, now: Timestamp, interval: Duration) {
        self.looks += 1;
        self.tried = Some(now);
        self.succeeded = Some(now);
        self.failures = 0;
        self.trouble = None;
        self.due = Some(later(now, interval));
    }

    /// Notes a look that went wrong: the source is left alone for twice as long each time, and for as
    /// long as it asks.
    pub(crate) fn wrong(
        &mut self,
        now: Timestamp,
        interval: Duration,
        why: String,
        asked: Option<Duration>,
    ) {
        self.looks += 1;
        self.tried = Some(now);
        self.failures = self.failures.saturating_add(1);
        self.troubles += 1;
        self.trouble = Some(why);
        let doubled = interval.saturating_mul(1 << self.failures.min(16));
        let own = doubled.min(LONGEST.max(interval));
        self.due = Some(later(
            now,
            own.max(asked.unwrap_or_default().min(LONGEST_ASKED)),
        ));
    }

    /// From what a ledger keeps; what cannot be read is as if it had never been looked at.
    #[must_use]
    pub fn of(followed: &Followed) -> State {
        serde_json::from_str(&followed.state).unwrap_or_default()
    }

    /// As a ledger keeps it.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}

/// A source as a ledger keeps it, and how far it is; `None` for one whose settings cannot be read.
#[must_use]
pub fn known(followed: &Followed) -> Option<(Source, State)> {
    let source = serde_json::from_str(&followed.settings).ok()?;
    Some((source, State::of(followed)))
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| now.checked_add(by).ok())
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_is_left_alone_ever_longer() {
        let now: Timestamp = "2031-03-06T08:00:00Z".parse().unwrap();
        let interval = Duration::from_secs(600);
        let mut state = State::default();
        let mut waits = Vec::new();
        for _ in 0..9 {
            state.wrong(now, interval, "no answer".to_owned(), None);
            waits.push(state.due.unwrap().duration_since(now).as_secs() / 60);
        }
        assert_eq!(waits, [20, 40, 80, 160, 320, 640, 1280, 1440, 1440]);
        state.wrong(
            now,
            interval,
            "429".to_owned(),
            Some(Duration::from_secs(48 * 3600)),
        );
        assert_eq!(state.due.unwrap().duration_since(now).as_hours(), 48);
        state.well(now, interval);
        assert_eq!((state.failures, state.trouble.as_deref()), (0, None));
        assert_eq!(state.troubles, 10);
        assert_eq!(state.due.unwrap().duration_since(now).as_mins(), 10);
    }
}
