//! Annotates the `text` of each line of JSON lines and prints every field of every token as JSON
//! lines, for `scripts/spacy-parity`.
//!
//!     dump MODEL < reports.jsonl
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use crosswire_annotate::Pipeline;
use serde_json::{Value, json};
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args()
        .nth(1)
        .ok_or("the model's folder is missing")?;
    let pipeline = Pipeline::load(model)?;
    for line in std::io::stdin().lock().lines() {
        let report: Value = serde_json::from_str(&line?)?;
        let text = report["text"].as_str().ok_or("a line has no text")?;
        let doc = pipeline.annotate(text);
        let mut characters = 0;
        let mut byte = 0;
        let tokens: Vec<Value> = doc
            .tokens()
            .map(|token| {
                characters += text[byte..token.start()].chars().count();
                byte = token.start();
                json!([
                    characters,
                    token.text(),
                    token.tag(),
                    token.pos(),
                    token.morph(),
                    token.lemma(),
                    token.head().index(),
                    token.dep(),
                    token.is_sentence_start(),
                ])
            })
            .collect();
        let entities: Vec<Value> = doc
            .entities()
            .iter()
            .map(|e| json!([e.tokens.start, e.tokens.end, &*e.label]))
            .collect();
        println!(
            "{}",
            json!({"id": report["id"], "tokens": tokens, "entities": entities})
        );
    }
    Ok(())
}
