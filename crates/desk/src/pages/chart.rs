//! A number that moves: each report's value at its publication, bounds drawn as bounds.

use std::collections::BTreeMap;

use crosswire_record::{Finding, FindingKind, Normal, NormalInterval, ReportRecord};
use maud::{Markup, html};

use super::axis::{Axis, anchor, minute, written};
use super::frame::{cut, outlet};
use super::grid::question;

/// Charts of a story, and points of one.
const CHARTS: usize = 4;
const POINTS: usize = 60;
/// Points that the drawing is told by where it cannot be seen.
const TOLD: usize = 8;
/// Points that are joined by lines.
const JOINED: usize = 24;
/// Points that have their words beside them.
const WORDED: usize = 9;
const HEIGHT: f64 = 120.0;
const TOP: f64 = 16.0;
/// Hundredths of the width that the numbers of the scale take.
const SCALE: f64 = 8.0;

/// What one report says, and when.
struct Point<'r> {
    at: i64,
    outlet: &'r str,
    words: &'r str,
    interval: &'r NormalInterval,
}

/// The charts of a story's numbers; nothing where none moves.
pub(super) fn charts(findings: &[&Finding], reports: &[&ReportRecord]) -> Markup {
    let dated: BTreeMap<&str, (i64, &str)> = reports
        .iter()
        .filter_map(|report| {
            let at = minute(report.published.as_deref()?)?;
            Some((report.id.as_str(), (at, outlet(report))))
        })
        .collect();
    let drawn: Vec<(&Finding, Vec<Point<'_>>)> = findings
        .iter()
        .filter_map(|finding| Some((*finding, points(finding, &dated)?)))
        .take(CHARTS)
        .collect();
    html! {
        @if !drawn.is_empty() {
            section.panel #numbers aria-labelledby="numbers-title" {
                h2 #numbers-title { "Numbers over time" }
                p.note { "A dot is a number, a bar a range; an open dot with a line up or down is at least or at most." }
                div.charts { @for (finding, points) in &drawn { (chart(finding, points)) } }
            }
        }
    }
}

/// The points of a finding by time, where they are of one unit, differ, and are of several times.
fn points<'r>(
    finding: &'r Finding,
    dated: &BTreeMap<&str, (i64, &'r str)>,
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
            if let Some(&(at, outlet)) = dated.get(report.as_str()) {
                points.push(Point {
                    at,
                    outlet,
                    words: &value.value,
                    interval,
                });
            }
        }
    }
    points.sort_by(|a, b| (a.at, a.outlet, a.words).cmp(&(b.at, b.outlet, b.words)));
    points.truncate(POINTS);
    let (first, last) = (points.first()?, points.last()?);
    let differ = points.iter().any(|p| p.interval != first.interval);
    let finite = |p: &Point<'_>| p.interval.low.is_finite() || p.interval.high.is_finite();
    (differ && first.at < last.at && points.iter().all(finite)).then_some(points)
}

/// Where a point's number stands, and how far it reaches down and up.
fn reach(interval: &NormalInterval) -> (f64, Option<f64>, Option<f64>) {
    let (low, high) = (interval.low, interval.high);
    // A count that cannot be below nought is "at most", where it is only bounded above.
    let at_most = high.is_finite() && (!low.is_finite() || low == 0.0 && high > 0.0);
    match (low.is_finite(), high.is_finite()) {
        _ if at_most => (high, None, Some(high)),
        (true, false) => (low, Some(low), None),
        _ => (f64::midpoint(low, high), Some(low), Some(high)),
    }
}

fn chart(finding: &Finding, points: &[Point<'_>]) -> Markup {
    let ends = points.iter().flat_map(|p| {
        let (at, low, high) = reach(p.interval);
        [Some(at), low, high].into_iter().flatten()
    });
    let ends: Vec<f64> = ends.collect();
    let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = ((most - least) * 0.15)
        .max(most.abs() * 0.02)
        .max(f64::MIN_POSITIVE);
    let (least, most) = (least - room, most + room);
    let y = |number: f64| TOP + HEIGHT - (number - least) / (most - least) * HEIGHT;
    let y = |number: f64| (y(number) * 10.0).round() / 10.0;
    let Some(axis) = Axis::over(points.iter().map(|p| p.at)) else {
        return html! {};
    };
    let axis = axis.after(SCALE);
    let floor = TOP + HEIGHT;
    let told = points.iter().map(|p| {
        format!(
            "{} {}: {}",
            written(p.at, "%Y-%m-%d %H:%M"),
            p.outlet,
            p.words
        )
    });
    // The list under the drawing has them all.
    let told: Vec<String> = told.take(TOLD).collect();
    html! {
        figure.{ (finding.kind) } {
            figcaption { a href={ "#f-" (finding.id) } { (question(finding)) } }
            svg.plain height=(floor + 22.0) role="img" aria-label=(told.join("; ")) {
                (axis.drawn(floor as i64))
                @for number in scale(least, most) {
                    line.axis.across x1="0" x2="100%" y1=(y(number)) y2=(y(number)) {}
                    text.axis x="0" y=(y(number) - 3.0) { (short(number)) }
                }
                @for pair in points.windows(2).take(if points.len() > JOINED { 0 } else { JOINED }) {
                    line.way x1={ (axis.at(pair[0].at)) "%" } y1=(y(reach(pair[0].interval).0)) x2={ (axis.at(pair[1].at)) "%" } y2=(y(reach(pair[1].interval).0)) {}
                }
                @for (number, point) in points.iter().enumerate() {
                    @let x = axis.at(point.at);
                    @let (at, low, high) = reach(point.interval);
                    @let (up, down) = (high.map_or(TOP, y), low.map_or(floor, y));
                    @if up < down { line.bound x1={ (x) "%" } x2={ (x) "%" } y1=(up) y2=(down) {} }
                    circle.open[low.is_none() || high.is_none()] cx={ (x) "%" } cy=(y(at)) r="4.5" {}
                    @if number < WORDED && points.len() <= WORDED && is_first(points, number) {
                        text x={ (x) "%" } y=(y(at) - 8.0) text-anchor=(anchor(x, 22.0)) { (cut(point.words, 22)) }
                    }
                }
            }
            ol.points {
                @for point in points {
                    li { (written(point.at, "%-d %b %H:%M")) " " (point.outlet) " " b { (cut(point.words, 30)) } }
                }
            }
        }
    }
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
    use super::{reach, scale, short};
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
    fn bounds_are_bounds() {
        let of = |low, high| {
            reach(&NormalInterval {
                low,
                high,
                low_open: false,
                high_open: false,
                unit: "people".to_owned(),
            })
        };
        assert_eq!(of(5.0, 5.0), (5.0, Some(5.0), Some(5.0)));
        assert_eq!(of(5.0, f64::INFINITY), (5.0, Some(5.0), None));
        assert_eq!(of(0.0, 5.0), (5.0, None, Some(5.0)));
        assert_eq!(of(4.0, 6.0), (5.0, Some(4.0), Some(6.0)));
    }
}
