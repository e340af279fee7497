//! Tokens cut into the atoms that rules match.
//!
//! Most tokens are one atom. A token that joins things ("2.24am", "post-1959", "3-year") is cut at
//! hyphens and where digits meet letters, so spans can begin or end inside a token.

use crosswire_annotate::Token;
use jiff::civil::Date;

use crate::business;
use crate::class::{Class, Classes};
use crate::lexicon::Lexicon;
use crate::meaning::{Amount, Meaning, Point};
use crate::moment::TimeOfDay;

/// A word or phrase that rules match: what it is, what it means, where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// The word's number in the lexicon; 0 for numbers and phrases.
    pub(crate) word: u16,
    pub(crate) classes: Classes,
    pub(crate) meaning: Meaning,
    /// Bytes of the document.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// First and last token that it touches.
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// Adds the atoms of a token to `items`; `false` when some part of it is unknown to every rule.
pub(crate) fn cut(token: Token<'_>, lexicon: &Lexicon, items: &mut Vec<Item>) -> bool {
    let text = token.text();
    if let Some(item) = atom(text, token.start(), token, lexicon) {
        items.push(item);
        return true;
    }
    let bytes = text.as_bytes();
    if bytes.len() > 24
        || !bytes
            .iter()
            .any(|byte| *byte == b'-' || byte.is_ascii_digit() || *byte >= 0xE2)
    {
        return false;
    }
    let from = items.len();
    let mut at = 0;
    let mut known = false;
    while at < text.len() {
        let end = at + piece(&text[at..]);
        match atom(&text[at..end], token.start() + at, token, lexicon) {
            Some(item) => {
                known |= item.classes != Classes::NONE;
                items.push(item);
            }
            None => {
                items.truncate(from);
                return false;
            }
        }
        at = end;
    }
    if !known {
        items.truncate(from);
    }
    known
}

/// The length of the first piece: a run of letters and dots, a run of digits, dots, colons and
/// slashes, or one other character.
fn piece(text: &str) -> usize {
    let Some(first) = text.chars().next() else {
        return 0;
    };
    if let Some(len) = business::piece(text) {
        return len;
    }
    let digit = first.is_ascii_digit();
    if !digit && !first.is_alphabetic() {
        return first.len_utf8();
    }
    let in_run = |c: char| match digit {
        true => c.is_ascii_digit() || matches!(c, '.' | ':' | '/' | ','),
        false => c.is_alphabetic() || matches!(c, '.' | '\'' | '’'),
    };
    let end = text.find(|c| !in_run(c)).unwrap_or(text.len());
    // "1st" and "1990s" stay whole.
    if digit {
        let letters = text[end..]
            .find(|c: char| !c.is_ascii_lowercase())
            .unwrap_or(text.len() - end);
        if matches!(&text[end..end + letters], "st" | "nd" | "rd" | "th" | "s") {
            return end + letters;
        }
    }
    end
}

fn atom(text: &str, start: usize, token: Token<'_>, lexicon: &Lexicon) -> Option<Item> {
    let index = token.index() as u32;
    let item = |word, classes, meaning| Item {
        word,
        classes,
        meaning,
        start: start as u32,
        end: (start + text.len()) as u32,
        first: index,
        last: index,
    };
    let first = *text.as_bytes().first()?;
    if matches!(first, b'0'..=b'9' | b'Q' | b'H' | b'F')
        && let Some((classes, meaning)) = business::shape(text)
    {
        return Some(item(lexicon.number(text), classes, meaning));
    }
    if matches!(first, b'\'' | 0xE2)
        && let Some((classes, meaning)) = business::short_year(text)
    {
        return Some(item(0, classes, meaning));
    }
    if (first.is_ascii_digit() || (matches!(first, b'\'' | 0xE2) && text.len() > 3))
        && let Some((classes, meaning)) = shape(text)
    {
        return Some(item(lexicon.number(text), classes, meaning));
    }
    let number = match text {
        "–" | "‑" | "‐" => lexicon.number("-"),
        "’s" => lexicon.number("'s"),
        "’" => lexicon.number("'"),
        "o’clock" => lexicon.number("o'clock"),
        _ => lexicon.number(text),
    };
    (number != 0).then(|| item(number, lexicon.word(number).classes, Meaning::None))
}

