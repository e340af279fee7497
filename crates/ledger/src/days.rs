//! Days as words that search can look up: a day is three words (`y2031 m203103 d20310306`), and a
//! stretch of time a handful of them.

use crosswire_calendar::Stamp;
use jiff::ToSpan;
use jiff::civil::Date;

/// The words of a report published then; a report without a date has one of its own.
pub(crate) fn words(published: Option<Stamp>) -> String {
    match published.map(Stamp::date) {
        None => "undated".to_owned(),
        Some(date) => format!("{} {} {}", year(date), month(date), day(date)),
    }
}

fn year(date: Date) -> String {
    format!("y{:04}", date.year())
}

fn month(date: Date) -> String {
    format!("m{:04}{:02}", date.year(), date.month())
}

fn day(date: Date) -> String {
    format!("d{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Words of which every day from `from` to `to` (both included) has exactly one, and no other day
/// has any: at most 60 days, 22 months and as many years as there are between.
pub(crate) fn between(from: Date, to: Date) -> Vec<String> {
    let mut words = Vec::new();
    let mut at = from;
    while at <= to {
        let (word, next) = if at.day() == 1 && at.month() == 1 && at.last_of_year() <= to {
            (year(at), at.checked_add(1.year()))
        } else if at.day() == 1 && at.last_of_month() <= to {
            (month(at), at.checked_add(1.month()))
        } else {
            (day(at), at.tomorrow())
        };
        words.push(word);
        match next {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_day_between_is_met_once() {
        let (from, to) = (date(2030, 11, 28), date(2033, 2, 3));
        let wanted = between(from, to);
        assert!(wanted.len() < 40);
        let mut at = date(2029, 1, 1);
        while at < date(2035, 1, 1) {
            let own = words(Some(Stamp::day(at)));
            let met = own
                .split(' ')
                .filter(|word| wanted.iter().any(|wanted| wanted == word))
                .count();
            assert_eq!(met, usize::from(from <= at && at <= to), "{at}");
            at = at.tomorrow().unwrap();
        }
    }

    #[test]
    fn the_ends_of_time_are_bounded() {
        assert!(between(date(1900, 1, 1), date(2100, 12, 31)).len() == 201);
        assert!(between(date(9999, 12, 30), Date::MAX).len() <= 2);
        assert!(between(date(2031, 1, 2), date(2031, 1, 1)).is_empty());
    }
}
