//! The day in an address: "/2031/03/06/", "/2031/mar/6/", "-20310306.".
//!
//! Systems put the day on which a report came out into its address and leave it there; a stamp
//! can be that of a later change, or of the crawl.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
/// Years that a page can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1994..=2100;

/// The day in an address and the words that say it, the first there is.
pub(super) fn day(address: &str) -> Option<(Date, &str)> {
    let mut tokens: Vec<(usize, &str)> = Vec::new();
    for part in address.split(|c: char| !c.is_ascii_alphanumeric()) {
        let start = part.as_ptr() as usize - address.as_ptr() as usize;
        tokens.push((start, part));
    }
    tokens.iter().enumerate().find_map(|(at, &(start, token))| {
        if let Some(day) = written_together(token) {
            return Some((day, token));
        }
        let (&(month_at, month), &(day_at, day)) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
        let end = day_at + day.len();
        // "/2031/03/06/" and "2031-03-06"; in "/2031/03/5_people" the five counts people.
        let mark = |at: usize| address.as_bytes().get(at).copied();
        let marks = [mark(month_at - 1), mark(day_at - 1)];
        if marks[0] != marks[1] || !matches!(mark(end), None | Some(b'/' | b'-' | b'.' | b'?')) {
            return None;
        }
        let spelt = MONTHS
            .iter()
            .position(|name| *name == month.to_ascii_lowercase());
        let long = month.len() == 2 && day.len() == 2;
        let number = match spelt {
            Some(place) if day.len() <= 2 => i8::try_from(place).ok()? + 1,
            None if long => month.parse().ok()?,
            _ => return None,
        };
        Some((date(token, number, day)?, &address[start..end]))
    })
}

fn written_together(token: &str) -> Option<Date> {
    let digits = token.len() == 8 && token.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| date(&token[..4], token[4..6].parse().ok()?, &token[6..]))?
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    let digits = year.len() == 4 && year.bytes().chain(day.bytes()).all(|b| b.is_ascii_digit());
    let year = year
        .parse()
        .ok()
        .filter(|year| digits && YEARS.contains(year))?;
    Date::new(year, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_in_addresses() {
        for (address, expected) in [
            (
                "https://coast.example/2031/03/06/ferry-aground",
                "2031-03-06 2031/03/06",
            ),
            (
                "https://coast.example/news/2031/mar/6/ferry/",
                "2031-03-06 2031/mar/6",
            ),
            (
                "https://coast.example/a/ferry-20310306.html",
                "2031-03-06 20310306",
            ),
            (
                "https://coast.example/2031-03-06-ferry",
                "2031-03-06 2031-03-06",
            ),
            (
                "https://coast.example/?AID=/20310306/NEWS/130319881",
                "2031-03-06 20310306",
            ),
            ("https://coast.example/2031/03/06", "2031-03-06 2031/03/06"),
        ] {
            let found = day(address).map(|(day, words)| format!("{day} {words}"));
            assert_eq!(found.as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn other_numbers_are_no_days() {
        for address in [
            "",
            "https://coast.example/2031/03/5_people_saved",
            "https://coast.example/story/28675352/ferry",
            "https://coast.example/2031/13/06/ferry",
            "https://coast.example/1861/04/12/war",
            "https://coast.example/2031/march-6",
            "https://coast.example/ferry-2031-03",
            "https://küste.example/ä/2031/03/é",
        ] {
            assert_eq!(day(address), None, "{address}");
        }
    }
}
