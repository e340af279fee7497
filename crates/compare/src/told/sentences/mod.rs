//! The sentences of a story's reports, read once: words, what they assert, their values and statuses.
//!
//! Two reports that tell one thing tell it in sentences that share most words; what differs is then a
//! word in the place of another, a number, a time, a step of a status, or whether it is so. All of that
//! is kept here a sentence; laying sentences side by side is left to `candidates` and `judge`.

mod nearness;
mod terms;

use crosswire_extract::{Extracted, Factuality, Role as Part, Statement, StatementKind, TokenId};
use crosswire_report::{Field, Passage, Role};
use rustc_hash::FxHashMap;

use super::stance::Stance;
use super::status::Step;
use super::values::{Bag, Scene, TypedValue, Word, tense};
use crate::lexicon::event;

pub(crate) use nearness::nearness;
pub use terms::{Class, Cues, Term};

/// The most sentences that are kept of one report.
const MOST: usize = 250;
/// A sentence of fewer telling words says too little to be laid beside another.
const LEAST_TERMS: usize = 2;
/// The most tokens of one sentence that are read; longer ones are lists.
const LONGEST: usize = 120;

/// One sentence of one report.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Where it stands.
    pub passage: Passage,
    /// Number of the sentence in the report.
    pub line: u16,
    /// Place in the report, 0 to 1.
    pub at: f32,
    /// Whether it is a title or a heading.
    pub titled: bool,
    /// Its telling words, in the order of the text.
    pub terms: Vec<Term>,
    /// The same as a set.
    pub bag: Bag,
    /// The words of the sentence before.
    pub before: Bag,
    /// What it asserts.
    pub asserted: Vec<Asserted>,
    /// Indices of the report's values in [`Scene::values`].
    pub values: Vec<usize>,
    /// Track and rank of the steps of a status that it tells.
    pub steps: Vec<(u8, u8)>,
    /// How often words of each kind of cue stand in it.
    pub cues: Cues,
    /// The share of its terms that stand in quotation marks.
    pub quoted: f32,
}

/// One assertion of a sentence.
#[derive(Clone, Debug)]
pub struct Asserted {
    /// The lemma of its predicate.
    pub lemma: String,
    /// The predicate's word.
    pub word: Word,
    /// The event family that it is of, else the word itself.
    pub family: Word,
    /// As what it is told.
    pub stance: Stance,
    /// Past, present, to come: 0 to 2; 3 where nothing tells.
    pub tense: u8,
    /// Words for who does it.
    pub agent: Bag,
    /// Words for whom it is done to, or what is said of it.
    pub patient: Bag,
    /// Whether somebody but the report says it.
    pub attributed: bool,
    /// Whether it is a noun or an apposition rather than a clause.
    pub nominal: bool,
}

/// The sentences of every report of a story, with how common each word is among them.
#[derive(Clone, Debug)]
pub struct Sentences {
    /// Per report, in text order.
    pub of: Vec<Vec<Sentence>>,
    /// The words of each whole report.
    pub whole: Vec<Bag>,
    held: FxHashMap<u32, u32>,
    count: f32,
}

impl Sentences {
    /// Reads the sentences of a story's reports.
    pub(crate) fn new(reports: &[&Extracted], steps: &[Vec<Step>], scene: &Scene) -> Sentences {
        let of: Vec<Vec<Sentence>> = reports
            .iter()
            .enumerate()
            .map(|(index, report)| sentences(report, &steps[index], &scene.values[index]))
            .collect();
        let mut held: FxHashMap<u32, u32> = FxHashMap::default();
        let mut count = 0.0;
        for sentence in of.iter().flatten() {
            count += 1.0;
            for word in sentence.bag.words() {
                *held.entry(word.id).or_default() += 1;
            }
        }
        let whole = of.iter().map(|sentences| {
            let words = sentences.iter().flat_map(|one| one.bag.words());
            words.copied().collect()
        });
        Sentences {
            whole: whole.collect(),
            of,
            held,
            count,
        }
    }

    /// The sentence of a report that a passage stands in, or begins in.
    pub(crate) fn holding(&self, report: usize, passage: Passage) -> Option<usize> {
        self.of[report].iter().position(|sentence| {
            sentence.passage.field == passage.field && sentence.passage.span.overlaps(passage.span)
        })
    }

    /// How telling a word is within the story.
    #[must_use]
    pub fn telling(&self, word: &Word) -> f32 {
        let held = self.held.get(&word.id).copied().unwrap_or(1) as f32;
        ((1.0 + self.count / held).ln()).min(word.weight + 1.0)
    }

    /// Cosine of two bags by how telling the words are within the story.
    #[must_use]
    pub fn cosine(&self, one: &Bag, two: &Bag) -> f32 {
        let cosine = one.cosine(two, |word| self.telling(word));
        if cosine.is_nan() { 0.0 } else { cosine }
    }
}

