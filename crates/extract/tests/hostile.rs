//! What must hold on any words: spans are true, nothing panics, and no step grows with the square
//! of the input.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crosswire_annotate::{Doc, Entity, TokenParts};
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_report::Report;

/// Words that the rules know, marks of every shape, and things that are no words.
const WORDS: [&str; 62] = [
    "Ana",
    "Brell",
    "Orlin",
    "Mr",
    "Dr",
    "SHA",
    "Sund",
    "Halden",
    "Lines",
    "Courier",
    "the",
    "a",
    "he",
    "she",
    "they",
    "it",
    "I",
    "we",
    "who",
    "said",
    "says",
    "told",
    "quoted",
    "citing",
    "denied",
    "declined",
    "asked",
    "according",
    "to",
    "per",
    "by",
    "in",
    "as",
    "that",
    "and",
    "known",
    "letter",
    "statement",
    "spokesman",
    "company",
    "zoo",
    "mum",
    "there",
    "not",
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "''",
    "(",
    ")",
    ":",
    ",",
    ".",
    "?",
    "–",
    "e\u{301}",
    "🜁",
    "AFP/Sund",
    "@sund",
];
const TAGS: [&str; 20] = [
    "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "VBD", "VBZ", "VBN", "VBG", "VB", "MD", "TO", "IN",
    "DT", "WP", ".", ",", "``", "_SP",
];
const TAG_TO_POS: [&str; 20] = [
    "NOUN", "NOUN", "PROPN", "PROPN", "PRON", "PRON", "VERB", "VERB", "VERB", "VERB", "VERB",
    "AUX", "PART", "ADP", "DET", "PRON", "PUNCT", "PUNCT", "PUNCT", "SPACE",
];
const DEPS: [&str; 26] = [
    "ROOT",
    "nsubj",
    "nsubjpass",
    "csubj",
    "expl",
    "dobj",
    "dative",
    "pobj",
    "prep",
    "agent",
    "ccomp",
    "xcomp",
    "advcl",
    "acl",
    "relcl",
    "conj",
    "cc",
    "appos",
    "compound",
    "amod",
    "poss",
    "det",
    "neg",
    "aux",
    "mark",
    "parataxis",
];
const LABELS: [&str; 7] = ["PERSON", "ORG", "GPE", "NORP", "FAC", "DATE", "EVENT"];

/// A small generator of numbers (xorshift), the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn pick<'t>(&mut self, table: &[&'t str]) -> &'t str {
        table[self.below(table.len())]
    }
}

/// Words with any tags, any heads (loops too), any entities.
fn salad(dice: &mut Dice, text: &str) -> Doc {
    let mut parts: Vec<TokenParts<'_>> = Vec::new();
    let n = text.split(' ').count();
    let mut start = 0;
    for word in text.split(' ') {
        let tag = dice.below(TAGS.len());
        parts.push(TokenParts {
            start,
            end: start + word.len(),
            tag: TAGS[tag],
            pos: TAG_TO_POS[tag],
            morph: "",
            lemma: ["say", "tell", "quote", "be", "interview", word][dice.below(6)],
            head: dice.below(n),
            dep: dice.pick(&DEPS),
            sentence_start: dice.below(9) == 0,
        });
        start += word.len() + 1;
    }
    let mut entities = Vec::new();
    let mut at = 0;
    while at + 4 < n {
        at += dice.below(4);
        let end = at + 1 + dice.below(3);
        if end < n && dice.below(3) == 0 {
            entities.push(Entity {
                tokens: at..end,
                label: dice.pick(&LABELS).into(),
            });
        }
        at = end;
    }
    Doc::from_parts(text, &parts, entities).unwrap()
}

fn check(extracted: &Extracted) {
    let words = |passage| {
        let words = extracted.annotated.words(passage);
        assert!(!words.trim().is_empty(), "an empty stretch");
    };
    let chain = |chain: &[crosswire_extract::Attribution]| {
        for link in chain {
            link.mention.into_iter().for_each(words);
            link.cue.into_iter().for_each(words);
            for entity in link.speaker.iter().chain(&link.joint) {
                assert!(!extracted.entity(*entity).name.is_empty());
            }
        }
        let _ = extracted.attributed_to(chain);
    };
    for mention in &extracted.mentions {
        words(mention.passage);
        assert!(!extracted.entity(mention.entity).name.is_empty());
    }
    for quotation in &extracted.quotations {
        words(quotation.passage);
        chain(&quotation.chain);
        assert!(!quotation.why.is_empty());
    }
    for statement in &extracted.statements {
        words(statement.passage);
        chain(&statement.attribution);
    }
    let sorted = |a: crosswire_report::Passage, b| a <= b;
    assert!(
        extracted
            .quotations
            .windows(2)
            .all(|pair| sorted(pair[0].passage, pair[1].passage))
    );
}

