//! Dates as pages, feeds and people print them.
//!
//! [`stamp`] reads a string that is meant to be a date; [`leading`] reads one that a line of
//! text begins with. Numeric days such as 08/12/2022 are read only where one order is possible.

use std::collections::HashMap;
use std::sync::LazyLock;

use crosswire_calendar::Stamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::Offset;
use regex::{Captures, Regex};

const MONTH: &str = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
const CLOCK: &str = concat!(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    r"\s*\(?(?P<zone>Z\b|(?:GMT|UTC)?\s?[+\u{2212}-]\d{1,2}(?::?\d{2})?\b|[A-Z]{2,5}\b)?\)?",
);

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)^(?P<year>[12]\d{{3}})(?:[-/.](?P<m>\d{{1,2}})[-/.](?P<day>\d{{1,2}})|(?P<m2>\d{{2}})(?P<day2>\d{{2}}))(?:(?:[T_]|\s*[,|@]?\s*(?:at\s)?\s*)(?:{CLOCK}|(?P<hm>\d{{6}})(?P<zone2>Z|[+-]\d{{4}})?))?"
    ))
});
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)^(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+(?:the\s+)?)?(?:{MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{}[\s,-]+)(?P<year>[12]\d{{3}})\b(?:\s*(?:[,|@\u{{2022}}\u{{b7}}\u{{2014}}\u{{2013}}-]|\bat\b)*\s*{CLOCK})?",
        MONTH.replace("month", "month2")
    ))
});
static CLOCK_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)^{CLOCK}\s*(?:on\s+|[,|\u{{2022}}\u{{b7}}-]\s*)?(?P<date>\S.*)$"
    ))
});
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)^(?P<a>\d{{1,2}})(?:[/.-]|\. | [|/] )(?P<b>\d{{1,2}})(?:[/.-]|\. | [|/] )(?P<year>[12]\d{{3}})\b(?:\s*(?:[,|-]|\bat\b)*\s*{CLOCK})?"
    ))
});

/// "25. September 2018", "3 de marzo de 2018": a day, a month in another language, a year.
static ABROAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)^(?P<day>\d{{1,2}})(?:\.|º|er|ª)?\s*(?:(?:de|di|del)\s+|d[’'])?(?P<name>[\p{{L}}\p{{M}}]{{3,14}})\.?,?\s+(?:de[l]?\s+)?(?P<year>[12]\d{{3}})\b(?:\.?,?\s+(?:um\s|à\s|às\s|a\slas\s|alle\s|ore\s|om\s|kl\.?\s|klo\s|o\s|в\s)?\s*{CLOCK})?"
    ))
});
/// "2018. május 5.", "2018年5月5日": the year first.
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?i)^(?P<year>[12]\d{{3}})(?:\.?\s+(?:m\.\s)?(?P<name>[\p{{L}}\p{{M}}]{{3,14}})\s+(?P<day>\d{{1,2}})\b\.?|\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<day2>\d{{1,2}})\s?[日일]?)(?:\s*,?\s*{CLOCK})?"
    ))
});
/// "28.01.22", where nothing else stands.
static SHORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<day>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>\d{2})\.?$"));
/// Months of other languages: number, then names.
static MONTHS_ABROAD: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let lines = include_str!("../data/months.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(name, number)| Some((name, number.parse().ok()?)))
        .collect()
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are well-formed")
}

/// Reads a string that is meant to be a date, in any of the forms that news prints.
pub(crate) fn stamp(printed: &str) -> Option<Stamp> {
    let printed = printed.trim().trim_matches('"');
    // RFC 822 knows few zones by name, and what reads it takes all others for UTC.
    if !ends_in_zone_name(printed)
        && let Some(stamp) = Stamp::parse(printed)
    {
        return plausible(stamp);
    }
    if let Some(stamp) = unix(printed) {
        return Some(stamp);
    }
    if let Some((stamp, _)) = leading(printed) {
        return Some(stamp);
    }
    if let Some(found) = SHORT.captures(printed) {
        let day = date(&format!("20{}", &found["year"]), &found["m"], &found["day"])?;
        return plausible(Stamp::day(day));
    }
    let found = CLOCK_FIRST.captures(printed)?;
    let (day, _) = leading(&found["date"])?;
    with_clock(day.date(), &found).and_then(plausible)
}

/// A date of two numbers and a year of which only the reader's country tells the order.
pub(crate) fn either(printed: &str, day_first: bool) -> Option<Stamp> {
    Some(either_leading(printed, day_first)?.0)
}

