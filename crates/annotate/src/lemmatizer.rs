//! Lemmas by rules, exceptions and an index of known forms, as spaCy's English lemmatizer has them.

use crate::error::Fault;
use crate::msgpack::{self, Value};
use crate::python::{all_alpha, lower};
use crate::strings::{id, murmur64a};
use std::collections::HashMap;

/// Parts of speech that the model has tables for, lower case as the tables' keys have them.
const POS: [&str; 5] = ["noun", "verb", "adj", "adv", "punct"];

/// The lemma tables of a model.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    tables: [Table; POS.len()],
}

#[derive(Debug, Default)]
struct Table {
    rules: Vec<(Box<str>, Box<str>)>,
    exceptions: HashMap<Box<str>, Vec<Box<str>>>,
    index: Forms,
}

impl Lemmatizer {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Lemmatizer, Fault> {
        let file = msgpack::parse(bytes)?;
        let mut tables: [Table; POS.len()] = Default::default();
        for (name, kind) in [("lemma_rules", 0), ("lemma_exc", 1), ("lemma_index", 2)] {
            let entries = file.get(name).and_then(Value::as_map);
            for (key, value) in entries.ok_or_else(|| Fault::new(name, "is missing"))? {
                let pos = POS.iter().position(|pos| key.as_u64() == Some(id(pos)));
                let pos =
                    pos.ok_or_else(|| Fault::new(name, format!("has a part of speech {key:?}")))?;
                let read = match kind {
                    0 => rules(value).map(|rules| tables[pos].rules = rules),
                    1 => exceptions(value).map(|exceptions| tables[pos].exceptions = exceptions),
                    _ => Forms::parse(value).map(|index| tables[pos].index = index),
                };
                read.ok_or_else(|| {
                    Fault::new(
                        format!("{name}[{}]", POS[pos]),
                        "is not of the expected kind",
                    )
                })?;
            }
        }
        if tables[..4]
            .iter()
            .any(|table| table.index.places.is_empty())
        {
            return Err(Fault::new(
                "lemma_index",
                "lacks one of noun, verb, adj, adv",
            ));
        }
        Ok(Lemmatizer { tables })
    }

    /// The lemma of a word with this part of speech (upper case) and these features.
    pub(crate) fn lemma(&self, text: &str, pos: &str, morph: &str) -> String {
        let pos = pos.to_ascii_lowercase();
        if matches!(&*pos, "" | "eol" | "space") || is_base(&pos, morph) {
            return lower(text);
        }
        let table = POS
            .iter()
            .position(|known| *known == pos)
            .map(|at| &self.tables[at]);
        let Some(table) =
            table.filter(|table| !table.rules.is_empty() || !table.index.places.is_empty())
        else {
            return if pos == "propn" {
                text.into()
            } else {
                lower(text)
            };
        };
        let word = lower(text);
        let mut forms: Vec<String> = Vec::new();
        let mut unknown: Option<String> = None;
        for (old, new) in &table.rules {
            let Some(stem) = word.strip_suffix(&**old) else {
                continue;
            };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if table.index.contains(&form) {
                forms.insert(0, form);
            } else if !all_alpha(&form) {
                forms.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        for form in table.exceptions.get(&*word).into_iter().flatten() {
            if !forms.iter().any(|known| **known == **form) {
                forms.insert(0, form.to_string());
            }
        }
        forms
            .into_iter()
            .next()
            .or(unknown)
            .unwrap_or_else(|| text.into())
    }
}

/// Whether a word with these features is its own lemma.
fn is_base(pos: &str, morph: &str) -> bool {
    let feature = |name: &str| {
        morph.split('|').find_map(|feature| {
            feature
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('='))
        })
    };
    match pos {
        "noun" if feature("Number") == Some("Sing") => return true,
        "verb"
            if feature("VerbForm") == Some("Fin")
                && feature("Tense") == Some("Pres")
                && feature("Number").is_none() =>
        {
            return true;
        }
        _ => {}
    }
    matches!(feature("VerbForm"), Some("Inf" | "None")) || feature("Degree") == Some("Pos")
}

fn rules(value: &Value<'_>) -> Option<Vec<(Box<str>, Box<str>)>> {
    let rules = value.as_array()?.iter().map(|rule| match rule.as_array()? {
        [old, new] => Some((old.as_str()?.into(), new.as_str()?.into())),
        _ => None,
    });
    rules.collect()
}

fn exceptions(value: &Value<'_>) -> Option<HashMap<Box<str>, Vec<Box<str>>>> {
    let entries = value.as_map()?.iter().map(|(word, forms)| {
        let forms = forms
            .as_array()?
            .iter()
            .map(|form| Some(form.as_str()?.into()));
        Some((word.as_str()?.into(), forms.collect::<Option<_>>()?))
    });
    entries.collect()
}

/// A set of 90,000 words without 90,000 allocations: one text and a hash table of places in it.
#[derive(Debug, Default)]
struct Forms {
    text: String,
    /// Start and length, one up; 0 for an empty place.
    places: Vec<(u32, u32)>,
}

impl Forms {
    fn parse(value: &Value<'_>) -> Option<Forms> {
        let words = value
            .as_array()?
            .iter()
            .map(Value::as_str)
            .collect::<Option<Vec<_>>>()?;
        let size = (words.len() * 2 + 1).next_power_of_two();
        let mut forms = Forms {
            text: String::new(),
            places: vec![(0, 0); size],
        };
        forms
            .text
            .reserve(words.iter().map(|word| word.len()).sum());
        for word in words {
            if let Err(at) = forms.find(word) {
                forms.places[at] = (forms.text.len() as u32, word.len() as u32 + 1);
                forms.text.push_str(word);
            }
        }
        Some(forms)
    }

    fn contains(&self, word: &str) -> bool {
        !self.places.is_empty() && self.find(word).is_ok()
    }

    /// The place of a word, or the empty place where it belongs.
    fn find(&self, word: &str) -> Result<usize, usize> {
        let mask = self.places.len() - 1;
        let mut at = murmur64a(word.as_bytes(), 0) as usize & mask;
        loop {
            let (start, len) = self.places[at];
            if len == 0 {
                return Err(at);
            }
            if self.text.as_bytes()[start as usize..(start + len - 1) as usize] == *word.as_bytes()
            {
                return Ok(at);
            }
            at = (at + 1) & mask;
        }
    }
}
