//! Which names of one report are names of one thing.
//!
//! A person's full name gathers the surname and the given name used alone; an organisation's
//! gathers its short forms, its legal form and its acronym. Nothing is known beforehand: no list of
//! people, places or outlets, only what this report itself writes.

use std::collections::BTreeMap;

use super::names::Name;
use crate::EntityKind;

const LEGAL_FORMS: [&str; 16] = [
    "inc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "plc",
    "llc",
    "llp",
    "ag",
    "sa",
    "nv",
    "gmbh",
    "se",
    "spa",
    "company",
];

/// For every name the number of its cluster; numbers run in order of first use.
///
/// `acronyms` are pairs of names of which the second stands in brackets after the first.
pub(crate) fn cluster(
    names: &[Name],
    acronyms: &[(usize, usize)],
) -> (Vec<usize>, Vec<EntityKind>) {
    let forms = forms(names);
    let mut parent: Vec<usize> = (0..forms.len()).collect();
    let of: BTreeMap<&[String], usize> = forms
        .iter()
        .enumerate()
        .map(|(i, form)| (form.words.as_slice(), i))
        .collect();
    for &(long, short) in acronyms {
        let (a, b) = (
            of[names[long].words.as_slice()],
            of[names[short].words.as_slice()],
        );
        join(&mut parent, a, b);
    }
    for i in 0..forms.len() {
        let best = (0..forms.len())
            .filter(|&j| j != i && contains(&forms[j], &forms[i]))
            .max_by_key(|&j| (forms[j].count, std::cmp::Reverse(forms[j].first)));
        if let Some(j) = best {
            join(&mut parent, j, i);
        }
    }
    // Surnames and given names used alone go to the person last named in full.
    let mut root: Vec<usize> = names
        .iter()
        .map(|name| find(&mut parent, of[name.words.as_slice()]))
        .collect();
    for i in 0..names.len() {
        if let Some(full) = full_name(names, i) {
            root[i] = find(&mut parent, of[names[full].words.as_slice()]);
        }
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut order: Vec<usize> = Vec::new();
    let assigned: Vec<usize> = root
        .iter()
        .map(|&r| {
            *numbers.entry(r).or_insert_with(|| {
                order.push(r);
                order.len() - 1
            })
        })
        .collect();
    let kinds = (0..order.len())
        .map(|number| majority(names, &assigned, number))
        .collect();
    (assigned, kinds)
}

/// One way of writing a name, over all its uses.
struct Form {
    words: Vec<String>,
    kind: EntityKind,
    count: usize,
    first: usize,
    capitals: String,
}

fn forms(names: &[Name]) -> Vec<Form> {
    #[expect(
        clippy::type_complexity,
        reason = "local, and each part is named below"
    )]
    let mut by_words: BTreeMap<&[String], (usize, usize, BTreeMap<u8, usize>)> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        let entry = by_words
            .entry(&name.words)
            .or_insert((0, i, BTreeMap::new()));
        entry.0 += 1;
        *entry.2.entry(name.kind as u8).or_insert(0) += 1;
    }
    by_words
        .into_iter()
        .map(|(words, (count, first, kinds))| Form {
            words: words.to_vec(),
            kind: most(&kinds),
            count,
            first,
            capitals: initials(words),
        })
        .collect()
}

const KINDS: [EntityKind; 6] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Group,
    EntityKind::Thing,
    EntityKind::Unknown,
];

/// The kind with most votes; "unknown" only when nothing else was voted for.
fn most(votes: &BTreeMap<u8, usize>) -> EntityKind {
    KINDS
        .into_iter()
        .filter(|kind| *kind != EntityKind::Unknown)
        .max_by_key(|kind| {
            let votes = votes.get(&(*kind as u8)).copied().unwrap_or(0);
            (votes, std::cmp::Reverse(*kind as u8))
        })
        .filter(|kind| votes.contains_key(&(*kind as u8)))
        .unwrap_or(EntityKind::Unknown)
}

