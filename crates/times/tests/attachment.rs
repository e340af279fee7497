//! To which word a time belongs, and which way it looks, in parsed sentences of our own.

use crosswire_annotate::{Doc, TokenParts};
use crosswire_calendar::Stamp;
use crosswire_times::{Context, find};

/// A document from rows of "word tag head dep", the lemma after a tilde where it is not the word.
fn doc(rows: &[&str]) -> Doc {
    let mut text = String::new();
    let mut words = Vec::new();
    for row in rows {
        let mut columns = row.split(' ');
        let mut column = || columns.next().expect("four columns");
        let (word, tag, head, dep) = (column(), column(), column(), column());
        let (word, lemma) = word.split_once('~').unwrap_or((word, word));
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        words.push((start, text.len(), lemma, tag, head.parse().unwrap(), dep));
    }
    let pos = |tag: &str, dep: &str| match tag {
        _ if dep.starts_with("aux") => "AUX",
        "MD" => "AUX",
        "IN" | "TO" => "ADP",
        "NN" | "NNS" => "NOUN",
        "NNP" => "PROPN",
        "JJ" => "ADJ",
        "DT" => "DET",
        "POS" => "PART",
        "PRP" => "PRON",
        "RB" => "ADV",
        _ => "VERB",
    };
    let parts: Vec<TokenParts<'_>> = words
        .iter()
        .enumerate()
        .map(|(i, &(start, end, lemma, tag, head, dep))| TokenParts {
            start,
            end,
            tag,
            pos: pos(tag, dep),
            morph: "",
            lemma,
            head,
            dep,
            sentence_start: i == 0,
        })
        .collect();
    Doc::from_parts(text.as_str(), &parts, Vec::new()).unwrap()
}

/// The value and the governor of the only time, told on Thursday, 6 March 2031.
fn told(rows: &[&str]) -> (String, String) {
    let doc = doc(rows);
    let times = find(&doc, &mut Context::new(Stamp::parse("2031-03-06")));
    assert_eq!(times.len(), 1, "{}", doc.text());
    let governor = times[0].governor.map(|at| doc.token(at).text().to_owned());
    (times[0].value.clone(), governor.unwrap_or_default())
}

fn check(rows: &[&str], value: &str, governor: &str) {
    assert_eq!(
        told(rows),
        (value.to_owned(), governor.to_owned()),
        "{rows:?}"
    );
}

#[test]
fn a_deadline_lies_ahead_of_a_past_verb() {
    check(
        &[
            "They PRP 1 nsubj",
            "postponed~postpone VBD 1 ROOT",
            "it PRP 1 dobj",
            "until IN 1 prep",
            "Friday NNP 3 pobj",
        ],
        "2031-03-07",
        "postponed",
    );
    check(
        &[
            "It PRP 1 nsubj",
            "lasted~last VBD 1 ROOT",
            "until IN 1 prep",
            "Friday NNP 2 pobj",
        ],
        "2031-02-28",
        "lasted",
    );
}

#[test]
fn a_time_before_the_clause_that_is_said_belongs_to_the_saying() {
    check(
        &[
            "They PRP 1 nsubj",
            "said~say VBD 1 ROOT",
            "Monday NNP 6 npadvmod",
            "the DT 4 det",
            "ship NN 6 nsubj",
            "would MD 6 aux",
            "sail VB 1 ccomp",
        ],
        "2031-03-03",
        "said",
    );
    check(
        &[
            "They PRP 1 nsubj",
            "said~say VBD 1 ROOT",
            "the DT 3 det",
            "ship NN 5 nsubj",
            "would MD 5 aux",
            "sail VB 1 ccomp",
            "Monday NNP 5 npadvmod",
        ],
        "2031-03-10",
        "sail",
    );
}

#[test]
fn a_time_between_subject_and_verb_belongs_to_the_verb() {
    check(
        &[
            "Police NNS 3 nsubj",
            "on IN 0 prep",
            "Sunday NNP 1 pobj",
            "searched~search VBD 3 ROOT",
            "it PRP 3 dobj",
        ],
        "2031-03-02",
        "searched",
    );
}

#[test]
fn only_what_has_its_day_set_lies_ahead_before_a_noun() {
    let rows = |noun: &'static str| {
        [
            "They PRP 2 nsubj",
            "will MD 2 aux",
            "discuss VB 2 ROOT",
            "Wednesday NNP 5 poss",
            "'s POS 3 case",
            noun,
        ]
    };
    check(&rows("ruling NN 2 dobj"), "2031-03-05", "ruling");
    check(&rows("meeting NN 2 dobj"), "2031-03-12", "meeting");
}

#[test]
fn infinitives_look_where_their_verb_looks() {
    let rows = |verb: &'static str| {
        [
            "They PRP 1 nsubj",
            verb,
            "to TO 3 aux",
            "land VB 1 xcomp",
            "on IN 3 prep",
            "Tuesday NNP 4 pobj",
        ]
    };
    check(&rows("managed~manage VBD 1 ROOT"), "2031-03-04", "land");
    check(&rows("agreed~agree VBD 1 ROOT"), "2031-03-11", "land");
    check(
        &[
            "rules~rule NNS 0 ROOT",
            "to TO 3 aux",
            "be VB 3 auxpass",
            "published~publish VBN 0 acl",
            "in IN 3 prep",
            "November NNP 4 pobj",
        ],
        "2031-11",
        "published",
    );
    check(
        &[
            "He PRP 4 nsubjpass",
            "could MD 4 aux",
            "not RB 4 neg",
            "be VB 4 auxpass",
            "reached~reach VBN 4 ROOT",
            "Wednesday NNP 4 npadvmod",
        ],
        "2031-03-05",
        "reached",
    );
}

#[test]
fn a_planned_thing_lies_ahead() {
    check(
        &[
            "They PRP 1 nsubj",
            "discussed~discuss VBD 1 ROOT",
            "the DT 4 det",
            "planned~plan VBN 4 amod",
            "trip NN 1 dobj",
            "in IN 4 prep",
            "September NNP 5 pobj",
        ],
        "2031-09",
        "trip",
    );
}

#[test]
fn overnight_is_the_night_before_or_after() {
    check(
        &[
            "Shells NNS 1 nsubj",
            "fell~fall VBD 1 ROOT",
            "overnight RB 1 advmod",
        ],
        "2031-03-05TNI",
        "fell",
    );
    check(
        &[
            "Snow NN 2 nsubj",
            "will MD 2 aux",
            "fall VB 2 ROOT",
            "overnight RB 2 advmod",
        ],
        "2031-03-06TNI",
        "fall",
    );
}
