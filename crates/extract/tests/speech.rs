//! Short reports of ours with who says what, and what must hold on any words at all.

use std::fmt::Write;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_report::Report;

fn read(pipeline: &Pipeline, text: &str) -> Extracted {
    let report = Arc::new(Report::new("a", "-", text));
    extract(Annotated::new(report, |block| pipeline.annotate(block)))
}

/// The entity of the mention with these words; "She#2" is the second such mention.
fn entity<'e>(extracted: &'e Extracted, words: &str) -> Option<(&'e str, bool)> {
    let (words, n) = words.split_once('#').unwrap_or((words, "1"));
    let n: usize = n.parse().expect("a number after #");
    let mut fitting = extracted
        .mentions
        .iter()
        .filter(|mention| extracted.annotated.words(mention.passage) == words);
    let mention = fitting.nth(n - 1)?;
    Some((&extracted.entity(mention.entity).name, mention.metonym))
}

/// Whether one line of expectation holds.
fn holds(extracted: &Extracted, line: &str) -> bool {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    match parts[..] {
        ["silent"] => extracted.quotations.is_empty(),
        ["untold", words] => !extracted
            .quotations
            .iter()
            .any(|quotation| extracted.annotated.words(quotation.passage) == words),
        ["who", words, name] => entity(extracted, words).is_some_and(|found| found.0 == name),
        ["metonym", words] => entity(extracted, words).is_some_and(|found| found.1),
        ["plain", words] => entity(extracted, words).is_some_and(|found| !found.1),
        ["told", whose, words] => extracted.quotations.iter().any(|quotation| {
            let first = quotation.chain.first();
            let told = first.and_then(|link| extracted.speaker_as_told(link));
            told.as_deref() == Some(whose) && extracted.annotated.words(quotation.passage) == words
        }),
        [kind, whose, words] => extracted.quotations.iter().any(|quotation| {
            let said_by = extracted.attributed_to(&quotation.chain);
            quotation.kind.name() == kind
                && said_by.as_deref().unwrap_or("-") == whose
                && extracted.annotated.words(quotation.passage) == words
        }),
        _ => panic!("no expectation: {line}"),
    }
}

#[test]
fn every_case_is_read() {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    let pipeline = Pipeline::load(model.path).unwrap();
    let (mut expectations, mut wrong) = (0, String::new());
    for case in include_str!("data/speech.txt").split("\n== ").skip(1) {
        let (name, body) = case.split_once('\n').expect("a case has a text");
        let text: String = body
            .lines()
            .filter(|line| !line.starts_with('>') && !line.trim().is_empty())
            .fold(String::new(), |text, line| text + line + "\n");
        let extracted = read(&pipeline, &text);
        check_spans(&extracted);
        for line in body.lines().filter_map(|line| line.strip_prefix("> ")) {
            expectations += 1;
            if holds(&extracted, line) {
                continue;
            }
            let _ = writeln!(wrong, "{name}: {line}");
            for quotation in &extracted.quotations {
                let said_by = extracted.attributed_to(&quotation.chain);
                let words = extracted.annotated.words(quotation.passage);
                let kind = quotation.kind.name();
                let _ = writeln!(wrong, "        {kind} | {said_by:?} | {words}");
            }
            for mention in &extracted.mentions {
                let words = extracted.annotated.words(mention.passage);
                let name = &extracted.entity(mention.entity).name;
                let _ = writeln!(wrong, "        who | {words} | {name}");
            }
        }
    }
    assert!(expectations >= 65, "{expectations} expectations");
    assert!(wrong.is_empty(), "not as expected:\n{wrong}");
}

#[test]
fn a_quotation_broken_by_its_cue_is_one_utterance_and_says_what_it_says() {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    let pipeline = Pipeline::load(model.path).unwrap();
    let text = "“The pier,” said Ana Brell, who is mayor, “is old and must go.” “Of course not,” Tom \
                Orlin said.";
    let extracted = read(&pipeline, text);
    let numbers: Vec<Option<u32>> = extracted.quotations.iter().map(|q| q.utterance).collect();
    assert_eq!(numbers, [Some(1), Some(1), Some(2)]);
    let link = &extracted.quotations[2].chain[0];
    assert_eq!(link.polarity, crosswire_extract::Polarity::Positive);
}

/// Every span handed out is a stretch of the report's text with words in it, every id is known.
fn check_spans(extracted: &Extracted) {
    let words = |passage| {
        let words = extracted.annotated.words(passage);
        assert!(!words.trim().is_empty(), "an empty stretch");
    };
    let chain = |chain: &[crosswire_extract::Attribution]| {
        for link in chain {
            link.mention.into_iter().for_each(words);
            link.cue.into_iter().for_each(words);
            for entity in link.speaker.iter().chain(&link.joint) {
                let _ = extracted.entity(*entity);
            }
        }
        let _ = extracted.attributed_to(chain);
    };
    for mention in &extracted.mentions {
        words(mention.passage);
        assert!(!extracted.entity(mention.entity).name.is_empty());
    }
    for quotation in &extracted.quotations {
        words(quotation.passage);
        chain(&quotation.chain);
        assert!(!quotation.why.is_empty());
    }
    for statement in &extracted.statements {
        words(statement.passage);
        chain(&statement.attribution);
    }
}
