//! Lines that say something of the report: `date 2022-12-08`, "By Jo Arden", "Updated: ...".

use std::sync::LazyLock;

use crosswire_calendar::Stamp;
use regex::Regex;

use crate::dates;

/// A date at the start of a line, with the word before it.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:(?:first\s+|last\s+)?(?P<key>date|dated|published|publication date|pub date|pubdate|posted|updated|modified|created|issued))(?:\s+(?:on|at|date|time))?\s*[:=|–-]?\s*(?:(?:on|at)\s+)?",
    )
});
static DATED_LATER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\s(?P<key>updated|published|posted)(?:\s+(?:on|at))?:\s*"));
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:By|BY|Written by|WRITTEN BY|Reporting by|Story by|Words by|Report by)[:]?\s+(?P<names>\p{Lu}[\p{L}.'’-]*(?:,?\s+(?:and|AND|&|with|de|da|di|van|von|der|den|al|el|bin|la|le|\p{Lu}[\p{L}.'’-]*),?){0,14})(?P<rest>\s*(?:[|•·–—,-].{0,80})?)$",
    )
});
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[(—–\[-]*\s*(?:(?:Additional |Contributing )?[Rr]eporting by|Additional reporting|[Ww]riting by|[Ee]diting by|[Ww]ith (?:additional )?(?:assistance|reporting|files) (?:by|from)|[Cc]ompiled by|[Tt]ranslated by)\s+\p{Lu}",
    )
});
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?P<key>title|headline|author|authors|byline|by|source|outlet|publisher|publication|url|link|section|category|tags|keywords|language)\s*[:=]\s*",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are well-formed")
}

/// What a stretch of a line says of the report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    /// When it was published.
    Published(Stamp),
    /// When it was changed.
    Updated(Stamp),
    /// By whom.
    Authors(Vec<String>),
    /// Its title, which is the rest of the line.
    Title,
    /// Something else that is stated in the form `key: value`.
    Other,
}

/// The metadata that a line begins with, and how many bytes it takes.
pub(crate) fn leading(line: &str) -> Option<(Fact, usize)> {
    let found = DATED.captures(line)?;
    let after = found.get(0)?.end();
    // "Dated 2022" needs no colon, but the date must follow at once.
    let (stamp, length) = dates::leading(&line[after..])?;
    let fact = match found["key"].to_ascii_lowercase().as_str() {
        "updated" | "modified" => Fact::Updated(stamp),
        _ => Fact::Published(stamp),
    };
    Some((fact, after + length))
}

/// The metadata that a line ends with ("Title Updated: 2016-05-30 09:53 (Desk)"), and where it starts.
pub(crate) fn trailing(line: &str) -> Option<(Fact, usize)> {
    let found = DATED_LATER.captures(line)?;
    let whole = found.get(0)?;
    let (stamp, length) = dates::leading(&line[whole.end()..])?;
    let rest = line[whole.end() + length..].trim();
    if rest.len() > 40 {
        return None;
    }
    let fact = match found["key"].to_ascii_lowercase().as_str() {
        "updated" => Fact::Updated(stamp),
        _ => Fact::Published(stamp),
    };
    Some((fact, whole.start()))
}

/// A line that is a date and nothing else.
pub(crate) fn only_date(line: &str) -> Option<Stamp> {
    if line.len() > 60 {
        return None;
    }
    let (stamp, length) = dates::leading(line)?;
    let rest = line[length..].trim_matches(|c: char| !c.is_alphanumeric());
    (rest.is_empty() || rest.len() <= 4).then_some(stamp)
}

/// "By Jo Arden and Kim Vale, Harbour Correspondents".
pub(crate) fn byline(line: &str) -> Option<Vec<String>> {
    if line.len() > 160 || line.ends_with('.') {
        return None;
    }
    let found = BYLINE.captures(line)?;
    let names = found["names"]
        .replace(" AND ", " and ")
        .replace(" & ", " and ")
        .replace(" with ", " and ");
    let names: Vec<String> = names
        .split(" and ")
        .flat_map(|part| part.split(','))
        .map(|name| name.trim().trim_end_matches(" and").to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let plausible = names
        .iter()
        .all(|name| (1..=5).contains(&name.split_whitespace().count()));
    (plausible && !names.is_empty()).then_some(names)
}

/// "(Reporting by Jo Arden; Editing by Kim Vale)".
pub(crate) fn is_signature(line: &str) -> bool {
    line.len() <= 300 && SIGNED.is_match(line)
}

/// `Title: ...` and the like at the top of a file: what it states, and where the value starts.
pub(crate) fn header(line: &str) -> Option<(Fact, usize)> {
    let found = HEADER.captures(line)?;
    let after = found.get(0)?.end();
    let fact = match found["key"].to_ascii_lowercase().as_str() {
        "title" | "headline" => Fact::Title,
        "author" | "authors" | "byline" | "by" => {
            let value = line[after..].trim();
            let names = value.split([',', ';']).flat_map(|part| part.split(" and "));
            Fact::Authors(
                names
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .collect(),
            )
        }
        _ => Fact::Other,
    };
    Some((fact, after))
}

#[cfg(test)]
mod tests {
    use super::{Fact, byline, header, is_signature, leading, only_date, trailing};

    #[test]
    fn a_date_in_front() {
        for (line, taken) in [
            ("date 2022-12-08 Crews lift the wreck", "date 2022-12-08"),
            ("Published: December 8, 2022", "Published: December 8, 2022"),
            (
                "Published on 8 December 2022",
                "Published on 8 December 2022",
            ),
        ] {
            let (fact, length) = leading(line).expect("metadata");
            assert!(matches!(fact, Fact::Published(stamp) if stamp.to_string() == "2022-12-08"));
            assert_eq!(&line[..length], taken);
        }
        assert!(matches!(
            leading("Updated 2022-12-08 09:30"),
            Some((Fact::Updated(_), _))
        ));
        assert_eq!(leading("Date palms died in 2022"), None);
        assert_eq!(leading("Dated buildings fell"), None);
    }

    #[test]
    fn a_date_behind_or_alone() {
        let (_, at) =
            trailing("Pier falls in Ellery Updated: 2022-12-08 06:50 (Desk)").expect("metadata");
        assert_eq!(
            &"Pier falls in Ellery Updated:"[..at],
            "Pier falls in Ellery"
        );
        assert!(only_date("Thursday, December 8, 2022").is_some());
        assert!(only_date("December 8, 2022 was a bad day for Ellery").is_none());
    }

    #[test]
    fn who_wrote_it() {
        assert_eq!(
            byline("By Jo Arden and Kim Vale"),
            Some(vec!["Jo Arden".to_owned(), "Kim Vale".to_owned()])
        );
        assert_eq!(
            byline("By Jo Arden, Harbour Post | Ellery"),
            Some(vec!["Jo Arden".to_owned(), "Harbour Post".to_owned()])
        );
        assert_eq!(byline("By Monday the water had gone."), None);
        assert_eq!(byline("By the time it was over"), None);
        assert!(is_signature(
            "(Reporting by Jo Arden in Velmora; Editing by Kim Vale)"
        ));
        assert!(matches!(
            header("Title: Pier falls"),
            Some((Fact::Title, 7))
        ));
    }
}
