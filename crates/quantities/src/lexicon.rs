//! The words that matter, from the tables in `data/`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use crate::piece::{Sort, split};
use crate::quantity::{Change, Operator};

/// What a word of number does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberClass {
    /// zero to nine.
    Unit,
    /// ten to nineteen.
    Teen,
    /// twenty, thirty, ...
    Ten,
    /// hundred.
    Hundred,
    /// thousand, million, bn, ...
    Scale,
    /// k, m, b, t: a scale only right behind digits, and only with money or before a noun.
    Letter,
    /// dozen, score.
    Dozen,
    /// hundreds, thousands, ...: no one number.
    Plural,
    /// first, second, ...
    Ordinal,
    /// half, thirds, quarter, ...: the value is what the whole is divided by.
    Part,
    /// twice, double, ...
    Multiple,
    /// thirties, forties, ...
    Decade,
}

/// A spelling of a unit.
#[derive(Debug)]
pub(crate) struct UnitSpelling {
    pub(crate) words: Vec<Box<str>>,
    pub(crate) unit: u16,
    pub(crate) written: Written,
}

/// How a unit may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// Spelled out: anywhere after the number.
    Full,
    /// Abbreviated: after digits.
    Abbreviated,
    /// Only right behind digits.
    Glued,
}

/// A unit of measure.
#[derive(Debug)]
pub(crate) struct Unit {
    /// As said: `ft`.
    pub(crate) name: &'static str,
    pub(crate) dimension: &'static str,
    /// Normal unit: `m`.
    pub(crate) normal: &'static str,
    pub(crate) factor: f64,
    /// The lowest and highest factor it can mean.
    pub(crate) spread: (f64, f64),
}

/// A word for money after the number.
#[derive(Debug)]
pub(crate) struct MoneyWord {
    pub(crate) words: Vec<Box<str>>,
    pub(crate) code: &'static str,
    pub(crate) value: f64,
    pub(crate) class: MoneyClass,
}

/// How a word for money may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoneyClass {
    Word,
    /// "pounds": of weight, or of money.
    Pound,
    /// Right behind digits: "60p".
    Glued,
}

/// Words of an operator.
#[derive(Debug)]
pub(crate) struct OperatorWords {
    pub(crate) words: Vec<Box<str>>,
    pub(crate) operator: Operator,
}

/// Words that stand for no one number.
#[derive(Debug)]
pub(crate) struct VagueWords {
    pub(crate) words: Vec<Box<str>>,
    pub(crate) said: (f64, f64),
    pub(crate) can: (f64, f64),
}

/// How a noun takes a number as its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Firm,
    Loose,
}

/// All that is known of one word. The lists index the tables of the [`Lexicon`], longest first.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) number: Option<(NumberClass, f64)>,
    pub(crate) units: Vec<u16>,
    pub(crate) money: Vec<u16>,
    /// Operators before the number, by their last word.
    pub(crate) before: Vec<u16>,
    /// Operators after it, by their first word.
    pub(crate) after: Vec<u16>,
    pub(crate) vague: Vec<u16>,
    pub(crate) label: Option<Label>,
    pub(crate) month: bool,
    pub(crate) weekday: bool,
}

/// The tables of `data/`, by word.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    index: HashMap<Box<str>, u16, BuildHasherDefault<Fnv>>,
    /// For each first byte, the lengths of words with it: most words of a text end here.
    lengths: Vec<u32>,
    entries: Vec<Entry>,
    pub(crate) units: Vec<Unit>,
    pub(crate) spellings: Vec<UnitSpelling>,
    pub(crate) money: Vec<MoneyWord>,
    pub(crate) before: Vec<OperatorWords>,
    pub(crate) after: Vec<OperatorWords>,
    pub(crate) vague: Vec<VagueWords>,
    signs: HashMap<&'static str, &'static str>,
    changes: HashMap<&'static str, Option<Change>>,
}

pub(crate) const TABLES: [(&str, &str); 7] = [
    ("numbers", include_str!("../data/numbers.tsv")),
    ("vague", include_str!("../data/vague.tsv")),
    ("operators", include_str!("../data/operators.tsv")),
    ("currencies", include_str!("../data/currencies.tsv")),
    ("units", include_str!("../data/units.tsv")),
    ("labels", include_str!("../data/labels.tsv")),
    ("changes", include_str!("../data/changes.tsv")),
];

const MONTHS: &str = "january february march april may june july august september october november december \
    jan feb mar apr jun jul aug sep sept oct nov dec";
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun";

