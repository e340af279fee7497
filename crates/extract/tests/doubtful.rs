//! A date of publication against the report's own text.

use std::sync::Arc;

use crosswire_annotate::{Doc, TokenParts};
use crosswire_calendar::Stamp;
use crosswire_extract::{Annotated, extract};
use crosswire_report::{ProblemKind, Report};

/// A sentence such as "It sank on March 9 , 2031", its verb with this tag.
fn doc(text: &str, verb: &'static str) -> Doc {
    let mut at = 0;
    let mut parts: Vec<TokenParts<'_>> = Vec::new();
    for (i, word) in text.split(' ').enumerate() {
        let (start, end) = (at, at + word.len());
        at = end + 1;
        let (tag, pos, head, dep) = match i {
            0 => ("PRP", "PRON", 1, "nsubj"),
            1 => (verb, "VERB", 1, "ROOT"),
            2 => ("IN", "ADP", 1, "prep"),
            3 => ("NNP", "PROPN", 2, "pobj"),
            _ => ("CD", "NUM", 3, "nummod"),
        };
        parts.push(TokenParts {
            start,
            end,
            tag,
            pos,
            morph: "",
            lemma: "sink",
            head,
            dep,
            sentence_start: i == 0,
        });
    }
    Doc::from_parts(text, &parts, Vec::new()).unwrap()
}

fn doubted(text: &str, verb: &'static str, published: &str) -> Option<String> {
    let report = Report {
        published: Stamp::parse(published),
        ..Report::new("a", "-", text)
    };
    let extracted = extract(Annotated::new(Arc::new(report), |text| doc(text, verb)));
    let problem = extracted.doubtful_date()?;
    assert_eq!(extracted.published(), None);
    assert_eq!(problem.kind, ProblemKind::DoubtfulDate);
    assert!(problem.mend.contains("--published"), "{}", problem.mend);
    Some(problem.message.clone())
}

#[test]
fn a_later_day_told_as_past_is_a_problem_that_names_it() {
    let message = doubted("It sank on March 9 , 2031", "VBD", "2031-03-06").unwrap();
    assert!(
        message.contains("2031-03-06") && message.contains("2031-03-09"),
        "{message}"
    );
    assert!(message.contains("“March 9 , 2031”"), "{message}");
    assert!(doubted("It sank on March 9", "VBD", "2031-03-06").is_some());
}

#[test]
fn what_the_stamp_allows_is_no_problem() {
    for (text, verb, published) in [
        ("It sank on March 9 , 2031", "VBD", "2031-03-09"),
        ("It sank on March 9 , 2031", "VBD", "2031-03-08T23:30"),
        ("It sank on March 9 , 2031", "VBD", "2033-01-01"),
        ("It sinks on March 9 , 2031", "VBZ", "2031-03-06"),
        ("It sank until March 9 , 2031", "VBD", "2031-03-06"),
        ("It sank on March 9", "VBD", "2031-03-12"),
        ("It sank on Sunday", "VBD", "2031-03-06"),
    ] {
        assert_eq!(doubted(text, verb, published), None, "{text} {published}");
    }
}
