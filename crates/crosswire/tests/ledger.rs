//! A ledger as its users meet it. The model is fetched by the first command of the README.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ferry/reports.jsonl")
}

fn crosswire<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(output: &Output) -> Value {
    let trouble = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {trouble}"))
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn a_ledger_says_what_check_says() {
    let folder = folder("ledger-check");
    let ledger = folder.join("news.db");
    let ledger = ledger.to_str().expect("a path");
    // One report a process: each but the first is compared with what is read back from the file.
    let reports = std::fs::read_to_string(examples()).expect("the example");
    for (n, line) in reports.lines().enumerate() {
        let file = folder.join(format!("{n}.jsonl"));
        std::fs::write(&file, line).expect("a file");
        let file = file.to_str().expect("a path");
        let added = crosswire(["add", file, "--ledger", ledger, "--format", "jsonl"]);
        assert_eq!(json(&added)["outcome"], "new");
    }
    let again = crosswire([
        "add",
        examples().to_str().expect("a path"),
        "--ledger",
        ledger,
    ]);
    assert!(text(&again).contains("4 known already"), "{}", text(&again));
    let path = examples();
    let path = path.to_str().expect("a path");
    let checked = json(&crosswire(["check", "--format", "json", path]));
    let story = json(&crosswire([
        "story", "1", "--ledger", ledger, "--format", "json",
    ]));
    let mut findings = story["findings"].as_array().expect("findings").clone();
    for finding in &mut findings {
        finding.as_object_mut().expect("an object").remove("story");
    }
    assert_eq!(Value::from(findings), checked["stories"][0]["findings"]);
    assert_eq!(story["reports"], checked["stories"][0]["reports"]);
    let stats = json(&crosswire([
        "stats", "--ledger", ledger, "--format", "json",
    ]));
    assert_eq!(
        (&stats["reports"], &stats["stories"]),
        (&4.into(), &1.into())
    );
    let verified = crosswire(["verify", "--ledger", ledger]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified));
    let quotes = json(&crosswire([
        "quotes",
        "--by",
        "lindqvist",
        "--ledger",
        ledger,
        "--format",
        "json",
    ]));
    assert!(quotes["items"].as_array().expect("quotations").len() >= 4);
}

#[test]
fn trouble_is_told_with_a_mend() {
    let folder = folder("ledger-trouble");
    let check = |arguments: &[&str], says: &str| {
        let output = crosswire(arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(says), "{arguments:?}: {told}");
    };
    let missing = folder.join("missing.db");
    check(
        &["stats", "--ledger", missing.to_str().expect("a path")],
        "crosswire add PATH... --ledger",
    );
    let ledger = folder.join("news.db");
    let ledger = ledger.to_str().expect("a path");
    let path = examples();
    crosswire(["add", path.to_str().expect("a path"), "--ledger", ledger]);
    check(&["story", "7", "--ledger", ledger], "crosswire stories");
    check(&["search", "a \"b", "--ledger", ledger], "never closed");
    check(
        &["stats", "--ledger", ledger, "--as-of", "soon"],
        "2031-03-06",
    );
    check(
        &["stats", "--ledger", ledger, "--as-of", "2001-01-01"],
        "first entry",
    );
    check(&["stories"], "PATH");
}
