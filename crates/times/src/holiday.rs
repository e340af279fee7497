//! Named days, from holidays.txt.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

const TABLE: &str = include_str!("../data/holidays.txt");

/// A named day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holiday {
    pub(crate) name: &'static str,
    rule: Rule,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    Fixed(i8, i8),
    /// Month, which, weekday, days after.
    Nth(i8, i8, Weekday, i64),
    Easter(i64),
}

/// All named days, in the order of the file.
pub(crate) fn table() -> &'static [Holiday] {
    static HOLIDAYS: LazyLock<Vec<Holiday>> = LazyLock::new(|| {
        let lines = TABLE
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        lines
            .map(|line| read(line).unwrap_or_else(|| panic!("holidays.txt: {line}")))
            .collect()
    });
    &HOLIDAYS
}

fn read(line: &'static str) -> Option<Holiday> {
    let (name, rule) = line.split_once('\t')?;
    let mut words = rule.split(' ');
    let kind = words.next()?;
    let numbers: Vec<i64> = words.map(str::parse).collect::<Result<_, _>>().ok()?;
    let rule = match (kind, numbers.as_slice()) {
        ("fixed", &[month, day]) => Rule::Fixed(month as i8, day as i8),
        ("easter", &[days]) => Rule::Easter(days),
        ("nth", &[month, nth, weekday]) => Rule::Nth(
            month as i8,
            nth as i8,
            Weekday::from_monday_one_offset(weekday as i8).ok()?,
            0,
        ),
        ("nth", &[month, nth, weekday, after]) => Rule::Nth(
            month as i8,
            nth as i8,
            Weekday::from_monday_one_offset(weekday as i8).ok()?,
            after,
        ),
        _ => return None,
    };
    Some(Holiday { name, rule })
}

/// The words of a name as the tokenizer cuts them: "new", "year", "'s", "day".
pub(crate) fn words(name: &'static str) -> impl Iterator<Item = &'static str> {
    name.split(' ').flat_map(|word| {
        let cut = word.strip_suffix("'s").map_or(word.len(), str::len);
        let cut = if word.ends_with("s'") {
            word.len() - 1
        } else {
            cut
        };
        let (stem, mark) = word.split_at(cut);
        [stem, mark].into_iter().filter(|part| !part.is_empty())
    })
}

impl Holiday {
    /// The day in a year.
    pub(crate) fn in_year(self, year: i16) -> Option<Date> {
        match self.rule {
            Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
            Rule::Nth(month, nth, weekday, after) => {
                let day = Date::new(year, month, 1)
                    .ok()?
                    .nth_weekday_of_month(nth, weekday)
                    .ok()?;
                day.checked_add(after.days()).ok()
            }
            Rule::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        }
    }
}

/// Western Easter Sunday (the usual Gregorian computus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    if y < 1583 {
        return None;
    }
    let golden = y % 19;
    let century = y / 100;
    let epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (y + y / 4 + moon + 2 - century + century / 4) % 7;
    let offset = moon - weekday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    Date::new(year, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_known_years() {
        for (name, day) in [
            ("easter", "1998-04-12"),
            ("easter", "2000-04-23"),
            ("good friday", "2022-04-15"),
            ("thanksgiving", "1999-11-25"),
            ("election day", "1998-11-03"),
            ("memorial day", "2013-05-27"),
            ("christmas eve", "2020-12-24"),
            ("cyber monday", "2022-11-28"),
        ] {
            let holiday = table().iter().find(|holiday| holiday.name == name).unwrap();
            let year = day[..4].parse().unwrap();
            assert_eq!(
                holiday
                    .in_year(year)
                    .map(|date| date.to_string())
                    .as_deref(),
                Some(day),
                "{name}"
            );
        }
    }

    #[test]
    fn table_is_sorted_and_every_year_has_every_day() {
        assert!(table().is_sorted_by(|a, b| a.name < b.name));
        for holiday in table() {
            for year in [1583, 1900, 2000, 2024, 9999] {
                assert!(
                    holiday.in_year(year).is_some() || year == 9999,
                    "{} {year}",
                    holiday.name
                );
            }
        }
        assert_eq!(
            words("new year's eve").collect::<Vec<_>>(),
            ["new", "year", "'s", "eve"]
        );
        assert_eq!(
            words("presidents' day").collect::<Vec<_>>(),
            ["presidents", "'", "day"]
        );
    }
}
