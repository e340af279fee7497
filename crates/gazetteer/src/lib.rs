//! Which place lies in which.
//!
//! For laying "Kabul" beside "Afghanistan": one lies in the other, so the reports do not
//! contradict each other. 47,000 names of continents, countries, the states of the US and cities
//! of 15,000 people and more, from GeoNames (CC BY 4.0; `data/places.tsv` has source and recipe),
//! and the names and adjectives of countries that English news uses. 1.3 MB in the program,
//! searched in place: nothing is loaded at start.
//!
//! ```
//! use crosswire_gazetteer::{Lie, lie};
//!
//! assert_eq!(lie("Kabul", "Afghanistan"), Some(Lie::Within));
//! assert_eq!(lie("Britain", "UK"), Some(Lie::Same));
//! assert_eq!(lie("Lyon", "Marseille"), Some(Lie::Apart));
//! assert_eq!(lie("Kabul", "Port Maren"), None);
//! ```
//!
//! A name can belong to several places (the Paris of Texas): two names lie apart only when no
//! place of the one name lies in, around or at a place of the other.

use std::sync::OnceLock;

const PLACES: &str = include_str!("../data/places.tsv");
const NAMES: &str = include_str!("../data/names.tsv");
const CAPITALS: &str = include_str!("../data/capitals.tsv");

/// What sort of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Africa
    Continent,
    /// France
    Country,
    /// Texas, Scotland
    Division,
    /// Lyon
    City,
}

/// A place of some name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What sort.
    pub kind: Kind,
    /// Its name in the table; the country's code for a country's other names.
    pub name: &'static str,
    /// ISO 3166 code of its country; empty for a continent.
    pub country: &'static str,
    /// Code of its first-order division; of its continent, for a country.
    pub division: &'static str,
    /// How many people live there; 0 where it is not known.
    pub people: u64,
}

/// How one place lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lie {
    /// The same place.
    Same,
    /// The first lies in the second.
    Within,
    /// The second lies in the first.
    Contains,
    /// Neither lies in the other.
    Apart,
}

/// The places that bear a name, letter case apart; the adjective of a country stands for it.
#[must_use]
pub fn places(name: &str) -> Vec<Place> {
    let name = name.trim().strip_prefix("the ").unwrap_or(name.trim());
    let mut places: Vec<Place> = rows(PLACES, name).filter_map(place).collect();
    for row in rows(NAMES, name) {
        let mut columns = row.split('\t');
        let (Some(name), Some(kind), Some(code)) = (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        places.push(match (kind, code.strip_prefix('-')) {
            (_, Some(continent)) => Place {
                kind: Kind::Continent,
                name: continent_name(continent),
                country: "",
                division: "",
                people: 0,
            },
            ("part", None) => Place {
                kind: Kind::Division,
                name,
                country: code,
                division: columns.next().unwrap_or("*"),
                people: 0,
            },
            _ => Place {
                kind: Kind::Country,
                name: code,
                country: code,
                division: continent_of(code),
                people: 0,
            },
        });
    }
    places
}

/// The ISO 3166 code of the country whose capital bears a name, letter case apart; the first in
/// order of codes where several do.
///
/// ```
/// assert_eq!(crosswire_gazetteer::capital_of("Kabul"), Some("AF"));
/// assert_eq!(crosswire_gazetteer::capital_of("Lyon"), None);
/// ```
#[must_use]
pub fn capital_of(name: &str) -> Option<&'static str> {
    rows(CAPITALS, name.trim()).next()?.split('\t').nth(1)
}

/// How the places of two names lie to each other; `None` where a name is not known.
///
/// Where a name has several places, the closest reading counts: being the same before lying
/// within, and that before lying apart.
#[must_use]
pub fn lie(a: &str, b: &str) -> Option<Lie> {
    let (these, those) = (places(a), places(b));
    let pairs = these
        .iter()
        .flat_map(|a| those.iter().map(move |b| one_lie(a, b)));
    pairs.min_by_key(|lie| match lie {
        Lie::Same => 0,
        Lie::Within => 1,
        Lie::Contains => 2,
        Lie::Apart => 3,
    })
}

fn one_lie(a: &Place, b: &Place) -> Lie {
    if within(a, b) {
        if within(b, a) { Lie::Same } else { Lie::Within }
    } else if within(b, a) {
        Lie::Contains
    } else {
        Lie::Apart
    }
}

