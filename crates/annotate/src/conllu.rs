//! CoNLL-U, one document at a time.

use crate::doc::Doc;
use std::io::{self, Write};

/// Writes a document as CoNLL-U: UPOS, XPOS (the fine tag), DEPREL with the model's own labels, and
/// in MISC `Entity=B-LABEL` or `I-LABEL` and `SpaceAfter=No`.
///
/// Tokens of white space have no row. What hangs below one hangs below the nearest word above it
/// instead; a sentence whose root is white space has the first word without another head as root.
///
/// # Errors
///
/// When `out` fails.
pub fn write_conllu(doc: &Doc, id: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# newdoc id = {}", single_line(id))?;
    let mut numbers = vec![0u32; doc.len()];
    for (count, sentence) in doc.sentences().enumerate() {
        let words: Vec<_> = sentence
            .clone()
            .map(|i| doc.token(i))
            .filter(|token| !token.is_space())
            .collect();
        if words.is_empty() {
            continue;
        }
        writeln!(out, "# sent_id = {}-{}", single_line(id), count + 1)?;
        writeln!(
            out,
            "# text = {}",
            single_line(doc.words(words[0].index()..words[words.len() - 1].index() + 1))
        )?;
        for (number, word) in words.iter().enumerate() {
            numbers[word.index()] = number as u32 + 1;
        }
        // The nearest word above each, in this sentence.
        let heads: Vec<u32> = words
            .iter()
            .map(|word| word.ancestors().find(|above| !above.is_space()))
            .map(|above| {
                above
                    .filter(|above| sentence.contains(&above.index()))
                    .map_or(0, |above| numbers[above.index()])
            })
            .collect();
        let root = heads
            .iter()
            .position(|&head| head == 0)
            .map_or(0, |at| at as u32 + 1);
        for (i, (word, &head)) in words.iter().zip(&heads).enumerate() {
            let number = i as u32 + 1;
            let (head, relation) = match head {
                0 if number == root => (0, if word.is_root() { word.dep() } else { "ROOT" }),
                0 => (root, if word.is_root() { "dep" } else { word.dep() }),
                head => (head, word.dep()),
            };
            let morph = if word.morph().is_empty() {
                "_"
            } else {
                word.morph()
            };
            write!(
                out,
                "{number}\t{}\t{}\t",
                field(word.text()),
                field(word.lemma())
            )?;
            write!(
                out,
                "{}\t{}\t{morph}\t{head}\t{relation}\t_\t",
                field(word.pos()),
                field(word.tag())
            )?;
            let mut misc = Vec::new();
            if let Some(entity) = word.entity() {
                let part = if entity.tokens.start == word.index() {
                    "B"
                } else {
                    "I"
                };
                misc.push(format!("Entity={part}-{}", entity.label));
            }
            if !word.space_after() {
                misc.push("SpaceAfter=No".to_owned());
            }
            writeln!(
                out,
                "{}",
                if misc.is_empty() {
                    "_".to_owned()
                } else {
                    misc.join("|")
                }
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A field may hold neither tab nor line end, and is not empty.
fn field(text: &str) -> String {
    if text.is_empty() {
        "_".into()
    } else {
        text.replace(['\t', '\n', '\r'], " ")
    }
}

fn single_line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).collect::<Vec<_>>().join(" ")
}
