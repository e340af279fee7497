//! What people see of a finding made by hand: passages whole, markup and control characters harmless.

use std::sync::Arc;

use crosswire_group::{Ground, Origin, OriginEvidence, OriginKind};
use crosswire_present::{Outcome, StoryOutcome, html, json, terminal};
use crosswire_record::{
    About, Change, Claim, Evidence, Finding, FindingKind, FindingValue, More, Normal, PartKind,
};
use crosswire_report::{Field, Passage, Problem, ProblemKind, Report, Spot};
use crosswire_text::{CharIndex, Span};

fn origin() -> Origin {
    Origin {
        number: 0,
        text: 0,
        name: Some("Outlet 0".to_owned()),
        kind: OriginKind::Outlet,
        with: Vec::new(),
        confidence: 0.7,
        evidence: vec![OriginEvidence {
            ground: Ground::Copy,
            name: Some("Outlet 0".to_owned()),
            passage: Some(Passage {
                field: Field::Text,
                span: Span::new(3, 9),
            }),
            copy_of: Some((0, 0.25)),
        }],
    }
}

fn outcome() -> Outcome {
    let texts = [
        "The dam <b>held</b> on Monday\u{1b}[2J.",
        "“Nobody” was hurt – the dam broke on Tuesday & fell.",
    ];
    let words = ["held</b> on Monday", "broke on Tuesday"];
    let reports: Vec<Arc<Report>> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| {
            Arc::new(Report {
                outlet: Some(format!("Outlet {i}")),
                ..Report::new(format!("r{i}"), "-", *text)
            })
        })
        .collect();
    let evidence = |report: usize| {
        let span = Span::of(texts[report], words[report]).expect("the words");
        let chars = CharIndex::new(texts[report]).chars(span);
        Evidence {
            report: format!("r{report}"),
            start: chars.start(),
            end: chars.end(),
            text: words[report].to_owned(),
            value: ["Monday", "Tuesday"][report].to_owned(),
            attributed_to: (report == 1).then(|| "the mayor".to_owned()),
            ..Evidence::default()
        }
    };
    let value = |report: usize| FindingValue {
        value: ["Monday", "Tuesday"][report].to_owned(),
        normal: Normal::None,
        reports: vec![format!("r{report}")],
        more: More::new(),
    };
    let finding = Finding {
        question: "When did the dam break?".to_owned(),
        explanation: "Monday is not Tuesday.".to_owned(),
        origins: 2,
        confidence: 0.812,
        changed: vec![Change {
            from: "held".to_owned(),
            to: String::new(),
            meaning: true,
            more: More::new(),
        }],
        values: vec![value(0), value(1)],
        claim: Some(Claim::of(&evidence(0))),
        evidence: vec![evidence(0), evidence(1)],
        ..Finding::new("a1b2c3d4e5f6", FindingKind::Conflict, About::Time)
    };
    Outcome {
        reports,
        against: None,
        origins: vec![None, Some(origin())],
        stories: vec![StoryOutcome {
            label: "Dam".to_owned(),
            reports: vec![0, 1],
            outlets: 2,
            origins: 2,
            statements_aligned: 1,
            findings: vec![finding],
            continues: None,
            topic: None,
            round_up: false,
        }],
    }
}

#[test]
fn on_a_terminal() {
    let options = terminal::Options {
        width: 72,
        ..terminal::Options::default()
    };
    let text = terminal::render(&outcome(), options.clone());
    assert_eq!(
        text,
        "Dam
2 reports from 2 outlets, 2 independent origins; 1 conflict

DISPUTED (1)

  … held</b> on Monday
    conflict, 2 independent origins, confidence 0.81
    Monday: Outlet 0
    Tuesday: Outlet 1, according to the mayor
    | broke on Tuesday
"
    );
    let coloured = terminal::render(
        &outcome(),
        terminal::Options {
            colour: true,
            ..options
        },
    );
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("\u{1b}[2J"));
}

#[test]
fn problems_name_the_record() {
    let mut outcome = outcome();
    let second = Arc::make_mut(&mut outcome.reports[1]);
    second.source = "wire.jsonl".to_owned();
    second.details.spot = Spot::line(2);
    second.problems.push(Problem {
        kind: ProblemKind::NoDate,
        message: "no date".to_owned(),
        mend: "give it".to_owned(),
    });
    let told = "wire.jsonl:2 (r1): no date (give it)";
    let text = terminal::render(&outcome, terminal::Options::default());
    assert!(text.contains(told), "{text}");
    assert!(html::render(&outcome).contains(told));
    let reports = json::check(&outcome).reports;
    assert_eq!(reports[0].place, None);
    assert_eq!(reports[1].place.as_deref(), Some("wire.jsonl:2 (r1)"));
}