/// Whether `a` lies in `b` or is `b`.
fn within(a: &Place, b: &Place) -> bool {
    match b.kind {
        Kind::Continent => match a.kind {
            Kind::Continent => a.name == b.name,
            Kind::Country => continent_name(a.division) == b.name,
            Kind::Division | Kind::City => continent_name(continent_of(a.country)) == b.name,
        },
        Kind::Country => a.kind >= Kind::Country && a.country == b.country,
        Kind::Division => {
            a.kind >= Kind::Division
                && a.country == b.country
                && a.division == b.division
                && a.division != "*"
        }
        // One city under two names has the same people, to the last one.
        Kind::City => {
            a.kind == Kind::City
                && (a.country, a.division) == (b.country, b.division)
                && (a.name == b.name || a.people == b.people)
        }
    }
}

fn continent_of(country: &str) -> &'static str {
    static OF: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let table = OF.get_or_init(|| {
        let countries = PLACES
            .lines()
            .filter_map(place)
            .filter(|place| place.kind == Kind::Country);
        let mut table: Vec<_> = countries
            .map(|place| (place.country, place.division))
            .collect();
        table.sort_unstable();
        table
    });
    table
        .binary_search_by_key(&country, |row| row.0)
        .map_or("", |at| table[at].1)
}

fn continent_name(code: &str) -> &'static str {
    match code {
        "AF" => "Africa",
        "AS" => "Asia",
        "EU" => "Europe",
        "NA" => "North America",
        "OC" => "Oceania",
        "SA" => "South America",
        "AN" => "Antarctica",
        _ => "",
    }
}

fn place(row: &'static str) -> Option<Place> {
    let mut columns = row.split('\t');
    let name = columns.next()?;
    let kind = match columns.next()? {
        "continent" => Kind::Continent,
        "country" => Kind::Country,
        "state" => Kind::Division,
        "city" => Kind::City,
        _ => return None,
    };
    let (country, division) = (columns.next()?, columns.next()?);
    Some(Place {
        kind,
        name,
        country,
        division,
        people: columns.next()?.parse().ok()?,
    })
}

/// The rows of a sorted table whose first column is `name`, letter case apart.
fn rows(table: &'static str, name: &str) -> impl Iterator<Item = &'static str> {
    let wanted = name.to_lowercase();
    // Bisect on bytes: step back to the start of the line that a byte is in. Comments come first.
    let body = table.find("\n#").map_or(0, |_| {
        table
            .lines()
            .take_while(|line| line.starts_with('#'))
            .map(|line| line.len() + 1)
            .sum()
    });
    let (mut low, mut high) = (body, table.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = table.as_bytes()[..middle]
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |at| at + 1)
            .max(body);
        let end = table.as_bytes()[middle..]
            .iter()
            .position(|&b| b == b'\n')
            .map_or(table.len(), |at| middle + at);
        if key(&table[start..end]) < wanted {
            low = (end + 1).min(table.len());
        } else {
            high = start;
        }
    }
    table[low..]
        .lines()
        .take_while(move |line| key(line) == wanted)
}

fn key(line: &str) -> String {
    line.split('\t').next().unwrap_or("").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_whole() {
        for (table, columns) in [(PLACES, 5), (NAMES, 3), (CAPITALS, 2)] {
            let lines: Vec<&str> = table
                .lines()
                .filter(|line| !line.starts_with('#'))
                .collect();
            assert!(lines.len() > 100);
            assert!(lines.iter().all(|line| line.split('\t').count() >= columns));
            for pair in lines.windows(2) {
                assert!(key(pair[0]) <= key(pair[1]), "{pair:?}");
                assert_ne!(pair[0], pair[1]);
            }
            // Every row is found by its own name.
            for line in lines.iter().step_by(97) {
                let name = line.split('\t').next().unwrap();
                assert!(rows(table, name).any(|row| row == *line), "{line}");
            }
        }
        assert!(
            PLACES
                .lines()
                .filter(|line| !line.starts_with('#'))
                .all(|line| place(line).is_some())
        );
    }

    #[test]
    fn lies() {
        let check = |a: &str, b: &str, expected: Option<Lie>| {
            assert_eq!(lie(a, b), expected, "{a} / {b}");
            let turned = expected.map(|lie| match lie {
                Lie::Within => Lie::Contains,
                Lie::Contains => Lie::Within,
                same => same,
            });
            assert_eq!(lie(b, a), turned, "{b} / {a}");
        };
        check("Edinburgh", "Scotland", Some(Lie::Within));
        check("Scotland", "Great Britain", Some(Lie::Within));
        check("Edinburgh", "England", Some(Lie::Apart));
        check("Houston", "Texas", Some(Lie::Within));
        check("Houston", "the US", Some(Lie::Within));
        check("French", "France", Some(Lie::Same));
        check("Norway", "Europe", Some(Lie::Within));
        check("Oslo", "Europe", Some(Lie::Within));
        check("Kiev", "Kyiv", Some(Lie::Same));
        check("Norway", "Asia", Some(Lie::Apart));
        check("Paris", "Texas", Some(Lie::Within));
        check("", "France", None);
        check("Nowhereville", "France", None);
    }
}
