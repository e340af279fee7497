//! `crosswire check --reference` as its users run it. The model is fetched by the first command of
//! the README.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const REPORT: &str = "\
Harbour master Tove Lindqvist spoke to reporters on Thursday.

“The Aurelia struck the northern breakwater at a quarter past ten last night … The pilots saw it \
happen from the tower and raised the alarm,” Lindqvist said.

“The northern quay will open when the wreck has been made safe and not an hour before,” she said. \
She said that “nobody here is giving up”.

“Every boat that we have was out there all night in heavy seas,” said Henrik Solvang, the captain.
";

fn briefing() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/briefing.txt")
}

fn crosswire<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// A folder of this test's own with the report in it.
fn report(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    let path = folder.join("report.txt");
    fs::write(&path, REPORT).expect("a report");
    path
}

fn check(format: &str, reference: &Path, reports: &Path) -> Output {
    let path = |path: &Path| path.to_str().expect("a path").to_owned();
    crosswire([
        "check".to_owned(),
        "--format".to_owned(),
        format.to_owned(),
        "--reference".to_owned(),
        path(reference),
        path(reports),
    ])
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn every_quotation_has_its_verdict_and_true_spans() {
    let path = report("reference-verdicts");
    let output = check("json", &briefing(), &path);
    assert_eq!(output.status.code(), Some(0));
    let result = json(&output);
    let quotations = result["quotations"].as_array().expect("quotations");
    let verdicts: Vec<&str> = quotations
        .iter()
        .filter_map(|quotation| quotation["verdict"].as_str())
        .collect();
    assert_eq!(verdicts, ["cut", "altered", "verbatim", "not_found"]);
    let changed = serde_json::json!([{"from": "opens", "to": "will open", "meaning": true}]);
    assert_eq!(quotations[1]["changed"], changed);
    assert_eq!(quotations[1]["speaker"], "Tove Lindqvist");
    assert_eq!(quotations[3]["found"], Value::Null);

    let slice = |text: &str, row: &Value| -> String {
        let at = |name: &str| row[name].as_u64().expect("an offset") as usize;
        let (start, end) = (at("start"), at("end"));
        text.chars().skip(start).take(end - start).collect()
    };
    let transcript = fs::read_to_string(briefing()).expect("the example");
    for quotation in quotations {
        assert_eq!(quotation["text"], slice(REPORT, quotation));
        let found = &quotation["found"];
        if !found.is_null() {
            assert_eq!(found["text"], slice(&transcript, found));
            assert_eq!(found["reference"], result["references"][0]["id"]);
        }
    }
}

#[test]
fn the_result_is_what_the_schema_says() {
    let schema: Value = serde_json::from_slice(&crosswire(["schema"]).stdout).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let result = json(&check("json", &briefing(), &report("reference-schema")));
    let errors: Vec<String> = validator
        .iter_errors(&result)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let mut wrong = result;
    wrong["quotations"][0]["verdict"] = "nearly".into();
    assert!(
        !validator.is_valid(&wrong),
        "the schema looks at the verdicts"
    );
}

#[test]
fn a_person_reads_the_altered_ones_first() {
    let output = check("text", &briefing(), &report("reference-text"));
    let text = String::from_utf8(output.stdout).expect("text");
    let at = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("no {words} in {text}"))
    };
    let order = [
        at("4 quotations laid against 1 reference: 1 verbatim, 1 cut, 1 altered, 1 not found"),
        at("ALTERED (1)"),
        at("changed: opens -> will open"),
        at("NOT FOUND (1)"),
        at("CUT (1)"),
        at("VERBATIM (1)"),
    ];
    assert!(order.is_sorted());
}

#[test]
fn an_altered_quotation_can_fail_the_run_and_a_missing_reference_is_told() {
    let path = report("reference-codes");
    let path = path.to_str().expect("a path");
    let briefing = briefing();
    let briefing = briefing.to_str().expect("a path");
    let code = |arguments: &[&str]| crosswire(arguments).status.code();
    let fail = ["check", path, "--fail-on", "quote_variant"];
    assert_eq!(code(&fail), Some(0));
    assert_eq!(
        code(&[&fail[..], &["--reference", briefing]].concat()),
        Some(1)
    );
    let missing = crosswire(["check", path, "--reference", "no-such-transcript.txt"]);
    assert_eq!(missing.status.code(), Some(2));
    let said = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(said.contains("no-such-transcript.txt"), "{said}");
}

#[test]
fn a_reference_beside_the_reports_is_no_report() {
    let path = report("reference-folder");
    let folder = path.parent().expect("a folder");
    let transcript = folder.join("transcript.txt");
    fs::copy(briefing(), &transcript).expect("a copy");
    let result = json(&check("json", &transcript, folder));
    assert_eq!(result["reports"].as_array().map(Vec::len), Some(1));
    assert_eq!(result["quotations"].as_array().map(Vec::len), Some(4));
}
