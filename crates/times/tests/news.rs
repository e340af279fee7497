//! Short reports of ours in the manner of agencies, with the times that annotators would mark in them.

use std::fmt::Write;

use crosswire_annotate::Pipeline;
use crosswire_calendar::Stamp;
use crosswire_model::{Options, Silent, obtain};
use crosswire_times::{Context, find};

/// A marked time: where it stands, its type and value.
struct Marked<'a> {
    start: usize,
    end: usize,
    kind: &'a str,
    value: &'a str,
}

/// The text of a marked row, and what is marked in it.
fn unmarked(row: &str) -> (String, Vec<Marked<'_>>) {
    let (mut text, mut marked) = (String::new(), Vec::new());
    let mut rest = row;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, left) = after.split_once('}').expect("a closing bracket");
        let [words, kind, value] = inside.split('|').collect::<Vec<_>>()[..] else {
            panic!("words|TYPE|value are wanted: {inside}");
        };
        text.push_str(before);
        let start = text.len();
        text.push_str(words);
        marked.push(Marked {
            start,
            end: text.len(),
            kind,
            value,
        });
        rest = left;
    }
    text.push_str(rest);
    (text, marked)
}

#[test]
fn times_of_news_are_found_as_annotators_mark_them() {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    let pipeline = Pipeline::load(model.path).unwrap();
    let (mut rows, mut wrong) = (0, String::new());
    let files = [
        include_str!("data/news.txt"),
        include_str!("data/kinds.txt"),
    ];
    for (line, row) in files.iter().flat_map(|file| file.lines().enumerate()) {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        rows += 1;
        let (published, report) = row.split_once(" | ").expect("a date and a report");
        let (text, marked) = unmarked(report);
        let mut context = Context::new(Stamp::parse(published));
        let mut found = find(&pipeline.annotate(&text), &mut context);
        let mut missed = Vec::new();
        for mark in &marked {
            let meets =
                |span: crosswire_text::Span| span.start() < mark.end && mark.start < span.end();
            if mark.kind == "?" {
                found.retain(|timex| !meets(timex.span));
                continue;
            }
            let at = found.iter().position(|timex| {
                (timex.span.start(), timex.span.end()) == (mark.start, mark.end)
                    && timex.kind.name() == mark.kind
                    && (mark.value == "?" || timex.value == mark.value)
            });
            match at {
                Some(at) => drop(found.remove(at)),
                None => missed.push(&text[mark.start..mark.end]),
            }
        }
        if !missed.is_empty() || !found.is_empty() {
            let _ = writeln!(wrong, "{}: {row}", line + 1);
            for timex in found {
                let words = timex.span.slice(&text);
                let _ = writeln!(
                    wrong,
                    "        {words} | {} | {}",
                    timex.kind.name(),
                    timex.value
                );
            }
        }
    }
    assert!(rows >= 200, "{rows} rows");
    assert!(wrong.is_empty(), "\n{wrong}");
}
