//! Which names of one report are names of one thing.
//!
//! A person's full name gathers the surname and the given name used alone; an organisation's
//! gathers its short forms, its legal form and its acronym. Nothing is known beforehand: no list of
//! people, places or outlets, only what this report itself writes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::kin;
use super::names::Name;
use super::people::{Meant, People};
use crate::sets::Set;
use crate::{Annotated, EntityKind};

/// For every name the number of its cluster, numbers running in order of first use, and for every
/// cluster its kind.
///
/// `equated` are pairs of names that the report itself calls one. Names are only compared with
/// those that [`Index`] gives, so that a report of very many names costs little more a name.
pub(crate) fn cluster(
    annotated: &Annotated,
    names: &[Name],
    equated: &[(usize, usize)],
) -> (Vec<usize>, Vec<EntityKind>) {
    let forms = forms(names);
    let mut parent: Vec<usize> = (0..forms.len()).collect();
    let of: HashMap<&[String], usize> = forms
        .iter()
        .enumerate()
        .map(|(i, form)| (form.words.as_slice(), i))
        .collect();
    let form_of: Vec<usize> = names.iter().map(|name| of[name.words.as_slice()]).collect();
    for &(long, short) in equated {
        join(&mut parent, form_of[long], form_of[short]);
    }
    // "Halden Skipper" is not short for "Halden" where the report speaks of the Skipper too.
    let in_two = |long: &Form, short: &Form| {
        long.kind != EntityKind::Person
            && long.words.len() > short.words.len()
            && long.words.starts_with(&short.words)
            && of
                .get(&long.words[short.words.len()..])
                .is_some_and(|&rest| {
                    forms[rest].count > 1 && strip_legal(&long.words).len() > short.words.len()
                })
    };
    let index = Index::new(&forms);
    for (i, form) in forms.iter().enumerate() {
        let best = index
            .longer(form)
            .filter(|&j| j != i && contains(&forms[j], form) && !in_two(&forms[j], form))
            .max_by_key(|&j| (forms[j].count, Reverse(forms[j].first)));
        if let Some(j) = best {
            join(&mut parent, j, i);
        }
    }
    // Surnames and given names used alone go to the person they can mean, if only one can be meant.
    let roots: Vec<usize> = form_of.iter().map(|&f| find(&mut parent, f)).collect();
    let people = People::new(annotated, names, &roots);
    let mut root = roots.clone();
    for i in 0..names.len() {
        match people.meant(i) {
            Meant::Person(full) => root[i] = roots[full],
            // Nobody's own: kept apart by the name and by Mr. or Mrs.
            Meant::Unclear(gender) => root[i] = forms.len() + 3 * roots[i] + gender,
            Meant::ByItself => {}
        }
    }
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let assigned: Vec<usize> = root
        .iter()
        .map(|&root| {
            let next = numbers.len();
            *numbers.entry(root).or_insert(next)
        })
        .collect();
    let mut votes: Vec<BTreeMap<u8, usize>> = vec![BTreeMap::new(); numbers.len()];
    for (name, &number) in names.iter().zip(&assigned) {
        // A longer name is clearer to the model than a bare word.
        *votes[number].entry(name.kind as u8).or_insert(0) += name.words.len().min(3);
    }
    (assigned, votes.iter().map(most).collect())
}

/// Of names looked up by one key, so many are compared.
const COMPARED: usize = 64;

/// Short names are no longer than this, in words.
const SHORT: usize = 6;

/// Which longer names a name can be short for, by what the two must share.
struct Index<'f> {
    /// By first and last word.
    ends: HashMap<(&'f str, &'f str), Vec<usize>>,
    /// By the words without legal form, and by every beginning and ending of them.
    parts: HashMap<&'f [String], Vec<usize>>,
    /// By initials.
    initials: HashMap<&'f str, Vec<usize>>,
}

impl<'f> Index<'f> {
    fn new(forms: &'f [Form]) -> Index<'f> {
        let mut index = Index {
            ends: HashMap::new(),
            parts: HashMap::new(),
            initials: HashMap::new(),
        };
        // The most used first, for where only some are compared.
        let mut order: Vec<usize> = (0..forms.len()).collect();
        order.sort_by_key(|&i| (Reverse(forms[i].count), forms[i].first));
        for i in order {
            let form = &forms[i];
            let words = strip_legal(&form.words);
            let note = |list: &mut Vec<usize>| {
                if list.len() < COMPARED && list.last() != Some(&i) {
                    list.push(i);
                }
            };
            let ends = kin::bare(&form.words);
            if let (Some(first), Some(last)) = (ends.first(), ends.last()) {
                note(index.ends.entry((first, last)).or_default());
            }
            note(index.parts.entry(words).or_default());
            for n in 1..words.len().min(SHORT + 1) {
                note(index.parts.entry(&words[..n]).or_default());
                note(index.parts.entry(&words[words.len() - n..]).or_default());
            }
            if form.words.len() > 1 {
                note(index.initials.entry(&form.capitals).or_default());
            }
        }
        index
    }

    fn longer<'i>(&'i self, short: &'f Form) -> impl Iterator<Item = usize> + use<'i, 'f> {
        let ends = kin::bare(&short.words);
        let ends = ends.first().zip(ends.last());
        let ends = ends.and_then(|(a, b)| self.ends.get(&(a.as_str(), b.as_str())));
        let parts = self.parts.get(strip_legal(&short.words));
        let acronym = acronym(short).and_then(|word| self.initials.get(word.as_str()));
        [ends, parts, acronym]
            .into_iter()
            .flatten()
            .flatten()
            .copied()
    }
}

/// A single word as the initials that it may be.
fn acronym(short: &Form) -> Option<String> {
    let [word] = short.words.as_slice() else {
        return None;
    };
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    (letters.len() >= 2).then_some(letters)
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
            (votes, Reverse(*kind as u8))
        })
        .filter(|kind| votes.contains_key(&(*kind as u8)))
        .unwrap_or(EntityKind::Unknown)
}

/// Whether a name of one word is made of another's initials.
pub(super) fn is_acronym(short: &Name, long: &Name) -> bool {
    matches!(short.words.as_slice(), [word] if *word == initials(&long.words))
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
    while end > 1 && Set::LegalForm.has(&words[end - 1]) {
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
            && kin::can_be_one(&long.words, &short.words);
    }
    let body = |form: &Form| matches!(form.kind, EntityKind::Organisation | EntityKind::Unknown);
    let (a, b) = (strip_legal(&long.words), strip_legal(&short.words));
    if a == b {
        return !person(short);
    }
    if !body(long) && long.kind != EntityKind::Thing {
        return false;
    }
    if long.words.len() > 1 && acronym(short).is_some_and(|word| word == long.capitals) {
        return true;
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
