//! What tells one happening from another of its kind: on which day it was, how many it killed and
//! hurt, how old the people in it are.
//!
//! Two shootings in one city share most of their words; what parts them are a Saturday and a
//! Tuesday, "two dead" and "a boy, 6". These facts are read from the words alone, from the top of
//! the report, so that grouping needs no annotation; they are features of a learned decision,
//! never gates, and what a report tells in earnest is left to `extract`.

use std::sync::LazyLock;

use crosswire_calendar::Stamp;
use jiff::civil::Date;

use crate::terms::{Word, words};

/// Days that are kept of one report, the ones told first.
const DAYS: usize = 4;
/// Days told with their year that are kept, and bytes in which they are looked for.
const DATED: usize = 6;
const DATED_BYTES: usize = 12_000;
/// Ages that are kept.
const AGES: usize = 8;
/// Words between a number and what it counts.
const REACH: usize = 4;
/// Bytes of the text in which days and counts are looked for: further down stands background.
const TOP_BYTES: usize = 1_200;
/// Bytes in which ages are.
const AGE_BYTES: usize = 4_000;
/// Days into the future for which a month and a day still mean this year.
const AHEAD: i64 = 45;

/// The facts of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    /// Days told, as days since 1970, in the order of telling; none for a report without a date,
    /// unless it names the year.
    pub days: Vec<i64>,
    /// Days told with their year anywhere in the text, the latest ones, sorted: a stamp can be years late,
    /// what a report says of its own day is not.
    pub dated: Vec<i64>,
    /// Weekdays told, a bit each, Monday the lowest.
    pub weekdays: u8,
    /// The day of the month with its month, told first: `month * 32 + day`.
    pub month_day: Option<u16>,
    /// How many were killed, told first.
    pub killed: Option<u16>,
    /// How many were hurt.
    pub injured: Option<u16>,
    /// Ages of people, sorted, each once.
    pub ages: Vec<u8>,
    /// Years told, sorted, each once.
    pub years: Vec<u16>,
}

impl Facts {
    /// Of a title and a text.
    pub(crate) fn of(title: &str, text: &str, published: Option<Stamp>) -> Facts {
        let mut facts = Facts::default();
        let published = published.map(Stamp::date);
        for (part, bytes) in [(title, title.len()), (text, TOP_BYTES)] {
            let part = &part[..part.floor_char_boundary(bytes)];
            let words: Vec<Read> = read(part);
            facts.eat_days(&words, published);
            facts.eat_counts(&words);
        }
        for part in [title, &text[..text.floor_char_boundary(AGE_BYTES)]] {
            facts.eat_ages(part);
        }
        facts.eat_dated(&text[..text.floor_char_boundary(DATED_BYTES)]);
        facts.ages.sort_unstable();
        facts.ages.dedup();
        facts.ages.truncate(AGES);
        facts.years.sort_unstable();
        facts.years.dedup();
        facts.years.truncate(AGES);
        facts
    }

    fn eat_days(&mut self, words: &[Read], published: Option<Date>) {
        for (at, word) in words.iter().enumerate() {
            match word.sense {
                Sense::Day(weekday) => {
                    self.weekdays |= 1 << (weekday - 1);
                    if let Some(published) = published {
                        // The latest such day: news tells of the days just past.
                        let today = i64::from(published.weekday().to_monday_one_offset());
                        let back = (today - i64::from(weekday)).rem_euclid(7);
                        self.day(number(published) - back);
                    }
                }
                Sense::Month(month) => {
                    let Some(day) = words.get(at + 1).and_then(Read::day_of_month) else {
                        continue;
                    };
                    self.month_day
                        .get_or_insert(u16::from(month) * 32 + u16::from(day));
                    let year = words.get(at + 2).and_then(Read::year);
                    if let Some(date) = dated(month, day, year, published) {
                        self.day(number(date));
                    }
                }
                _ => {}
            }
        }
    }

    /// "March 5, 2024", "5 March 2024".
    fn eat_dated(&mut self, text: &str) {
        let (mut first, mut second) = ("", "");
        for word in words(text) {
            let third = word.span.slice(text);
            let year = if third.len() == 4 {
                number_in(third)
            } else {
                None
            };
            if let Some(year) = year.filter(|year| (1900..=2100).contains(year)) {
                let date = full(first, second, year).or_else(|| full(second, first, year));
                self.dated.extend(date.map(number));
            }
            (first, second) = (second, third);
        }
        self.dated.sort_unstable();
        self.dated.dedup();
        self.dated.drain(..self.dated.len().saturating_sub(DATED));
    }

