//! Annotates the `text` of each line of JSON lines and prints it as spaCy's `Doc.to_json` would, a line
//! each, for `scripts/spacy-parity` and `scripts/spacy-tokens`.
//!
//!     dump MODEL [--tokens] < reports.jsonl
//!
//! With `--tokens` a line is only where the tokens stand, in characters.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use crosswire_annotate::{Pipeline, to_json};
use serde_json::Value;
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args()
        .nth(1)
        .ok_or("the model's folder is missing")?;
    let tokens_only = std::env::args().nth(2).is_some_and(|a| a == "--tokens");
    let pipeline = Pipeline::load(model)?;
    for line in std::io::stdin().lock().lines() {
        let report: Value = serde_json::from_str(&line?)?;
        let text = report["text"].as_str().ok_or("a line has no text")?;
        if tokens_only {
            let (mut byte, mut characters) = (0, 0);
            let mut count = |to: usize| {
                characters += text[byte..to].chars().count();
                byte = to;
                characters
            };
            let tokens: Vec<_> = pipeline
                .tokenize(text)
                .into_iter()
                .map(|token| [count(token.start), count(token.end)])
                .collect();
            println!("{}", serde_json::to_string(&tokens)?);
            continue;
        }
        println!("{}", to_json(&pipeline.annotate(text)));
    }
    Ok(())
}
