//! Whose words they are over reports: names of one person together, two of one surname apart, and a
//! person's word before all of it.

mod generated;

use std::path::PathBuf;
use std::sync::Arc;

use crosswire_annotate::{Doc, Entity, TokenParts};
use crosswire_extract::{Annotated, extract};
use crosswire_ledger::{Arrival, Correction, Ledger, Page, View, name_list};
use crosswire_report::Report;
use generated::{at, run, start};

/// "SPEAKER said the NOUN would close ." with its annotation.
fn arrival(id: &str, speaker: &str, noun: &str) -> Arrival {
    let name: Vec<&str> = speaker.split(' ').collect();
    let last = name.len() - 1;
    let mut words: Vec<(&str, &str, &str, &str, usize, &str)> = name
        .iter()
        .enumerate()
        .map(|(i, word)| {
            let (head, dep) = if i == last {
                (last + 1, "nsubj")
            } else {
                (last, "compound")
            };
            (*word, "NNP", "PROPN", *word, head, dep)
        })
        .collect();
    let verb = last + 1;
    words.extend([
        ("said", "VBD", "VERB", "say", verb, "ROOT"),
        ("the", "DT", "DET", "the", verb + 2, "det"),
        (noun, "NN", "NOUN", noun, verb + 4, "nsubj"),
        ("would", "MD", "AUX", "would", verb + 4, "aux"),
        ("close", "VB", "VERB", "close", verb, "ccomp"),
        (".", ".", "PUNCT", ".", verb, "punct"),
    ]);
    let text = words
        .iter()
        .map(|word| word.0)
        .collect::<Vec<_>>()
        .join(" ");
    let report = Arc::new(Report::new(id, "invented", text));
    let annotated = Annotated::new(report, |text| {
        let mut from = 0;
        let parts: Vec<TokenParts<'_>> = words
            .iter()
            .enumerate()
            .map(|(i, &(word, tag, pos, lemma, head, dep))| {
                let start = from + text[from..].find(word).unwrap();
                from = start + word.len();
                TokenParts {
                    start,
                    end: from,
                    tag,
                    pos,
                    morph: "",
                    lemma,
                    head,
                    dep,
                    sentence_start: i == 0,
                }
            })
            .collect();
        let person = Entity {
            tokens: 0..name.len(),
            label: "PERSON".into(),
        };
        Doc::from_parts(text, &parts, vec![person]).unwrap()
    });
    Arrival {
        extracted: extract(annotated),
        captured: start(),
        raw: None,
        fetch: None,
    }
}

fn ledger(name: &str, reports: &[(&str, &str, &str)]) -> Ledger {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cast-{name}.db"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let mut ledger = Ledger::create(path).unwrap();
    for (n, (id, speaker, noun)) in reports.iter().enumerate() {
        ledger
            .add(vec![arrival(id, speaker, noun)], &run(), at(n as i64))
            .unwrap();
    }
    ledger
}

/// Makes these reports a story of their own.
fn part(ledger: &mut Ledger, reports: &[&str]) {
    let split = Correction::Split {
        story: ledger
            .latest()
            .unwrap()
            .report(reports[0])
            .unwrap()
            .1
            .story
            .unwrap(),
        reports: reports.iter().map(|&id| id.to_owned()).collect(),
    };
    ledger
        .correct(&split, ["", "Lind"], &run(), at(20))
        .unwrap();
}

/// The reports that hold words of somebody, and those that hold words possibly theirs by the name alone.
fn said(view: View<'_>, by: &str) -> (String, String) {
    let mut all = (Vec::new(), Vec::new());
    for quote in view.quotes(by, &Page::default()).unwrap().items {
        let unsure = quote.confidence.is_some_and(|sure| sure < 0.9);
        assert!(!unsure || quote.possible);
        assert_eq!(quote.possible, quote.around.is_some());
        if quote.possible && !unsure {
            all.1.push(quote.report);
        } else {
            all.0.push(quote.report);
        }
    }
    all.0.sort();
    all.1.sort();
    (all.0.join(" "), all.1.join(" "))
}

fn told(a: &str, b: &str) -> (String, String) {
    (a.to_owned(), b.to_owned())
}

#[test]
fn two_of_a_surname_stay_apart_and_names_of_one_come_together() {
    let mut ledger = ledger(
        "two",
        &[
            ("a", "Ana Brell", "harbour"),
            ("b", "Tom Brell", "quarry"),
            ("c", "Brell", "bakery"),
            ("d", "Ana M. Brell", "cinema"),
            ("e", "Ana Brellmann", "airport"),
        ],
    );
    let view = ledger.latest().unwrap();
    assert_eq!(said(view, "Ana Brell"), told("a d", ""));
    assert_eq!(said(view, "Tom Brell"), told("b", ""));
    // By the surname alone it is not known whom the question means.
    assert_eq!(said(view, "Brell"), told("c", "a b d"));

    // The story of the bare surname quotes one of the two in full.
    part(&mut ledger, &["b", "c"]);
    let view = ledger.latest().unwrap();
    assert_eq!(said(view, "Tom Brell"), told("b c", ""));
    assert_eq!(said(view, "Ana Brell"), told("a d", ""));
    assert_eq!(
        said(ledger.as_of(at(10)).unwrap(), "Tom Brell"),
        told("b", "")
    );
}

