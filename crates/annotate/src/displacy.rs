//! JSON that displaCy, spaCy's visualiser, renders: both its styles in one object.

use crate::doc::Doc;
use serde_json::{Value, json};

/// A document as displaCy takes it with `manual=True`: `words` and `arcs` for the style `dep`, `text`
/// and `ents` for the style `ent`. Offsets of entities count Unicode characters.
///
/// Arcs that touch white space are left in, as displaCy leaves them.
#[must_use]
pub fn displacy(doc: &Doc) -> Value {
    let words: Vec<Value> = doc
        .tokens()
        .map(|token| json!({"text": token.text(), "tag": token.pos(), "lemma": token.lemma()}))
        .collect();
    let arcs: Vec<Value> = doc
        .tokens()
        .filter(|token| !token.is_root())
        .map(|token| {
            let (head, own) = (token.head().index(), token.index());
            let direction = if own < head { "left" } else { "right" };
            json!({"start": own.min(head), "end": own.max(head), "label": token.dep(), "dir": direction})
        })
        .collect();
    let (mut byte, mut characters) = (0, 0);
    let mut count = |to: usize| {
        characters += doc.text()[byte..to].chars().count();
        byte = to;
        characters
    };
    let entities: Vec<Value> = doc
        .entities()
        .iter()
        .map(|entity| {
            let bytes = doc.bytes(entity.tokens.clone());
            json!({"start": count(bytes.start), "end": count(bytes.end), "label": &*entity.label})
        })
        .collect();
    json!({"text": doc.text(), "ents": entities, "title": null, "words": words, "arcs": arcs, "settings": {}})
}
