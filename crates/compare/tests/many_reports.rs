//! One happening told by many invented reports: one finding a question, at a cost that grows with
//! the number of reports and not with that of their pairs.

use std::sync::Arc;
use std::time::Instant;

use crosswire_annotate::Pipeline;
use crosswire_compare::{FindingKind, Story, analyse_story};
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_read::read_bytes;

fn pipeline() -> Pipeline {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    Pipeline::load(model.path).unwrap()
}

const KILLED: [&str; 4] = [
    "{n} people were killed when a cable car fell on Mount Ister on Sunday.",
    "A cable car fell on Mount Ister on Sunday, killing {n} people.",
    "The fall of a cable car on Mount Ister left {n} people dead.",
    "The death toll from the cable car fall on Mount Ister stands at {n}.",
];
const AGED: [&str; 3] = [
    "The operator, Ruben Aster, {a}, was questioned by the police.",
    "Police questioned Ruben Aster, a {a}-year-old who ran the cable car.",
    "Ruben Aster, the {a}-year-old operator, said that he had heard a crack.",
];
const FALL: [&str; 3] = [
    "The cabin fell 60 metres into a ravine near the village of Orsa.",
    "It came down in a ravine close to Orsa, a village of skiers.",
    "Near Orsa the cabin dropped 60 metres.",
];
const AFTER: [&str; 5] = [
    "Relatives waited at the lower station through the night.",
    "The line had been inspected in the spring, its owner said.",
    "Snow hampered the work of the rescuers.",
    "The minister of transport travelled to the valley.",
    "Two other lines on the mountain were closed.",
];

/// A report: one in three holds 14 for the toll, one in five 52 for the age.
fn report(i: usize) -> String {
    let toll = if i.is_multiple_of(3) { 14 } else { 11 };
    let age = if i.is_multiple_of(5) { 52 } else { 47 };
    let pick = |all: &[&str], salt: usize| all[(i * 7 + salt * (i / 4 + 1)) % all.len()].to_owned();
    let lines = [
        pick(&KILLED, 1).replace("{n}", &toll.to_string()),
        pick(&FALL, 2),
        pick(&AGED, 3).replace("{a}", &age.to_string()),
        pick(&AFTER, 1),
        pick(&AFTER, 2),
        format!(
            "Shop owner number {i} of the valley said that {} guests had left.",
            3 + i % 40
        ),
    ];
    serde_json::json!({
        "id": format!("r{i:03}"),
        "outlet": format!("Outlet {i}"),
        "published": format!("2031-02-{:02}T{:02}:00:00Z", 10 + i / 24 % 15, i % 24),
        "title": "Cable car falls on Mount Ister",
        "text": lines.join("\n\n"),
    })
    .to_string()
}

fn extracted(pipeline: &Pipeline, reports: usize) -> Vec<Extracted> {
    let lines: Vec<String> = (0..reports).map(report).collect();
    let lines = lines.join("\n");
    let options = crosswire_read::Options::default();
    read_bytes("many.jsonl", lines.as_bytes(), &options)
        .into_iter()
        .map(|report| {
            let report = Arc::new(report.unwrap());
            extract(Annotated::new(report, |text| pipeline.annotate(text)))
        })
        .collect()
}

fn story(reports: &[Extracted]) -> Story<'_> {
    Story {
        reports: reports.iter().collect(),
        origins: (0..reports.len()).collect(),
        texts: (0..reports.len()).collect(),
    }
}

#[test]
fn forty_reports_give_one_finding_with_its_values_and_holders() {
    let reports = extracted(&pipeline(), 40);
    let comparison = analyse_story(&story(&reports), &[]);
    let parting = |words: &str| {
        let asked = comparison.findings.iter().filter(|finding| {
            matches!(finding.kind, FindingKind::Conflict | FindingKind::Update)
                && finding
                    .values
                    .iter()
                    .any(|value| value.value.contains(words))
        });
        asked.collect::<Vec<_>>()
    };
    let held = |words: &str| {
        let found = parting(words);
        assert_eq!(found.len(), 1, "{found:#?}");
        let mut held: Vec<usize> = found[0].values.iter().map(|v| v.reports.len()).collect();
        held.sort_unstable();
        held
    };
    assert_eq!(held("14"), [14, 26]);
    assert_eq!(held("52"), [8, 32]);
}

/// Prints what `compare` costs: `cargo test --release -p crosswire-compare --test many_reports --
/// --ignored --nocapture`.
#[test]
#[ignore = "prints times"]
#[expect(clippy::print_stdout, reason = "it is there to print")]
fn cost_by_reports() {
    let pipeline = pipeline();
    let reports = extracted(&pipeline, 200);
    for some in [25, 50, 100, 200] {
        let started = Instant::now();
        let comparison = analyse_story(&story(&reports[..some]), &[]);
        println!(
            "{some} reports: {:.0} ms, {} findings",
            started.elapsed().as_secs_f64() * 1e3,
            comparison.findings.len()
        );
    }
}