fn majority(names: &[Name], assigned: &[usize], number: usize) -> EntityKind {
    let mut votes = BTreeMap::new();
    for (name, _) in names.iter().zip(assigned).filter(|(_, at)| **at == number) {
        // A longer name is clearer to the model than a bare word.
        *votes.entry(name.kind as u8).or_insert(0) += name.words.len().min(3);
    }
    most(&votes)
}

fn initials(words: &[String]) -> String {
    words
        .iter()
        .filter(|word| {
            !matches!(
                word.as_str(),
                "of" | "the" | "and" | "for" | "in" | "&" | "de"
            )
        })
        .filter_map(|word| word.chars().next())
        .collect()
}

fn strip_legal(words: &[String]) -> &[String] {
    let mut end = words.len();
    while end > 1 && LEGAL_FORMS.contains(&words[end - 1].as_str()) {
        end -= 1;
    }
    &words[..end]
}

/// Whether `short` is a short form of `long`, for names that are not people's.
fn contains(long: &Form, short: &Form) -> bool {
    let person = |form: &Form| form.kind == EntityKind::Person;
    if long.words.len() < short.words.len() || long.words == short.words {
        return false;
    }
    if person(long) {
        // "Ana M Brell" and "Ana Brell"; single words are settled use by use.
        return short.words.len() >= 2
            && (person(short) || short.kind == EntityKind::Unknown)
            && long.words.first() == short.words.first()
            && long.words.last() == short.words.last();
    }
    let body = |form: &Form| matches!(form.kind, EntityKind::Organisation | EntityKind::Unknown);
    let (a, b) = (strip_legal(&long.words), strip_legal(&short.words));
    if a == b {
        return !person(short);
    }
    if !body(long) && long.kind != EntityKind::Thing {
        return false;
    }
    if short.words.len() == 1 && short.words[0].len() >= 2 && long.words.len() > 1 {
        let acronym: String = short.words[0]
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        if acronym.len() >= 2 && acronym == long.capitals {
            return true;
        }
    }
    if person(short) || !(body(short) || short.kind == long.kind) {
        return false;
    }
    // "Naval Observatory" in "U.S. Naval Observatory", "Marlo" in "Marlo Shipping".
    let generic = |word: &String| {
        crate::tables::being(word).is_some()
            || matches!(
                word.as_str(),
                "national" | "international" | "state" | "us" | "uk" | "new"
            )
    };
    (a.ends_with(b) || a.starts_with(b)) && !b.iter().all(generic)
}

/// For a person's surname or given name alone, the last full name before it that it fits, else the
/// first after it.
fn full_name(names: &[Name], index: usize) -> Option<usize> {
    let name = &names[index];
    let [word] = name.words.as_slice() else {
        return None;
    };
    if matches!(name.kind, EntityKind::Group) || word.len() < 2 {
        return None;
    }
    let fits = |other: &Name| {
        let people = other.kind == EntityKind::Person && other.words.len() >= 2;
        let surname = other.words.last() == Some(word);
        let given = other.words.first() == Some(word);
        let gender = other.gender.is_none() || name.gender.is_none() || other.gender == name.gender;
        let kind = match name.kind {
            EntityKind::Person | EntityKind::Unknown => surname || (given && name.gender.is_none()),
            // A place is not a person because the two share a word, unless the word is odd for a place.
            EntityKind::Organisation => surname,
            EntityKind::Place | EntityKind::Thing => surname && word.len() > 2,
            EntityKind::Group => false,
        };
        people && gender && kind
    };
    let surname_first = |range: &mut dyn Iterator<Item = usize>| {
        let mut given = None;
        for i in range {
            if fits(&names[i]) {
                if names[i].words.last() == Some(word) {
                    return Some(i);
                }
                given = given.or(Some(i));
            }
        }
        given
    };
    surname_first(&mut (0..index).rev()).or_else(|| surname_first(&mut (index + 1..names.len())))
}

fn find(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parent, a), find(parent, b));
    parent[b] = a;
}
