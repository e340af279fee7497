//! The units that are aligned: one clause of one report, with the words it is compared by.

use std::ops::Range;

use crosswire_annotate::Doc;
use crosswire_extract::{EntityId, Extracted, MentionKind, TokenId};
use crosswire_report::{Field, Passage};
use rustc_hash::FxHashMap;

use super::predicates::{Carrier, Clause, clauses};
use super::says::{Says, says};
use super::stance::Stance;
use super::words::{self, Word, Words};
use crate::lexicon::Set;

/// At most this many units of one report are compared: a long live ticker is cut at its end.
const MOST_UNITS: usize = 500;

/// What a word weighs that the clause does not say itself.
const LENT: f32 = 0.5;

/// A clause of a report.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Index of the story's report.
    pub(crate) report: usize,
    /// Index of the report's block.
    pub(crate) block: usize,
    /// Its own tokens in the block, in order.
    pub(crate) own: Vec<usize>,
    /// Tokens lent to it by the clause above.
    pub(crate) lent: Vec<usize>,
    /// The token that carries it.
    pub(crate) predicate: usize,
    /// What kind of word that is.
    pub(crate) carrier: Carrier,
    /// Its words, by id, with a weight: 1 for its own, less for lent ones.
    pub(crate) words: Vec<(Word, f32)>,
    /// Its own words in the order of the text, for runs of equal words.
    pub(crate) run: Vec<Word>,
    /// Which of the words are names.
    pub(crate) names: Vec<Word>,
    /// Which are numbers.
    pub(crate) numbers: Vec<Word>,
    /// The words of the sentence around it.
    pub(crate) sentence: Vec<Word>,
    /// Indices of the report's times among its own words.
    pub(crate) times: Vec<usize>,
    /// Indices of the report's quantities among its own words.
    pub(crate) quantities: Vec<usize>,
    /// Whether it names a place.
    pub(crate) placed: bool,
    /// The keys of its predicate: of the verb, and of the event noun that it only lends a verb to
    /// ("declare an end").
    pub(crate) heads: Vec<Word>,
    /// How far into the report it stands, 0 to 1.
    pub(crate) position: f32,
    /// Whether it is the main clause of its sentence, or what somebody says in it.
    pub(crate) main: bool,
    /// Whether it stands in a title.
    pub(crate) title: bool,
    /// As what it is told.
    pub(crate) stance: Stance,
    /// What it asserts; `None` for one that is no statement of its report.
    pub(crate) says: Option<Says>,
}

/// Cuts all reports of a story into units; the words' weights are fixed afterwards.
pub(crate) fn units(reports: &[&Extracted], words: &mut Words) -> Vec<Unit> {
    let mut units = Vec::new();
    for (report, extracted) in reports.iter().enumerate() {
        let before = units.len();
        let blocks = extracted.annotated.blocks();
        let pronouns = pronouns(extracted);
        let mut times: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for (index, time) in extracted.times.iter().enumerate() {
            times.insert((time.block, time.timex.tokens.start), index);
        }
        let mut quantities: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for (index, quantity) in extracted.quantities.iter().enumerate() {
            if quantity.quantity.restates.is_none() {
                quantities.insert((quantity.block, quantity.quantity.tokens.start), index);
            }
        }
        'blocks: for (block, annotated) in blocks.iter().enumerate() {
            if !annotated.role.asserts() {
                continue;
            }
            let text = extracted.annotated.report().field(annotated.passage.field);
            for clause in clauses(&annotated.doc) {
                if units.len() - before >= MOST_UNITS {
                    break 'blocks;
                }
                let start =
                    annotated.passage.span.start() + annotated.doc.token(clause.own[0]).start();
                let position = match annotated.passage.field {
                    Field::Title => 0.0,
                    Field::Text => start as f32 / text.len().max(1) as f32,
                };
                let title = matches!(annotated.role, crosswire_report::Role::Title);
                let mut unit = unit(
                    &annotated.doc,
                    clause,
                    report,
                    block,
                    position,
                    title,
                    words,
                );
                unit.name_pronouns(&pronouns, words);
                let found = |at: &FxHashMap<(usize, usize), usize>| {
                    unit.own
                        .iter()
                        .filter_map(|&i| at.get(&(block, i)).copied())
                        .collect()
                };
                (unit.times, unit.quantities) = (found(&times), found(&quantities));
                units.push(unit);
            }
        }
    }
    for unit in &units {
        words.count(unit.words.iter().map(|&(word, _)| word));
    }
    words.weigh(units.len());
    let says = says(&units, reports, words);
    for (unit, says) in units.iter_mut().zip(says) {
        if let Some(says) = &says {
            unit.stance = says.stance;
        }
        unit.says = says;
    }
    units
}

