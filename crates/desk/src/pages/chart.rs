//! A number that moves: each report's value at its publication, bounds drawn as bounds.

use std::collections::BTreeMap;

use crosswire_record::{Finding, FindingKind, Normal, NormalInterval, ReportRecord};
use maud::{Markup, html};

use super::axis::{Axis, anchor};
use super::frame::{cut, outlet};
use super::grid::question;
use super::when::{When, minutes, written};

/// Charts of a story, and points of one.
const CHARTS: usize = 4;
const POINTS: usize = 60;
/// Points that the drawing is told by where it cannot be seen.
const TOLD: usize = 8;
/// Points that are joined by lines.
const JOINED: usize = 24;
/// Points that have their words beside them.
const WORDED: usize = 9;
/// Hundredths of the width that a letter of them takes on a phone, and how high a line is.
const LETTER: f64 = 1.9;
const LINE: f64 = 12.0;
const HEIGHT: f64 = 120.0;
const TOP: f64 = 16.0;
/// Hundredths of the width that the numbers of the scale take.
const SCALE: f64 = 8.0;

/// What one report says, and when.
struct Point<'r> {
    when: When,
    published: &'r str,
    outlet: &'r str,
    words: &'r str,
    interval: &'r NormalInterval,
}

impl Point<'_> {
    /// Where it stands: at its minute, or in the middle of a day whose hour nobody tells.
    fn at(&self) -> i64 {
        i64::midpoint(self.when.begins(), self.when.ends())
    }
}

/// How a number is drawn: only what is exact is a dot.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Exact(f64),
    /// "About 30", "4 to 6", "dozens": anything from one end to the other.
    Between(f64, f64),
    AtLeast(f64),
    AtMost(f64),
}

impl Said {
    fn of(interval: &NormalInterval) -> Said {
        let (low, high) = (interval.low, interval.high);
        match (low.is_finite(), high.is_finite()) {
            (true, false) => Said::AtLeast(low),
            // A count that cannot be below nought is "at most", where it is only bounded above.
            (false, true) => Said::AtMost(high),
            _ if low == 0.0 && high > 0.0 => Said::AtMost(high),
            _ if low < high => Said::Between(low, high),
            _ => Said::Exact(low),
        }
    }

    /// The numbers that a drawing has to have room for.
    fn ends(self) -> [f64; 2] {
        match self {
            Said::Exact(number) | Said::AtLeast(number) | Said::AtMost(number) => [number; 2],
            Said::Between(low, high) => [low, high],
        }
    }

    /// What it looks like, about a place in the drawing; `y` tells how high a number stands.
    fn drawn(self, y: impl Fn(f64) -> f64) -> Markup {
        html! {
            @match self {
                Said::Exact(number) => circle cy=(y(number)) r="4.5" {},
                Said::Between(low, high) => {
                    rect.band x="-5" width="10" y=(y(high)) height=((y(low) - y(high)).max(3.0)) rx="3" {}
                },
                Said::AtLeast(number) => {
                    path.bound d={ "M-6 " (y(number)) "h12M0 " (y(number)) "v-17m-4 5l4-5l4 5" } {}
                },
                Said::AtMost(number) => {
                    path.bound d={ "M-6 " (y(number)) "h12M0 " (y(number)) "v17m-4-5l4 5l4-5" } {}
                },
            }
        }
    }

    /// How high its words can stand so that they are not written over it, the better place first.
    fn worded(self, y: impl Fn(f64) -> f64) -> [f64; 2] {
        match self {
            Said::Exact(number) => [y(number) - 8.0, y(number) + 16.0],
            Said::Between(low, high) => [y(high) - 6.0, y(low) + 14.0],
            Said::AtLeast(number) => [y(number) + 15.0, y(number) - 22.0],
            Said::AtMost(number) => [y(number) - 6.0, y(number) + 30.0],
        }
    }
}

/// The marks of the legend: one of each sort, with its words.
const KEY: [(Said, &str); 4] = [
    (Said::Exact(7.0), "exactly so many"),
    (Said::Between(2.0, 12.0), "about so many, or a range"),
    (Said::AtLeast(0.0), "at least so many"),
    (Said::AtMost(14.0), "at most so many"),
];

