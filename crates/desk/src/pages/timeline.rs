//! When what happened and when it was published: what happened a row each, publications as dots over
//! the axis, hollow ones along their day where nobody tells the hour. What lies far from the publications is told
//! in words, so that the rest fits.

use crosswire_record::{About, Finding, Normal, ReportRecord};
use maud::{Markup, html};

use super::axis::{Axis, moment};
use super::frame::{count, cut, escaped, outlet};
use super::grid::question;
use super::when::{When, minutes};

/// Rows that stand open, and rows that unfold.
const OPEN: usize = 6;
const FOLDED: usize = 14;
/// How high the bar of a value is, with the room about it.
const BAR: usize = 16;
const MOST_DOTS: usize = 200;
/// Dots that stand over each other at most, how high one is, and how wide in hundredths of the drawing.
const DEEPEST: i64 = 8;
const DOT: i64 = 11;
const APART: f64 = 1.4;
/// How far beyond the publications the drawing reaches: so many times as long as these last, and so many minutes.
const REACH: i64 = 2;
const LEAST: i64 = 4 * 24 * 60;

/// A value of a finding that is a time.
struct Value<'f> {
    words: &'f str,
    from: i64,
    to: i64,
}

struct Happening<'f> {
    finding: &'f Finding,
    values: Vec<Value<'f>>,
}

/// Happenings above, publications below; nothing when less than two of all have a date.
pub(super) fn timeline(findings: &[&Finding], reports: &[&ReportRecord]) -> Markup {
    let mut published: Vec<(When, &ReportRecord)> = reports
        .iter()
        .filter_map(|report| Some((When::read(report.published.as_deref()?)?, *report)))
        .collect();
    published.sort_by_key(|(when, report)| (when.begins(), when.is_day(), report.id.as_str()));
    published.truncate(MOST_DOTS);
    let (near, far) = happenings(findings, &published);
    let edges = near
        .iter()
        .flat_map(|happening| &happening.values)
        .flat_map(|value| [value.from, value.to])
        .chain(
            published
                .iter()
                .flat_map(|(when, _)| [when.begins(), when.ends()]),
        );
    let edges: Vec<i64> = edges.collect();
    let Some(axis) = Axis::over(edges.iter().copied()).filter(|_| near.len() + published.len() > 1)
    else {
        return html! {};
    };
    let (open, folded) = near.split_at(near.len().min(OPEN));
    html! {
        details.timeline.panel open {
            summary { "Timeline" }
            @if !open.is_empty() { p.note { "What happened stands at the clock times that the reports give, publications at theirs in UTC: hours of the two can be a zone apart." } }
            @if !open.is_empty() { ol.lanes { @for happening in open { (lane(happening, axis)) } } }
            @if !folded.is_empty() {
                details.fold {
                    summary { (count(folded.len(), "more time", "more times")) }
                    ol.lanes { @for happening in folded.iter().take(FOLDED) { (lane(happening, axis)) } }
                }
            }
            (dots(&published, axis))
            @if !far.is_empty() {
                p.note {
                    "Further off: "
                    @for (at, happening) in far.iter().take(FOLDED).enumerate() {
                        @if at > 0 { "; " }
                        a href={ "#f-" (happening.finding.id) } { (cut(&question(happening.finding), 60)) }
                        @for value in &happening.values { ", " (value.words) }
                    }
                }
            }
        }
    }
}

/// The times that findings are about, what is disputed first: those near the publications, and those far off.
fn happenings<'f>(
    findings: &[&'f Finding],
    published: &[(When, &ReportRecord)],
) -> (Vec<Happening<'f>>, Vec<Happening<'f>>) {
    let mut all: Vec<Happening<'f>> = Vec::new();
    for &finding in findings.iter().filter(|f| f.about == About::Time) {
        let values = finding.values.iter().filter_map(|value| {
            let Normal::Time(time) = &value.normal else {
                return None;
            };
            let (from, to) = (moment(time.from)?, moment(time.to)?);
            Some(Value {
                words: &value.value,
                from,
                to: to.max(from),
            })
        });
        let values: Vec<Value<'_>> = values.collect();
        if !values.is_empty() {
            all.push(Happening { finding, values });
        }
    }
    all.sort_by_key(|happening| !happening.finding.kind.is_dispute());
    let (Some((first, _)), Some((last, _))) = (published.first(), published.last()) else {
        return (all, Vec::new());
    };
    let (first, last) = (first.begins(), last.ends());
    let reach = ((last - first) * REACH).max(LEAST);
    let (first, last) = (first - reach, last + reach);
    all.into_iter().partition(|happening| {
        let mut values = happening.values.iter();
        values.all(|value| value.from >= first && value.to <= last)
    })
}