fn unit(
    doc: &Doc,
    clause: Clause,
    report: usize,
    block: usize,
    position: f32,
    title: bool,
    words: &mut Words,
) -> Unit {
    let mut weighed: Vec<(Word, f32)> = Vec::with_capacity(clause.own.len());
    let (mut run, mut names, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for &i in &clause.own {
        let token = doc.token(i);
        let Some(key) = words::key(token) else {
            continue;
        };
        let word = words.id(&key);
        run.push(word);
        weighed.push((word, 1.0));
        if words::is_number(&key) {
            numbers.push(word);
        } else if token.pos() == "PROPN" {
            names.push(word);
        }
    }
    for &i in &clause.lent {
        if let Some(key) = words::key(doc.token(i)) {
            weighed.push((words.id(&key), LENT));
        }
    }
    // One entry a word, with its largest weight.
    weighed.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    weighed.dedup_by_key(|entry| entry.0);
    for list in [&mut names, &mut numbers] {
        list.sort_unstable();
        list.dedup();
    }
    let mut sentence: Vec<Word> = doc
        .sentence_of(clause.predicate)
        .filter_map(|i| words::key(doc.token(i)))
        .map(|key| words.id(&key))
        .collect();
    sentence.sort_unstable();
    sentence.dedup();
    let predicate = doc.token(clause.predicate);
    let carried = predicate
        .child("dobj")
        .filter(|_| Set::Support.has(predicate.lemma()));
    let heads = [Some(predicate), carried]
        .into_iter()
        .flatten()
        .filter_map(words::key)
        .map(|key| words.id(&key))
        .collect();
    let placed = clause.own.iter().any(|&i| {
        let entity = doc.token(i).entity();
        entity.is_some_and(|entity| matches!(&*entity.label, "GPE" | "LOC"))
    });
    Unit {
        report,
        block,
        predicate: clause.predicate,
        carrier: clause.carrier,
        heads,
        stance: Stance::of_words(crosswire_extract::is_negated(predicate)),
        says: None,
        main: predicate.is_root() || (predicate.dep() == "ccomp" && predicate.head().is_root()),
        own: clause.own,
        lent: clause.lent,
        words: weighed,
        run,
        names,
        numbers,
        times: Vec::new(),
        quantities: Vec::new(),
        placed,
        sentence,
        position,
        title,
    }
}

/// For every pronoun of a report that stands for a named entity, the keys of the name.
fn pronouns(extracted: &Extracted) -> FxHashMap<TokenId, Vec<String>> {
    let mut names: FxHashMap<EntityId, Vec<String>> = FxHashMap::default();
    for mention in &extracted.mentions {
        if mention.kind != MentionKind::Name || names.contains_key(&mention.entity) {
            continue;
        }
        let block = mention.head.block as usize;
        let tokens = extracted.annotated.blocks()[block].tokens(mention.passage);
        let doc = &extracted.annotated.blocks()[block].doc;
        let keys = tokens.filter_map(|i| words::key(doc.token(i))).collect();
        names.insert(mention.entity, keys);
    }
    extracted
        .mentions
        .iter()
        .filter(|mention| mention.kind == MentionKind::Pronoun)
        .filter_map(|mention| Some((mention.head, names.get(&mention.entity)?.clone())))
        .collect()
}

impl Unit {
    /// Lends it the names that its pronouns stand for.
    fn name_pronouns(&mut self, pronouns: &FxHashMap<TokenId, Vec<String>>, words: &mut Words) {
        let mut lent = Vec::new();
        for &i in self.own.iter().chain(&self.lent) {
            for key in pronouns
                .get(&TokenId::new(self.block, i))
                .into_iter()
                .flatten()
            {
                lent.push(words.id(key));
            }
        }
        for word in lent {
            if let Err(at) = self.words.binary_search_by_key(&word, |entry| entry.0) {
                self.words.insert(at, (word, LENT));
                if let Err(at) = self.names.binary_search(&word) {
                    self.names.insert(at, word);
                }
            }
        }
    }

    /// Whether `word` is one of its words.
    pub(crate) fn holds(&self, word: Word) -> bool {
        self.words
            .binary_search_by_key(&word, |entry| entry.0)
            .is_ok()
    }

    /// Where it stands: its own words from the first to the last, at most `most` bytes long.
    ///
    /// A clause may have another one inside ("The man, who was 40, died"); a stretch that gets too
    /// long by it is cut to the side of the predicate.
    pub(crate) fn passage(&self, extracted: &Extracted, most: usize) -> Passage {
        let doc = &extracted.annotated.blocks()[self.block].doc;
        let range = fitting(doc, &self.own, self.predicate, most);
        extracted.annotated.passage(self.block, range)
    }
}

impl Unit {
    /// Where it stands together with the clauses that complete its words ("was cited as proof that
    /// ..."), at most `most` bytes long; its own passage where they do not fit.
    pub(crate) fn completed(&self, extracted: &Extracted, most: usize) -> Passage {
        let doc = &extracted.annotated.blocks()[self.block].doc;
        let mut range = fitting(doc, &self.own, self.predicate, most);
        while let Some(end) = completion(doc, range.clone(), &self.own) {
            if doc.bytes(range.start..end).len() > most {
                break;
            }
            range.end = end;
        }
        extracted.annotated.passage(self.block, range)
    }
}

/// The end of the clause that goes on where `range` ends and hangs on a word of it.
fn completion(doc: &Doc, range: Range<usize>, own: &[usize]) -> Option<usize> {
    let next = doc.get(range.end)?;
    let top = std::iter::once(next)
        .chain(next.ancestors())
        .find(|token| token.is_root() || range.contains(&token.head().index()))?;
    // An adverbial clause without its conjunction is one that the parser cut off.
    let torn = top.dep() == "advcl"
        && !top
            .children()
            .any(|child| matches!(child.dep(), "mark" | "advmod" | "aux"));
    let completes = (torn || matches!(top.dep(), "acl" | "xcomp" | "ccomp" | "pcomp"))
        && !top.is_root()
        && own.contains(&top.head().index())
        && top.subtree().start == range.end;
    completes.then(|| top.subtree().end)
}

/// The longest stretch from one of `own` to another around `anchor` that is at most `most` bytes.
pub(crate) fn fitting(doc: &Doc, own: &[usize], anchor: usize, most: usize) -> Range<usize> {
    let (Some(&first), Some(&last)) = (own.first(), own.last()) else {
        return anchor..anchor + 1;
    };
    let length = |range: Range<usize>| doc.bytes(range).len();
    if length(first..last + 1) <= most {
        return first..last + 1;
    }
    let mut range = anchor.clamp(first, last)..anchor.clamp(first, last) + 1;
    // Grow to the nearer side first; stop where the next step is too long.
    loop {
        let left = own.iter().rev().find(|&&i| i < range.start).copied();
        let right = own.iter().find(|&&i| i >= range.end).copied();
        let grown: [Option<Range<usize>>; 2] = [
            right.map(|i| range.start..i + 1),
            left.map(|i| i..range.end),
        ];
        let best = grown
            .into_iter()
            .flatten()
            .filter(|grown| length(grown.clone()) <= most)
            .min_by_key(|grown| length(grown.clone()));
        match best {
            Some(best) => range = best,
            None => return range,
        }
    }
}