/// The charts of a story's numbers; nothing where none moves.
pub(super) fn charts(findings: &[&Finding], reports: &[&ReportRecord]) -> Markup {
    let dated: BTreeMap<&str, (When, &ReportRecord)> = reports
        .iter()
        .filter_map(|report| {
            let when = When::read(report.published.as_deref()?)?;
            Some((report.id.as_str(), (when, *report)))
        })
        .collect();
    let drawn: Vec<(&Finding, Vec<Point<'_>>)> = findings
        .iter()
        .filter_map(|finding| Some((*finding, points(finding, &dated)?)))
        .take(CHARTS)
        .collect();
    let all = || drawn.iter().flat_map(|(_, points)| points);
    let has = |mark: Said| {
        let same = |point: &Point<'_>| {
            std::mem::discriminant(&Said::of(point.interval)) == std::mem::discriminant(&mark)
        };
        all().any(same)
    };
    html! {
        @if !drawn.is_empty() {
            section.panel #numbers aria-labelledby="numbers-title" {
                h2 #numbers-title { "Numbers over time" }
                p.note.marks-key {
                    @for (mark, words) in KEY.into_iter().filter(|(mark, _)| has(*mark)) {
                        span { svg width="14" height="18" viewBox="-7 -2 14 18" aria-hidden="true" { (mark.drawn(|n| 14.0 - n)) } " " (words) }
                    }
                    @if all().any(|point| point.when.is_day()) {
                        span { svg width="26" height="18" viewBox="-13 -9 26 18" aria-hidden="true" { line.day x1="-13" x2="13" y1="0" y2="0" {} (Said::Exact(0.0).drawn(|n| n)) } " published on that day, hour not told" }
                    }
                }
                div.charts { @for (finding, points) in &drawn { (chart(finding, points)) } }
            }
        }
    }
}

/// The points of a finding by time, where they are of one unit, differ, and are of several times.
fn points<'r>(
    finding: &'r Finding,
    dated: &BTreeMap<&str, (When, &'r ReportRecord)>,
) -> Option<Vec<Point<'r>>> {
    // What two reports part over need not move; what changes, or has several values in turn, does.
    let least = match finding.kind {
        FindingKind::Update => 2,
        FindingKind::Conflict | FindingKind::Refinement => 3,
        _ => return None,
    };
    if finding.values.len() < least {
        return None;
    }
    let mut points: Vec<Point<'r>> = Vec::new();
    for value in &finding.values {
        let Normal::Interval(interval) = &value.normal else {
            return None;
        };
        for report in &value.reports {
            if let Some(&(when, report)) = dated.get(report.as_str()) {
                points.push(Point {
                    when,
                    published: report.published.as_deref().unwrap_or(""),
                    outlet: outlet(report),
                    words: &value.value,
                    interval,
                });
            }
        }
    }
    points.sort_by(|a, b| (a.at(), a.outlet, a.words).cmp(&(b.at(), b.outlet, b.words)));
    points.truncate(POINTS);
    let (first, last) = (points.first()?, points.last()?);
    let differ = points.iter().any(|p| p.interval != first.interval);
    let finite = |p: &Point<'_>| p.interval.low.is_finite() || p.interval.high.is_finite();
    (differ && first.at() < last.at() && points.iter().all(finite)).then_some(points)
}

fn chart(finding: &Finding, points: &[Point<'_>]) -> Markup {
    let ends = points.iter().flat_map(|p| Said::of(p.interval).ends());
    let ends: Vec<f64> = ends.collect();
    let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = ((most - least) * 0.15)
        .max(most.abs() * 0.02)
        .max(f64::MIN_POSITIVE);
    let (least, most) = (least - room, most + room);
    let y = |number: f64| TOP + HEIGHT - (number - least) / (most - least) * HEIGHT;
    let y = |number: f64| (y(number) * 10.0).round() / 10.0;
    let minutes_of = |p: &Point<'_>| [p.when.begins(), p.when.ends()];
    let Some(axis) = Axis::over(points.iter().flat_map(minutes_of)) else {
        return html! {};
    };
    let axis = axis.after(SCALE);
    let floor = TOP + HEIGHT;
    let told = points
        .iter()
        .map(|p| format!("{} {}: {}", minutes(p.published), p.outlet, p.words));
    // The list under the drawing has them all.
    let told: Vec<String> = told.take(TOLD).collect();
    // A line leads from one exact number to the next; what is vague is on no line.
    let exact: Vec<(i64, f64)> = points
        .iter()
        .filter_map(|p| match Said::of(p.interval) {
            Said::Exact(number) => Some((p.at(), number)),
            _ => None,
        })
        .collect();
    let worded = words(points, axis, y);
    let joined = if points.len() > JOINED { 0 } else { JOINED };
    html! {
        figure.{ (finding.kind) } {
            figcaption { a href={ "#f-" (finding.id) } { (question(finding)) } }
            svg.plain height=(floor + 22.0) role="img" aria-label=(told.join("; ")) {
                (axis.drawn(floor as i64))
                @for number in scale(least, most) {
                    line.axis.across x1="0" x2="100%" y1=(y(number)) y2=(y(number)) {}
                    text.axis x="0" y=(y(number) - 3.0) { (short(number)) }
                }
                @for pair in exact.windows(2).take(joined) {
                    line.way x1={ (axis.at(pair[0].0)) "%" } y1=(y(pair[0].1)) x2={ (axis.at(pair[1].0)) "%" } y2=(y(pair[1].1)) {}
                }
                @for point in points {
                    @let x = axis.at(point.at());
                    @let said = Said::of(point.interval);
                    @if point.when.is_day() {
                        @let middle = said.ends().map(y);
                        line.day x1={ (axis.at(point.when.begins())) "%" } x2={ (axis.at(point.when.ends())) "%" } y1=(f64::midpoint(middle[0], middle[1])) y2=(f64::midpoint(middle[0], middle[1])) {}
                    }
                    svg x={ (x) "%" } { (said.drawn(y)) }
                }
                @for word in &worded {
                    text x={ (word.x) "%" } y=(word.y) text-anchor=(anchor(word.x, 22.0)) { (word.words) }
                }
            }
            ol.points {
                @for point in points {
                    li { (short_time(point)) " " (point.outlet) " " b { (cut(point.words, 30)) } }
                }
            }
        }
    }
}

/// A value written beside its mark.
struct Word {
    x: f64,
    y: f64,
    words: String,
}

/// The values in words, as far as they do not lie over each other: above their marks, or below; the list under the drawing
/// has them all.
fn words(points: &[Point<'_>], axis: Axis, y: impl Fn(f64) -> f64 + Copy) -> Vec<Word> {
    let mut all: Vec<(Word, std::ops::Range<f64>)> = Vec::new();
    if points.len() > WORDED {
        return Vec::new();
    }
    for (number, point) in points.iter().enumerate() {
        if !is_first(points, number) {
            continue;
        }
        let x = axis.at(point.at());
        let words = cut(point.words, 22);
        let wide = words.chars().count() as f64 * LETTER;
        let from = match anchor(x, 22.0) {
            "start" => x,
            "end" => x - wide,
            _ => x - wide / 2.0,
        };
        let over = from..from + wide;
        let free = |at: &f64| {
            let mut others = all.iter();
            others.all(|(word, other)| {
                (word.y - at).abs() > LINE || over.end < other.start || other.end < over.start
            })
        };
        let mut places = Said::of(point.interval).worded(y).into_iter();
        if let Some(y) = places.find(free) {
            all.push((Word { x, y, words }, over));
        }
    }
    all.into_iter().map(|(word, _)| word).collect()
}

/// When a point was published, without the year, which the axis has.
fn short_time(point: &Point<'_>) -> String {
    let form = if point.when.is_day() {
        "%-d %b"
    } else {
        "%-d %b %H:%M"
    };
    written(point.when.begins(), form)
}

/// Two to five round numbers between two.
fn scale(least: f64, most: f64) -> Vec<f64> {
    let rough = (most - least) / 3.0;
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let size = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|n| n * size);
    let step = step
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough);
    let first = (least / step).ceil();
    let marks = (0..6).map(|n| (first + f64::from(n)) * step);
    marks.filter(|mark| *mark <= most).collect()
}

