//! When what happened and when it was published, as a drawing (SVG) with words for those who
//! cannot see it: what happened as bars, one a row; publications as dots in one strip.

use crosswire_record::{About, Finding, FindingKind, Normal, ReportRecord};
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::frame::{escaped, minutes, outlet};

const WIDTH: i64 = 900;
const LEFT: i64 = 10;
const ROW: i64 = 26;
const DOT: i64 = 14;
/// Happenings and publications drawn at most.
const MOST: usize = 14;
const MOST_DOTS: usize = 200;

/// Something in time: from one minute to before another, its words, and where it leads.
struct Mark {
    from: i64,
    to: i64,
    words: String,
    link: String,
    class: &'static str,
}

/// Happenings above, publications below; nothing when less than two of all have a date.
pub(super) fn timeline<'a>(
    findings: &[Finding],
    reports: impl Iterator<Item = &'a ReportRecord>,
) -> Markup {
    let happened = happenings(findings);
    let published = publications(reports);
    let all = || happened.iter().chain(&published);
    let (Some(first), Some(last)) = (
        all().map(|mark| mark.from).min(),
        all().map(|mark| mark.to).max(),
    ) else {
        return html! {};
    };
    if all().count() < 2 {
        return html! {};
    }
    let length = (last - first).max(1);
    let x = |minute: i64| LEFT + (WIDTH - 2 * LEFT) * (minute - first) / length;
    let bars = ROW * happened.len() as i64;
    let lanes = lanes(published.iter().map(|mark| x(mark.from)));
    let deep = lanes.iter().max().map_or(0, |most| most + 1);
    let strip = if deep == 0 { 0 } else { DOT * deep + 24 };
    let height = bars + strip + 26;
    let (first, last) = (told(first), told(last));
    html! {
        details.timeline open {
            summary { "Timeline, " (first) " to " (last) }
            div.drawing {
                svg viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-label={ "Timeline from " (first) " to " (last) } {
                    @for (at, mark) in happened.iter().enumerate() {
                        @let y = 6 + ROW * at as i64;
                        @let (from, to) = (x(mark.from), x(mark.to).max(x(mark.from) + 4));
                        a href=(mark.link) {
                            title { (mark.words) }
                            rect.{ (mark.class) } x=(from) y=(y) width=(to - from) height="7" rx="2" {}
                            // Words stand on the side where there is room.
                            @if from < WIDTH / 2 {
                                text x=(from) y=(y + 18) { (mark.words) }
                            } @else {
                                text x=(to) y=(y + 18) text-anchor="end" { (mark.words) }
                            }
                        }
                    }
                    @if deep > 0 {
                        text.axis x=(LEFT) y=(bars + 16) { "Published" }
                        @for (mark, lane) in published.iter().zip(&lanes) {
                            a href=(mark.link) {
                                title { (mark.words) }
                                circle.published cx=(x(mark.from)) cy=(bars + 28 + DOT * lane) r="5" {}
                            }
                        }
                    }
                    line.axis x1=(LEFT) x2=(WIDTH - LEFT) y1=(height - 18) y2=(height - 18) {}
                    text.axis x=(LEFT) y=(height - 5) { (first) }
                    text.axis x=(WIDTH - LEFT) y=(height - 5) text-anchor="end" { (last) }
                }
            }
        }
    }
}

/// For each place from left to right, the first lane in which it touches no other.
fn lanes(places: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ends: Vec<i64> = Vec::new();
    places
        .map(|x| {
            let lane = ends.iter().position(|end| *end + DOT <= x);
            let lane = lane.unwrap_or_else(|| {
                ends.push(i64::MIN / 2);
                ends.len() - 1
            });
            ends[lane] = x;
            lane as i64
        })
        .collect()
}

/// The times that findings are about, each value a bar, what is disputed first.
fn happenings(findings: &[Finding]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.about == About::Time)
    {
        for value in &finding.values {
            let Normal::Time(time) = &value.normal else {
                continue;
            };
            if let (Some(from), Some(to)) = (minute(&time.from), minute(&time.to)) {
                marks.push(Mark {
                    from,
                    to: to.max(from),
                    words: short(&format!("{} {}", finding.question, value.value)),
                    link: format!("#f-{}", finding.id),
                    class: if finding.kind == FindingKind::Conflict {
                        "disputed"
                    } else {
                        "happened"
                    },
                });
            }
        }
    }
    marks.sort_by_key(|mark| mark.class != "disputed");
    marks.truncate(MOST);
    marks
}

fn publications<'a>(reports: impl Iterator<Item = &'a ReportRecord>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = reports
        .filter_map(|report| {
            let said = report.published.as_deref()?;
            let from = minute(said)?;
            Some(Mark {
                from,
                to: from,
                words: format!("{}, published {}", outlet(report), minutes(said)),
                link: format!("/reports/{}", escaped(&report.id)),
                class: "published",
            })
        })
        .collect();
    marks.sort_by_key(|mark| mark.from);
    marks.truncate(MOST_DOTS);
    marks
}

/// Minutes since 1970 of a time, in UTC where it names a zone; of a day's beginning for a day.
fn minute(said: &str) -> Option<i64> {
    if let Ok(at) = said.parse::<jiff::Timestamp>() {
        return Some(at.as_second() / 60);
    }
    let at: DateTime = match said.parse() {
        Ok(at) => at,
        Err(_) => said.parse::<Date>().ok()?.into(),
    };
    let utc = jiff::tz::TimeZone::UTC;
    Some(at.to_zoned(utc).ok()?.timestamp().as_second() / 60)
}

/// A minute as people write it.
fn told(minute: i64) -> String {
    let at = jiff::Timestamp::from_second(minute.saturating_mul(60)).unwrap_or_default();
    let said = at.to_zoned(jiff::tz::TimeZone::UTC);
    said.strftime(if minute % (24 * 60) == 0 {
        "%Y-%m-%d"
    } else {
        "%Y-%m-%d %H:%M UTC"
    })
    .to_string()
}

fn short(words: &str) -> String {
    let mut short: String = words.chars().take(110).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{DOT, lanes, minute, told};

    #[test]
    fn dots_that_would_touch_stand_below_each_other() {
        assert_eq!(
            lanes([0, 3, DOT, DOT + 3, 500].into_iter()),
            [0, 1, 0, 1, 0]
        );
        assert!(lanes(std::iter::empty()).is_empty());
    }

    #[test]
    fn times_of_every_sort() {
        assert_eq!(minute("1970-01-02"), Some(24 * 60));
        assert_eq!(minute("1970-01-02T00:30:00"), Some(24 * 60 + 30));
        assert_eq!(minute("1970-01-02T00:30:00+01:00"), Some(23 * 60 + 30));
        assert_eq!(minute("soon"), None);
        assert_eq!(told(24 * 60), "1970-01-02");
        assert_eq!(told(24 * 60 + 5), "1970-01-02 00:05 UTC");
    }
}
