//! Expressions in sentences of our own, and what must hold on any tokens.

use crosswire_annotate::{Doc, TokenParts};
use crosswire_calendar::Stamp;
use crosswire_times::{Context, Timex, Value, contradiction, find};

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
        (
            "the first nine months were dry",
            "the first nine months",
            "P9M",
        ),
        (
            "It sank last Thanksgiving in Vell",
            "last Thanksgiving",
            "2022-11-24",
        ),
        (
            "It shut the week of March 6 again",
            "the week of March 6",
            "2023-W10",
        ),
        (
            "It rose later in the year again",
            "later in the year",
            "2022",
        ),
        (
            "It rose the first two quarters of 1990",
            "the first two quarters of 1990",
            "1990-H1",
        ),
        ("a month or two went by", "a month or two", "P1M"),
        ("it shattered weeks later", "weeks later", "PXW"),
        ("it exploded 8,000 years ago", "8,000 years ago", "PAST_REF"),
        ("it lasted 1,200 days there", "1,200 days", "P1200D"),
        (
            "It rained the early hours of Tuesday there",
            "the early hours of Tuesday",
            "2022-12-06TMO",
        ),
    ] {
        let found = times(text, Some("2022-12-08"));
        let shown: Vec<_> = found
            .iter()
            .map(|t| (t.span.slice(text), t.value.as_str()))
            .collect();
        assert_eq!(shown, [(words, value)], "{text}");
    }
}

/// Values of all expressions of a text of 2022-12-08.
fn values(text: &str) -> Vec<String> {
    let found = times(text, Some("2022-12-08"));
    found.into_iter().map(|timex| timex.value).collect()
}

#[test]
fn what_stands_beside_completes_an_expression() {
    assert_eq!(
        values("It rained March 6 and 7 there"),
        ["2023-03-06", "2023-03-07"]
    );
    assert_eq!(
        values("It rained Dec. 5 - 7 there"),
        ["2022-12-05", "2022-12-07"]
    );
    assert_eq!(values("It rained March 6 and 9 p.m. there").len(), 2);
    assert_eq!(
        values("the quarter ended July 31 was dry"),
        ["2022-Q2", "2022-07-31"]
    );
    assert_eq!(
        values("It shut 9 a.m. Tuesday and opened two hours later"),
        ["2022-12-06T09:00", "2022-12-06T11:00"]
    );
    assert_eq!(values("It opened two hours later"), ["PT2H"]);
    // 26 October is a Thursday in 2023, a Wednesday in 2022 and a Tuesday in 2021.
    assert_eq!(values("Thursday , Oct. 26 was dry"), ["2023-10-26"]);
    assert_eq!(values("Tuesday , Oct. 26 was dry"), ["2021-10-26"]);
}

#[test]
fn a_length_counted_from_a_date_lies_somewhere() {
    let found = times("It sank two days after Dec. 5 in Vell", Some("2022-12-08"));
    let interval = found[0].interval.unwrap();
    assert_eq!(found[0].value, "P2D");
    assert_eq!(interval.from().to_string(), "2022-12-07T00:00:00");
    assert_eq!(interval.to().to_string(), "2022-12-08T00:00:00");
    let found = times("three weeks before Dec. 25 it sank", Some("2022-12-08"));
    let interval = found[0].interval.unwrap();
    // The week that holds the day three weeks before, and half a week more or less.
    assert_eq!(interval.from().to_string(), "2022-11-28T00:00:00");
    assert_eq!(interval.to().to_string(), "2022-12-08T00:00:00");
}