#[test]
fn the_only_one_of_a_surname_is_possible_elsewhere() {
    let mut ledger = ledger(
        "one",
        &[("a", "Ana Brell", "harbour"), ("b", "Brell", "quarry")],
    );
    part(&mut ledger, &["b"]);
    let view = ledger.latest().unwrap();
    assert_eq!(said(view, "Ana Brell"), told("a", "b"));
    assert_eq!(said(view, "ana brell"), told("a", "b"));
    assert_eq!(said(view, "Brell"), told("a b", ""));
    assert_eq!(
        view.speakers(9).unwrap(),
        [("Ana Brell".to_owned(), 2)],
        "one line for both names"
    );
}

#[test]
fn a_persons_word_goes_before_what_names_tell() {
    let mut ledger = ledger(
        "word",
        &[
            ("a", "Ana Brell", "harbour"),
            ("b", "Anita Brell", "quarry"),
            ("c", "Ana M. Brell", "cinema"),
        ],
    );
    let same = Correction::Same {
        name: "Ana Brell".to_owned(),
        alias: "Anita Brell".to_owned(),
    };
    let apart = Correction::Apart {
        name: "Ana Brell".to_owned(),
        alias: "Ana M. Brell".to_owned(),
    };
    ledger
        .correct(&same, ["née", "Lind"], &run(), at(20))
        .unwrap();
    let view = ledger.latest().unwrap();
    assert_eq!(said(view, "Ana Brell"), told("a b c", ""));
    assert_eq!(said(view, "Anita Brell"), told("a b c", ""));
    ledger
        .correct(&apart, ["", "Lind"], &run(), at(30))
        .unwrap();
    let view = ledger.latest().unwrap();
    assert_eq!(said(view, "Ana Brell"), told("a b", ""));
    assert_eq!(
        said(ledger.as_of(at(25)).unwrap(), "Ana Brell"),
        told("a b c", "")
    );
    assert_eq!(
        said(ledger.as_of(at(15)).unwrap(), "Ana Brell"),
        told("a c", "")
    );

    // The last word counts.
    let apart = Correction::Apart {
        name: "Ana Brell".to_owned(),
        alias: "Anita Brell".to_owned(),
    };
    ledger
        .correct(&apart, ["", "Lind"], &run(), at(40))
        .unwrap();
    assert_eq!(said(ledger.latest().unwrap(), "Ana Brell"), told("a", ""));
    let kept = ledger.latest().unwrap().corrections().unwrap();
    assert_eq!(kept.len(), 3);
    for wrong in ["", "...", "Ana  Brell."] {
        let same = Correction::Same {
            name: "Ana Brell".to_owned(),
            alias: wrong.to_owned(),
        };
        let refused = ledger.correct(&same, ["", "Lind"], &run(), at(50));
        assert!(refused.is_err(), "{wrong:?}");
    }
}

#[test]
fn names_of_a_file_are_kept_together_or_not_at_all() {
    let mut ledger = ledger(
        "names",
        &[
            ("a", "Ana Brell", "harbour"),
            ("b", "Anita Brell", "quarry"),
            ("c", "Lola Marsh", "cinema"),
        ],
    );
    let csv = "name,aliases,note\nAna Brell,Anita Brell;Lola Marsh,née\nTom Orlin,T. Orlin,\n";
    let aliases = name_list(csv.as_bytes()).unwrap();
    let said = ["from a list", "Lind"];
    let kept = ledger
        .correct_names(&aliases, said, &run(), at(20))
        .unwrap();
    let notes: Vec<&str> = kept.iter().map(|one| one.note.as_str()).collect();
    assert_eq!(notes, ["née", "née", "from a list"]);
    let view = ledger.latest().unwrap();
    assert_eq!(view.corrections().unwrap(), kept);
    for by in ["Ana Brell", "Anita Brell", "lola marsh"] {
        assert_eq!(crate::said(view, by), told("a b c", ""), "{by}");
    }
    assert_eq!(
        crate::said(ledger.as_of(at(10)).unwrap(), "Ana Brell"),
        told("a", "")
    );
    assert_eq!(ledger.latest().unwrap().verify().unwrap().damages, 0);

    let mut wrong = aliases;
    wrong[2].alias = "Tom  Orlin.".to_owned();
    assert!(ledger.correct_names(&wrong, said, &run(), at(30)).is_err());
    assert_eq!(ledger.latest().unwrap().corrections().unwrap().len(), 3);
}
