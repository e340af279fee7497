//! JSON in the shape of spaCy's `Doc.to_json`.

use crate::doc::Doc;
use serde_json::{Value, json};

/// A document as spaCy's `Doc.to_json` has it and `Doc.from_json` reads it: `text`, `ents`, `sents` and
/// `tokens`. Offsets count Unicode characters; a `head` is a token's index.
#[must_use]
pub fn to_json(doc: &Doc) -> Value {
    let text = doc.text();
    let (mut byte, mut characters) = (0, 0);
    let mut ends = Vec::with_capacity(doc.len());
    let tokens: Vec<Value> = doc
        .tokens()
        .map(|token| {
            characters += text[byte..token.start()].chars().count();
            let start = characters;
            characters += token.text().chars().count();
            byte = token.end();
            ends.push((start, characters));
            json!({
                "id": token.index(), "start": start, "end": characters, "tag": token.tag(),
                "pos": token.pos(), "morph": token.morph(), "lemma": token.lemma(),
                "dep": token.dep(), "head": token.head().index(),
            })
        })
        .collect();
    let stretch = |tokens: std::ops::Range<usize>| (ends[tokens.start].0, ends[tokens.end - 1].1);
    let sentences: Vec<Value> = doc
        .sentences()
        .map(|sentence| {
            let (start, end) = stretch(sentence);
            json!({"start": start, "end": end})
        })
        .collect();
    let entities: Vec<Value> = doc
        .entities()
        .iter()
        .map(|entity| {
            let (start, end) = stretch(entity.tokens.clone());
            json!({"start": start, "end": end, "label": &*entity.label})
        })
        .collect();
    json!({"text": text, "ents": entities, "sents": sentences, "tokens": tokens})
}