#[test]
fn spans_are_true_on_any_words() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for round in 0..3000 {
        let n_blocks = 1 + dice.below(4);
        let lines: Vec<String> = (0..n_blocks)
            .map(|_| {
                let n = 1 + dice.below(60);
                let words: Vec<&str> = (0..n).map(|_| dice.pick(&WORDS)).collect();
                words.join(" ")
            })
            .collect();
        let text = lines.join("\n");
        let mut report = Report::new("a", "-", text.as_str());
        if round % 3 == 0 {
            report.title = Some(lines[0].as_str().into());
        }
        let annotated = Annotated::new(Arc::new(report), |block| salad(&mut dice, block));
        check(&extract(annotated));
    }
}

/// The parse of one sentence: tag, part of speech, lemma (the word itself for none), head, relation.
type Parse = &'static [(
    &'static str,
    &'static str,
    &'static str,
    usize,
    &'static str,
)];

/// "Qa Qb told the company that he left ."
const TOLD: Parse = &[
    ("NNP", "PROPN", "", 1, "compound"),
    ("NNP", "PROPN", "", 2, "nsubj"),
    ("VBD", "VERB", "tell", 2, "ROOT"),
    ("DT", "DET", "the", 4, "det"),
    ("NN", "NOUN", "company", 2, "dobj"),
    ("IN", "SCONJ", "that", 7, "mark"),
    ("PRP", "PRON", "he", 7, "nsubj"),
    ("VBD", "VERB", "leave", 2, "ccomp"),
    (".", "PUNCT", ".", 2, "punct"),
];

/// "Qa Qb said in the letter “ I left ” ."
const QUOTED: Parse = &[
    ("NNP", "PROPN", "", 1, "compound"),
    ("NNP", "PROPN", "", 2, "nsubj"),
    ("VBD", "VERB", "say", 2, "ROOT"),
    ("IN", "ADP", "in", 2, "prep"),
    ("DT", "DET", "the", 5, "det"),
    ("NN", "NOUN", "letter", 3, "pobj"),
    ("``", "PUNCT", "“", 8, "punct"),
    ("PRP", "PRON", "I", 8, "nsubj"),
    ("VBD", "VERB", "leave", 2, "ccomp"),
    ("''", "PUNCT", "”", 8, "punct"),
    (".", "PUNCT", ".", 2, "punct"),
];

/// A report of `n` sentences, each with a name of its own.
fn many(n: usize, parse: Parse, one_block: bool) -> Extracted {
    let rest = if parse.len() == TOLD.len() {
        "told the company that he left ."
    } else {
        "said in the letter “ I left ” ."
    };
    let line = |i: usize| format!("{} {} {rest}", letters(i), letters(i / 7 + 31));
    let separator = if one_block { " " } else { "\n" };
    let text = (0..n).map(line).collect::<Vec<_>>().join(separator);
    let report = Arc::new(Report::new("a", "-", text));
    extract(Annotated::new(report, |block| sentences(block, parse)))
}

/// A name of its own for a number.
fn letters(mut i: usize) -> String {
    let mut name = String::from("Q");
    loop {
        name.push(char::from(b'a' + (i % 26) as u8));
        i /= 26;
        if i == 0 {
            return name;
        }
    }
}

fn sentences(text: &str, parse: Parse) -> Doc {
    let length = parse.len();
    let mut start = 0;
    let mut parts: Vec<TokenParts<'_>> = Vec::new();
    for (i, word) in text.split(' ').enumerate() {
        let (tag, pos, lemma, head, dep) = parse[i % length];
        parts.push(TokenParts {
            start,
            end: start + word.len(),
            tag,
            pos,
            morph: "",
            lemma: if lemma.is_empty() { word } else { lemma },
            head: i / length * length + head,
            dep,
            sentence_start: i % length == 0,
        });
        start += word.len() + 1;
    }
    let label = |i: usize| if i.is_multiple_of(3) { "ORG" } else { "PERSON" };
    let entities = (0..parts.len() / length)
        .map(|i| Entity {
            tokens: i * length..i * length + 2,
            label: label(i).into(),
        })
        .collect();
    Doc::from_parts(text, &parts, entities).unwrap()
}

fn timed(n: usize, parse: Parse, one_block: bool) -> Duration {
    let start = Instant::now();
    let extracted = many(n, parse, one_block);
    let found = extracted.entities.len().min(extracted.quotations.len());
    assert!(found >= n, "{found} entities or quotations of {n}");
    start.elapsed()
}

/// Ten times the names may cost a little more than ten times the time, not a hundred times.
#[test]
fn many_names_and_quotations_cost_little_more_each() {
    for parse in [TOLD, QUOTED] {
        for one_block in [false, true] {
            timed(500, parse, one_block);
            let small = timed(2_000, parse, one_block).max(Duration::from_millis(5));
            let large = timed(20_000, parse, one_block);
            assert!(
                large < small * 50,
                "{small:?} for 2,000, {large:?} for 20,000"
            );
        }
    }
}
