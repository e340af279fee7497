//! Expressions in sentences of our own, and what must hold on any tokens.

use crosswire_annotate::{Doc, TokenParts};
use crosswire_calendar::Stamp;
use crosswire_times::{Context, Timex, Value, find};

/// A document of blank-separated words, each hung on the word before it.
fn doc(text: &str, tag: &str) -> Doc {
    let mut at = 0;
    let mut words = Vec::new();
    for word in text.split(' ') {
        if !word.is_empty() {
            words.push((at, at + word.len()));
        }
        at += word.len() + 1;
    }
    let parts: Vec<TokenParts<'_>> = words
        .iter()
        .enumerate()
        .map(|(i, &(start, end))| TokenParts {
            start,
            end,
            tag,
            pos: "NOUN",
            morph: "",
            lemma: "",
            head: i.saturating_sub(1),
            dep: "dep",
            sentence_start: i == 0,
        })
        .collect();
    Doc::from_parts(text, &parts, Vec::new()).unwrap()
}

fn times(text: &str, published: Option<&str>) -> Vec<Timex> {
    let mut context = Context::new(published.and_then(Stamp::parse));
    find(&doc(text, "NNP"), &mut context)
}

#[test]
fn values_of_expressions() {
    for (text, words, value) in [
        (
            "It opened on Oct. 23 , 1998 in Vell",
            "Oct. 23 , 1998",
            "1998-10-23",
        ),
        ("They met last week in Vell", "last week", "2022-W48"),
        ("They met last year in Vell", "last year", "2021"),
        ("two weeks ago it rained", "two weeks ago", "2022-W47"),
        (
            "It shut 9 a.m. Tuesday",
            "9 a.m. Tuesday",
            "2022-12-06T09:00",
        ),
        ("It shut 2.24am again", "2.24am", "2022-12-08T02:24"),
        (
            "the third quarter of 1990 was dry",
            "the third quarter of 1990",
            "1990-Q3",
        ),
        ("the past two weeks were dry", "the past two weeks", "P2W"),
        (
            "It rains every Thursday there",
            "every Thursday",
            "XXXX-WXX-4",
        ),
        ("the 1990s were dry", "the 1990s", "199"),
        (
            "They left on Christmas Eve there",
            "Christmas Eve",
            "2022-12-24",
        ),
        ("They stayed 2 1/2 years there", "2 1/2 years", "P2Y6M"),
    ] {
        let found = times(text, Some("2022-12-08"));
        let shown: Vec<_> = found
            .iter()
            .map(|t| (t.span.slice(text), t.value.as_str()))
            .collect();
        assert_eq!(shown, [(words, value)], "{text}");
    }
}

#[test]
fn an_undated_report_still_tells_weekday_and_month() {
    let found = times("It opened on Wednesday in Vell", None);
    assert_eq!(found[0].value, "XXXX-WXX-3");
    assert_eq!(found[0].interval, None);
    assert_eq!(found[0].weekday, Some(jiff::civil::Weekday::Wednesday));
    let found = times("It opened on March 8 in Vell", None);
    assert_eq!(
        (found[0].value.as_str(), found[0].month),
        ("XXXX-03-08", Some(3))
    );
}

#[test]
fn word_salad_never_panics_and_spans_are_true() {
    let words = "Friday last next this the a week weeks year - , of 1998 23 Oct. 10:35 a.m. GMT two few ago earlier later \
        early end half quarter third to and now 's 2.24am post-1959 99999999 1/2 é’ ’s Christmas Eve every morning \
        hundred thousand decades century 0000 24 31 more than at least";
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut seed = 7u64;
    for round in 0..3000 {
        let mut text = String::new();
        for _ in 0..1 + round % 60 {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            text.push_str(words[(seed >> 33) as usize % words.len()]);
            text.push(' ');
        }
        for tag in ["NN", "CD", "VBD", "MD"] {
            for published in [
                None,
                Some("1998-03-01"),
                Some("-009999-01-01"),
                Some("9999-12-31"),
            ] {
                let mut context = Context::new(published.and_then(Stamp::parse));
                let mut last = 0;
                for timex in find(&doc(&text, tag), &mut context) {
                    assert!(
                        timex.span.get(&text).is_some_and(|words| !words.is_empty()),
                        "{text}"
                    );
                    assert!(timex.span.start() >= last, "overlap in {text}");
                    last = timex.span.end();
                    let value = Value::parse(&timex.value);
                    assert_eq!(
                        value.map(|v| v.to_string()).as_deref(),
                        Some(timex.value.as_str()),
                        "{text}"
                    );
                }
            }
        }
    }
}
