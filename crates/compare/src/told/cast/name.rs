//! Names as reports write them.

use super::Meet;
use crate::lexicon::Set;

/// A name in the words that tell whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    /// Whose it is: "Lindqvist's" of "Lindqvist's lawyer".
    owner: Vec<String>,
    own: Vec<String>,
}

impl Name {
    /// The name that words write.
    pub(crate) fn of(words: &str) -> Name {
        let mut name = Name::default();
        for (word, owns) in folded(words) {
            name.own.push(word);
            if owns {
                name.owner.append(&mut name.own);
            }
        }
        // "Lindqvist's" alone is Lindqvist.
        if name.own.is_empty() {
            name.own = std::mem::take(&mut name.owner);
        }
        name
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// Its words, whosever.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.owner.iter().chain(&self.own).map(String::as_str)
    }

    /// Its last word: a person's surname.
    pub(crate) fn last(&self) -> &str {
        self.own.last().map_or("", String::as_str)
    }

    /// Two names are of one where all words of one are in the other ("Price", "Ned Price"), and may be
    /// where they end alike ("Tom Hale" and "Thomas Hale" are likely one, "Ann Hale" need not be).
    pub(crate) fn meet(&self, other: &Name) -> Meet {
        if self.is_empty() || other.is_empty() {
            return Meet::Unknown;
        }
        let part_of = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
        let either = |a: &[String], b: &[String]| part_of(a, b) || part_of(b, a);
        if !either(&self.owner, &other.owner) {
            Meet::Other
        } else if either(&self.own, &other.own) {
            Meet::Same
        } else if self.last() == other.last() {
            Meet::Likely
        } else {
            Meet::Other
        }
    }
}

/// Lower case, hyphens as spaces, without articles, titles and possessive endings.
pub(crate) fn fold(name: &str) -> String {
    let words: Vec<String> = folded(name).map(|(word, _)| word).collect();
    words.join(" ")
}

/// The words of a name folded, and whether somebody owns what follows.
fn folded(name: &str) -> impl Iterator<Item = (String, bool)> {
    name.split(|c: char| c.is_whitespace() || c == '-')
        .filter_map(|written| {
            let bare = written.trim_end_matches("'s").trim_end_matches("’s");
            let word: String = bare
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            let idle = word.is_empty() || Set::Title.has(&word);
            (!idle).then_some((word, bare.len() < written.len()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_titles_and_endings() {
        assert_eq!(fold("the Orbis Corp."), "orbis");
        assert_eq!(fold("Mr Dunn’s"), "dunn");
        assert_eq!(fold("Anna Lund-Berg"), "anna lund berg");
    }

    #[test]
    fn one_name_two_names_and_what_is_somebodys() {
        let meet = |one: &str, two: &str| {
            let met = Name::of(one).meet(&Name::of(two));
            assert_eq!(met, Name::of(two).meet(&Name::of(one)), "{one}, {two}");
            met
        };
        assert_eq!(meet("Mr Price", "Ned Price"), Meet::Same);
        assert_eq!(meet("Tom Hale", "Thomas Hale"), Meet::Likely);
        assert_eq!(meet("Tom Hale", "Ann Lund"), Meet::Other);
        assert_eq!(meet("Lindqvist’s lawyer", "Ms Lindqvist"), Meet::Other);
        assert_eq!(meet("Lindqvist's lawyer", "the lawyer"), Meet::Same);
        assert_eq!(meet("Lindqvist's lawyer", "Berg's lawyer"), Meet::Other);
        assert_eq!(meet("", "Berg"), Meet::Unknown);
    }
}