/// One happening: its words, and a bar for each value with the value beside it, the earlier above.
fn lane(happening: &Happening<'_>, axis: Axis) -> Markup {
    let finding = happening.finding;
    let mut values: Vec<&Value<'_>> = happening.values.iter().collect();
    values.sort_by_key(|value| (value.from, value.to));
    let height = BAR * values.len();
    html! {
        li.{ (finding.kind) } {
            a href={ "#f-" (finding.id) } { (question(finding)) }
            svg.plain height=(height) role="img" aria-label=(values.iter().map(|value| value.words).collect::<Vec<_>>().join(", ")) {
                @for (row, value) in values.iter().enumerate() {
                    @let (from, to) = (axis.at(value.from), axis.at(value.to));
                    @let (x, anchor) = if to < 70.0 { (to.max(from + 0.6) + 0.8, "start") } else if from > 30.0 { (from - 0.8, "end") } else { (from + 1.0, "start") };
                    @let y = BAR * row;
                    rect x={ (from) "%" } width={ ((to - from).max(0.6)) "%" } y=(y + 4) height="7" rx="2" {}
                    text.over[to >= 70.0 && from <= 30.0] x={ (x) "%" } y=(y + 11) text-anchor=(anchor) { (cut(value.words, 30)) }
                }
            }
        }
    }
}

/// The publications over the axis, those that would touch over each other.
fn dots(published: &[(When, &ReportRecord)], axis: Axis) -> Markup {
    let mut placed: Vec<(i64, bool, &ReportRecord)> = Vec::with_capacity(published.len());
    for day in published.chunk_by(|(a, _), (b, _)| a.is_day() && a == b) {
        let (when, n) = (day[0].0, day.len() as i64);
        // Those of one day stand along it, since any could be first.
        let at =
            |number: i64| when.begins() + (when.ends() - when.begins()) * (number + 1) / (n + 1);
        let day = (0..).zip(day);
        placed.extend(day.map(|(number, (_, report))| (at(number), when.is_day(), *report)));
    }
    placed.sort_by_key(|(at, _, report)| (*at, report.id.as_str()));
    let lanes = lanes(placed.iter().map(|(at, _, _)| axis.at(*at)));
    let deep = lanes.iter().max().map_or(0, |most| most + 1);
    let height = DOT * deep + 4;
    let said = |report: &ReportRecord| minutes(report.published.as_deref().unwrap_or(""));
    let told = published
        .iter()
        .map(|(_, report)| format!("{} {}", outlet(report), said(report)));
    let told: Vec<String> = told.take(12).collect();
    let has = |is_day: bool| placed.iter().any(|(_, day, _)| *day == is_day);
    html! {
        svg.plain height=(height + 20) role="group" aria-label={ (count(published.len(), "publication", "publications")) ": " (told.join("; ")) } {
            (axis.drawn(height))
            @for ((at, is_day, report), lane) in placed.iter().zip(&lanes) {
                a href={ "/reports/" (escaped(&report.id)) } aria-label={ (outlet(report)) ", published " (said(report)) } {
                    title { (outlet(report)) ", published " (said(report)) }
                    circle.open[*is_day] cx={ (axis.at(*at)) "%" } cy=(height - 7 - DOT * lane) r="4.5" {}
                }
            }
        }
        p.note {
            @if has(false) { "● a publication at that time " }
            @if has(true) { "○ a publication on that day, hour not told " }
            @if published.iter().any(|(when, _)| when.is_local()) { "(a clock whose zone is not told is drawn as if it were UTC)" }
        }
    }
}

/// For each place from left to right, the lowest lane in which it touches no other.
fn lanes(places: impl Iterator<Item = f64>) -> Vec<i64> {
    let mut ends: Vec<f64> = Vec::new();
    places
        .map(|x| {
            let lane = ends.iter().position(|end| *end + APART <= x);
            let lane = lane.unwrap_or_else(|| {
                if (ends.len() as i64) < DEEPEST {
                    ends.push(f64::MIN);
                }
                ends.len() - 1
            });
            ends[lane] = x;
            lane as i64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{APART, DEEPEST, lanes};

    #[test]
    fn dots_that_would_touch_stand_over_each_other() {
        assert_eq!(
            lanes([0.0, 0.3, APART, APART + 0.3, 50.0].into_iter()),
            [0, 1, 0, 1, 0]
        );
        assert!(lanes(std::iter::empty()).is_empty());
        let many = lanes(std::iter::repeat_n(7.0, 300));
        assert_eq!(many.iter().max(), Some(&(DEEPEST - 1)));
    }
}
