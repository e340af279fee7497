//! What a story is about: the words that its reports share at their heads, and phrases for it.
//!
//! A clause that holds too few of these words ("14 were injured") is given a phrase of its report
//! that does ("ferry accident at Port Maren").

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{EntityKind, Extracted, TokenId};
use crosswire_report::{Passage, Role};
use crosswire_text::Span;

use super::alone::is_broken;
use super::clause::Clause;
use crate::{ClaimPart, PartKind, Story};

/// Tokens at the head of a report that say what it is about.
const HEAD: usize = 140;
/// Characters of a phrase.
const PHRASE: std::ops::RangeInclusive<usize> = 4..=64;
/// The share of reports that have a word of the story.
const SHARED: f32 = 0.6;
/// Words by which reports tell anything.
const COMMON: [&str; 24] = [
    "say",
    "tell",
    "be",
    "have",
    "do",
    "make",
    "take",
    "get",
    "go",
    "come",
    "people",
    "man",
    "year",
    "day",
    "time",
    "report",
    "news",
    "official",
    "statement",
    "accord",
    "week",
    "mr",
    "mrs",
    "ms",
];
/// Characters of a title that stands for the happening where no phrase does.
const TITLE: usize = 120;
/// A phrase that says as much as this by itself names the happening.
const NAMES: f32 = 0.75;
/// A claim that says as much names its happening itself: two names and two words more of the story.
const ENOUGH: f32 = 1.25;
/// What speaks against a phrase, a character.
const LENGTH: f32 = 0.004;

/// What a story is about.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// Words that most reports have at their heads, with the share that do and whether they name.
    words: BTreeMap<String, (f32, bool)>,
    /// Phrases for it, report by report.
    phrases: Vec<Vec<Phrase>>,
}

/// A noun phrase at the head of a report, or in its title.
#[derive(Clone, Debug)]
struct Phrase {
    passage: Passage,
    words: BTreeSet<String>,
    characters: usize,
    /// Whether it is a whole title.
    is_title: bool,
}

impl Happening {
    pub(super) fn of(story: &Story<'_>) -> Happening {
        let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for report in &story.reports {
            let mut own: BTreeMap<String, bool> = BTreeMap::new();
            for token in head(report) {
                if let Some(key) = key(token) {
                    let names = own.entry(key).or_default();
                    *names |= token.pos() == "PROPN";
                }
            }
            for (key, names) in own {
                let count = counts.entry(key).or_default();
                count.0 += 1;
                count.1 += usize::from(names);
            }
        }
        let reports = story.reports.len().max(1) as f32;
        let words = counts.into_iter().filter_map(|(key, (all, names))| {
            let share = all as f32 / reports;
            (share >= SHARED && (all > 1 || reports < 2.0))
                .then_some((key, (share, 2 * names > all)))
        });
        Happening {
            words: words.collect(),
            phrases: story.reports.iter().map(|report| phrases(report)).collect(),
        }
    }

    /// How far a clause says which happening it tells: 1 and more for one that does.
    pub(super) fn told(&self, extracted: &Extracted, clause: &Clause) -> f32 {
        let Some((block, tokens)) = clause.tokens(extracted) else {
            return 0.0;
        };
        let doc = &extracted.annotated.blocks()[block].doc;
        self.measure(&keys(tokens.into_iter().map(|at| doc.token(at))))
    }

    /// One name and two more words of the story say it.
    fn measure(&self, keys: &BTreeSet<String>) -> f32 {
        let held: Vec<&(f32, bool)> = keys.iter().filter_map(|key| self.words.get(key)).collect();
        let names = held.iter().filter(|(_, names)| *names).count();
        let others = held.len() - names;
        let name = if names > 0 { 0.5 } else { 0.0 };
        name + 0.25 * (others.min(2) as f32 + (names.saturating_sub(1)).min(1) as f32)
    }

    /// What names the happening where the parts do not: the title of their report, of another that the finding
    /// rests on, or a phrase; with the report that has it.
    pub(super) fn missing(
        &self,
        reports: &[usize],
        parts: &[ClaimPart],
        story: &Story<'_>,
    ) -> Option<(usize, Passage)> {
        let report = *reports.first()?;
        let mut has = BTreeSet::new();
        // Who speaks does not tell of what.
        let speaks = |at: usize| at == 0 && parts.len() > 1 && parts[0].kind == PartKind::Context;
        for (_, part) in parts.iter().enumerate().filter(|&(at, part)| {
            !speaks(at) && (part.kind != PartKind::Context || part.report == report)
        }) {
            let own = story.reports[part.report];
            if let Some((_, block)) = own.annotated.block_of(part.passage) {
                let tokens = block.tokens(part.passage);
                has.extend(keys(tokens.map(|at| block.doc.token(at))));
            }
        }
        let known = self.measure(&has);
        let titles = || {
            let of = |&at: &usize| self.phrases[at].iter().map(move |phrase| (at, phrase));
            let all: Vec<(usize, &Phrase)> = reports.iter().flat_map(of).collect();
            all.into_iter().filter(|(_, phrase)| phrase.is_title)
        };
        // Half of what a title names: the rest can be told from it.
        let says = |title: &Phrase| 2 * title.words.intersection(&has).count() >= title.words.len();
        if known >= ENOUGH && titles().any(|(_, title)| says(title)) {
            return None;
        }
        let telling = titles()
            .map(|(at, title)| (self.measure(&title.words), at, title))
            .filter(|(measure, ..)| *measure >= NAMES)
            .rev()
            .max_by(|(a, ..), (b, ..)| a.total_cmp(b));
        telling
            .map(|(_, at, title)| (at, title.passage))
            .or_else(|| {
                let phrase = self.phrase(report, known, &has);
                phrase.map(|passage| (report, passage))
            })
    }

