//! CoNLL-U, one document at a time.

use crate::doc::Doc;
use crate::token::Token;
use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

/// Writes the documents of one text, such as its paragraphs, as one document of CoNLL-U: UPOS, XPOS
/// (the fine tag), DEPREL with the model's own labels, and in MISC `Entity=B-LABEL` or `I-LABEL` and
/// `SpaceAfter=No`. A `# newpar` line stands before each further document.
///
/// Tokens of white space have no row. What hangs below one hangs below the nearest word above it
/// instead; in a sentence whose root is white space the first word that is left without a head is
/// the root, and the others that are left hang below it as `dep`.
///
/// # Errors
///
/// When `out` fails.
pub fn write_conllu(docs: &[&Doc], id: &str, out: &mut dyn Write) -> io::Result<()> {
    let id = single_line(id);
    writeln!(out, "# newdoc id = {id}")?;
    let mut sentences = 0;
    let mut numbers = Vec::new();
    for (place, doc) in docs.iter().enumerate() {
        let mut new_paragraph = place > 0;
        numbers.clear();
        numbers.resize(doc.len(), 0u32);
        for sentence in doc.sentences() {
            let words = sentence
                .clone()
                .map(|i| doc.token(i))
                .filter(|token| !token.is_space());
            let words: Vec<_> = words.collect();
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            if std::mem::take(&mut new_paragraph) {
                writeln!(out, "# newpar")?;
            }
            sentences += 1;
            let text = doc.words(first.index()..last.index() + 1);
            writeln!(
                out,
                "# sent_id = {id}-{sentences}\n# text = {}",
                single_line(text)
            )?;
            for (number, word) in words.iter().enumerate() {
                numbers[word.index()] = number as u32 + 1;
            }
            write_sentence(sentence, &words, &numbers, out)?;
        }
    }
    Ok(())
}

/// Writes the rows of one sentence; `numbers` has each word's row by token.
fn write_sentence(
    sentence: Range<usize>,
    words: &[Token<'_>],
    numbers: &[u32],
    out: &mut dyn Write,
) -> io::Result<()> {
    // The nearest word above each, if it is in this sentence.
    let head = |word: &Token<'_>| {
        let above = word.ancestors().find(|above| !above.is_space())?;
        sentence
            .contains(&above.index())
            .then(|| numbers[above.index()])
    };
    let heads: Vec<u32> = words.iter().map(|word| head(word).unwrap_or(0)).collect();
    let root = heads
        .iter()
        .position(|&head| head == 0)
        .map_or(0, |at| at as u32 + 1);
    for (i, (word, &head)) in words.iter().zip(&heads).enumerate() {
        let number = i as u32 + 1;
        let (head, relation) = match head {
            0 if number == root => (0, "ROOT"),
            0 => (root, "dep"),
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
        let entity = word.entity();
        if let Some(entity) = entity {
            let part = if entity.tokens.start == word.index() {
                "B"
            } else {
                "I"
            };
            write!(out, "Entity={part}-{}", entity.label)?;
        }
        let rest = match (entity.is_some(), word.space_after()) {
            (true, true) => "",
            (true, false) => "|SpaceAfter=No",
            (false, true) => "_",
            (false, false) => "SpaceAfter=No",
        };
        writeln!(out, "{rest}")?;
    }
    writeln!(out)
}

/// A field may hold neither tab nor line end, and is not empty.
fn field(text: &str) -> String {
    if text.is_empty() {
        "_".into()
    } else {
        text.replace(['\t', '\n', '\r'], " ")
    }
}

fn single_line(text: &str) -> Cow<'_, str> {
    let breaks = [
        '\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    if text.contains(breaks) {
        Cow::Owned(text.replace(breaks, " "))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entity, TokenParts};

    fn doc(
        text: &str,
        rows: &[(usize, usize, &str, usize, &str, bool)],
        entities: Vec<Entity>,
    ) -> Doc {
        let parts: Vec<_> = rows
            .iter()
            .map(|&(start, end, pos, head, dep, sentence_start)| TokenParts {
                start,
                end,
                tag: "T",
                pos,
                morph: "",
                lemma: text[start..end].trim(),
                head,
                dep,
                sentence_start,
            })
            .collect();
        Doc::from_parts(text, &parts, entities).unwrap()
    }

    #[test]
    fn white_space_has_no_row_and_passes_its_children_up() {
        let first = doc(
            "Ann\n\nran.",
            &[
                (0, 3, "PROPN", 2, "nsubj", true),
                (3, 5, "SPACE", 0, "dep", false),
                (5, 8, "VERB", 2, "ROOT", false),
                (8, 9, "PUNCT", 1, "punct", false),
            ],
            vec![Entity {
                tokens: 0..1,
                label: "PERSON".into(),
            }],
        );
        // A root of white space with two words below it.
        let second = doc(
            "up  on",
            &[
                (0, 2, "ADV", 1, "advmod", true),
                (3, 4, "SPACE", 1, "ROOT", false),
                (4, 6, "ADP", 1, "prep", false),
            ],
            Vec::new(),
        );
        let mut out = Vec::new();
        write_conllu(&[&first, &second], "r\t1", &mut out).unwrap();
        let expected = "# newdoc id = r 1
# sent_id = r 1-1
# text = Ann  ran.
1\tAnn\tAnn\tPROPN\tT\t_\t2\tnsubj\t_\tEntity=B-PERSON
2\tran\tran\tVERB\tT\t_\t0\tROOT\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\tT\t_\t1\tpunct\t_\tSpaceAfter=No

# newpar
# sent_id = r 1-2
# text = up  on
1\tup\tup\tADV\tT\t_\t0\tROOT\t_\t_
2\ton\ton\tADP\tT\t_\t1\tdep\t_\tSpaceAfter=No

";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
