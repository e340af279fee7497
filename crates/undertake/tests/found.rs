//! What is found in short sentences of ours: the kind, the words, whose it is, and by when.

use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_read::{Options as ReadOptions, read_bytes};
use crosswire_undertake::{Found, find};

fn pipeline() -> Pipeline {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    Pipeline::load(&model.path).unwrap()
}

fn read(pipeline: &Pipeline, text: &str) -> (Extracted, Found) {
    let line = serde_json::json!({
        "id": "a", "outlet": "Sund Courier", "published": "2031-03-05T10:00:00Z", "title": "News", "text": text,
    });
    let options = ReadOptions::default();
    let report = read_bytes("a.jsonl", line.to_string().as_bytes(), &options)
        .remove(0)
        .unwrap();
    let extracted = extract(Annotated::new(Arc::new(report), |text| {
        pipeline.annotate(text)
    }));
    let found = find(&extracted);
    (extracted, found)
}

/// The sentence | the kind | how its words begin | a word of the holder's name, or - | the last day, or -
const UNDERTAKINGS: &str = "\
Mayor Ana Brell vowed to rebuild the bridge by May. | promise | vowed to rebuild | Brell | 2031-05-31
\"We will close the port if they come,\" union leader Tom Orlin said. | threat | will close | Orlin | -
Lund urged Sund to release the crew. | demand | urged Sund | Lund | -
The Bank of Sund ruled out selling the yard. | denial | ruled out | Bank | -
The council is considering a ban on drones. | plan | is considering | council | -
The court is scheduled to hear the case on 4 May. | plan | is scheduled | court | 2031-05-04
Analysts expect prices to rise next year. | forecast | expect prices | nalysts | 2032-12-31
Ferries could stop for weeks, the operator warned. | forecast | could stop | operator | -
Ana Brell said she would not resign. | denial | would not resign | Brell | -
Tom Orlin renewed his threat to block the harbour. | threat | threat to block | Orlin | -
Lund called on Sund to open the border. | demand | called on Sund | Lund | -
Ana Brell is set to open the hall on Friday. | plan | is set | Brell | 2031-03-07
";

/// Nothing is undertaken here.
const NONE: &str = "\
The mayor rebuilt the bridge in May.
Will the mayor resign?
The ship may have sunk in 2030.
The envoy did not respond to a request for comment.
The council met in order to hear the case.
He could not reach the door.
";

#[test]
fn undertakings_have_kind_words_holder_and_day() {
    let pipeline = pipeline();
    let mut wrong = Vec::new();
    for line in UNDERTAKINGS.lines() {
        let [text, kind, words, holder, day] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (extracted, found) = read(&pipeline, text);
        let met = found.undertakings.iter().any(|it| {
            let said = extracted.annotated.words(it.passage);
            let name = it.holder.as_ref().map_or("-", |who| who.name.as_str());
            let to = it.due.and_then(|due| due.to).map(|day| day.to_string());
            it.kind.name() == kind
                && said.starts_with(words)
                && name.contains(holder)
                && to.as_deref().unwrap_or("-") == day
        });
        if !met {
            wrong.push(format!("{line}\n    {:?}", found.undertakings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_done_asked_or_past_is_none() {
    let pipeline = pipeline();
    for text in NONE.lines() {
        let (_, found) = read(&pipeline, text);
        assert!(
            found.undertakings.is_empty(),
            "{text}: {:?}",
            found.undertakings
        );
    }
}

#[test]
fn what_becomes_of_a_word_is_read_where_it_is_told() {
    let pipeline = pipeline();
    for (text, outcome) in [
        (
            "The council broke its promise to rebuild the bridge.",
            "broken",
        ),
        (
            "The council dropped its plan to sell the yard.",
            "withdrawn",
        ),
        ("The council kept its promise to rebuild the bridge.", "met"),
        (
            "The council reiterated its promise to rebuild the bridge.",
            "repeated",
        ),
        (
            "The council failed to keep its promise to rebuild the bridge.",
            "broken",
        ),
        ("The council made a promise to rebuild the bridge.", "open"),
    ] {
        let (_, found) = read(&pipeline, text);
        let said: Vec<&str> = found
            .undertakings
            .iter()
            .map(|it| it.outcome.name())
            .collect();
        assert_eq!(said, [outcome], "{text}");
    }
}

#[test]
fn counts_have_a_span_and_states_a_phase() {
    let pipeline = pipeline();
    let (extracted, found) = read(
        &pipeline,
        "The group has made at least 40 strikes since January 2031.",
    );
    let count = found.counts.first().expect("one count");
    assert_eq!(
        extracted.annotated.words(count.passage),
        "at least 40 strikes since January 2031"
    );
    assert_eq!(count.from.unwrap().to_string(), "2031-01-01");
    assert_eq!(count.to.unwrap().to_string(), "2031-03-05");
    for (text, relation, phase) in [
        (
            "Ana Brell, a former director of the bank, spoke.",
            "office",
            "ended",
        ),
        ("Tom Orlin is a judge on the High Court.", "office", "holds"),
        (
            "The Young Guild is an offshoot of the Old Guild.",
            "part",
            "holds",
        ),
        ("Sund terminated its ceasefire with Lund.", "truce", "ended"),
        ("Tom Orlin resigned from the senate.", "office", "ended"),
    ] {
        let (_, found) = read(&pipeline, text);
        let said: Vec<_> = found
            .states
            .iter()
            .map(|it| (it.relation.name(), it.phase.name()))
            .collect();
        assert_eq!(said, [(relation, phase)], "{text}");
    }
}

#[test]
fn hostile_text_yields_words_of_the_text() {
    let pipeline = pipeline();
    let long = format!("He vowed {} to go.", "that he would vow ".repeat(300));
    for text in [
        "will",
        "“will",
        "if if if will will to to",
        "vowed to",
        "plan",
        "\u{301}will — “”",
        "since",
        long.as_str(),
    ] {
        let (extracted, found) = read(&pipeline, text);
        for it in &found.undertakings {
            assert!(!extracted.annotated.words(it.passage).is_empty());
        }
    }
}