    fn day(&mut self, day: i64) {
        if self.days.len() < DAYS && !self.days.contains(&day) {
            self.days.push(day);
        }
    }

    fn eat_counts(&mut self, words: &[Read]) {
        for (at, word) in words.iter().enumerate() {
            let slot = match word.sense {
                Sense::Killed => &mut self.killed,
                Sense::Injured => &mut self.injured,
                _ => continue,
            };
            if slot.is_some() {
                continue;
            }
            let before = words[..at].iter().rev().take(REACH);
            let after = words[at + 1..].iter().take(REACH - 1);
            *slot = before
                .chain(after)
                .take_while(|word| !word.is_age)
                .find_map(|word| match word.sense {
                    Sense::Number(number) => Some(number),
                    _ => None,
                });
        }
    }

    /// "a 17-year-old", "Anna Brown, 17, said", "aged 17".
    fn eat_ages(&mut self, text: &str) {
        let words: Vec<Word> = words(text).collect();
        for (at, word) in words.iter().enumerate() {
            let Some(age) = number_in(word.span.slice(text)) else {
                continue;
            };
            if (1900..=2100).contains(&age) {
                self.years.push(age);
            }
            if !(1..=110).contains(&age) {
                continue;
            }
            let next = words.get(at + 1).map_or("", |next| next.span.slice(text));
            let before = at.checked_sub(1).map(|at| words[at]);
            let end = text[word.span.end()..].chars().next();
            let between_commas = before.is_some_and(|before| {
                &text[before.span.end()..word.span.start()] == ", "
                    && before.span.slice(text).starts_with(char::is_uppercase)
            }) && matches!(end, Some(',' | '.' | ';'));
            let aged = before.is_some_and(|before| before.span.slice(text) == "aged");
            if (next == "year" || next == "years") && is_old(text, words.get(at + 2))
                || between_commas
                || aged
            {
                self.ages.push(age as u8);
            }
        }
    }
}

fn is_old(text: &str, word: Option<&Word>) -> bool {
    word.is_some_and(|word| matches!(word.span.slice(text), "old" | "olds"))
}

/// What a word is for the reader of facts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sense {
    Day(u8),
    Month(u8),
    Number(u16),
    Killed,
    Injured,
    Other,
}

/// One word that was read.
struct Read {
    sense: Sense,
    digits: Option<u16>,
    /// Whether it is a number of years somebody has lived.
    is_age: bool,
}

impl Read {
    fn day_of_month(&self) -> Option<u8> {
        let day = self.digits.filter(|day| (1..=31).contains(day))?;
        u8::try_from(day).ok()
    }

    fn year(&self) -> Option<i16> {
        let year = self.digits.filter(|year| (1900..=2100).contains(year))?;
        i16::try_from(year).ok()
    }
}

fn read(text: &str) -> Vec<Read> {
    let words: Vec<Word> = words(text).collect();
    words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let written = word.span.slice(text);
            let lower = written.to_lowercase();
            let digits = number_in(&lower);
            let is_capital = written.starts_with(char::is_uppercase);
            let sense = match digits {
                Some(number) => Sense::Number(number),
                None => SENSES.get(lower.as_str()).copied().unwrap_or(Sense::Other),
            };
            let sense = match sense {
                // "may", "march", "sun": months and days have a capital.
                Sense::Day(_) | Sense::Month(_) if !is_capital => Sense::Other,
                sense => sense,
            };
            let next = words.get(at + 1).map_or("", |next| next.span.slice(text));
            Read {
                sense,
                digits,
                is_age: next.starts_with("year"),
            }
        })
        .collect()
}

/// A number in digits; "12th" is one too.
fn number_in(word: &str) -> Option<u16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let end = &word[digits.len()..];
    if !matches!(end, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.replace(',', "").parse().ok()
}

/// The date of a month's name, a day and a year.
fn full(month: &str, day: &str, year: u16) -> Option<Date> {
    if !month.starts_with(char::is_uppercase) {
        return None;
    }
    let Some(Sense::Month(month)) = SENSES.get(month.to_lowercase().as_str()) else {
        return None;
    };
    let day = number_in(day).and_then(|day| i8::try_from(day).ok())?;
    Date::new(year.cast_signed(), month.cast_signed(), day).ok()
}

fn dated(month: u8, day: u8, year: Option<i16>, published: Option<Date>) -> Option<Date> {
    let of = |year: i16| Date::new(year, month.cast_signed(), day.cast_signed()).ok();
    if let Some(year) = year {
        return of(year);
    }
    let published = published?;
    let this = of(published.year())?;
    if number(this) - number(published) > AHEAD {
        return of(published.year() - 1);
    }
    Some(this)
}

