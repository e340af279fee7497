//! Sentences of ours with what must be read in them, and what must hold on any words.

use crosswire_annotate::Pipeline;
use crosswire_model::{Options, Silent, obtain};
use crosswire_quantities::{Quantity, Range, find};
use std::fmt::Write;

fn pipeline() -> Pipeline {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    Pipeline::load(model.path).unwrap()
}

/// Whether two bounds are the same number, but for the last digits of a conversion.
fn same(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn is_range(quantity: &Quantity, expected: &Range) -> bool {
    let range = &quantity.range;
    same(range.low, expected.low)
        && same(range.high, expected.high)
        && (range.low_open, range.high_open) == (expected.low_open, expected.high_open)
}

#[test]
fn every_case_is_read() {
    let pipeline = pipeline();
    let (mut cases, mut wrong) = (0, String::new());
    for (line, row) in include_str!("data/cases.tsv").lines().enumerate() {
        if row.starts_with('#') {
            continue;
        }
        cases += 1;
        let [sentence, words, kind, range, unit, noun] =
            row.split('|').map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("line {}: six columns are wanted: {row}", line + 1);
        };
        let doc = pipeline.annotate(sentence);
        let found = find(&doc);
        let fits = if words == "-" {
            found.is_empty()
        } else {
            let expected: Range = range.parse().unwrap();
            found.iter().any(|quantity| {
                let lemma = quantity.noun.as_ref().map_or("-", |n| n.lemma.as_str());
                quantity.span.slice(sentence) == words
                    && quantity.kind.name() == kind
                    && is_range(quantity, &expected)
                    && quantity.unit == unit
                    && lemma.eq_ignore_ascii_case(noun)
            })
        };
        if !fits {
            let _ = writeln!(wrong, "{}: {row}", line + 1);
            for quantity in &found {
                let _ = writeln!(
                    wrong,
                    "        {} | {} | {} | {} | {}",
                    quantity.span.slice(sentence),
                    quantity.kind.name(),
                    quantity.range,
                    quantity.unit,
                    quantity.noun.as_ref().map_or("-", |n| n.lemma.as_str())
                );
            }
        }
    }
    assert!(cases >= 300, "{cases} cases");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Words that the tables know, signs, and what else stands in news, in any order.
const SALAD: &str = "a an the of to and or x × - – — \" ' ( ) $ £ € US C % . , ; / + ~ < > no some both \
    dozens scores tens hundreds of several few many most half third quarter double twice threefold doubled \
    one two twelve twenty hundred thousand million bn m k dozen score first second 21st 1990s 40s 2016 12 3.7 \
    000 500 1,50,000 2.500.000 1’250’000 340'000 6’1” 12st 4lb R3 R500 kr p.c. m.p.h. F point quarter fell every \
    1,284 0 007 3-1 5ft 400x150 1/3 ½ 11:36 a.m. 0336 GMT July Monday aged ages old years year-old months days \
    hours miles feet inches pounds stone degrees Celsius percent points magnitude share each per as at least \
    many more than less under over about around nearly just up only total estimated people killed dead injured \
    men Mr Hagen Flight series No. page between from rose fell cut by in out was is \u{a0} \u{2028} é 日本 🚢 \u{301}";

/// A generator of numbers that is the same everywhere (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }
}

#[test]
fn any_words_give_true_spans() {
    let pipeline = pipeline();
    let words: Vec<&str> = SALAD.split_ascii_whitespace().collect();
    let mut dice = Dice(0x0C05_5017E);
    let mut found_in_all = 0;
    for _ in 0..1500 {
        let mut text = String::new();
        for _ in 0..1 + dice.below(40) {
            text.push_str(words[dice.below(words.len())]);
            if dice.below(8) > 0 {
                text.push(' ');
            }
        }
        let doc = pipeline.annotate(&text);
        let found = find(&doc);
        found_in_all += found.len();
        let mut end = 0;
        for quantity in &found {
            let span = quantity.span;
            assert!(span.start() >= end && span.end() <= text.len(), "{text}");
            assert!(!span.slice(&text).trim().is_empty(), "{text}");
            assert!(
                quantity.number.start() >= span.start() && quantity.number.end() <= span.end(),
                "{text}"
            );
            assert!(
                quantity.tolerance.covers(&quantity.range),
                "{text}: {quantity:?}"
            );
            let printed = quantity.range.to_string();
            assert_eq!(
                printed.parse::<Range>().as_ref(),
                Ok(&quantity.range),
                "{text}: {printed}"
            );
            if let Some(noun) = &quantity.noun {
                assert!(noun.token < doc.len(), "{text}");
                let _ = noun.words.slice(&text);
            }
            end = span.end();
        }
    }
    assert!(found_in_all > 1500, "{found_in_all} found");
}
