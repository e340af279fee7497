//! The words that can be part of a time expression, found in one look-up a token.

use std::collections::HashMap;

use jiff::civil::Weekday;
use jiff::tz::Offset;

use crate::class::{Class, Classes};
use crate::meaning::{Amount, Meaning, Point, Repeat};
use crate::moment::{DayPart, Season, TimeOfDay, Unit};
use crate::value::{Inner, Value};
use crate::zone::Zone;
use crate::{Modifier, Reference};

/// A word of the tables or of a rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub(crate) classes: Classes,
    pub(crate) meanings: Vec<(Class, Meaning)>,
}

/// All words, numbered from 1; 0 is a word that no rule knows.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    words: Vec<Word>,
    names: Vec<String>,
    /// Open addressing over keys of up to 16 bytes, lower case.
    slots: Vec<(u128, u16)>,
}

/// A word of up to 16 bytes, in lower case, as a number; 0 for a longer one.
pub(crate) fn key(word: &str) -> u128 {
    let bytes = word.as_bytes();
    if bytes.len() > 16 {
        return 0;
    }
    let mut key = [0u8; 16];
    for (to, from) in key.iter_mut().zip(bytes) {
        *to = from.to_ascii_lowercase();
    }
    u128::from_le_bytes(key)
}

fn slot_of(key: u128, mask: usize) -> usize {
    let mixed =
        ((key as u64) ^ ((key >> 64) as u64).rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 40) as usize & mask
}

impl Lexicon {
    /// Reads words.txt and adds the literal words of the rules.
    pub(crate) fn new(table: &str, literals: &[&str]) -> Result<Lexicon, String> {
        let mut lexicon = Lexicon::default();
        let mut numbers: HashMap<String, u16> = HashMap::new();
        lexicon.words.push(Word::default());
        lexicon.names.push(String::new());
        for (n, line) in table.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let wrong = |what: &str| format!("words.txt line {}: {what}: {line}", n + 1);
            let mut columns = line.split('\t');
            let (Some(word), Some(class), Some(value)) =
                (columns.next(), columns.next(), columns.next())
            else {
                return Err(wrong("not three columns"));
            };
            let class = Class::of_name(class).ok_or_else(|| wrong("no such class"))?;
            let meaning = meaning(class, value).ok_or_else(|| wrong("no such value"))?;
            let number = lexicon.number_or_new(word, &mut numbers);
            let word = &mut lexicon.words[usize::from(number)];
            word.classes = word.classes | class.into();
            word.meanings.push((class, meaning));
        }
        for literal in literals {
            lexicon.number_or_new(literal, &mut numbers);
        }
        let size = (lexicon.words.len() * 4).next_power_of_two();
        lexicon.slots = vec![(0, 0); size];
        for (number, name) in lexicon.names.iter().enumerate().skip(1) {
            let key = key(name);
            if key == 0 {
                return Err(format!("`{name}` is longer than 16 bytes"));
            }
            let mut slot = slot_of(key, size - 1);
            while lexicon.slots[slot].1 != 0 {
                slot = (slot + 1) & (size - 1);
            }
            lexicon.slots[slot] = (key, number as u16);
        }
        Ok(lexicon)
    }

    fn number_or_new(&mut self, word: &str, numbers: &mut HashMap<String, u16>) -> u16 {
        if let Some(&number) = numbers.get(word) {
            return number;
        }
        let number = self.words.len() as u16;
        self.words.push(Word::default());
        self.names.push(word.to_owned());
        numbers.insert(word.to_owned(), number);
        number
    }

    /// The number of a word, 0 for one that no rule knows.
    pub(crate) fn number(&self, word: &str) -> u16 {
        let key = key(word);
        if key == 0 {
            return 0;
        }
        let mask = self.slots.len() - 1;
        let mut slot = slot_of(key, mask);
        loop {
            let (at, number) = self.slots[slot];
            if number == 0 || at == key {
                return number;
            }
            slot = (slot + 1) & mask;
        }
    }

    pub(crate) fn word(&self, number: u16) -> &Word {
        &self.words[usize::from(number)]
    }

    /// Makes a word one that starts a search.
    pub(crate) fn mark(&mut self, word: &str, class: Class) {
        let number = usize::from(self.number(word));
        if number != 0 {
            self.words[number].classes = self.words[number].classes | class.into();
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

fn point(point: Point) -> Meaning {
    Meaning::Point(point)
}

/// What the value column says for a class.
fn meaning(class: Class, value: &str) -> Option<Meaning> {
    let number = || value.parse::<i32>().ok();
    Some(match class {
        Class::WEEKDAY | Class::WEEKDAYABBR | Class::WEEKDAYS => {
            let weekday = Weekday::from_monday_one_offset(number()? as i8).ok()?;
            point(Point {
                weekday: Some(weekday),
                ..Point::default()
            })
        }
        Class::MONTH | Class::MONTHABBR => point(Point {
            month: Some(number()? as i8),
            ..Point::default()
        }),
        Class::UNIT | Class::UNITS => {
            let (unit, times) = Unit::of_name(value)?;
            Meaning::Unit(unit, times)
        }
        Class::WEEKEND | Class::WEEKENDS => point(Point {
            weekend: true,
            ..Point::default()
        }),
        Class::SEASON | Class::SEASONS => point(Point {
            season: Some(Season::of_code(value)?),
            ..Point::default()
        }),
        Class::DAYPART | Class::DAYPARTS | Class::TWILIGHT | Class::TONIGHT | Class::OVERNIGHT => {
            let time = TimeOfDay::Part(DayPart::of_code(value)?);
            point(Point {
                time: Some(time),
                ..Point::default()
            })
        }
        Class::CLOCKWORD => {
            let time = TimeOfDay::Clock(number()? as i8, None);
            point(Point {
                time: Some(time),
                ..Point::default()
            })
        }
        Class::DEICTIC | Class::BACK | Class::AHEAD | Class::THIS | Class::THAT | Class::SAME => {
            Meaning::Step(number()?)
        }
        Class::AGO | Class::HENCE | Class::PRIOR | Class::AFTER => Meaning::Step(number()?),
        Class::ONES | Class::TEENS | Class::TENS | Class::SCALE | Class::DECADEWORD => {
            Meaning::Amount(Amount::Exact(f64::from(number()?)))
        }
        Class::VAGUE => Meaning::Amount(Amount::Vague),
        Class::ORD => Meaning::Ordinal(number()?),
        Class::AMPM => Meaning::AmPm(value == "pm"),
        Class::ZONE => Meaning::Zone(Some(Zone::Fixed(
            Offset::from_seconds(number()? * 60).ok()?,
        ))),
        Class::ZONEVAGUE if value != "?" => Meaning::Zone(Some(Zone::American(
            Offset::from_seconds(number()? * 60).ok()?,
        ))),
        Class::ZONEVAGUE => Meaning::Zone(None),
        Class::EDGE | Class::PARTNOUN | Class::APPROX | Class::OVER => {
            Meaning::Modifier(Modifier::of_name(value)?)
        }
        Class::FREQ => match Value::parse(value)?.0 {
            Inner::Length(length) => Meaning::Repeat(Repeat::Every(length)),
            _ => return None,
        },
        Class::NOW | Class::LATELY => Meaning::Reference(Reference::of_name(value)?),
        Class::EACH => Meaning::None,
        _ => return None,
    })
}
