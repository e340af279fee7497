//! Time as it is drawn: minutes, the ticks of an axis, and places on it in hundredths, so that a drawing is as wide as
//! the page lets it be.

use jiff::civil::DateTime;
use jiff::{ToSpan, tz::TimeZone};
use maud::{Markup, html};

use super::when::{civil, written};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// Ticks at most.
const MOST: usize = 6;

/// A stretch of time that is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    from: i64,
    to: i64,
    /// Hundredths of the width that are left free at the beginning.
    free: f64,
}

impl Axis {
    /// From the first to the last of some minutes, with a little room on both sides.
    pub(super) fn over(minutes: impl Iterator<Item = i64> + Clone) -> Option<Axis> {
        let (first, last) = (minutes.clone().min()?, minutes.max()?);
        let room = ((last - first) / 25).max(HOUR);
        Some(Axis {
            from: first - room,
            to: last + room,
            free: 0.0,
        })
    }

    /// With so many hundredths of the width left free at the beginning, for a scale.
    pub(super) fn after(self, free: f64) -> Axis {
        Axis { free, ..self }
    }

    /// Where a minute stands, in hundredths of the width.
    pub(super) fn at(self, minute: i64) -> f64 {
        let share = (minute - self.from) as f64 / (self.to - self.from) as f64;
        let at = self.free + share.clamp(0.0, 1.0) * (100.0 - self.free);
        (at * 100.0).round() / 100.0
    }

    /// The ticks, each with its words.
    pub(super) fn ticks(self) -> Vec<(i64, String)> {
        let length = self.to - self.from;
        for step in [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY] {
            if length / step < MOST as i64 {
                let first = self.from.div_euclid(step) * step + step;
                let ticks = (0..MOST as i64).map(|n| first + n * step);
                let form = if step < DAY {
                    "%-d %b %H:%M"
                } else {
                    "%-d %b %Y"
                };
                return ticks
                    .filter(|tick| *tick < self.to)
                    .map(|tick| (tick, written(tick, form)))
                    .collect();
            }
        }
        for months in [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200] {
            if length / (30 * DAY * months) < MOST as i64 {
                return self.months(months);
            }
        }
        Vec::new()
    }

    /// First days of months, so many months apart.
    fn months(self, apart: i64) -> Vec<(i64, String)> {
        let form = if apart < 12 { "%b %Y" } else { "%Y" };
        let Some(first) = civil(self.from).map(DateTime::date) else {
            return Vec::new();
        };
        let first = if apart < 12 {
            first.first_of_month()
        } else {
            first.first_of_year()
        };
        let later =
            (0..=MOST as i64 + 1).filter_map(|n| first.checked_add((n * apart).months()).ok());
        later
            .filter_map(|day| Some((moment(day.into())?, day)))
            .filter(|(tick, _)| (self.from..self.to).contains(tick))
            .map(|(tick, day)| (tick, day.strftime(form).to_string()))
            .collect()
    }

    /// The ticks as a drawing: lines down to `height`, and the words under them.
    pub(super) fn drawn(self, height: i64) -> Markup {
        html! {
            line.axis x1="0" x2="100%" y1=(height) y2=(height) {}
            @for (number, (tick, words)) in self.ticks().into_iter().enumerate() {
                @let at = self.at(tick);
                line.axis x1={ (at) "%" } x2={ (at) "%" } y1="0" y2=(height + 4) {}
                text.axis.second[number % 2 == 1] x={ (at) "%" } y=(height + 16) text-anchor=(anchor(at, 12.0)) { (words) }
            }
        }
    }
}

/// Words at a place begin, stand about, or end there, so that they stay in the drawing: so many hundredths
/// from its edges they stand about it.
pub(super) fn anchor(at: f64, room: f64) -> &'static str {
    if at < room {
        "start"
    } else if at > 100.0 - room {
        "end"
    } else {
        "middle"
    }
}

/// Minutes since 1970 of a time that names no zone.
pub(super) fn moment(at: DateTime) -> Option<i64> {
    let zoned = at.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second().div_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::super::when::When;
    use super::*;

    fn ticks(from: &str, to: &str) -> Vec<String> {
        let axis = Axis {
            from: When::read(from).unwrap().begins(),
            to: When::read(to).unwrap().begins(),
            free: 0.0,
        };
        axis.ticks().into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn ticks_are_few_and_round() {
        assert_eq!(
            ticks("2031-03-06T05:10:00", "2031-03-06T09:00:00"),
            ["6 Mar 06:00", "6 Mar 07:00", "6 Mar 08:00"]
        );
        assert_eq!(
            ticks("2031-03-04", "2031-03-08"),
            ["5 Mar 2031", "6 Mar 2031", "7 Mar 2031"]
        );
        assert_eq!(
            ticks("2031-01-15", "2031-05-02"),
            ["Feb 2031", "Mar 2031", "Apr 2031", "May 2031"]
        );
        assert_eq!(ticks("1990-06-01", "2031-05-02").len(), 4);
        assert!(ticks("0001-01-01", "9998-12-31").len() <= 9);
    }

    #[test]
    fn one_moment_has_room_about_it() {
        assert!(Axis::over([0, 0].into_iter()).unwrap().at(0) > 0.0);
    }
}
