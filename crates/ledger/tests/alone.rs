//! An annotation that stands by itself is read back exactly, and bytes of anything else are refused.

use std::sync::Arc;

use crosswire_annotate::{Doc, Entity, TokenParts, to_json};
use crosswire_extract::Annotated;
use crosswire_ledger::{pack_annotation, unpack_annotation};
use crosswire_report::Report;

/// Words as tokens, each below the one before it.
fn annotate(text: &str) -> Doc {
    let mut parts = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        parts.push(TokenParts {
            start: at,
            end: at + word.len(),
            tag: if parts.is_empty() { "DT" } else { "NN" },
            pos: "NOUN",
            morph: "Number=Sing",
            lemma: "lemma",
            head: parts.len().saturating_sub(1),
            dep: "dep",
            sentence_start: parts.is_empty(),
        });
        at += word.len() + 1;
    }
    let entity = Entity {
        tokens: 0..1,
        label: "ORG".into(),
    };
    Doc::from_parts(text, &parts, vec![entity]).unwrap()
}

#[test]
fn an_annotation_travels_by_itself() {
    let report = Arc::new(Report::new(
        "a",
        "-",
        "The ferry “Aurelia” sank.\nNobody – was hurt.",
    ));
    let annotated = Annotated::new(Arc::clone(&report), annotate);
    let bytes = pack_annotation(&annotated).unwrap();
    let back = unpack_annotation(Arc::clone(&report), &bytes).unwrap();
    let shown = |annotated: &Annotated| -> Vec<_> {
        let blocks = annotated.blocks().iter();
        blocks
            .map(|block| (block.passage, to_json(&block.doc)))
            .collect()
    };
    assert_eq!(shown(&back), shown(&annotated));
    let unread = Annotated::unread(Arc::clone(&report));
    let none = pack_annotation(&unread).unwrap();
    assert!(
        unpack_annotation(Arc::clone(&report), &none)
            .unwrap()
            .blocks()
            .is_empty()
    );
    for cut in 0..bytes.len() {
        assert!(
            unpack_annotation(Arc::clone(&report), &bytes[..cut]).is_err(),
            "{cut}"
        );
    }
    let other = Arc::new(Report::new("b", "-", "Short."));
    let error = unpack_annotation(other, &bytes).unwrap_err().to_string();
    assert!(
        error.starts_with("the annotation of report \"b\" cannot be read: "),
        "{error}"
    );
}