/// The sentences of one report that tell something.
fn sentences(report: &Extracted, steps: &[Step], values: &[TypedValue]) -> Vec<Sentence> {
    let length = report.annotated.report().text.len().max(1) as f32;
    let mut kept: Vec<Sentence> = Vec::new();
    let mut of_token: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    let mut line: u16 = 0;
    for (b, block) in report.annotated.blocks().iter().enumerate() {
        let tells = !matches!(
            block.role,
            Role::Credit | Role::Metadata | Role::Boilerplate | Role::Dateline
        );
        let mut before = Bag::default();
        for tokens in block.doc.sentences() {
            line = line.saturating_add(1);
            let read = tokens.start..tokens.end.min(tokens.start + LONGEST);
            let terms = terms::terms(report, b, read.clone());
            let bag: Bag = terms.iter().map(|term| term.word).collect();
            if !tells || terms.len() < LEAST_TERMS || kept.len() >= MOST {
                before = bag;
                continue;
            }
            let quoted = terms.iter().filter(|term| term.quoted).count() as f32;
            let passage = report.annotated.passage(b, tokens.clone());
            for token in tokens.clone() {
                of_token.insert((b, token), kept.len());
            }
            kept.push(Sentence {
                passage,
                line: line - 1,
                at: match passage.field {
                    Field::Title => 0.0,
                    Field::Text => passage.span.start() as f32 / length,
                },
                titled: matches!(block.role, Role::Title | Role::Heading),
                quoted: quoted / terms.len() as f32,
                cues: Cues::of(&block.doc, read),
                terms,
                before: std::mem::replace(&mut before, bag.clone()),
                bag,
                asserted: Vec::new(),
                values: Vec::new(),
                steps: Vec::new(),
            });
        }
    }
    let at = |token: TokenId| of_token.get(&(token.block as usize, token.token as usize));
    let names = named(report);
    for statement in &report.statements {
        if let Some(&sentence) = at(statement.predicate) {
            kept[sentence]
                .asserted
                .push(asserted(report, statement, &names));
        }
    }
    for (number, value) in values.iter().enumerate() {
        let token = report.annotated.blocks()[value.block]
            .tokens(value.passage)
            .start;
        if let Some(&sentence) = of_token.get(&(value.block, token)) {
            kept[sentence].values.push(number);
        }
    }
    for step in steps {
        if let Some(sentence) = holding(&kept, step) {
            kept[sentence].steps.push((step.track as u8, step.rank));
        }
    }
    kept
}

fn holding(sentences: &[Sentence], step: &Step) -> Option<usize> {
    sentences.iter().position(|sentence| {
        sentence.passage.field == step.passage.field
            && sentence.passage.span.overlaps(step.passage.span)
    })
}

/// What each entity of a report is called anywhere in it.
fn named(report: &Extracted) -> Vec<Bag> {
    let names = report.entities.iter().map(|entity| {
        let all = std::iter::once(&entity.name).chain(&entity.aliases);
        all.flat_map(|name| name.split_whitespace())
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .map(|word| Word::new(word.trim_matches(|c: char| !c.is_alphanumeric())))
            .collect()
    });
    names.collect()
}

fn asserted(report: &Extracted, statement: &Statement, names: &[Bag]) -> Asserted {
    let block = statement.predicate.block as usize;
    let doc = &report.annotated.blocks()[block].doc;
    let predicate = doc.token(statement.predicate.token as usize);
    let words = |role: Part| -> Bag {
        let of = statement.arguments.iter().filter(|one| one.role == role);
        of.flat_map(|argument| {
            let named = argument.entity.map(|entity| &names[entity.0 as usize]);
            let head = report.annotated.token(argument.head);
            let own = (head.pos() != "PRON").then(|| Word::new(head.lemma()));
            let named = named.into_iter().flat_map(|bag| bag.words().to_vec());
            named.chain(own).collect::<Vec<Word>>()
        })
        .collect()
    };
    let lemma = statement.lemma.replace(' ', "_");
    let word = Word::new(predicate.lemma());
    Asserted {
        family: event(&lemma).map_or(word, Word::new),
        word,
        stance: Stance::of(statement),
        tense: tense(predicate),
        agent: words(Part::Agent),
        patient: words(Part::Patient),
        attributed: !statement.attribution.is_empty(),
        nominal: matches!(
            statement.kind,
            StatementKind::Nominal | StatementKind::Apposition
        ),
        lemma,
    }
}

/// A number for how something is told: as a fact 0, planned 1, possible 2, claimed 3, conditional 4,
/// predicted 5, asked for 6.
#[must_use]
pub fn told_as(factuality: Factuality) -> f32 {
    match factuality {
        Factuality::Asserted => 0.0,
        Factuality::Planned => 1.0,
        Factuality::Possible => 2.0,
        Factuality::Claimed => 3.0,
        Factuality::Conditional => 4.0,
        Factuality::Predicted => 5.0,
        Factuality::Requested => 6.0,
    }
}
