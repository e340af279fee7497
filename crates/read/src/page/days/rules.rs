//! The day that the most believed source gives, without weighing: what was known before it was learned, and
//! what the learned choice starts from.

use crosswire_calendar::Stamp;
use jiff::civil::Time;
use jiff::tz::Offset;

use super::sightings::{Sighting, Sightings, Source, UPDATED, midnight};
use crate::page::found::Found;
use crate::page::jsonld::JsonLd;
use crate::page::visible::in_words;

/// The sighting that is believed first.
pub(super) fn first<'s>(sightings: &'s Sightings<'_>, json: &JsonLd) -> Option<&'s Sighting> {
    let of = |sources: &[Source]| {
        sightings
            .all
            .iter()
            .find(|sighting| sources.contains(&sighting.source))
    };
    of(&[
        Source::JsonPublished,
        Source::MetaPublished,
        Source::Element,
        Source::Near,
        Source::Address,
        Source::Elsewhere,
    ])
    .or_else(|| of(&[Source::Script]))
    .or_else(|| of(&[Source::Labelled]))
    // Some pages mark the only date that they print as that of the last change.
    .or_else(|| {
        json.modified
            .is_none()
            .then(|| of(&[Source::Change]))
            .flatten()
    })
}

/// Of the sightings of one day, the first, or one that says more of its clock.
pub(super) fn sharpest<'s>(of_day: &[&'s Sighting], all: &'s [Sighting]) -> Option<&'s Sighting> {
    let first = *of_day.first()?;
    if let Some(right) = confirmed(first.stamp, all) {
        return Some(right);
    }
    let sharper = of_day.iter().find(|other| {
        first.stamp.time().is_none() && other.stamp.time().is_some()
            || first.stamp.offset().is_none()
                && other.stamp.offset().is_some()
                && other.stamp.time() == first.stamp.time()
    });
    // A change is no publication, though it is on the same day and has a clock.
    let of_change = |source: Source| {
        matches!(
            source,
            Source::JsonModified | Source::MetaUpdated | Source::Change
        )
    };
    let sharper = sharper.filter(|other| !of_change(other.source) || of_change(first.source));
    Some(sharper.copied().unwrap_or(first))
}

/// Some programs write the clock of one zone with the offset of another. Where `first` and another
/// candidate show the same clock with different offsets, and a third shows the moment of the other
/// by another clock, the other is right.
fn confirmed(first: Stamp, all: &[Sighting]) -> Option<&Sighting> {
    let moment = |stamp: Stamp| {
        let offset = stamp.offset()?;
        let time = stamp.date().to_datetime(stamp.time()?);
        Some(offset.to_timestamp(time).ok()?.as_second() / 60)
    };
    let same_moment = |stamp: Stamp| moment(stamp).is_some() && moment(stamp) == moment(first);
    let confirms = |other: Stamp| {
        all.iter().any(|third| {
            third.stamp.offset() != other.offset()
                && moment(third.stamp).is_some()
                && moment(third.stamp) == moment(other)
        })
    };
    if confirms(first) {
        return None;
    }
    all.iter().find(|other| {
        other.stamp.date() == first.date()
            && other.stamp.time() == first.time()
            && other.stamp.offset() != first.offset()
            && !same_moment(other.stamp)
            && confirms(other.stamp)
    })
}

/// The day and clock of the place where a page was published, of one that gives the moment in UTC: its readers see
/// the same moment by another clock, on the day before or after, or only the day that begins then.
pub(super) fn where_it_is(chosen: &Sighting, sightings: &Sightings<'_>) -> Option<Stamp> {
    let (utc, time) = (chosen.stamp.date(), chosen.stamp.time()?);
    if chosen.stamp.offset() != Some(Offset::UTC) {
        return None;
    }
    let near = |line: usize| {
        sightings
            .title
            .is_some_and(|title| line + 4 >= title && line <= title + 16)
    };
    let shown = sightings.all.iter().filter(|one| match one.source {
        Source::Line => near(one.line),
        Source::Element | Source::Near => true,
        _ => false,
    });
    for one in shown.filter(|one| one.stamp.offset().is_none() && one.stamp.date() != utc) {
        if let Some(clock) = one.stamp.time() {
            // What is printed has no seconds.
            let Ok(clock) = Time::new(clock.hour(), clock.minute(), time.second(), 0) else {
                continue;
            };
            let Ok(time) = Time::new(time.hour(), time.minute(), time.second(), 0) else {
                continue;
            };
            let local = one.stamp.date().to_datetime(clock);
            let minutes = local.duration_since(utc.to_datetime(time)).as_mins();
            let quarters = minutes % 15 == 0 && minutes.abs() <= 14 * 60;
            let offset = i32::try_from(minutes * 60)
                .ok()
                .and_then(|s| Offset::from_seconds(s).ok());
            if let Some(offset) = offset.filter(|_| quarters) {
                return Some(Stamp::clock(one.stamp.date(), clock, Some(offset)));
            }
        } else if midnight(chosen).is_some_and(|day| day == one.stamp) {
            return Some(one.stamp);
        }
    }
    None
}

/// When it was last changed, and from what that is known.
pub(super) fn updated(found: &Found, json: &JsonLd) -> Option<(Stamp, String)> {
    let of_elements = found.changes.iter();
    let mut changes = json
        .modified
        .iter()
        .map(|printed| (printed.clone(), "JSON-LD dateModified".to_owned()))
        .chain(found.meta(UPDATED))
        .chain(of_elements.map(|dated| (dated.printed.clone(), dated.from.clone())));
    changes.find_map(|(printed, from)| Some((in_words(&printed, None)?, from)))
}
