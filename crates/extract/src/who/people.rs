//! Whom a surname or a given name alone means, where a report names several people of that name.
//!
//! A wrong full name is worse than none. Where two people share a name, only what tells them apart
//! decides: Mr. or Mrs., "the elder", or that one of them alone had been called so before the
//! other came in. Else the name stands for nobody but itself.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::descriptions::{neutral, nouns_of};
use super::kin;
use super::names::Name;
use crate::tables;
use crate::{Annotated, EntityKind, Gender};

/// Of people of one name, so many are compared.
const COMPARED: usize = 24;

/// Whom a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// The one named in full by this name.
    Person(usize),
    /// One of several, or one of whom only the surname is known: 0 anybody, 1 Mr., 2 Mrs.
    Unclear(usize),
    /// What its own words say.
    ByItself,
}

/// Somebody named in full.
#[derive(Clone, Debug)]
struct Person {
    root: usize,
    /// The first full name, and all of them.
    first: usize,
    full: Vec<usize>,
    gender: Option<Gender>,
    likely: Option<Gender>,
    /// What the report says that they are, beside a full name: "senator", "judge".
    called: HashSet<String>,
}

/// The people named in full, by the words of their names.
pub(super) struct People<'a> {
    annotated: &'a Annotated,
    names: &'a [Name],
    people: Vec<Person>,
    /// By last word, by first, by one between.
    of: [HashMap<&'a str, Vec<usize>>; 3],
    /// Surnames that stand alone: the first use, by [`code`] of the gender that the title shows.
    alone: HashMap<&'a str, [Option<usize>; 3]>,
}