/// [`either`], and how many bytes it takes.
pub(crate) fn either_leading(printed: &str, day_first: bool) -> Option<(Stamp, usize)> {
    let found = NUMERIC.captures(printed)?;
    let (day, month) = if day_first { ("a", "b") } else { ("b", "a") };
    let date = date(&found["year"], &found[month], &found[day])?;
    with_clock(date, &found)
        .or(Some(Stamp::day(date)))
        .and_then(plausible)
        .map(|stamp| (stamp, found.get(0).map_or(0, |whole| whole.end())))
}

/// "28.01.22" at the start of `text`, and how many bytes it takes.
pub(crate) fn short_leading(text: &str) -> Option<(Stamp, usize)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let found = SHORT.captures(&text[..end])?;
    let day = date(&format!("20{}", &found["year"]), &found["m"], &found["day"])?;
    Some((plausible(Stamp::day(day))?, end))
}

/// Whether a date ends in the name of a zone other than that of Greenwich.
fn ends_in_zone_name(printed: &str) -> bool {
    let name = printed.rsplit(' ').next().unwrap_or_default();
    printed.contains(' ')
        && (2..=5).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphabetic())
        && !["GMT", "UTC", "UT", "AM", "PM"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
}

/// Reads the date that `text` begins with, and how many bytes it takes.
pub(crate) fn leading(text: &str) -> Option<(Stamp, usize)> {
    let (date, found) = if let Some(found) = ISO.captures(text) {
        let month = found.name("m").or(found.name("m2"))?;
        let day = found.name("day").or(found.name("day2"))?;
        (date(&found["year"], month.as_str(), day.as_str())?, found)
    } else if let Some(found) = WORDS.captures(text) {
        let month = found.name("month").or(found.name("month2"))?.as_str();
        let day = found.name("day").or(found.name("day2"))?.as_str();
        (
            date(&found["year"], &month_number(month)?.to_string(), day)?,
            found,
        )
    } else if let Some(found) = ABROAD.captures(text) {
        let month = MONTHS_ABROAD.get(found["name"].to_lowercase().as_str())?;
        (
            date(&found["year"], &month.to_string(), &found["day"])?,
            found,
        )
    } else if let Some(found) = YEAR_FIRST.captures(text) {
        let month = match found.name("name") {
            Some(name) => MONTHS_ABROAD
                .get(name.as_str().to_lowercase().as_str())?
                .to_string(),
            None => found["m"].to_owned(),
        };
        let day = found.name("day").or(found.name("day2"))?.as_str();
        (date(&found["year"], &month, day)?, found)
    } else {
        let found = NUMERIC.captures(text)?;
        let (a, b): (u8, u8) = (found["a"].parse().ok()?, found["b"].parse().ok()?);
        let (month, day) = match (a > 12, b > 12) {
            (true, false) => (b, a),
            (false, true) => (a, b),
            _ if a == b => (a, b),
            // Nobody puts points into a date that begins with the month.
            _ if found.get(0)?.as_str().contains('.') && !found.get(0)?.as_str().contains('/') => {
                (b, a)
            }
            _ => return None,
        };
        (
            date(&found["year"], &month.to_string(), &day.to_string())?,
            found,
        )
    };
    let end = found.get(0)?.end();
    let stamp = with_clock(date, &found).unwrap_or(Stamp::day(date));
    // A clock that was no clock ("2022-12-08 14 people") is not part of the date.
    let taken = text[..end].trim_end().len();
    let taken = match (stamp.time(), found.name("hour")) {
        (None, Some(hour)) => text[..hour.start()]
            .trim_end_matches([' ', ',', '|', 'T', '-', '@'])
            .len(),
        (Some(_), _) => match found.name("zone") {
            Some(zone) if stamp.offset().is_none() && offset_of(zone.as_str(), date).is_none() => {
                text[..zone.start()].trim_end_matches([' ', '(']).len()
            }
            _ => taken,
        },
        _ => taken,
    };
    Some((plausible(stamp)?, taken))
}

/// News is not older than print and not from the next century.
fn plausible(stamp: Stamp) -> Option<Stamp> {
    (1700..=2100)
        .contains(&stamp.date().year())
        .then_some(stamp)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day with the clock that the match holds; `None` if what it holds is no clock.
fn with_clock(date: Date, found: &Captures<'_>) -> Option<Stamp> {
    if let Some(packed) = found.name("hm") {
        let digits = packed.as_str();
        let part = |at: usize| digits[at..at + 2].parse::<i8>().ok();
        let time = Time::new(part(0)?, part(2)?, part(4)?, 0).ok()?;
        return Some(Stamp::clock(
            date,
            time,
            found
                .name("zone2")
                .and_then(|z| offset_of(z.as_str(), date)),
        ));
    }
    let hour: i8 = found.name("hour")?.as_str().parse().ok()?;
    let half = found
        .name("half")
        .map(|half| half.as_str().as_bytes()[0].to_ascii_lowercase());
    let minute = found.name("minute");
    if minute.is_none() && half.is_none() {
        return None;
    }
    let number = |part: Option<regex::Match<'_>>| {
        part.map_or(Some(0), |part| part.as_str().parse::<i8>().ok())
    };
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) && hour > 12 => hour,
        Some(b'p') => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    let time = Time::new(hour, number(minute)?, number(found.name("second"))?, 0).ok()?;
    Some(Stamp::clock(
        date,
        time,
        found
            .name("zone")
            .and_then(|zone| offset_of(zone.as_str(), date)),
    ))
}

