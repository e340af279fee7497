//! When what happened and when it was published, as a drawing (SVG) with words for those who
//! cannot see it.

use crosswire_ledger::{Finding, ReportRecord};
use jiff::civil::Date;
use maud::{Markup, html};

use super::frame::outlet;

const WIDTH: i64 = 900;
const LEFT: i64 = 10;
const ROW: i64 = 26;
/// Rows drawn of each sort at most.
const MOST: usize = 40;

/// A row: from one day to before another, its words, and where it leads.
struct Row {
    from: Date,
    to: Date,
    words: String,
    link: String,
    class: &'static str,
}

/// Happenings above, publications below; nothing when less than two rows have a date.
pub(super) fn timeline<'a>(
    findings: &[Finding],
    reports: impl Iterator<Item = &'a ReportRecord>,
) -> Markup {
    let mut rows = happenings(findings);
    rows.extend(publications(reports));
    let (Some(first), Some(last)) = (
        rows.iter().map(|row| row.from).min(),
        rows.iter().map(|row| row.to).max(),
    ) else {
        return html! {};
    };
    if rows.len() < 2 {
        return html! {};
    }
    let days = days(first, last).max(1);
    let x = |date: Date| LEFT + (WIDTH - 2 * LEFT) * self::days(first, date) / days;
    let height = ROW * rows.len() as i64 + 30;
    html! {
        details.timeline open {
            summary { "Timeline, " (first) " to " (last) }
            svg viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-label={ "Timeline from " (first) " to " (last) } {
                @for (at, row) in rows.iter().enumerate() {
                    @let y = 6 + ROW * at as i64;
                    @let (from, to) = (x(row.from), x(row.to).max(x(row.from) + 4));
                    a href=(row.link) {
                        title { (row.words) }
                        rect.{ (row.class) } x=(from) y=(y) width=(to - from) height="8" rx="2" {}
                        // Words stand on the side where there is room.
                        @if from < WIDTH / 2 {
                            text x=(from) y=(y + 19) { (row.words) }
                        } @else {
                            text x=(to) y=(y + 19) text-anchor="end" { (row.words) }
                        }
                    }
                }
                text.axis x=(LEFT) y=(height - 6) { (first) }
                text.axis x=(WIDTH - LEFT) y=(height - 6) text-anchor="end" { (last) }
            }
        }
    }
}

/// The times that findings are about, each value a row.
fn happenings(findings: &[Finding]) -> Vec<Row> {
    let mut rows = Vec::new();
    for finding in findings.iter().filter(|finding| finding.about == "time") {
        for value in &finding.values {
            let end = |name: &str| value.normal.get(name).and_then(|end| day(end.as_str()?));
            if let (Some(from), Some(to)) = (end("from"), end("to")) {
                rows.push(Row {
                    from,
                    to: to.max(from),
                    words: short(&format!("{} {}", finding.question, value.value)),
                    link: format!("#f-{}", finding.id),
                    class: if finding.kind == "conflict" {
                        "disputed"
                    } else {
                        "happened"
                    },
                });
            }
        }
    }
    rows.truncate(MOST);
    rows
}

fn publications<'a>(reports: impl Iterator<Item = &'a ReportRecord>) -> Vec<Row> {
    let mut rows: Vec<Row> = reports
        .filter_map(|report| {
            let from = day(report.published.as_deref()?)?;
            Some(Row {
                from,
                to: from.tomorrow().unwrap_or(from),
                words: short(&format!("{}, published", outlet(report))),
                link: format!("/reports/{}", report.id),
                class: "published",
            })
        })
        .collect();
    rows.sort_by_key(|row| row.from);
    rows.truncate(MOST);
    rows
}

fn day(said: &str) -> Option<Date> {
    said.get(..10)?.parse().ok()
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn short(words: &str) -> String {
    let mut short: String = words.chars().take(70).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
