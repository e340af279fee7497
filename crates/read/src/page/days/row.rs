//! What speaks for each day that a page names, as a row of numbers.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::labels::Label;
use super::sightings::{Sighting, Sightings, Source};
use crate::page::lines::Tag;
use crate::page::names;

/// The names of a row's features.
pub(crate) const FEATURES: [&str; 51] = [
    "of_rule",
    "json_published",
    "json_modified",
    "json_other",
    "meta_published",
    "meta_updated",
    "meta_other",
    "element_rank",
    "elements",
    "element_change",
    "elsewhere",
    "near",
    "address",
    "script",
    "line_after_title",
    "line_before_title",
    "published_label",
    "updated_label",
    "other_label",
    "line_letters",
    "words_before",
    "words_after",
    "line_heading",
    "near_date_class",
    "near_comment",
    "near_related",
    "near_navigation",
    "near_aside",
    "near_author",
    "near_meta",
    "lines",
    "order",
    "place",
    "prose_before",
    "prose_after",
    "clock",
    "before_newest",
    "after_oldest",
    "days",
    "sources",
    "midnight",
    "days_from_json",
    "order_after_title",
    "in_title",
    "beside_utc",
    "hours_from_utc",
    "same_moment",
    "only_utc",
    "page_json",
    "page_meta",
    "page_labels",
];

/// So many days of a page are weighed.
const DAYS: usize = 60;

/// The days that a page names, in the order in which their sources are believed, each with its row.
pub(super) fn days(sightings: &Sightings<'_>, rule: Option<Date>) -> Vec<(Date, Vec<f32>)> {
    let mut days: Vec<Date> = Vec::new();
    for sighting in &sightings.all {
        let day = sighting.stamp.date();
        if !days.contains(&day) && days.len() < DAYS {
            days.push(day);
        }
    }
    let context = Context::of(sightings, &days, rule);
    days.iter().map(|&day| (day, context.row(day))).collect()
}

struct Context<'s> {
    sightings: &'s Sightings<'s>,
    rule: Option<Date>,
    json: Option<Date>,
    /// The days that lines from the title on name, in order.
    after_title: Vec<Date>,
    /// The days that lines name, in order.
    of_lines: Vec<Date>,
    newest: Option<Date>,
    oldest: Option<Date>,
    n_days: usize,
    /// Before each line, how many are prose.
    prose: Vec<usize>,
}

