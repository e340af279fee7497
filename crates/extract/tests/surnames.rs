//! Reports in which two bear one surname: each one's words are their own.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, EntityId, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_report::Report;
use serde_json::Value;

/// A name without stops and titles of courtesy.
fn plain(name: &str) -> String {
    let words = name.replace(['.', ','], "");
    let words = words.split_whitespace();
    let kept: Vec<&str> = words
        .filter(|word| !matches!(*word, "Mr" | "Mrs"))
        .collect();
    kept.join(" ")
}

/// So many of the quotations have the right speaker today, by full name; the figure may rise.
const RIGHT: usize = 61;
/// So many are given to the other of the two; the figure may fall.
const MIXED: usize = 4;

#[test]
fn two_of_a_surname_are_kept_apart() {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    let pipeline = Pipeline::load(model.path).unwrap();
    let (mut asked, mut right, mut mixed, mut wrong) = (0, 0, 0, String::new());
    for line in include_str!("data/two-of-a-surname.jsonl").lines() {
        let given: Value = serde_json::from_str(line).unwrap();
        let text = given["text"].as_str().unwrap();
        let report = Arc::new(Report::new("a", "-", text));
        let extracted = extract(Annotated::new(report, |block| pipeline.annotate(block)));
        // Two who are named differently are never one.
        let mut known: HashMap<EntityId, &str> = HashMap::new();
        for said in given["said"].as_array().unwrap() {
            let (words, name) = (said[0].as_str().unwrap(), said[1].as_str().unwrap());
            asked += 1;
            let own = extracted
                .quotations
                .iter()
                .filter(|quotation| extracted.annotated.words(quotation.passage).contains(words));
            let speaker = own
                .min_by_key(|quotation| quotation.passage.span.len())
                .and_then(crosswire_extract::Quotation::speaker);
            let found = speaker.map(|speaker| extracted.entity(speaker).name.clone());
            let named = found.as_deref().map(plain);
            let is_right = named == Some(plain(name));
            let others = given["said"].as_array().unwrap().iter();
            let mut others = others.filter_map(|other| other[1].as_str()).map(plain);
            let apart = speaker.is_none_or(|speaker| *known.entry(speaker).or_insert(name) == name);
            right += usize::from(is_right && apart);
            mixed += usize::from(!apart || !is_right && others.any(|other| Some(other) == named));
            if !is_right || !apart {
                let _ = writeln!(wrong, "{words}: {found:?}, not {name}");
            }
        }
    }
    assert!(asked >= 70);
    let told = format!("{right} of {asked} right, {mixed} the other's:\n{wrong}");
    assert!(right >= RIGHT && mixed <= MIXED, "{told}");
}