/// The classes and the meaning of a token with digits.
fn shape(text: &str) -> Option<(Classes, Meaning)> {
    let exact = |n: f64| Meaning::Amount(Amount::Exact(n));
    if text.len() > 10 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let n: u32 = text.parse().ok()?;
        let mut classes = Classes::from(Class::INT);
        if (1..=31).contains(&n) && text.len() <= 2 {
            classes = classes | Class::DAYNO.into();
        }
        if n <= 24 && text.len() <= 2 {
            classes = classes | Class::HOURNO.into();
        }
        if text.len() == 4 {
            if (1400..2200).contains(&n) {
                classes = classes | Class::YEAR.into();
            }
            if n / 100 < 24 && n % 100 < 60 {
                classes = classes | Class::MILITARY.into();
            }
        }
        return Some((classes, exact(f64::from(n))));
    }
    if let Some(n) = grouped(text) {
        return Some((Class::INT.into(), exact(n)));
    }
    let letters = text.find(|c: char| c.is_alphabetic());
    if let Some(at) = letters {
        let (head, tail) = text.split_at(at);
        let digits = head.trim_start_matches(['\'', '’', '‘']);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let n: i32 = digits.parse().ok()?;
        return match tail {
            "st" | "nd" | "rd" | "th" if digits.len() == head.len() && n > 0 => {
                let day = if n <= 31 {
                    Classes::from(Class::DAYNO)
                } else {
                    Classes::NONE
                };
                Some((day | Class::NTH.into(), Meaning::Ordinal(n)))
            }
            "s" => {
                let decade = match digits.len() {
                    4 if n % 10 == 0 && (1400..2200).contains(&n) => n / 10,
                    2 if n % 10 == 0 => 190 + n / 10,
                    _ => return None,
                };
                let point = Point {
                    decade: Some(decade as i16),
                    ..Point::default()
                };
                Some((Class::DECADENO.into(), Meaning::Point(point)))
            }
            _ => None,
        };
    }
    if let Some((hour, minute)) = text.split_once(':').or_else(|| text.split_once('.')) {
        let clock = minute.len() == 2 && hour.len() <= 2;
        if let (true, Ok(h), Ok(m)) = (clock, hour.parse::<i8>(), minute.parse::<i8>())
            && (0..=24).contains(&h)
            && (0..60).contains(&m)
        {
            let class = if text.contains(':') {
                Class::TIMENO
            } else {
                Class::DOTTIME
            };
            let time = TimeOfDay::Clock(h, Some(m));
            let classes = Classes::from(class)
                | if class == Class::DOTTIME {
                    Class::INT.into()
                } else {
                    Classes::NONE
                };
            let point = Point {
                time: Some(time),
                // "07:30" is of a day of 24 hours.
                either_half: (1..=12).contains(&h) && !hour.starts_with('0'),
                ..Point::default()
            };
            return Some((classes, Meaning::Point(point)));
        }
        if text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            return Some((Class::INT.into(), exact(text.parse().ok()?)));
        }
        return None;
    }
    if let Some((a, b)) = text.split_once('/')
        && let (Ok(a), Ok(b)) = (a.parse::<u32>(), b.parse::<u32>())
    {
        return (a < b && b <= 16)
            .then(|| (Class::FRACTION.into(), exact(f64::from(a) / f64::from(b))));
    }
    let date = numeric_date(text)?;
    Some((
        Class::NUMDATE.into(),
        Meaning::Point(Point {
            date: Some(date),
            ..Point::default()
        }),
    ))
}

/// "8,000": digits in groups of three.
fn grouped(text: &str) -> Option<f64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let rest = text.get(first.len()..)?;
    let grouped = (1..=3).contains(&first.len())
        && digits(first)
        && !rest.is_empty()
        && groups.all(|group| group.len() == 3 && digits(group));
    grouped.then(|| text.replace(',', "").parse().ok())?
}

/// "2022-12-08", "2022/12/08"; "12/08/2022" only where it can be read in one way.
fn numeric_date(text: &str) -> Option<Date> {
    let separator = if text.contains('-') { '-' } else { '/' };
    let mut parts = text.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok();
    if a.len() == 4 {
        return Date::new(number(a)?, number(b)? as i8, number(c)? as i8).ok();
    }
    let year = match c.len() {
        4 => number(c)?,
        2 => {
            let year = number(c)?;
            if year < 50 { 2000 + year } else { 1900 + year }
        }
        _ => return None,
    };
    let (a, b) = (number(a)? as i8, number(b)? as i8);
    match (Date::new(year, a, b), Date::new(year, b, a)) {
        (Ok(date), Err(_)) | (Err(_), Ok(date)) => Some(date),
        (Ok(x), Ok(y)) if x == y => Some(x),
        _ => None,
    }
}