/// "1.2 m" for 1,200,000.
fn short(number: f64) -> String {
    let (size, unit) = match number.abs() {
        1e9.. => (1e9, " bn"),
        1e6.. => (1e6, " m"),
        1e4.. => (1e3, " k"),
        _ => (1.0, ""),
    };
    let told = format!("{:.2}", number / size);
    format!("{}{unit}", told.trim_end_matches('0').trim_end_matches('.'))
}

/// Whether no earlier point says the same in the same words.
fn is_first(points: &[Point<'_>], number: usize) -> bool {
    points[..number]
        .iter()
        .all(|p| p.words != points[number].words)
}

#[cfg(test)]
mod tests {
    use super::{Said, scale, short};
    use crosswire_record::NormalInterval;

    #[test]
    fn scales_are_round_and_short() {
        assert_eq!(scale(2.7, 5.3), [3.0, 4.0, 5.0]);
        assert_eq!(scale(0.0, 100.0), [0.0, 50.0, 100.0]);
        assert!(scale(1.0, 1.0).is_empty() && scale(0.0, f64::INFINITY).is_empty());
        for (number, told) in [
            (0.0, "0"),
            (14.0, "14"),
            (1.2e6, "1.2 m"),
            (5e10, "50 bn"),
            (3.25, "3.25"),
        ] {
            assert_eq!(short(number), told);
        }
    }

    #[test]
    fn only_what_is_exact_is_a_dot() {
        let of = |low, high| {
            Said::of(&NormalInterval {
                low,
                high,
                low_open: false,
                high_open: false,
                unit: "people".to_owned(),
            })
        };
        assert_eq!(of(5.0, 5.0), Said::Exact(5.0));
        assert_eq!(of(0.0, 0.0), Said::Exact(0.0));
        assert_eq!(of(5.0, f64::INFINITY), Said::AtLeast(5.0));
        assert_eq!(of(0.0, 5.0), Said::AtMost(5.0));
        assert_eq!(of(f64::NEG_INFINITY, 5.0), Said::AtMost(5.0));
        let dozens = of(24.0, 120.0);
        assert_eq!(dozens, Said::Between(24.0, 120.0));
        for (said, mark) in [
            (of(5.0, 5.0), "<circle"),
            (dozens, "class=\"band\""),
            (of(5.0, f64::INFINITY), "class=\"bound\""),
        ] {
            let drawn = said.drawn(|number| number).into_string();
            assert!(drawn.contains(mark), "{drawn}");
            assert_eq!(drawn.contains("<circle"), mark == "<circle");
        }
    }
}