impl<'s> Context<'s> {
    fn of(sightings: &'s Sightings<'s>, days: &[Date], rule: Option<Date>) -> Context<'s> {
        let mut of_lines: Vec<Date> = Vec::new();
        let mut after_title: Vec<Date> = Vec::new();
        for sighting in sightings
            .all
            .iter()
            .filter(|one| one.source == Source::Line)
        {
            let day = sighting.stamp.date();
            if sightings.title.is_some_and(|title| sighting.line > title)
                && !after_title.contains(&day)
            {
                after_title.push(day);
            }
            if !of_lines.contains(&day) {
                of_lines.push(day);
            }
        }
        let mut prose = vec![0];
        for line in &sightings.lines.lines {
            let is_prose = line.letters > 90 && line.linked * 2 < line.letters;
            prose.push(prose.last().copied().unwrap_or(0) + usize::from(is_prose));
        }
        Context {
            sightings,
            rule,
            json: sightings
                .all
                .iter()
                .find(|one| one.source == Source::JsonPublished)
                .map(|one| one.stamp.date()),
            after_title,
            of_lines,
            newest: days.iter().max().copied(),
            oldest: days.iter().min().copied(),
            n_days: days.len(),
            prose,
        }
    }

    fn row(&self, day: Date) -> Vec<f32> {
        let all = &self.sightings.all;
        let of_day: Vec<&Sighting> = all.iter().filter(|one| one.stamp.date() == day).collect();
        let of = |source: Source| of_day.iter().filter(move |one| one.source == source);
        let has = |source: Source| yes(of(source).next().is_some());
        let best = |source: Source| {
            of(source)
                .map(|one| one.rank)
                .min()
                .map_or(f32::NAN, f32::from)
        };
        let in_lines: Vec<&Sighting> = of(Source::Line).copied().collect();
        let nearest = in_lines.iter().min_by_key(|one| self.cost(one)).copied();
        let distance = |after: bool| {
            let title = self.sightings.title?;
            let of_side = in_lines.iter().filter(|one| (one.line >= title) == after);
            of_side.map(|one| one.line.abs_diff(title)).min()
        };
        let label = |label: Label| in_lines.iter().filter(|one| one.label == label).count();
        let line = nearest.map(|one| (one, &self.sightings.lines.lines[one.line]));
        let near =
            |kind: usize| line.map_or(f32::NAN, |(_, line)| f32::from(line.near[kind].min(30)));
        let n_lines = self.sightings.lines.lines.len().max(1);
        let mut sources: Vec<Source> = of_day.iter().map(|one| one.source).collect();
        sources.dedup();
        let in_utc = all.iter().filter(|one| {
            let utc = one.stamp.offset() == Some(Offset::UTC) && one.stamp.time().is_some();
            utc && one.source <= Source::Element && apart(day, one.stamp.date()).abs() == 1
        });
        let beside: Vec<&Sighting> = in_utc.collect();
        // How far from UTC the clock must be for that moment to be on this day.
        let hours = beside.iter().filter_map(|one| {
            let hour = f32::from(one.stamp.time()?.hour());
            Some(if one.stamp.date() < day {
                24.0 - hour
            } else {
                hour
            })
        });
        let same_moment = beside
            .iter()
            .any(|one| of_day.iter().any(|other| is_same(one, other)));
        let page_has = |source: Source| yes(all.iter().any(|one| one.source == source));
        let published =
            |one: &Sighting| one.source == Source::Line && one.label == Label::Published;
        vec![
            yes(self.rule == Some(day)),
            has(Source::JsonPublished),
            has(Source::JsonModified),
            of(Source::JsonOther).count() as f32,
            best(Source::MetaPublished),
            best(Source::MetaUpdated),
            has(Source::MetaOther),
            best(Source::Element),
            of(Source::Element).count() as f32,
            has(Source::Change),
            best(Source::Elsewhere),
            has(Source::Near),
            best(Source::Address),
            has(Source::Script),
            distance(true).map_or(f32::NAN, |lines| lines.min(400) as f32),
            distance(false).map_or(f32::NAN, |lines| lines.min(400) as f32),
            label(Label::Published) as f32,
            label(Label::Updated) as f32,
            label(Label::Other) as f32,
            line.map_or(f32::NAN, |(_, line)| line.letters as f32),
            line.map_or(f32::NAN, |(one, line)| words(&line.text[..one.start])),
            line.map_or(f32::NAN, |(one, line)| words(&line.text[one.end..])),
            yes(line.is_some_and(|(_, line)| matches!(line.tag, Tag::Heading(_)))),
            near(names::DATE),
            near(names::COMMENT),
            near(names::RELATED),
            near(names::NAVIGATION),
            near(names::ASIDE),
            near(names::AUTHOR),
            near(names::META),
            in_lines.len() as f32,
            self.of_lines
                .iter()
                .position(|&other| other == day)
                .map_or(f32::NAN, |at| at as f32),
            line.map_or(f32::NAN, |(one, _)| one.line as f32 / n_lines as f32),
            line.map_or(f32::NAN, |(one, _)| self.prose_between(one.line)),
            line.map_or(f32::NAN, |(one, _)| {
                (self.prose.last().unwrap_or(&0) - self.prose[one.line]).min(50) as f32
            }),
            yes(in_lines.iter().any(|one| one.stamp.time().is_some())),
            self.newest.map_or(f32::NAN, |newest| span(newest, day)),
            self.oldest.map_or(f32::NAN, |oldest| span(day, oldest)),
            self.n_days as f32,
            sources.len() as f32,
            has(Source::Midnight),
            self.json
                .map_or(f32::NAN, |json| apart(day, json).clamp(-1000, 1000) as f32),
            place_in(&self.after_title, day),
            yes(in_lines
                .iter()
                .any(|one| Some(one.line) == self.sightings.title)),
            yes(!beside.is_empty()),
            hours.reduce(f32::min).unwrap_or(f32::NAN),
            yes(same_moment),
            yes(of_day
                .iter()
                .all(|one| one.stamp.offset() == Some(Offset::UTC))),
            page_has(Source::JsonPublished),
            page_has(Source::MetaPublished),
            yes(all.iter().any(published)),
        ]
    }

    /// How far a sighting is from where pages print when they were published.
    fn cost(&self, one: &Sighting) -> usize {
        let Some(title) = self.sightings.title else {
            return one.line;
        };
        if one.line >= title {
            one.line - title
        } else {
            (title - one.line) * 2 + 2
        }
    }

    /// Lines of prose between the title and a line.
    fn prose_between(&self, line: usize) -> f32 {
        let title = self.sightings.title.unwrap_or(0);
        (self.prose[line] as f32 - self.prose[title] as f32).clamp(-50.0, 50.0)
    }
}

/// Whether a clock without a zone is that of a moment in UTC, elsewhere.
fn is_same(utc: &Sighting, local: &Sighting) -> bool {
    let minutes = |one: &Sighting| {
        let time = one.stamp.time()?;
        Some(i32::from(time.hour()) * 60 + i32::from(time.minute()))
    };
    local.stamp.offset().is_none()
        && minutes(utc)
            .zip(minutes(local))
            .is_some_and(|(utc, local)| (utc - local) % 15 == 0)
}

fn place_in(days: &[Date], day: Date) -> f32 {
    days.iter()
        .position(|&other| other == day)
        .map_or(f32::NAN, |at| at as f32)
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Days from `b` to `a`.
fn apart(a: Date, b: Date) -> i32 {
    (a - b).get_days()
}

/// The same, as its logarithm.
fn span(a: Date, b: Date) -> f32 {
    (1.0 + apart(a, b).max(0) as f32).ln()
}

fn words(text: &str) -> f32 {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
        .min(60) as f32
}
