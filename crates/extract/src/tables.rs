//! The word lists behind names, coreference and speech, read once from `data/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crosswire_annotate::Token;

use crate::{Gender, Polarity};

/// A verb or noun of speech.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    /// Our own class: say, tell, deny, vow ...
    pub(crate) class: &'static str,
    /// Can carry direct speech.
    pub(crate) direct: bool,
    /// Its content clause is indirect speech.
    pub(crate) clause: bool,
    /// Quoted words anywhere in its clause are the speaker's.
    pub(crate) mixed: bool,
    /// Whether the speaker affirms what is told.
    pub(crate) polarity: Polarity,
}

/// A noun of speech.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CueNoun {
    /// Whether it is a document that can itself be said to say things.
    pub(crate) document: bool,
}

/// What a noun can describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Being {
    Person,
    People,
    Organisation,
    Place,
}

/// The rows of a table, with the cells of each.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').collect())
}

fn gender(code: &str) -> Option<Gender> {
    match code {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    }
}

const CUES: &str = include_str!("../data/cues.tsv");
const CUE_NOUNS: &str = include_str!("../data/cue-nouns.tsv");
const PEOPLE: &str = include_str!("../data/people.tsv");
const TITLES: &str = include_str!("../data/titles.tsv");
const GIVEN_NAMES: &str = include_str!("../data/given-names.tsv");

static CUE_TABLE: LazyLock<HashMap<&str, Cue>> = LazyLock::new(|| {
    rows(CUES)
        .filter_map(|row| {
            let [lemma, class, uses, polarity] = row[..] else {
                return None;
            };
            let cue = Cue {
                class,
                direct: uses.contains('d'),
                clause: uses.contains('c'),
                mixed: uses.contains('m'),
                polarity: if polarity == "-" {
                    Polarity::Negative
                } else {
                    Polarity::Positive
                },
            };
            Some((lemma, cue))
        })
        .collect()
});

static CUE_NOUN_TABLE: LazyLock<HashMap<&str, CueNoun>> = LazyLock::new(|| {
    rows(CUE_NOUNS)
        .filter_map(|row| {
            let [lemma, _, document] = row[..] else {
                return None;
            };
            let document = document == "document";
            Some((lemma, CueNoun { document }))
        })
        .collect()
});

static PEOPLE_TABLE: LazyLock<HashMap<&str, (Being, Option<Gender>)>> = LazyLock::new(|| {
    rows(PEOPLE)
        .filter_map(|row| {
            let [lemma, being, code] = row[..] else {
                return None;
            };
            let being = match being {
                "person" => Being::Person,
                "people" => Being::People,
                "organisation" => Being::Organisation,
                _ => Being::Place,
            };
            Some((lemma, (being, gender(code))))
        })
        .collect()
});

static TITLE_TABLE: LazyLock<HashMap<&str, Option<Gender>>> = LazyLock::new(|| {
    rows(TITLES)
        .filter_map(|row| Some((*row.first()?, gender(row.get(1)?))))
        .collect()
});

static NAME_TABLE: LazyLock<HashMap<&str, Option<Gender>>> = LazyLock::new(|| {
    rows(GIVEN_NAMES)
        .filter_map(|row| Some((*row.first()?, gender(row.get(1)?))))
        .collect()
});

/// The verb of speech that a token is; a verb that the model took for a noun counts when its form
/// is a past tense ("Price stated").
pub(crate) fn cue_verb(token: Token<'_>) -> Option<Cue> {
    if token.tag().starts_with("VB") {
        return CUE_TABLE
            .get(token.lemma().to_lowercase().as_str())
            .copied();
    }
    if !matches!(token.tag(), "NN" | "NNS" | "NNP" | "NNPS" | "JJ") {
        return None;
    }
    match token.text() {
        "said" | "says" => CUE_TABLE.get("say").copied(),
        "told" => CUE_TABLE.get("tell").copied(),
        "wrote" => CUE_TABLE.get("write").copied(),
        "tweeted" => CUE_TABLE.get("tweet").copied(),
        "stated" => CUE_TABLE.get("state").copied(),
        _ => None,
    }
}

/// The noun of speech that a token is.
pub(crate) fn cue_noun(token: Token<'_>) -> Option<CueNoun> {
    (token.tag().starts_with("NN"))
        .then(|| CUE_NOUN_TABLE.get(token.lemma().to_lowercase().as_str()))?
        .copied()
}

/// What a noun describes, and of which gender the word itself shows its bearer to be.
pub(crate) fn being(lemma: &str) -> Option<(Being, Option<Gender>)> {
    let lemma = lemma.to_lowercase();
    PEOPLE_TABLE.get(lemma.as_str()).copied().or_else(|| {
        let (_, last) = lemma.rsplit_once('-')?;
        PEOPLE_TABLE.get(last).copied()
    })
}

/// Whether a word stands before names as a title, and the gender that it shows.
pub(crate) fn title(word: &str) -> Option<Option<Gender>> {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLE_TABLE.get(word.as_str()).copied()
}

/// The gender that a given name mostly goes with; a last resort, never told to the reader.
pub(crate) fn likely_gender(given: &str) -> Option<Gender> {
    *NAME_TABLE.get(given.to_lowercase().as_str())?
}

