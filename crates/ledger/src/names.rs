//! Whether two names can be one person's, by the names alone.
//!
//! A name is compared in a form without case, stops and commas. Two full names are one person's
//! when surname and suffix are equal and the given names do not part; a surname alone is nobody's
//! until something else says whose ([`crate::cast`]).

/// A name in its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    given: Vec<String>,
    pub(crate) surname: String,
    suffix: Option<String>,
}

/// How two full names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// One person's.
    One,
    /// Perhaps: a first name stands as an initial.
    Perhaps,
    /// Two people's.
    Two,
}

const SUFFIXES: [&str; 7] = ["jr", "sr", "ii", "iii", "iv", "v", "vi"];

/// A name without case, stops, commas and the article before it.
pub(crate) fn folded(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '.' | ',' => ' ',
            '’' | '‘' => '\'',
            c => c,
        })
        .collect();
    let lower = plain.to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    words.join(" ")
}

impl Name {
    /// The parts of a person's name; `None` where there are no words.
    pub(crate) fn read(name: &str) -> Option<Name> {
        let folded = folded(name);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let suffix = words
            .pop_if(|word| SUFFIXES.contains(word))
            .map(str::to_owned);
        let surname = words.pop()?.to_owned();
        Some(Name {
            given: words.into_iter().map(str::to_owned).collect(),
            surname,
            suffix,
        })
    }

    /// Whether it has more than a surname.
    pub(crate) fn is_full(&self) -> bool {
        !self.given.is_empty()
    }

    /// How it stands to another full name.
    pub(crate) fn likeness(&self, other: &Name) -> Likeness {
        if self.surname != other.surname || self.suffix != other.suffix {
            return Likeness::Two;
        }
        let (Some(first), Some(second)) = (self.given.first(), other.given.first()) else {
            return Likeness::Two;
        };
        let middle = self.given[1..].iter().zip(&other.given[1..]);
        if !agree(first, second) || middle.into_iter().any(|(a, b)| !agree(a, b)) {
            return Likeness::Two;
        }
        if first == second {
            Likeness::One
        } else {
            Likeness::Perhaps
        }
    }
}

/// Whether two given names are equal, or one is the other's initial.
fn agree(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    a == b || initial(a, b) || initial(b, a)
}

/// Whether somebody is called by a pronoun alone, whom the report does not name.
pub(crate) fn is_pronoun(name: &str) -> bool {
    const PRONOUNS: [&str; 14] = [
        "i", "we", "you", "he", "she", "it", "they", "who", "that", "this", "him", "her", "them",
        "us",
    ];
    PRONOUNS.contains(&&*name.to_lowercase())
}

/// Those who say something together: "Ana Brell and Tom Orlin". In "Harold Voss, Jr." the comma parts nobody.
pub(crate) fn joint(speakers: &str) -> impl Iterator<Item = &str> {
    let together = speakers.split(" and ").flat_map(|several| {
        let commas = several.match_indices(", ").filter(|(at, comma)| {
            let rest = &several[at + comma.len()..];
            let next = rest.split(", ").next().unwrap_or(rest);
            !SUFFIXES.contains(&&*folded(next))
        });
        let ends = commas.map(|(at, comma)| (at, at + comma.len()));
        let mut from = 0;
        let ends = ends.chain([(several.len(), several.len())]);
        ends.map(move |(end, next)| {
            let part = &several[from..end];
            from = next;
            part
        })
    });
    together.map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        Name::read(a).unwrap().likeness(&Name::read(b).unwrap())
    }

    #[test]
    fn a_pronoun_is_nobody() {
        assert!(is_pronoun("We") && !is_pronoun("Itamar"));
    }

    #[test]
    fn names_of_one_and_of_two() {
        for (a, b) in [
            ("Ana Brell", "ana brell"),
            ("Ana M. Brell", "Ana Brell"),
            ("Ana Maria Brell", "Ana M. Brell"),
            ("Harold Voss, Jr.", "Harold Voss Jr"),
            ("Mae O’Dell", "Mae O'Dell"),
        ] {
            assert_eq!(likeness(a, b), Likeness::One, "{a} | {b}");
        }
        for (a, b) in [
            ("Ana Brell", "Tom Brell"),
            ("Ana M. Brell", "Ana K. Brell"),
            ("Harold Voss Sr.", "Harold Voss Jr."),
            ("Harold Voss", "Harold Voss Jr."),
            ("Brell", "Ana Brell"),
            ("Brell", "Brell"),
        ] {
            assert_eq!(likeness(a, b), Likeness::Two, "{a} | {b}");
        }
        assert_eq!(likeness("A. Brell", "Ana Brell"), Likeness::Perhaps);
    }

    #[test]
    fn odd_names_are_read() {
        assert_eq!(Name::read(" ., "), None);
        assert!(!Name::read("Jr.").is_some_and(|name| name.is_full()));
        assert_eq!(folded("The  State Department"), "state department");
        let said: Vec<&str> = joint("Ana Brell, Tom Orlin and Li").collect();
        assert_eq!(said, ["Ana Brell", "Tom Orlin", "Li"]);
        let said: Vec<&str> = joint("Harold Voss, Jr., Mae Lund and Li").collect();
        assert_eq!(said, ["Harold Voss, Jr.", "Mae Lund", "Li"]);
    }
}
