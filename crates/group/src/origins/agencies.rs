//! News agencies, and the ways in which other outlets credit them.

use std::sync::LazyLock;

/// A news agency.
#[derive(Debug)]
pub(crate) struct Agency {
    /// What it is called here; in brackets where the credit names none.
    pub(crate) name: &'static str,
    ways: Vec<&'static str>,
    hosts: Vec<&'static str>,
}

impl Agency {
    /// Whether the credit says which agency it is.
    pub(crate) fn is_named(&self) -> bool {
        !self.name.starts_with('(')
    }
}

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    let rows = include_str!("../../data/agencies.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let list = |cell: Option<&'static str>| {
            let cell = cell.unwrap_or("").split('|');
            cell.filter(|item| !item.is_empty()).collect()
        };
        Some(Agency {
            name: cells.next()?,
            ways: list(cells.next()),
            hosts: list(cells.next()),
        })
    })
    .collect()
});

/// The agency that these words credit, and nothing else.
pub(crate) fn named(words: &str) -> Option<&'static Agency> {
    let words = words.trim().trim_end_matches('.').trim();
    AGENCIES
        .iter()
        .find(|agency| agency.ways.iter().any(|way| is_way(way, words)))
}

/// The agency that publishes at this host or under this name.
pub(crate) fn publisher(outlet: &str) -> Option<&'static Agency> {
    let host = outlet.to_lowercase();
    let at = |site: &&str| {
        host.strip_suffix(site)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    AGENCIES
        .iter()
        .find(|agency| agency.is_named() && agency.hosts.iter().any(at))
        .or_else(|| named(outlet).filter(|agency| agency.is_named()))
}

/// The agencies that a line names somewhere, each with the byte at which it does, in order.
pub(crate) fn within(line: &str) -> Vec<(usize, &'static Agency)> {
    let mut found: Vec<(usize, &'static Agency)> = Vec::new();
    let starts = line.char_indices().filter(|&(at, char)| {
        char.is_alphabetic()
            && !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '.')
    });
    for (at, _) in starts {
        let rest = &line[at..];
        let agency = AGENCIES.iter().find(|agency| {
            agency.ways.iter().any(|way| {
                let words = rest.get(..way.len()).unwrap_or("");
                let ends = !rest[words.len()..].starts_with(char::is_alphanumeric);
                !words.is_empty() && ends && is_way(way, words)
            })
        });
        if let Some(agency) = agency
            && found.iter().all(|(_, known)| known.name != agency.name)
        {
            found.push((at, agency));
        }
    }
    found
}

/// A mark in capital letters counts only as it is written: "AP" is no "ap".
fn is_way(way: &str, words: &str) -> bool {
    let is_mark = !way.contains(char::is_lowercase);
    way == words || !is_mark && way.to_lowercase() == words.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{AGENCIES, named, publisher, within};

    #[test]
    fn the_table_parses_is_sorted_and_says_nothing_twice() {
        assert!(AGENCIES.is_sorted_by(|a, b| a.name < b.name));
        let mut ways: Vec<&str> = AGENCIES.iter().flat_map(|a| a.ways.clone()).collect();
        assert!(ways.iter().all(|way| way.trim() == *way));
        let n = ways.len();
        ways.sort_unstable();
        ways.dedup();
        assert_eq!(ways.len(), n);
        assert!(AGENCIES.iter().all(|agency| !agency.ways.is_empty()));
    }

    #[test]
    fn ways() {
        for (words, name) in [
            ("AP", Some("Associated Press")),
            ("The Associated Press", Some("Associated Press")),
            ("REUTERS", Some("Reuters")),
            ("ap", None),
            ("Reuters Weekly", None),
            ("Agencies", Some("(agencies)")),
        ] {
            assert_eq!(named(words).map(|agency| agency.name), name, "{words}");
        }
        assert_eq!(publisher("uk.reuters.com").map(|a| a.name), Some("Reuters"));
        assert!(publisher("notreuters.com").is_none());
        let found = within("The AAP and dpa, not AAPL, and Reuters");
        let names: Vec<&str> = found.iter().map(|(_, agency)| agency.name).collect();
        assert_eq!(names, ["AAP", "dpa", "Reuters"]);
    }
}