/// Seconds or milliseconds since 1970, as scripts write them.
fn unix(printed: &str) -> Option<Stamp> {
    if !printed.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = match printed.len() {
        10 => printed.parse::<i64>().ok()?,
        13 => printed.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let moment = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    plausible(Stamp::clock(
        moment.date(),
        moment.time(),
        Some(Offset::UTC),
    ))
}

/// Whether `text` begins with the English name of a month, or its short form, as a date can.
pub(crate) fn begins_with_month(text: &str) -> bool {
    text.is_char_boundary(3) && month_number(text).is_some()
}

/// Whether a word, in lower case, is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS_ABROAD.contains_key(word)
        || word.len() >= 3
            && word.is_char_boundary(3)
            && month_number(word).is_some_and(|_| {
                const LONG: [&str; 12] = [
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december",
                ];
                LONG.iter().any(|long| long.starts_with(word)) || word == "sept"
            })
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = name.get(..3)?.to_ascii_lowercase();
    MONTHS
        .iter()
        .position(|month| *month == start)
        .map(|at| at as i8 + 1)
}

/// The offset of a zone as printed; `None` for names that mean several zones (IST, CST in Asia is
/// rare enough in English news to be read as American).
fn offset_of(zone: &str, date: Date) -> Option<Offset> {
    let zone = zone.trim().to_ascii_uppercase();
    let hours = match zone.as_str() {
        "Z" | "UTC" | "GMT" | "UT" | "WET" => 0.0,
        "EST" => -5.0,
        "EDT" => -4.0,
        "CST" => -6.0,
        "CDT" => -5.0,
        "MST" => -7.0,
        "MDT" => -6.0,
        "PST" => -8.0,
        "PDT" => -7.0,
        "AKST" => -9.0,
        "AKDT" => -8.0,
        "HST" => -10.0,
        "NST" => -3.5,
        "NDT" => -2.5,
        "AST" => -4.0,
        "ADT" => -3.0,
        "BST" | "CET" | "MET" | "MEZ" | "WEST" | "WAT" => 1.0,
        "CEST" | "MEST" | "MESZ" | "EET" | "CAT" | "SAST" => 2.0,
        "EEST" | "MSK" | "EAT" | "TRT" => 3.0,
        "IRST" => 3.5,
        "GST" => 4.0,
        "AFT" => 4.5,
        "PKT" => 5.0,
        "NPT" => 5.75,
        "ICT" | "WIB" => 7.0,
        "JST" | "KST" => 9.0,
        "HKT" | "SGT" | "PHT" | "AWST" => 8.0,
        "AEST" => 10.0,
        "AEDT" => 11.0,
        "ACST" => 9.5,
        "ACDT" => 10.5,
        "NZST" => 12.0,
        "NZDT" => 13.0,
        // A newspaper's "ET" follows the law of the day.
        "ET" => american(-5.0, date),
        "CT" => american(-6.0, date),
        "MT" => american(-7.0, date),
        "PT" => american(-8.0, date),
        numeric => {
            let signed = numeric
                .trim_start_matches("GMT")
                .trim_start_matches("UTC")
                .trim();
            let sign = match signed.chars().next()? {
                '+' => 1.0,
                '-' | '\u{2212}' => -1.0,
                _ => return None,
            };
            let digits: String = signed.chars().filter(char::is_ascii_digit).collect();
            let (hours, minutes) = match digits.len() {
                1 | 2 => (digits.parse::<f64>().ok()?, 0.0),
                3 | 4 => {
                    let (hours, minutes) = digits.split_at(digits.len() - 2);
                    (hours.parse::<f64>().ok()?, minutes.parse::<f64>().ok()?)
                }
                _ => return None,
            };
            sign * (hours + minutes / 60.0)
        }
    };
    (hours.abs() <= 14.0)
        .then(|| Offset::from_seconds((hours * 3600.0) as i32).ok())
        .flatten()
}