/// Days since 1970.
pub(crate) fn number(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from(epoch.until(date).map_or(0, |span| span.get_days()))
}

static SENSES: LazyLock<std::collections::HashMap<&'static str, Sense>> = LazyLock::new(|| {
    let mut senses = std::collections::HashMap::new();
    for (kind, word, number) in listed() {
        let sense = match kind {
            "day" => Sense::Day(number as u8),
            "month" => Sense::Month(number as u8),
            "number" => Sense::Number(number),
            "killed" => Sense::Killed,
            _ => Sense::Injured,
        };
        senses.insert(word, sense);
    }
    senses
});

/// Whether a word, in lower case, tells that somebody was killed or hurt.
pub(crate) fn is_harm(word: &str) -> bool {
    matches!(SENSES.get(word), Some(Sense::Killed | Sense::Injured))
}

fn listed() -> impl Iterator<Item = (&'static str, &'static str, u16)> {
    let mut kind = "";
    include_str!("../data/facts.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(move |line| {
            if let Some(next) = line.strip_prefix("= ") {
                kind = next;
                return None;
            }
            let (word, number) = line.split_once(' ').unwrap_or((line, "0"));
            Some((kind, word, number.parse().unwrap_or(0)))
        })
}

#[cfg(test)]
mod tests {
    use crosswire_calendar::Stamp;

    use jiff::ToSpan;
    use jiff::civil::Date;

    use super::{Facts, listed, number};

    fn date(day: i64) -> Option<Date> {
        jiff::civil::date(1970, 1, 1).checked_add(day.days()).ok()
    }

    fn facts(title: &str, text: &str, published: &str) -> Facts {
        Facts::of(title, text, Stamp::parse(published))
    }

    fn days(facts: &Facts) -> Vec<String> {
        let day = |&day| date(day).unwrap().to_string();
        facts.days.iter().map(day).collect()
    }

    #[test]
    fn days_are_those_just_past() {
        let told = facts(
            "",
            "It happened on Saturday night. Since March 2 it had rained.",
            "2024-03-05",
        );
        assert_eq!(days(&told), ["2024-03-02"]);
        let told = facts("", "On Dec. 30 the mill burned.", "2024-01-02");
        assert_eq!(days(&told), ["2023-12-30"]);
        let told = facts("", "On May 3, 2019 he may march.", "2024-01-02");
        assert_eq!(days(&told), ["2019-05-03"]);
        assert_eq!(told.month_day, Some(5 * 32 + 3));
        assert!(facts("", "It was a Tuesday.", "").days.is_empty());
        assert_eq!(facts("", "It was a Tuesday.", "").weekdays, 2);
    }

    #[test]
    fn days_with_their_year_are_read_to_the_end() {
        let far = format!(
            "{} Posted on 5 March 2024, after March 4th, 2024 and may 3, 2023.",
            "So it was. ".repeat(300)
        );
        let told = facts("", &far, "2031-01-01");
        assert_eq!(told.days, Vec::<i64>::new());
        let dated: Vec<String> = told
            .dated
            .iter()
            .map(|&day| date(day).unwrap().to_string())
            .collect();
        assert_eq!(dated, ["2024-03-04", "2024-03-05"]);
    }

    #[test]
    fn counts_and_ages() {
        let told = facts(
            "2 dead, three hurt in fire",
            "Anna Brown, 17, and a 6-year-old boy died.",
            "2024-01-02",
        );
        assert_eq!((told.killed, told.injured), (Some(2), Some(3)));
        assert_eq!(told.ages, [6, 17]);
        let told = facts("Boy killed", "A 12-year-old was killed.", "2024-01-02");
        assert_eq!(told.killed, None);
        let told = facts(
            "",
            "It had burned in 1987 and, in 2003, again.",
            "2024-01-02",
        );
        assert_eq!(told.years, [1987, 2003]);
    }

    #[test]
    fn the_table_parses_and_names_each_word_once() {
        let mut words: Vec<&str> = listed().map(|row| row.1).collect();
        let n = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), n);
        assert!(listed().all(|(kind, word, n)| !kind.is_empty()
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && (n > 0) == matches!(kind, "day" | "month" | "number")));
    }

    #[test]
    fn day_numbers_go_back_and_forth() {
        let day = jiff::civil::date(2024, 2, 29);
        assert_eq!(date(number(day)), Some(day));
    }
}
