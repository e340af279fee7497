//! Two versions of one report: what changed, and that it is no disagreement between reports.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

fn check(name: &str, reports: &[Value]) -> Value {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("revisions");
    fs::create_dir_all(&folder).expect("a folder for the test");
    let path = folder.join(format!("{name}.jsonl"));
    let lines: String = reports.iter().map(|report| format!("{report}\n")).collect();
    fs::write(&path, lines).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args(["check", "--one-story", "--format", "json"])
        .arg(&path)
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn report(id: &str, url: &str, published: &str, text: &str) -> Value {
    json!({"id": id, "outlet": url.split('/').nth(2), "url": url, "published": published,
           "title": "Barge sinks at Hallow Lock", "text": text})
}

fn of_kind<'a>(result: &'a Value, kind: &str) -> Vec<&'a Value> {
    let findings = result["stories"][0]["findings"]
        .as_array()
        .expect("findings");
    findings
        .iter()
        .filter(|finding| finding["kind"] == kind)
        .collect()
}

const OLD: &str = "Three people were killed when a barge sank at Hallow Lock on Monday, police said.\n\
    “We lost good men today,” said lock keeper Mira Sollen.\n\
    The lock was built by her grandfather.\n";
const NEW: &str = "Five people were killed when a barge sank at Hallow Lock on Sunday, police said.\n\
    “We lost good friends today,” said lock keeper Mira Sollen.\n\
    The lock was built by her grandfather.\n\
    Correction: An earlier version of this article named the wrong day.\n";

#[test]
fn counts_dates_quotations_and_notes() {
    let url = "https://echo.example/barge";
    let result = check(
        "all",
        &[
            report("old", url, "2031-03-04T08:00:00Z", OLD),
            report("new", url, "2031-03-04T12:00:00Z", NEW),
        ],
    );
    let found = of_kind(&result, "revision");
    let about = |about: &str| {
        let mut all = found.iter();
        all.find(|finding| finding["about"] == about)
            .unwrap_or_else(|| panic!("no revision of {about} in {found:?}"))
    };
    assert_eq!(found.len(), 4);
    let changed = |name: &str| about(name)["changed"][0].clone();
    assert_eq!(
        (&changed("quantity")["from"], &changed("quantity")["to"]),
        (&json!("Three"), &json!("Five"))
    );
    assert_eq!(
        (&changed("time")["from"], &changed("time")["to"]),
        (&json!("Monday"), &json!("Sunday"))
    );
    assert_eq!(
        (&changed("quote")["from"], &changed("quote")["to"]),
        (&json!("men"), &json!("friends"))
    );
    let note = &about("outcome")["evidence"];
    assert_eq!(note.as_array().map(Vec::len), Some(1));
    assert_eq!(note[0]["report"], "new");
    for kind in [
        "conflict",
        "update",
        "quote_variant",
        "refinement",
        "agreement",
    ] {
        assert!(of_kind(&result, kind).is_empty(), "{kind}");
    }
    for finding in &found {
        assert_eq!(finding["origins"], 1);
        for row in finding["evidence"].as_array().expect("evidence") {
            let text = if row["report"] == "old" { OLD } else { NEW };
            let number = |name: &str| row[name].as_u64().expect("an offset") as usize;
            let words: String = text
                .chars()
                .skip(number("start"))
                .take(number("end") - number("start"))
                .collect();
            assert!(row["in_title"] == true || row["text"] == words);
        }
    }
}

#[test]
fn an_old_version_disagrees_with_nobody() {
    let other = "Five people were killed when a barge sank at Hallow Lock on Sunday, the harbour office said.\n";
    let with = |first: &str| {
        check(
            first,
            &[
                report(
                    "old",
                    "https://echo.example/barge",
                    "2031-03-04T08:00:00Z",
                    OLD,
                ),
                report(
                    "new",
                    &format!("https://echo.example/{first}"),
                    "2031-03-04T12:00:00Z",
                    NEW,
                ),
                report(
                    "other",
                    "https://post.example/barge",
                    "2031-03-04T12:10:00Z",
                    other,
                ),
            ],
        )
    };
    let parts = |result: &Value| {
        let kinds = ["conflict", "update"];
        kinds
            .iter()
            .map(|kind| of_kind(result, kind).len())
            .sum::<usize>()
    };
    assert_eq!(parts(&with("barge")), 0);
    assert!(
        parts(&with("another")) > 0,
        "at another address it is another report"
    );
}
