use std::sync::Arc;

use crosswire_annotate::{Doc, Entity, TokenParts};
use crosswire_report::{Block, Report, Role as BlockRole};
use crosswire_text::Span;

use crate::{Annotated, Extracted, Factuality, Polarity, Role, StatementKind, extract};

/// One token a line: word, tag, part of speech, lemma, index of the head, relation, entity label.
fn parsed(rows: &str) -> Extracted {
    let rows: Vec<Vec<&str>> = rows
        .lines()
        .map(|row| row.split_whitespace().collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .collect();
    let (mut text, mut starts) = (String::new(), Vec::new());
    for row in &rows {
        if !text.is_empty() && row[2] != "PUNCT" {
            text.push(' ');
        }
        starts.push(text.len());
        text.push_str(row[0]);
    }
    let parts: Vec<TokenParts<'_>> = rows
        .iter()
        .zip(&starts)
        .map(|(row, &start)| TokenParts {
            start,
            end: start + row[0].len(),
            tag: row[1],
            pos: row[2],
            morph: "",
            lemma: row[3],
            head: row[4].parse().unwrap(),
            dep: row[5],
            sentence_start: false,
        })
        .collect();
    let entities = rows
        .iter()
        .enumerate()
        .filter_map(|(i, row)| {
            Some(Entity {
                tokens: i..i + 1,
                label: (*row.get(6)?).into(),
            })
        })
        .collect();
    let doc = Doc::from_parts(text.as_str(), &parts, entities).unwrap();
    let report = Report {
        id: "a".into(),
        source: "-".into(),
        outlet: None,
        url: None,
        title: None,
        authors: Vec::new(),
        published: None,
        blocks: vec![Block {
            role: BlockRole::Paragraph,
            span: Span::new(0, text.len()),
        }],
        text: text.into(),
        problems: Vec::new(),
        details: Default::default(),
    };
    extract(Annotated::new(Arc::new(report), |_| doc.clone()))
}

fn told(found: &Extracted, at: usize) -> (String, Vec<(Role, String)>) {
    let statement = &found.statements[at];
    let arguments = statement
        .arguments
        .iter()
        .map(|argument| {
            (
                argument.role,
                found.annotated.words(argument.passage).to_owned(),
            )
        })
        .collect();
    (statement.lemma.clone(), arguments)
}

#[test]
fn passive_with_negation_and_place() {
    let found = parsed(
        "Two CD NUM two 1 nummod
         men NNS NOUN man 4 nsubjpass
         were VBD AUX be 4 auxpass
         not RB PART not 4 neg
         arrested VBN VERB arrest 4 ROOT
         in IN ADP in 4 prep
         Ardle NNP PROPN Ardle 5 pobj GPE
         . . PUNCT . 4 punct",
    );
    let (lemma, arguments) = told(&found, 0);
    assert_eq!(lemma, "arrest");
    assert_eq!(
        arguments,
        [
            (Role::Patient, "Two men".to_owned()),
            (Role::Place, "Ardle".to_owned())
        ]
    );
    let statement = &found.statements[0];
    assert_eq!(statement.polarity, Polarity::Negative);
    assert_eq!(statement.factuality, Factuality::Asserted);
    assert_eq!(
        found.annotated.words(statement.passage),
        "Two men were not arrested in Ardle"
    );
}

#[test]
fn plans_and_event_nouns() {
    let found = parsed(
        "Orbis NNP PROPN Orbis 1 nsubj ORG
         plans VBZ VERB plan 1 ROOT
         to TO PART to 3 aux
         buy VB VERB buy 1 xcomp
         Tarn NNP PROPN Tarn 3 dobj ORG
         after IN ADP after 3 prep
         the DT DET the 7 det
         arrest NN NOUN arrest 5 pobj
         of IN ADP of 7 prep
         Dunn NNP PROPN Dunn 8 pobj PERSON
         . . PUNCT . 1 punct",
    );
    let lemmas: Vec<_> = found
        .statements
        .iter()
        .map(|statement| (statement.lemma.as_str(), statement.factuality))
        .collect();
    assert_eq!(
        lemmas,
        [
            ("plan", Factuality::Asserted),
            ("buy", Factuality::Planned),
            ("arrest", Factuality::Asserted)
        ]
    );
    assert_eq!(
        told(&found, 1).1[..2],
        [
            (Role::Agent, "Orbis".to_owned()),
            (Role::Patient, "Tarn".to_owned())
        ]
    );
    assert_eq!(found.statements[2].kind, StatementKind::Nominal);
    assert_eq!(told(&found, 2).1, [(Role::Patient, "Dunn".to_owned())]);
}

#[test]
fn a_failure_to_land_is_no_landing() {
    let found = parsed(
        "Skua NNP PROPN Skua 1 nsubj PRODUCT
         failed VBD VERB fail 1 ROOT
         to TO PART to 3 aux
         land VB VERB land 1 xcomp
         and CC CCONJ and 1 cc
         no DT DET no 6 det
         word NN NOUN word 7 nsubj
         came VBD VERB come 1 conj
         . . PUNCT . 1 punct",
    );
    let polarities: Vec<_> = found
        .statements
        .iter()
        .map(|statement| (statement.lemma.as_str(), statement.polarity))
        .collect();
    assert_eq!(
        polarities,
        [
            ("fail", Polarity::Positive),
            ("land", Polarity::Negative),
            ("come", Polarity::Negative)
        ]
    );
}