impl<'a> People<'a> {
    /// `roots` says of each name which others are the same.
    pub(super) fn new(annotated: &'a Annotated, names: &'a [Name], roots: &[usize]) -> People<'a> {
        let mut people: Vec<Person> = Vec::new();
        let mut number: HashMap<usize, usize> = HashMap::new();
        let mut of = [HashMap::new(), HashMap::new(), HashMap::new()];
        let mut alone: HashMap<&str, [Option<usize>; 3]> = HashMap::new();
        for (i, name) in names.iter().enumerate() {
            if let [word] = name.words.as_slice() {
                let first = &mut alone.entry(word.as_str()).or_default()[code(name.gender)];
                *first = first.or(Some(i));
            }
            // "Harbour Photos Ana Brell": what the model ran together is nobody.
            let run_on = name.words.len() > 4 || name.words.iter().any(|w| tables::is_medium(w));
            if name.kind != EntityKind::Person || run_on {
                continue;
            }
            let [first, between @ .., last] = kin::bare(&name.words) else {
                continue;
            };
            let at = *number.entry(roots[i]).or_insert_with(|| {
                people.push(Person {
                    root: roots[i],
                    first: i,
                    full: Vec::new(),
                    gender: None,
                    likely: tables::likely_gender(first),
                    called: HashSet::new(),
                });
                people.len() - 1
            });
            people[at].gender = people[at].gender.or(name.gender);
            people[at].full.push(i);
            if people[at].called.len() < COMPARED {
                people[at].called.extend(called(annotated, name));
                people[at].called.extend(titles(annotated, name));
            }
            let mut note = |part: usize, word: &'a str| {
                let known: &mut Vec<usize> = of[part].entry(word).or_default();
                if known.len() < COMPARED && !known.contains(&at) {
                    known.push(at);
                }
            };
            note(0, last.as_str());
            note(1, first.as_str());
            between
                .iter()
                .take(4)
                .for_each(|word| note(2, word.as_str()));
        }
        People {
            annotated,
            names,
            people,
            of,
            alone,
        }
    }

    /// Whom the name `index` means, if it is a surname or a given name alone.
    pub(super) fn meant(&self, index: usize) -> Meant {
        let name = &self.names[index];
        let [word] = name.words.as_slice() else {
            return Meant::ByItself;
        };
        if name.kind == EntityKind::Group || word.len() < 2 {
            return Meant::ByItself;
        }
        let person = matches!(name.kind, EntityKind::Person | EntityKind::Unknown);
        let allowed = [
            // A place is not a person because the two share a word, unless the word is odd for one.
            person || name.kind == EntityKind::Organisation || word.len() > 2,
            person && name.gender.is_none(),
            person && word.chars().count() > 3,
        ];
        for part in (0..3).filter(|&part| allowed[part]) {
            let Some(known) = self.of[part].get(word.as_str()) else {
                continue;
            };
            return self.one_of(index, word, known);
        }
        // "Mr. Brell ... Mrs. Brell", nobody named in full.
        match self.alone.get(word.as_str()) {
            Some([_, Some(_), Some(_)]) => Meant::Unclear(code(name.gender)),
            _ => Meant::ByItself,
        }
    }

    fn one_of(&self, index: usize, word: &str, known: &[usize]) -> Meant {
        let name = &self.names[index];
        let nearest = |person: &Person| {
            let at = person.full.partition_point(|&i| i < index);
            let before = at.checked_sub(1).map(|at| person.full[at]);
            before
                .or(person.full.first().copied())
                .unwrap_or(person.first)
        };
        let wanted = name.gender;
        let fits = |person: &&Person| match (wanted, person.gender.or(person.likely)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let all: Vec<&Person> = known.iter().map(|&at| &self.people[at]).collect();
        if let Some(elder) = self.generation(name) {
            return match self.by_generation(&all, elder) {
                Some(person) => Meant::Person(nearest(person)),
                None => Meant::Unclear(1 + usize::from(!elder)),
            };
        }
        let fitting: Vec<&Person> = all.iter().copied().filter(fits).collect();
        // "Judge Brell", where one of them is a judge.
        let titles = titles(self.annotated, name);
        if fitting.len() > 1 && !titles.is_empty() {
            let mut holds = fitting
                .iter()
                .filter(|p| titles.iter().any(|title| p.called.contains(title)));
            if let (Some(only), None) = (holds.next(), holds.next()) {
                return Meant::Person(nearest(only));
            }
        }
        if let [only] = fitting[..] {
            // One more of the name, known by a title alone, may be meant by the bare name.
            let other = wanted.is_none() && all.len() == 1 && self.another(word, only);
            return if other && !self.established(word, only, index) {
                Meant::Unclear(0)
            } else {
                Meant::Person(nearest(only))
            };
        }
        let definite: Vec<&Person> = fitting
            .iter()
            .copied()
            .filter(|p| wanted.is_some() && p.gender == wanted)
            .collect();
        if let [only] = definite[..] {
            return Meant::Person(nearest(only));
        }
        // Who alone had been called by the surname before another that it fits came in.
        if let Some(first) = fitting.iter().copied().min_by_key(|p| p.first) {
            let others = fitting.iter().filter(|p| p.root != first.root);
            let next = others.map(|p| p.first).min();
            let used = self.alone.get(word).and_then(|alone| {
                let titled = alone[code(wanted)];
                titled
                    .into_iter()
                    .chain(alone[0])
                    .filter(|&i| i > first.first)
                    .min()
            });
            if used.zip(next).is_some_and(|(used, next)| used < next) {
                return Meant::Person(nearest(first));
            }
        }
        Meant::Unclear(code(wanted))
    }

    /// Whether somebody of the other sex bears the surname too, without a full name.
    fn another(&self, word: &str, only: &Person) -> bool {
        let Some([_, he, she]) = self.alone.get(word) else {
            return false;
        };
        match only.gender.or(only.likely) {
            Some(Gender::Masculine) => she.is_some(),
            Some(Gender::Feminine) => he.is_some(),
            None => he.is_some() && she.is_some(),
        }
    }

    /// Whether the surname alone had been used before anything but the full name.
    fn established(&self, word: &str, only: &Person, index: usize) -> bool {
        self.alone.get(word).is_some_and(|[bare, he, she]| {
            let titled = [he, she].into_iter().flatten().min();
            bare.is_some_and(|bare| {
                only.first < bare && bare <= index && titled.is_none_or(|&titled| bare < titled)
            })
        })
    }

    /// "the elder Brell" (true), "the younger Brell" (false).
    fn generation(&self, name: &Name) -> Option<bool> {
        let doc = &self.annotated.blocks()[name.block].doc;
        let mut at = name.core.start;
        while at > 0 && at > name.tokens.start.saturating_sub(2) {
            at -= 1;
            match &*doc.token(at).text().to_lowercase() {
                "elder" | "senior" => return Some(true),
                "younger" | "junior" => return Some(false),
                word if tables::title(word).is_some() || word == "." => {}
                _ => return None,
            }
        }
        None
    }

    /// The elder or younger of two, where the report shows which: by suffix, by what they are to
    /// each other, or by the years they are spoken of with.
    fn by_generation<'p>(&self, all: &[&'p Person], elder: bool) -> Option<&'p Person> {
        let [one, two] = all[..] else {
            return None;
        };
        let (a, b) = (self.age(one), self.age(two));
        let first_is_elder = match (a.0, b.0) {
            (Some(x), Some(y)) if x != y => x > y,
            (Some(x), None) => x > 0,
            (None, Some(y)) => y < 0,
            _ => match (a.1, b.1) {
                (Some(x), Some(y)) if x != y => x < y,
                _ => return None,
            },
        };
        Some(if first_is_elder == elder { one } else { two })
    }

    /// Signs of age: 1 for a father or "Sr.", -1 for a son or "Jr."; and the first year told.
    fn age(&self, person: &Person) -> (Option<i8>, Option<i32>) {
        let mut sign = None;
        let mut year = None;
        for &i in person.full.iter().take(COMPARED) {
            let name = &self.names[i];
            match kin::suffix(&name.words) {
                Some("sr") => sign = Some(1),
                Some(_) => sign = Some(-1),
                None => {}
            }
            let doc = &self.annotated.blocks()[name.block].doc;
            for i in name.core.start.saturating_sub(3)..name.core.start {
                match doc.token(i).lemma() {
                    "father" | "mother" | "grandfather" | "grandmother" => sign = sign.or(Some(1)),
                    "son" | "daughter" | "grandson" | "granddaughter" => sign = sign.or(Some(-1)),
                    _ => {}
                }
            }
            for token in doc.sentence_of(name.head).map(|i| doc.token(i)) {
                let told = token
                    .text()
                    .parse::<i32>()
                    .ok()
                    .filter(|y| (1700..2100).contains(y));
                year = match (year, told) {
                    (Some(a), Some(b)) => Some(std::cmp::min::<i32>(a, b)),
                    (a, b) => a.or(b),
                };
            }
        }
        (sign, year)
    }
}