const LONGEST_WORD: usize = 24;

impl Lexicon {
    /// The one lexicon, read on first use.
    pub(crate) fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            Lexicon::read().expect("the tables in data/ are well formed; a test reads them")
        })
    }

    /// Reads the tables; the message names the table and the row.
    pub(crate) fn read() -> Result<Lexicon, String> {
        let mut lexicon = Lexicon {
            lengths: vec![0; 256],
            entries: vec![Entry::default()],
            ..Lexicon::default()
        };
        for (table, text) in TABLES {
            for row in rows(text) {
                let fields: Vec<&'static str> = row.split('\t').collect();
                lexicon
                    .add(table, &fields)
                    .ok_or_else(|| format!("data/{table}.tsv: {row:?}"))?;
            }
        }
        for month in MONTHS.split_whitespace() {
            lexicon.entry_of(month).month = true;
        }
        for day in WEEKDAYS.split_whitespace() {
            lexicon.entry_of(day).weekday = true;
        }
        lexicon.sort();
        Ok(lexicon)
    }

    /// The entry of a word, letter case apart; 0 for none.
    pub(crate) fn look_up(&self, word: &str) -> u16 {
        let bytes = word.as_bytes();
        let (Some(first), true) = (bytes.first(), bytes.len() <= LONGEST_WORD) else {
            return 0;
        };
        if self.lengths[usize::from(first.to_ascii_lowercase())] & 1 << bytes.len() == 0 {
            return 0;
        }
        let mut lower = [0; LONGEST_WORD];
        let lower = &mut lower[..bytes.len()];
        lower.copy_from_slice(bytes);
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower)
            .ok()
            .and_then(|word| self.index.get(word))
            .copied()
            .unwrap_or(0)
    }

    /// The entry with this number; the empty one for 0.
    pub(crate) fn entry(&self, index: u16) -> &Entry {
        self.entries
            .get(usize::from(index))
            .unwrap_or(&self.entries[0])
    }

    /// The currency of a sign such as `$`, `us$` or `gbp`, in lower case.
    pub(crate) fn sign(&self, sign: &str) -> Option<&'static str> {
        self.signs.get(sign).copied()
    }

    /// Whether a lemma is a verb of change, and which way.
    pub(crate) fn change(&self, lemma: &str) -> Option<Option<Change>> {
        self.changes.get(lemma).copied()
    }

    fn entry_of(&mut self, word: &str) -> &mut Entry {
        let next = self.entries.len() as u16;
        let index = *self.index.entry(word.into()).or_insert(next);
        if index == next {
            self.lengths[usize::from(word.as_bytes()[0])] |= 1 << word.len();
            self.entries.push(Entry::default());
        }
        &mut self.entries[usize::from(index)]
    }

    fn add(&mut self, table: &str, fields: &[&'static str]) -> Option<()> {
        match (table, fields) {
            ("numbers", [word, class, value]) => {
                let class = match *class {
                    "unit" => NumberClass::Unit,
                    "teen" => NumberClass::Teen,
                    "ten" => NumberClass::Ten,
                    "hundred" => NumberClass::Hundred,
                    "scale" => NumberClass::Scale,
                    "letter" => NumberClass::Letter,
                    "dozen" => NumberClass::Dozen,
                    "plural" => NumberClass::Plural,
                    "ordinal" => NumberClass::Ordinal,
                    "part" => NumberClass::Part,
                    "multiple" => NumberClass::Multiple,
                    "decade" => NumberClass::Decade,
                    _ => return None,
                };
                self.entry_of(word).number = Some((class, value.parse().ok()?));
            }
            ("vague", [words, low, high, can_low, can_high]) => {
                let number = |field: &str| field.parse::<f64>().ok();
                let words = phrase(words);
                let index = self.vague.len() as u16;
                self.entry_of(words.first()?).vague.push(index);
                let (said, can) = (
                    (number(low)?, number(high)?),
                    (number(can_low)?, number(can_high)?),
                );
                self.vague.push(VagueWords { words, said, can });
            }
            ("operators", [words, place, operator]) => {
                let operator = Operator::ALL.into_iter().find(|o| o.name() == *operator)?;
                let words = phrase(words);
                match *place {
                    "before" => {
                        let index = self.before.len() as u16;
                        self.entry_of(words.last()?).before.push(index);
                        self.before.push(OperatorWords { words, operator });
                    }
                    "after" => {
                        let index = self.after.len() as u16;
                        self.entry_of(words.first()?).after.push(index);
                        self.after.push(OperatorWords { words, operator });
                    }
                    _ => return None,
                }
            }
            ("currencies", [spelling, "sign", code, _]) => {
                self.signs.insert(spelling, code);
                if let [word] = &phrase(spelling)[..] {
                    self.entry_of(word);
                }
            }
            ("currencies", [spelling, class, code, value]) => {
                let class = match *class {
                    "word" => MoneyClass::Word,
                    "pound" => MoneyClass::Pound,
                    "glued" => MoneyClass::Glued,
                    _ => return None,
                };
                let words = phrase(spelling);
                let index = self.money.len() as u16;
                self.entry_of(words.first()?).money.push(index);
                self.money.push(MoneyWord {
                    words,
                    code,
                    value: value.parse().ok()?,
                    class,
                });
            }
            ("units", [name, dimension, normal, factor, full, short, glued]) => {
                let factors: Vec<f64> = factor
                    .split(',')
                    .map(str::parse)
                    .collect::<Result<_, _>>()
                    .ok()?;
                let (factor, spread) = match factors[..] {
                    [one] => (one, (one, one)),
                    [usual, low, high] => (usual, (low.min(usual), high.max(usual))),
                    _ => return None,
                };
                let unit = self.units.len() as u16;
                self.units.push(Unit {
                    name,
                    dimension,
                    normal,
                    factor,
                    spread,
                });
                for (spellings, written) in [
                    (full, Written::Full),
                    (short, Written::Abbreviated),
                    (glued, Written::Glued),
                ] {
                    for spelling in spellings.split('|').filter(|s| !s.is_empty() && *s != "-") {
                        let words = phrase(spelling);
                        let index = self.spellings.len() as u16;
                        self.entry_of(words.first()?).units.push(index);
                        self.spellings.push(UnitSpelling {
                            words,
                            unit,
                            written,
                        });
                    }
                }
            }
            ("labels", [word, label]) => {
                self.entry_of(word).label = Some(match *label {
                    "firm" => Label::Firm,
                    "loose" => Label::Loose,
                    _ => return None,
                });
            }
            ("changes", [lemma, way]) => {
                let way = match *way {
                    "up" => Some(Change::Up),
                    "down" => Some(Change::Down),
                    "either" => None,
                    _ => return None,
                };
                self.changes.insert(lemma, way);
            }
            _ => return None,
        }
        Some(())
    }

    /// Longest phrase first, in every list.
    fn sort(&mut self) {
        let Lexicon {
            entries,
            spellings,
            money,
            before,
            after,
            vague,
            ..
        } = self;
        for entry in entries {
            entry
                .units
                .sort_by_key(|&i| std::cmp::Reverse(spellings[usize::from(i)].words.len()));
            entry
                .money
                .sort_by_key(|&i| std::cmp::Reverse(money[usize::from(i)].words.len()));
            entry
                .before
                .sort_by_key(|&i| std::cmp::Reverse(before[usize::from(i)].words.len()));
            entry
                .after
                .sort_by_key(|&i| std::cmp::Reverse(after[usize::from(i)].words.len()));
            entry
                .vague
                .sort_by_key(|&i| std::cmp::Reverse(vague[usize::from(i)].words.len()));
        }
    }
}