#[test]
fn clocks_know_their_zone() {
    for (text, seconds) in [
        ("It shut 10:35 a.m. GMT on Dec. 6 , 2022", Some(0)),
        ("It shut 8 p.m. ET on Dec. 6 , 2022", Some(-5 * 3600)),
        ("It shut 8 p.m. ET on July 6 , 2022", Some(-4 * 3600)),
        (
            "It shut 8 p.m. Pacific daylight time on July 6 , 2022",
            Some(-7 * 3600),
        ),
        ("It shut 8 p.m. local time on July 6 , 2022", None),
        ("It shut 8 p.m. IST on July 6 , 2022", None),
    ] {
        let found = times(text, Some("2022-12-08"));
        let interval = found[0].interval.unwrap();
        assert_eq!(
            interval.offset().map(jiff::tz::Offset::seconds),
            seconds,
            "{text}"
        );
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

/// Every word that the tables and the rules know.
fn vocabulary() -> Vec<&'static str> {
    let tables = [
        include_str!("../data/words.txt"),
        include_str!("../data/tense.txt"),
        include_str!("../data/event-nouns.txt"),
        include_str!("../data/holidays.txt"),
    ];
    let rules = [
        include_str!("../data/1-numbers.rules"),
        include_str!("../data/2-dates.rules"),
        include_str!("../data/3-relative.rules"),
        include_str!("../data/4-compound.rules"),
    ];
    let lines = |text: &'static str| {
        text.lines()
            .filter(|line| !line.starts_with(['#', '=']) && !line.is_empty())
    };
    let first = |line: &'static str| line.split('\t').next().unwrap_or("").split(' ');
    let literals = |line: &'static str| {
        let pattern = line.split(" | ").nth(1).unwrap_or("").split("=>").next();
        pattern
            .unwrap_or("")
            .split([' ', '|'])
            .map(|word| word.trim_end_matches('?'))
            .filter(|word| !word.chars().all(char::is_uppercase))
    };
    let shapes = "1998 23 31 10:35 2.24am 2.24 post-1959 99999999 1/2 3-year 0000 24 1990s '80s 0336 2022-12-08 \
        12/08/2022 1st Q3 2H 4Q30 Q1’29 ’29 FY2030 2030-Q2 17th 7:00 é’ ’s – , . ( “ ” '' \u{301} 👩‍🚒";
    let mut words: Vec<&str> = tables.into_iter().flat_map(lines).flat_map(first).collect();
    words.extend(rules.into_iter().flat_map(lines).flat_map(literals));
    words.extend(shapes.split_whitespace());
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}

/// Words from the whole vocabulary, capital or not, with tags and heads that no parser would give.
fn salad(words: &[&str], mut next: impl FnMut(usize) -> usize) -> Doc {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for _ in 0..1 + next(60) {
        let word = words[next(words.len())];
        let start = text.len();
        match (next(3), word.chars().next()) {
            (0, Some(first)) => {
                text.extend(first.to_uppercase());
                text.push_str(&word[first.len_utf8()..]);
            }
            _ => text.push_str(word),
        }
        spans.push((start, text.len()));
        text.push_str(["", " ", " ", " ", "\n"][next(5)]);
    }
    let tags = [
        "NN", "NNP", "CD", "VBD", "VBN", "VB", "VBZ", "MD", "TO", "IN", "JJ", "DT", ",",
    ];
    let kinds = ["NOUN", "PROPN", "VERB", "AUX", "ADP", "SCONJ", "ADJ", "NUM"];
    let deps = [
        "nsubj", "dobj", "pobj", "prep", "npadvmod", "aux", "auxpass", "amod", "acl", "xcomp",
        "poss",
    ];
    let parts: Vec<TokenParts<'_>> = spans
        .iter()
        .enumerate()
        .map(|(i, &(start, end))| TokenParts {
            start,
            end,
            tag: tags[next(tags.len())],
            pos: kinds[next(kinds.len())],
            morph: "",
            lemma: words[next(words.len())],
            // A head to the left, so that the heads are a tree.
            head: if i == 0 { 0 } else { next(i) },
            dep: deps[next(deps.len())],
            sentence_start: i == 0 || next(12) == 0,
        })
        .collect();
    Doc::from_parts(text, &parts, Vec::new()).unwrap()
}

#[test]
fn word_salad_never_panics_and_spans_are_true() {
    let words = vocabulary();
    assert!(words.len() > 450, "{}", words.len());
    let mut seed = 7u64;
    let mut next = move |n: usize| {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 33) as usize % n
    };
    let mut found = 0;
    for round in 0..12_000 {
        let doc = salad(&words, &mut next);
        let text = doc.text();
        let published = [
            None,
            Some("1998-03-01"),
            Some("-009999-01-01"),
            Some("9999-12-31"),
            Some("2022-12-08T10:00:00+05:30"),
        ][round % 5];
        let stamp = published.and_then(Stamp::parse);
        let mut context = Context::new(stamp);
        let mut last = 0;
        // A first pass, so that the second counts from its times.
        let _ = find(&doc, &mut context);
        for timex in find(&doc, &mut context) {
            assert!(
                timex.span.get(text).is_some_and(|words| !words.is_empty()),
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
            if let Some(stamp) = stamp {
                let _ = contradiction(&doc, &timex, stamp);
            }
            if let Some(interval) = timex.interval {
                assert!(interval.from() < interval.to(), "{text}");
            }
            assert!(timex.governor.is_none_or(|governor| governor < doc.len()));
            found += 1;
        }
    }
    assert!(found > 20_000, "{found}");
}