#[test]
fn as_a_page() {
    let page = html::render(&outcome());
    assert!(
        page.contains("&lt;b&gt;") && !page.contains("<b>held"),
        "markup of a report is shown, not obeyed"
    );
    assert!(
        page.contains(r#"<b class="value">Monday</b>"#),
        "the value is marked in place"
    );
    assert_eq!(page.matches("<mark").count(), 2);
    assert!(
        page.contains("<small>in the words of Outlet 0</small>"),
        "whose sentence it is"
    );
    assert!(
        page.contains(r#"data-reports="2""#) && page.contains("All 2 reports"),
        "how many stand side by side, with the way to each"
    );
    assert!(page.contains(">broke on Tuesday</mark>"));
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(
            !page.contains(outside),
            "{outside}: the page must fetch nothing"
        );
    }
}

/// Words that say less than the value stand apart, and what is only possible is counted apart.
#[test]
fn each_report_has_its_own_words_on_the_page() {
    let mut outcome = outcome();
    let finding = &mut outcome.stories[0].findings[0];
    finding.confidence = 0.4;
    finding.values[1].value = "10 p.m.".to_owned();
    finding.evidence[1].value = "Tuesday night".to_owned();
    let page = html::render(&outcome);
    assert!(
        page.contains(r#"less exact: <b class="value">Tuesday night</b>"#)
            && !page.contains("10 p.m."),
        "{page}"
    );
    assert!(page.contains("1 possible conflict") && page.contains("Disputed (1, only possible)"));
}

#[test]
fn as_json_in_characters() {
    let outcome = outcome();
    let value = serde_json::to_value(json::check(&outcome)).expect("JSON");
    let finding = &value["stories"][0]["findings"][0];
    assert_eq!(finding["confidence"], 0.812);
    let evidence = &finding["evidence"][1];
    assert_eq!(
        (evidence["start"].as_u64(), evidence["end"].as_u64()),
        (Some(28), Some(44))
    );
    assert_eq!(finding["values"][0]["normal"], serde_json::json!({}));
    assert_eq!(value["reports"][0]["origin"], serde_json::Value::Null);
    assert_eq!(value["reports"][1]["origin"], "Outlet 0");
    let ground = &value["reports"][1]["origin_evidence"][0];
    assert_eq!(
        (ground["ground"].as_str(), ground["copy_of"].as_str()),
        (Some("copy"), Some("r0"))
    );
    // Each curly quotation mark is three bytes and one character.
    assert_eq!(
        (ground["start"].as_u64(), ground["end"].as_u64()),
        (Some(1), Some(7))
    );
    assert_eq!(finding["id"].as_str().map(str::len), Some(12));
}

/// Format 1 only grows: what is printed now is still what the first schema promised, and the schema
/// that is printed now holds for it too.
#[test]
fn the_first_schema_and_the_last_hold() {
    let value = serde_json::to_value(json::check(&outcome())).expect("JSON");
    let first = include_str!("../../record/schema/first.json");
    for schema in [first, &json::schema()] {
        let schema: serde_json::Value = serde_json::from_str(schema).expect("a schema");
        let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0]);
    }
}

#[test]
fn a_claim_says_no_more_than_was_found() {
    let mut finding = outcome().stories.remove(0).findings.remove(0);
    finding.kind = FindingKind::Agreement;
    let agreed = html::claim(&finding).into_string();
    assert!(
        agreed.contains(r#"<span class="rest">held&lt;/b&gt; on </span>"#),
        "what one report alone says is set back: {agreed}"
    );
    finding.kind = FindingKind::QuoteVariant;
    for part in &mut finding.claim.as_mut().expect("a claim").parts {
        if part.kind == PartKind::Value {
            part.kind = PartKind::Removed;
        }
    }
    let altered = html::claim(&finding).into_string();
    assert!(
        !altered.contains("<del>") && altered.contains(r#"<b class="value">Monday</b>"#),
        "no wording is held to be the false one: {altered}"
    );
    finding.kind = FindingKind::Revision;
    assert!(
        html::claim(&finding)
            .into_string()
            .contains("<del>Monday</del>")
    );
    let how = html::reading(std::iter::once(&finding)).into_string();
    assert!(
        how.contains("a later version") && how.contains("likely right"),
        "{how}"
    );
    assert_eq!(html::reading(std::iter::empty()).into_string(), "");
}

#[test]
fn pages_tell_times_in_one_zone() {
    for (said, told) in [
        ("2031-03-06T17:45:00+01:00", "6 Mar 2031, 16:45 UTC"),
        ("2031-03-06T17:45:00", "6 Mar 2031, 17:45 local"),
        ("2031-03-06", "6 Mar 2031"),
    ] {
        let stamp = crosswire_calendar::Stamp::parse(said).expect("a time");
        assert_eq!(html::told(stamp), told);
    }
}
