//! The short forms of business news: "Q3", "H1", "4Q30", "1H 2031", "Q2'29", "FY2030".

use crate::class::{Class, Classes};
use crate::meaning::{Meaning, Point};

/// The quarter, half or fiscal year that a word of this shape names, in capitals; one without its year
/// is a [`Class::BIZ`], which the words around it must bear out.
pub(crate) fn shape(text: &str) -> Option<(Classes, Meaning)> {
    if !(2..=8).contains(&text.len()) {
        return None;
    }
    let (point, rest) = opening(text)?;
    if rest.is_empty() {
        return (!point.fiscal).then_some((Class::BIZ.into(), Meaning::Point(point)));
    }
    let point = Point {
        year: Some(year(rest)?),
        ..point
    };
    let class = if point.fiscal {
        Class::YEARP
    } else {
        Class::QUARTER
    };
    Some((class.into(), Meaning::Point(point)))
}

/// The length of a short form without its year at the start of a text whose next sign is no letter or
/// digit: "Q2" in "Q2-Q3".
pub(crate) fn piece(text: &str) -> Option<usize> {
    let (point, rest) = opening(text)?;
    let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (ends && !point.fiscal).then_some(2)
}

fn opening(text: &str) -> Option<(Point, &str)> {
    let bytes = text.as_bytes();
    let (letter, digit) = match bytes.get(..2)? {
        b"FY" => {
            let fiscal = Point {
                fiscal: true,
                ..Point::default()
            };
            return Some((fiscal, text.get(2..)?));
        }
        [letter @ (b'Q' | b'H'), digit] | [digit, letter @ (b'Q' | b'H')] => (*letter, *digit),
        _ => return None,
    };
    let number = (digit as char).to_digit(10)? as i8;
    let point = match letter {
        b'Q' if (1..=4).contains(&number) => Point {
            quarter: Some(number),
            ..Point::default()
        },
        b'H' if (1..=2).contains(&number) => Point {
            half: Some(number),
            ..Point::default()
        },
        _ => return None,
    };
    Some((point, text.get(2..)?))
}

/// "2030", "30", "'30".
pub(crate) fn year(text: &str) -> Option<i16> {
    let digits = text.trim_start_matches(['\'', '’', '‘']);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(year + if year < 70 { 2000 } else { 1900 }),
        4 if (1900..2200).contains(&year) => Some(year),
        _ => None,
    }
}

/// "'29" behind a quarter or half.
pub(crate) fn short_year(text: &str) -> Option<(Classes, Meaning)> {
    let digits = text.strip_prefix(['\'', '’', '‘'])?;
    if digits.len() != 2 {
        return None;
    }
    let point = Point {
        year: Some(year(digits)?),
        ..Point::default()
    };
    Some((Class::SHORTYEAR.into(), Meaning::Point(point)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_read() {
        for (text, class, quarter, half, year) in [
            ("Q3", Class::BIZ, Some(3), None, None),
            ("2H", Class::BIZ, None, Some(2), None),
            ("4Q30", Class::QUARTER, Some(4), None, Some(2030)),
            ("1H2031", Class::QUARTER, None, Some(1), Some(2031)),
            ("Q3’98", Class::QUARTER, Some(3), None, Some(1998)),
            ("FY2030", Class::YEARP, None, None, Some(2030)),
        ] {
            let Some((classes, Meaning::Point(point))) = shape(text) else {
                panic!("{text} is not read");
            };
            assert_eq!(classes, class.into(), "{text}");
            assert_eq!(
                (point.quarter, point.half, point.year),
                (quarter, half, year),
                "{text}"
            );
        }
        for text in [
            "Q5", "H3", "Q", "Q31", "FY", "Q3x", "q3", "Q3-", "É1", "1Qé",
        ] {
            assert!(shape(text).is_none(), "{text}");
        }
        assert_eq!(piece("Q2-Q3"), Some(2));
        assert_eq!(piece("Q23"), None);
    }
}
