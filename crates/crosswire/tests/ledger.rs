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
    let mut told = checked["stories"][0]["findings"]
        .as_array()
        .expect("findings")
        .clone();
    // A ledger gives an id once, when it first has the finding.
    for finding in findings.iter_mut().chain(&mut told) {
        finding["id"].take();
    }
    assert_eq!(findings, told);
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

/// A quarry invented for this: the name in full comes last.
const QUARRY: [&str; 4] = [
    r#"{"id": "q1", "outlet": "Valley Post", "published": "2031-04-02T09:00:00Z", "title": "Two miners trapped at Halden quarry", "text": "Two miners were trapped when a wall collapsed at the Halden quarry on Tuesday.\n\nThe quarry employs 140 people. Its director, Aldis, said that work would stop for a week.\n\n“We had no warning of the collapse,” Aldis said."}"#,
    r#"{"id": "q2", "outlet": "Morning Chronicle", "published": "2031-04-02T11:00:00Z", "title": "Three miners trapped at Halden quarry", "text": "Three miners were trapped when a wall collapsed at the Halden quarry on Tuesday.\n\nThe quarry employs about 140 people. Its director, Aldis, said that work would stop for a month.\n\n“We had no clear warning of the collapse,” Aldis said."}"#,
    r#"{"id": "q3", "outlet": "Coast Today", "published": "2031-04-02T15:00:00Z", "title": "Halden quarry: three miners trapped", "text": "Three miners were trapped when a wall collapsed at the Halden quarry on Tuesday, rescuers said.\n\nMargrethe Aldis, the director of the quarry, said that work would stop for a month.\n\n“We had no clear warning of the collapse,” Margrethe Aldis said."}"#,
    r#"{"id": "q4", "outlet": "Evening Courier", "published": "2031-04-02T18:00:00Z", "title": "Four miners trapped at Halden quarry", "text": "Four miners were trapped when a wall collapsed at the Halden quarry on Tuesday.\n\nThe quarry employs 140 people."}"#,
];

#[test]
fn a_fuller_name_that_arrives_last_changes_no_id_and_a_mark_shows_both_states() {
    let folder = folder("ledger-names");
    let ledger = folder.join("news.db");
    let ledger = ledger.to_str().expect("a path");
    let add = |n: usize| {
        let file = folder.join(format!("{n}.jsonl"));
        std::fs::write(&file, QUARRY[n]).expect("a file");
        let file = file.to_str().expect("a path");
        assert!(
            crosswire(["add", file, "--ledger", ledger])
                .status
                .success()
        );
    };
    let disputes = || {
        let kinds = "conflict,update,quote_variant";
        let asked = [
            "findings", "--ledger", ledger, "--format", "json", "--kind", kinds,
        ];
        let found = json(&crosswire(asked))["items"].clone();
        found.as_array().expect("a list").clone()
    };
    add(0);
    add(1);
    let before = disputes();
    assert!(!before.is_empty(), "one says two, the other three");
    let toll = before.iter().find(|finding| finding["about"] == "quantity");
    let toll = toll.expect("the toll");
    let id = toll["id"].as_str().expect("an id").to_owned();
    let marked = [
        "mark",
        &id,
        "confirmed",
        "--name",
        "Hanne Toft",
        "--ledger",
        ledger,
    ];
    assert!(crosswire(marked).status.success());
    add(2);
    let after = disputes();
    for finding in &before {
        let same = after.iter().find(|now| now["id"] == finding["id"]);
        assert!(same.is_some(), "{finding:#} among {after:#?}");
    }
    let marked = after
        .iter()
        .find(|now| now["id"] == id.as_str())
        .expect("it");
    assert_eq!(marked["marks"][0]["name"], "Hanne Toft");
    let cited = crosswire(["cite", &id, "--ledger", ledger, "--format", "json"]);
    assert_eq!(json(&cited)["finding"]["id"], id.as_str());
    // The mark stays with what has changed since, and both states are told.
    add(3);
    let after = disputes();
    let now = after.iter().find(|now| now["id"] == id.as_str());
    let now = now.unwrap_or_else(|| panic!("{id} among {after:#?}"));
    let values = |finding: &Value| {
        let values = finding["values"].as_array().expect("values").iter();
        let mut words: Vec<String> = values.map(|value| value["value"].to_string()).collect();
        words.sort_unstable();
        words
    };
    let then = &now["marks"][0]["as_marked"];
    assert_eq!(values(then), values(toll));
    assert_eq!(values(now).len(), 3, "{now:#}");
    let told = crosswire(["findings", "--ledger", ledger, "--kind", "conflict,update"]);
    assert!(
        text(&told).contains("changed since marked; then: "),
        "{}",
        text(&told)
    );
}

#[test]
fn what_is_not_of_a_list_is_a_usage_error_with_the_list() {
    for (flags, known) in [
        (["--about", "weather"], "participant"),
        (["--kind", "quarrel"], "quote_variant"),
    ] {
        let asked = [&["findings", "--ledger", "none.db"][..], &flags].concat();
        let output = crosswire(asked);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(flags[1]) && said.contains(known), "{said}");
    }
    let output = crosswire(["check", "--fail-on", "quarrel", "none"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_id_that_an_older_program_gave_is_led_on() {
    let folder = folder("ledger-old");
    let path = folder.join("news.db");
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/old/2.db.zst");
    let packed = std::fs::read(old).expect("the old ledger");
    std::fs::write(&path, zstd::decode_all(packed.as_slice()).expect("zstd")).expect("a file");
    let ledger = path.to_str().expect("a path");
    let cited = crosswire([
        "cite",
        "c6f677072523",
        "--ledger",
        ledger,
        "--format",
        "json",
    ]);
    let finding = json(&cited)["finding"].clone();
    let question = finding["question"].as_str().expect("a question");
    assert!(question.contains("trapped"), "{question}");
    let said = String::from_utf8_lossy(&cited.stderr).into_owned();
    assert!(said.contains("c6f677072523 is part of finding"), "{said}");
    let marks = finding["marks"].as_array().expect("marks");
    assert!(
        marks.iter().any(|mark| mark["name"] == "Rolf Ekdal"),
        "{marks:?}"
    );
}