/// The offices that stand before a name, not courtesies such as "Mr.".
pub(super) fn titles(annotated: &Annotated, name: &Name) -> Vec<String> {
    let doc = &annotated.blocks()[name.block].doc;
    let start = name.tokens.start.min(name.core.start);
    let words = (start.max(name.core.start.saturating_sub(4))..name.core.start)
        .map(|i| tables::whole_title(doc.token(i).text()));
    let office = |word: &String| {
        matches!(tables::being(word), Some((tables::Being::Person, _)))
            && tables::title(word).is_some()
    };
    words.filter(office).map(|word| neutral(&word)).collect()
}

/// The nouns that are said of a name beside it.
fn called(annotated: &Annotated, name: &Name) -> Vec<String> {
    let doc = &annotated.blocks()[name.block].doc;
    let nouns = nouns_of(doc, &name.core, name.head);
    let nouns = nouns.iter().take(COMPARED);
    nouns.map(|noun| neutral(noun.lemma())).collect()
}

fn code(gender: Option<Gender>) -> usize {
    match gender {
        None => 0,
        Some(Gender::Masculine) => 1,
        Some(Gender::Feminine) => 2,
    }
}

/// "Ana and Tom Brell": two people of the surname.
pub(super) fn share_surnames(annotated: &Annotated, names: &mut [Name]) {
    let mut full: BTreeMap<String, usize> = BTreeMap::new();
    for name in names
        .iter()
        .filter(|n| n.kind == EntityKind::Person && n.words.len() > 1)
    {
        *full.entry(name.words[0].clone()).or_insert(0) += 1;
    }
    for i in 1..names.len() {
        let (before, after) = names.split_at_mut(i);
        let (Some(first), Some(second)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let doc = &annotated.blocks()[first.block].doc;
        let joined = first.block == second.block
            && first.core.end + 1 == second.tokens.start
            && doc
                .get(first.core.end)
                .is_some_and(|t| matches!(t.text(), "and" | "&"));
        let given = |word: &str| tables::likely_gender(word).is_some();
        if joined
            && first.words.len() == 1
            && first.gender.is_none()
            && second.kind == EntityKind::Person
            && second.words.len() > 1
            && matches!(first.kind, EntityKind::Person | EntityKind::Unknown)
            && given(&first.words[0])
            && given(&second.words[0])
            && !full.contains_key(&first.words[0])
            && let Some(surname) = kin::bare(&second.words).last()
        {
            let text = doc.words(second.core.clone());
            let shown = text
                .split_whitespace()
                .rfind(|w| w.to_lowercase().starts_with(surname.as_str()));
            first.surname = Some(shown.unwrap_or(surname).to_owned());
            first.kind = EntityKind::Person;
            first.words.push(surname.clone());
        }
    }
}