/// American clocks since 2007: an hour ahead from the second Sunday of March to the first of November.
fn american(standard: f64, date: Date) -> f64 {
    let sunday = |month: i8, nth: i8| {
        let month = Date::new(date.year(), month, 1).ok()?;
        month.nth_weekday_of_month(nth, Weekday::Sunday).ok()
    };
    match (sunday(3, 2), sunday(11, 1)) {
        (Some(from), Some(to)) if date >= from && date < to => standard + 1.0,
        _ => standard,
    }
}

#[cfg(test)]
mod tests {
    use super::{leading, stamp};

    #[test]
    fn printed_dates() {
        for (printed, read) in [
            ("2022-12-08T09:30:00-0500", "2022-12-08T09:30:00-05:00"),
            ("2022-12-08T09:30:00.123Z", "2022-12-08T09:30:00.123Z"),
            ("2022/12/8", "2022-12-08"),
            ("20221208", "2022-12-08"),
            ("20221208T093000Z", "2022-12-08T09:30:00Z"),
            ("2022-12-08 09:30 (UTC)", "2022-12-08T09:30:00Z"),
            ("December 8, 2022", "2022-12-08"),
            ("Dec. 8, 2022 at 9:30 p.m. EST", "2022-12-08T21:30:00-05:00"),
            (
                "Thursday, 8th December 2022, 12:05 am",
                "2022-12-08T00:05:00",
            ),
            ("8 Dec 2022 | 14:05 GMT+5:30", "2022-12-08T14:05:00+05:30"),
            ("July 8, 2022 9:30 AM ET", "2022-07-08T09:30:00-04:00"),
            ("9:30 AM, December 8, 2022", "2022-12-08T09:30:00"),
            ("25/12/2022", "2022-12-25"),
            ("12/25/2022 10:00", "2022-12-25T10:00:00"),
            ("1670491800", "2022-12-08T09:30:00Z"),
            ("1670491800000", "2022-12-08T09:30:00Z"),
            ("08-Dec-2022", "2022-12-08"),
            ("8. Dezember 2022, 09:30", "2022-12-08T09:30:00"),
            ("8 de diciembre de 2022", "2022-12-08"),
            ("1er février 2022", "2022-02-01"),
            ("8. Dez. 2022", "2022-12-08"),
            ("8 декабря 2022", "2022-12-08"),
            ("8 Aralık 2022", "2022-12-08"),
            ("2022. december 8.", "2022-12-08"),
            ("2022年12月8日", "2022-12-08"),
            ("2022년 12월 8일 09:30", "2022-12-08T09:30:00"),
            ("05.06.2022, 09:30 Uhr", "2022-06-05T09:30:00"),
            ("08.12.22", "2022-12-08"),
            ("9:30 PM EST Dec 8, 2022", "2022-12-08T21:30:00-05:00"),
            ("Thu, 08 Dec 2022 00:30:00 CET", "2022-12-08T00:30:00+01:00"),
            (
                "Fri, 08 Jul 2022 08:57:00 MEST",
                "2022-07-08T08:57:00+02:00",
            ),
            (
                "Thu, 08 Dec 2022 03:00:00 ACST",
                "2022-12-08T03:00:00+09:30",
            ),
            ("Thu, 08 Dec 2022 09:30:00 XQT", "2022-12-08T09:30:00"),
            ("Thu, 08 Dec 2022 09:30:00 GMT", "2022-12-08T09:30:00Z"),
        ] {
            assert_eq!(
                stamp(printed).map(|s| s.to_string()).as_deref(),
                Some(read),
                "{printed}"
            );
        }
    }

    #[test]
    fn the_months_are_sorted_and_number_twelve() {
        let lines: Vec<&str> = include_str!("../data/months.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(
            super::MONTHS_ABROAD
                .values()
                .all(|month| (1..=12).contains(month))
        );
        assert_eq!(super::MONTHS_ABROAD.len(), lines.len());
    }

    #[test]
    fn what_is_no_date() {
        for printed in [
            "",
            "Thursday",
            "05/06/2022",
            "2022",
            "31 February 2022",
            "0000-00-00",
            "9999-01-01",
            "\u{feff}",
            "8 chapters 2022",
        ] {
            assert_eq!(stamp(printed), None, "{printed}");
        }
    }

    #[test]
    fn a_date_at_the_start_of_a_line_takes_only_itself() {
        for (line, taken) in [
            ("2022-12-08 Crews lift the wreck", "2022-12-08"),
            ("2022-12-08 14 people were hurt", "2022-12-08"),
            ("2022-12-08 09:30 Crews lift the wreck", "2022-12-08 09:30"),
            ("8 December 2022 At the quay", "8 December 2022"),
            ("2022-12-08 09:30 THE quay", "2022-12-08 09:30"),
        ] {
            assert_eq!(leading(line).map(|(_, end)| &line[..end]), Some(taken));
        }
    }
}
