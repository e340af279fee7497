//! A number that moves: each report's value at its publication, bounds drawn as bounds.

use std::collections::BTreeMap;

use crosswire_present::holding::own_words;
use crosswire_record::{Finding, FindingKind, Normal, NormalInterval, ReportRecord};
use maud::{Markup, html};

use super::axis::{Axis, anchor};
use super::frame::{cut, outlet};
use super::grid::question;
use super::when::{When, minutes, written};

/// Charts of a story, and points of one.
const CHARTS: usize = 4;
/// Points below which there is nothing to draw.
const LEAST: usize = 3;
const POINTS: usize = 60;
/// Points that the drawing is told by where it cannot be seen.
const TOLD: usize = 8;
/// Points that are joined by lines.
const JOINED: usize = 24;
/// Points that have their words beside them.
const WORDED: usize = 9;
/// Hundredths of the width that a letter of them takes on a phone, and how high a line is.
const LETTER: f64 = 1.9;
/// Half of what a mark takes of the width there.
const HALF: f64 = 2.0;
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

    /// From where to where its mark reaches in the drawing.
    fn height(self, y: impl Fn(f64) -> f64) -> (f64, f64) {
        match self {
            Said::Exact(number) => (y(number) - 5.0, y(number) + 5.0),
            Said::Between(low, high) => (y(high) - 1.0, y(low) + 1.0),
            Said::AtLeast(number) => (y(number) - 18.0, y(number) + 2.0),
            Said::AtMost(number) => (y(number) - 2.0, y(number) + 18.0),
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
                @if all().any(|point| point.when.is_local()) { p.note { "A clock whose zone is not told (“local”) is drawn as if it were UTC." } }
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
    for (number, value) in finding.values.iter().enumerate() {
        let Normal::Interval(interval) = &value.normal else {
            return None;
        };
        for report in &value.reports {
            if let Some(&(when, report)) = dated.get(report.as_str()) {
                points.push(Point {
                    when,
                    published: report.published.as_deref().unwrap_or(""),
                    outlet: outlet(report),
                    words: own_words(finding, &report.id, number).unwrap_or(&value.value),
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
    (differ && points.len() >= LEAST && first.at() < last.at() && points.iter().all(finite))
        .then_some(points)
}

fn chart(finding: &Finding, points: &[Point<'_>]) -> Markup {
    let ends = points.iter().flat_map(|p| Said::of(p.interval).ends());
    let ends: Vec<f64> = ends.collect();
    let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let whole = ends.iter().all(|end| end.fract() == 0.0);
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
                @for number in scale(least, most, whole) {
                    line.axis.across x1="0" x2="100%" y1=(y(number)) y2=(y(number)) {}
                    text.axis x="0" y=(y(number) - 3.0) { (short(number)) }
                }
                @for pair in exact.windows(2).take(joined) {
                    line.way x1={ (axis.at(pair[0].0)) "%" } y1=(y(pair[0].1)) x2={ (axis.at(pair[1].0)) "%" } y2=(y(pair[1].1)) {}
                }
                @for point in points {
                    @let x = axis.at(point.at());
                    @let said = Said::of(point.interval);
                    @if let (true, Said::Between(low, high)) = (point.when.is_day(), said) {
                        @let (from, to) = (axis.at(point.when.begins()), axis.at(point.when.ends()));
                        rect.anytime x={ (from) "%" } width={ (to - from) "%" } y=(y(high)) height=((y(low) - y(high)).max(3.0)) {}
                    } @else if point.when.is_day() {
                        @let middle = said.ends().map(y);
                        line.day x1={ (axis.at(point.when.begins())) "%" } x2={ (axis.at(point.when.ends())) "%" } y1=(f64::midpoint(middle[0], middle[1])) y2=(f64::midpoint(middle[0], middle[1])) {}
                    }
                    svg x={ (x) "%" } { (said.drawn(y)) }
                }
                @for word in &worded {
                    text x={ (word.x) "%" } y=(word.y) text-anchor=(word.anchor) { (word.words) }
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
    anchor: &'static str,
    words: String,
}

/// What a mark or a word takes of the drawing: hundredths of the width, and its height.
#[derive(Clone, Copy)]
struct Room {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Room {
    fn meets(&self, other: &Room) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// The values in words, each beside its mark where there is room that no mark and no other word has; the list under the
/// drawing has them all.
fn words(points: &[Point<'_>], axis: Axis, y: impl Fn(f64) -> f64 + Copy) -> Vec<Word> {
    if points.len() > WORDED {
        return Vec::new();
    }
    let mark = |point: &Point<'_>| {
        let x = axis.at(point.at());
        let (top, bottom) = Said::of(point.interval).height(y);
        Room {
            left: x - HALF,
            right: x + HALF,
            top,
            bottom,
        }
    };
    let mut taken: Vec<Room> = points.iter().map(mark).collect();
    let mut all = Vec::new();
    for (number, point) in points.iter().enumerate() {
        if !is_first(points, number) {
            continue;
        }
        let (x, own) = (axis.at(point.at()), taken[number]);
        let words = cut(point.words, 22);
        let wide = words.chars().count() as f64 * LETTER;
        let middle = f64::midpoint(own.top, own.bottom) + 4.0;
        let about = anchor(x, 22.0);
        let places = [
            (x, own.top - 3.0, about),
            (x, own.bottom + LINE, about),
            (own.right + 0.5, middle, "start"),
            (own.left - 0.5, middle, "end"),
        ];
        for (x, y, anchor) in places {
            let left = match anchor {
                "start" => x,
                "end" => x - wide,
                _ => x - wide / 2.0,
            };
            let room = Room {
                left,
                right: left + wide,
                top: y - LINE + 2.0,
                bottom: y + 2.0,
            };
            let fits = left >= SCALE / 2.0 && room.right <= 100.0 && room.bottom < TOP + HEIGHT;
            if fits && !taken.iter().any(|other| room.meets(other)) {
                taken.push(room);
                all.push(Word {
                    x,
                    y,
                    anchor,
                    words,
                });
                break;
            }
        }
    }
    all
}

/// When a point was published, without the year, which the axis has.
fn short_time(point: &Point<'_>) -> String {
    let form = if point.when.is_day() {
        "%-d %b"
    } else if point.when.is_local() {
        "%-d %b %H:%M local"
    } else {
        "%-d %b %H:%M UTC"
    };
    written(point.when.begins(), form)
}

/// Two to five round numbers between two; whole ones where what is drawn is whole.
fn scale(least: f64, most: f64, whole: bool) -> Vec<f64> {
    let rough = (most - least) / 3.0;
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let size = 10_f64.powf(rough.log10().floor());
    let marks = |step: f64| -> Vec<f64> {
        let first = (least / step).ceil();
        let marks = (0..6).map(|n| (first + f64::from(n)) * step);
        marks.filter(|mark| *mark <= most).collect()
    };
    let steps = [10.0, 5.0, 2.0, 1.0, 0.5].map(|n| n * size);
    let mut steps = steps.into_iter().filter(|step| !whole || *step >= 1.0);
    let wide = |step: &f64| *step <= rough * 2.5 && marks(*step).len() > 1;
    steps.find(wide).map(marks).unwrap_or_default()
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
        assert_eq!(scale(2.7, 5.3, true), [3.0, 4.0, 5.0]);
        assert_eq!(scale(0.0, 100.0, true), [0.0, 50.0, 100.0]);
        assert_eq!(scale(1.85, 3.15, true), [2.0, 3.0], "no half men");
        assert_eq!(scale(30.2, 36.8, true).len(), 3, "more than one");
        assert!(scale(1.0, 1.0, false).is_empty() && scale(0.0, f64::INFINITY, false).is_empty());
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
