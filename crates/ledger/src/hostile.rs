//! Ways in for what strangers may write: searches, files of names, and the rows of a ledger that came from elsewhere.
//! For the fuzz targets of `fuzz` and for the tests below, which change good bytes in fixed ways.

use std::sync::Arc;

use crosswire_report::Report;
use rusqlite::Connection;

use crate::alone;
use crate::annotation::{self, Labels};
use crate::name_list::name_list;
use crate::names::folded;
use crate::query::language;

/// Reads a search; whatever it is, there is an answer or an error that says where.
pub fn search(query: &str) {
    let _ = language::read(query, Some((1900, 2100)));
    let _ = language::speaker(query);
}

/// Reads a file of names: refused with a line of it and words, or every pair can be kept.
///
/// # Panics
///
/// When a pair is read that says nothing, or an error has no place.
pub fn names(bytes: &[u8]) {
    match name_list(bytes) {
        Ok(all) => {
            assert!(!all.is_empty());
            for one in all {
                assert!(!folded(&one.name).is_empty() && !folded(&one.alias).is_empty());
                assert_ne!(folded(&one.name), folded(&one.alias));
            }
        }
        Err(wrong) => assert!(wrong.line > 0 && !wrong.message.is_empty()),
    }
}

/// Reads an annotation over a text of three blocks, with a few labels known.
///
/// # Panics
///
/// When SQLite has no memory; never over the bytes.
pub fn annotation(bytes: &[u8]) {
    let connection = Connection::open_in_memory().expect("memory");
    connection
        .execute_batch(
            "CREATE TABLE labels (id INTEGER PRIMARY KEY, since INTEGER, text TEXT);\
             INSERT INTO labels VALUES (1, 1, 'NN\tNOUN\tNumber=Sing'), (2, 1, 'ROOT'), (3, 1, 'ORG'), \
             (4, 1, 'no tabs');",
        )
        .expect("a table");
    let text = "The ferry “Aurelia” sank.\n\nNobody – says Zoë – was hurt.\n\nIt was late.";
    let report = Arc::new(Report::new("a", "-", text));
    let mut labels = Labels::default();
    let _ = annotation::decoded(Arc::clone(&report), bytes, &mut |number| {
        labels.text(&connection, number)
    });
    let _ = alone::opened(report, bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are the same on every machine.
    fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below.max(1)
        }
    }

    #[test]
    fn any_search_is_answered() {
        let pieces = [
            "ferry",
            "\"",
            "(",
            ")",
            "OR",
            "AND",
            "NOT",
            "-",
            "speaker:",
            "after:2031-03",
            "before:",
            "kind:quotation",
            "*",
            "NEAR",
            ":",
            "“",
            "é",
            "\0",
            "9999-99-99",
            "outlet:\"",
            " ",
            "{",
            "}",
        ];
        let mut next = numbers(7);
        for _ in 0..5000 {
            let n = next(9);
            let query: Vec<&str> = (0..n).map(|_| pieces[next(pieces.len())]).collect();
            search(&query.concat());
            search(&query.join(" "));
        }
    }

    #[test]
    fn any_annotation_is_read_or_refused() {
        let mut next = numbers(11);
        for _ in 0..5000 {
            let n = next(60);
            // Small numbers are what lengths and gaps are made of.
            let bytes: Vec<u8> = (0..n)
                .map(|_| if next(4) == 0 { next(256) } else { next(6) } as u8)
                .collect();
            annotation(&bytes);
        }
    }

    #[test]
    fn any_file_of_names_is_read_or_refused() {
        let good =
            "name,aliases,note\nAna Brell,Anita Brell;A. Brell,née\n\"Orlin, Tom\",Tom Orlin,\n";
        let pieces: [&[u8]; 14] = [
            b"\"",
            b",",
            b";",
            b"\n",
            b"\r\n",
            b"\0",
            b"\xff",
            b"\xef\xbb\xbf",
            b"name",
            b"aliases",
            b"...",
            b" ",
            "\u{2019}".as_bytes(),
            "\u{130}".as_bytes(),
        ];
        let mut next = numbers(13);
        let mut read = 0;
        for _ in 0..5000 {
            let mut bytes = good.as_bytes().to_vec();
            for _ in 0..=next(4) {
                let at = next(bytes.len() + 1);
                let to = (at + next(6)).min(bytes.len());
                bytes.splice(at..to, pieces[next(pieces.len())].iter().copied());
            }
            names(&bytes);
            read += usize::from(name_list(&bytes).is_ok());
        }
        // Neither all harmless nor all hopeless.
        assert!((500..4500).contains(&read), "{read}");
    }
}