const GENERIC_BODIES: &str = include_str!("../data/generic-bodies.txt");
const WILL_VERBS: &str = include_str!("../data/will-verbs.txt");

const MEDIA: &str = include_str!("../data/media.txt");
const DEALINGS: &str = include_str!("../data/dealings.txt");
const OFFICES: &str = include_str!("../data/offices.txt");
const UNNAMED: &str = include_str!("../data/unnamed.txt");
const KIN: &str = include_str!("../data/kin.tsv");
const SHORT_TITLES: &str = include_str!("../data/short-titles.tsv");
const AUTHOR_VERBS: &str = include_str!("../data/author-verbs.txt");

fn words(text: &'static str) -> HashSet<&'static str> {
    rows(text).filter_map(|row| row.first().copied()).collect()
}

/// Whether a noun takes up any body spoken of ("the company"), whatever its own name.
pub(crate) fn is_generic_body(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(GENERIC_BODIES));
    TABLE.contains(lemma)
}

/// Whether only people, or what stands for people, can be the subject of a verb.
pub(crate) fn is_verb_of_will(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(WILL_VERBS));
    TABLE.contains(lemma.to_lowercase().as_str())
}

/// Whether a word names a news medium or is usual in the names of such.
pub(crate) fn is_medium(word: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(MEDIA));
    TABLE.contains(word.to_lowercase().as_str())
}

/// Whether a noun names what governments have with each other.
pub(crate) fn is_dealing(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(DEALINGS));
    TABLE.contains(lemma.to_lowercase().as_str())
}

/// Whether a noun names an office that one person holds: nobody has it of whom it is not said.
pub(crate) fn is_office(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(OFFICES));
    TABLE.contains(lemma)
}

/// What somebody is by a noun for kin, and what the other is to them in turn.
pub(crate) fn kin(noun: &str) -> Option<(&'static str, &'static str)> {
    static TABLE: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
        let row = |row: Vec<&'static str>| match row[..] {
            [noun, is, other] => Some((noun, (is, other))),
            _ => None,
        };
        rows(KIN).filter_map(row).collect()
    });
    TABLE.get(noun).copied()
}

/// Whether a noun is used of people whom a report leaves unnamed ("the source").
pub(crate) fn is_unnamed(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(UNNAMED));
    TABLE.contains(lemma)
}

/// The noun that a word before a name stands for, in lower case: "Gov." is a governor.
pub(crate) fn whole_title(word: &str) -> String {
    static TABLE: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        let pair = |row: Vec<&'static str>| Some((*row.first()?, *row.get(1)?));
        rows(SHORT_TITLES).filter_map(pair).collect()
    });
    let word = word.trim_end_matches('.').to_lowercase();
    TABLE
        .get(word.as_str())
        .map_or(word, |&whole| whole.to_owned())
}

/// Whether the subject of a verb is the author or issuer of the document that is its object.
pub(crate) fn is_author_verb(lemma: &str) -> bool {
    static TABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| words(AUTHOR_VERBS));
    TABLE.contains(lemma.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_parse_and_are_sorted_and_unique() {
        for (name, text, columns) in [
            ("cues", CUES, 4),
            ("cue-nouns", CUE_NOUNS, 3),
            ("people", PEOPLE, 3),
            ("titles", TITLES, 2),
            ("given-names", GIVEN_NAMES, 2),
            ("generic-bodies", GENERIC_BODIES, 1),
            ("will-verbs", WILL_VERBS, 1),
            ("media", MEDIA, 1),
            ("offices", OFFICES, 1),
            ("dealings", DEALINGS, 1),
            ("author-verbs", AUTHOR_VERBS, 1),
            ("unnamed", UNNAMED, 1),
            ("short-titles", SHORT_TITLES, 2),
            ("kin", KIN, 3),
        ] {
            assert!(
                text.starts_with('#') && text.contains("# Source:"),
                "{name}"
            );
            let rows: Vec<_> = rows(text).collect();
            assert!(rows.iter().all(|row| row.len() == columns), "{name}");
            assert!(
                rows.windows(2).all(|pair| pair[0][0] < pair[1][0]),
                "{name} is not sorted, or a word stands twice"
            );
        }
    }

    #[test]
    fn codes_are_known() {
        let classes = CUES.lines().filter(|line| line.starts_with('#'));
        let header: String = classes.collect();
        for cue in CUE_TABLE.values() {
            assert!(header.contains(cue.class), "{}", cue.class);
            assert!(cue.direct || cue.clause || cue.mixed);
        }
        assert_eq!(CUE_TABLE["deny"].polarity, Polarity::Negative);
        assert_eq!(
            being("spokeswoman"),
            Some((Being::Person, Some(Gender::Feminine)))
        );
        assert_eq!(being("mother-in-law"), None);
        assert_eq!(title("Mr."), Some(Some(Gender::Masculine)));
        assert!(cue_table_has_no_being());
    }

    fn cue_table_has_no_being() -> bool {
        CUE_NOUN_TABLE
            .keys()
            .all(|noun| !PEOPLE_TABLE.contains_key(noun) || *noun == "blog")
    }
}