/// The rows of a table: no comments, no empty lines.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A phrase of a table, split as texts are.
fn phrase(words: &str) -> Vec<Box<str>> {
    let mut phrase = Vec::new();
    split(words, |piece| {
        if piece.sort != Sort::Break {
            phrase.push(words[piece.start as usize..piece.end as usize].into());
        }
    });
    phrase
}

/// FNV-1a: short words, and no need to withstand an adversary (the keys are ours).
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, TABLES, rows};

    #[test]
    fn tables_are_read_and_unique() {
        let lexicon = Lexicon::read().unwrap();
        assert!(lexicon.units.len() > 100);
        for (table, text) in TABLES {
            assert!(
                text.starts_with('#') && text.contains("MIT OR Apache-2.0"),
                "{table} says what it is"
            );
            let mut all: Vec<&str> = rows(text).collect();
            all.sort_unstable();
            let before = all.len();
            all.dedup();
            assert_eq!(all.len(), before, "{table} has a row twice");
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        let lexicon = Lexicon::get();
        for word in ["million", "Million", "MILLION"] {
            assert!(
                lexicon.entry(lexicon.look_up(word)).number.is_some(),
                "{word}"
            );
        }
        assert_eq!(lexicon.look_up("excavator"), 0);
        assert_eq!(lexicon.look_up(""), 0);
    }
}