    /// The phrase of a report that says most beside the words that are there; else its title.
    fn phrase(&self, report: usize, known: f32, has: &BTreeSet<String>) -> Option<Passage> {
        let mut best: Option<(f32, Passage)> = None;
        for phrase in &self.phrases[report] {
            let together: BTreeSet<String> = has.union(&phrase.words).cloned().collect();
            let gain = self.measure(&together).min(ENOUGH) - known;
            let own = self.measure(&phrase.words);
            // "[police]", "[Memphis police]" tell nobody which happening it is.
            let telling = phrase.words.iter().any(|word| self.tells(word));
            if gain <= 0.0 || own < NAMES || !telling {
                continue;
            }
            let score = gain + own.min(1.0) - LENGTH * phrase.characters as f32;
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, phrase.passage));
            }
        }
        let title = || self.phrases[report].iter().find(|phrase| phrase.is_title);
        best.map(|(_, passage)| passage)
            .or_else(|| Some(title()?.passage))
    }

    /// Whether it is a word of the story that names nobody.
    fn tells(&self, word: &str) -> bool {
        matches!(self.words.get(word), Some((_, false)))
    }
}

/// The words by which a token is counted.
fn key(token: Token<'_>) -> Option<String> {
    let telling = matches!(token.pos(), "NOUN" | "PROPN" | "VERB");
    let dated = token
        .entity()
        .is_some_and(|entity| matches!(&*entity.label, "DATE" | "TIME" | "CARDINAL" | "ORDINAL"));
    let lemma = token.lemma().to_lowercase();
    let word = lemma.chars().count() > 1 && lemma.chars().any(char::is_alphabetic);
    (telling && word && !dated && !COMMON.contains(&&*lemma)).then_some(lemma)
}

fn keys<'d>(tokens: impl Iterator<Item = Token<'d>>) -> BTreeSet<String> {
    tokens.filter_map(key).collect()
}

/// The tokens of a report's title and first paragraphs.
fn head(report: &Extracted) -> impl Iterator<Item = Token<'_>> {
    let blocks = report.annotated.blocks().iter();
    let told = blocks.filter(|block| matches!(block.role, Role::Title | Role::Paragraph));
    told.flat_map(|block| block.doc.tokens()).take(HEAD)
}

/// The noun phrases at the head of a report.
fn phrases(report: &Extracted) -> Vec<Phrase> {
    const BLOCKS: usize = 3;
    let blocks = report.annotated.blocks().iter().enumerate();
    let told = blocks.filter(|(_, block)| matches!(block.role, Role::Title | Role::Paragraph));
    let mut found = Vec::new();
    for (at, block) in told.take(BLOCKS) {
        let doc = &block.doc;
        if block.role == Role::Title && !block.doc.is_empty() {
            let span = Span::new(0, doc.text().len()).trim(doc.text());
            let words = span.slice(doc.text());
            let characters = words.chars().count();
            if (*PHRASE.start()..=TITLE).contains(&characters) && !is_broken(words) {
                found.push(Phrase {
                    passage: block.place(span),
                    words: keys(doc.tokens()),
                    characters,
                    is_title: true,
                });
            }
        }
        for token in doc.tokens().take(HEAD) {
            if !matches!(token.pos(), "NOUN" | "PROPN")
                || acts(report, TokenId::new(at, token.index()))
            {
                continue;
            }
            let range = phrase(doc, token);
            let span = Span::from(doc.bytes(range.clone())).trim(doc.text());
            let words = span.slice(doc.text());
            let plain =
                |char: char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '\'' | '’' | '.');
            if PHRASE.contains(&words.chars().count()) && words.chars().all(plain) {
                found.push(Phrase {
                    passage: block.place(span),
                    words: keys(range.map(|at| doc.token(at))),
                    characters: words.chars().count(),
                    is_title: false,
                });
            }
        }
    }
    found
}

/// Whether a word is for somebody or some body: "the county sheriff's office" is no happening.
fn acts(report: &Extracted, head: TokenId) -> bool {
    let mention = report
        .mention_of(head)
        .filter(|mention| mention.head == head);
    mention.is_some_and(|mention| {
        let kind = report.entity(mention.entity).kind;
        matches!(kind, EntityKind::Person | EntityKind::Organisation)
    })
}

/// A noun with what describes it, without its article and the clauses that hang on it.
fn phrase(doc: &Doc, noun: Token<'_>) -> Range<usize> {
    let mut range = noun.subtree();
    let mut grown = noun.index() + 1;
    for child in noun.children().filter(|child| child.index() > noun.index()) {
        let hangs = matches!(child.dep(), "prep" | "case" | "poss");
        if !hangs || child.subtree().start != grown || has_clause(child) {
            break;
        }
        grown = child.subtree().end;
    }
    range.end = grown;
    while range.start < noun.index() {
        let token = doc.token(range.start);
        let idle = matches!(
            token.pos(),
            "DET" | "PUNCT" | "SPACE" | "ADP" | "CCONJ" | "SCONJ" | "PRON" | "ADV"
        );
        if !idle {
            break;
        }
        range.start += 1;
    }
    range
}

fn has_clause(token: Token<'_>) -> bool {
    let doc = token.doc();
    token.subtree().any(|at| {
        matches!(
            doc.token(at).dep(),
            "relcl" | "acl" | "advcl" | "pcomp" | "conj" | "appos"
        )
    })
}
