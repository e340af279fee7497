//! `crosswire undertakings`: what a report tells, and what becomes of it in a ledger, as a user sees it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// Two reports of ours, months apart, whose holder is the same.
const REPORTS: [(&str, &str, &str); 2] = [
    (
        "before",
        "2031-03-05T10:00:00Z",
        "Mayor Ana Brell vowed to reopen the Sund bridge by May. Ana Brell ruled out selling the Sund yard.",
    ),
    (
        "after",
        "2031-04-20T10:00:00Z",
        "The mayor, Ana Brell, reopened the Sund bridge on Friday. Ana Brell vowed to rebuild the school by August.",
    ),
];

fn crosswire(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args(arguments)
        .env_remove("CROSSWIRE_LEDGER")
        .env("CROSSWIRE_CONFIG", "/nowhere/config.toml")
        .output()
        .expect("the program starts")
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("undertakings");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    let lines = REPORTS.map(|(id, published, text)| {
        json!({"id": id, "outlet": "Sund Courier", "published": published, "title": "News", "text": text}).to_string()
    });
    fs::write(folder.join("reports.jsonl"), lines.join("\n")).expect("the reports can be written");
    folder
}

fn asked(arguments: &[&str]) -> Value {
    let output = crosswire(arguments);
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("one object")
}

#[test]
fn what_is_vowed_is_listed_and_followed_in_a_ledger() {
    let folder = folder();
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let (reports, ledger) = (path("reports.jsonl"), path("news.db"));

    let output = crosswire(&[
        "undertakings",
        "--format",
        "jsonl",
        "--sort",
        "undertaking",
        &reports,
    ]);
    let first = String::from_utf8(output.stdout).unwrap();
    let first: Value =
        serde_json::from_str(first.lines().next().expect("a line a report")).unwrap();
    let row = &first["rows"][0];
    assert_eq!(first["report"], "before");
    assert_eq!(row["text"], "vowed to reopen the Sund bridge by May");
    assert_eq!(
        (&row["kind"], &row["to"]),
        (&json!("promise"), &json!("2031-05-31"))
    );
    let text = REPORTS[0].2;
    let (start, end) = (row["start"].as_u64().unwrap(), row["end"].as_u64().unwrap());
    assert_eq!(&text[start as usize..end as usize], row["text"]);

    let added = crosswire(&["add", &reports, "--ledger", &ledger]);
    assert!(added.status.success(), "{added:?}");
    let all = asked(&["undertakings", "--ledger", &ledger, "--format", "json"]);
    let of = |words: &str, answer: &Value| -> Option<Value> {
        let items = answer["items"].as_array().unwrap();
        items
            .iter()
            .find(|item| item["text"].as_str().unwrap().contains(words))
            .cloned()
    };
    let bridge = of("bridge", &all).expect("the bridge");
    assert_eq!(bridge["state"], "met");
    assert_eq!(bridge["steps"][0]["report"], "after");
    assert!(
        bridge["steps"][0]["text"]
            .as_str()
            .unwrap()
            .contains("reopened the Sund bridge")
    );

    let open = asked(&[
        "undertakings",
        "--ledger",
        &ledger,
        "--format",
        "json",
        "--open",
    ]);
    assert!(of("bridge", &open).is_none());
    assert!(of("yard", &open).is_some());
    let due = asked(&[
        "undertakings",
        "--ledger",
        &ledger,
        "--format",
        "json",
        "--due",
        "2031-08",
    ]);
    assert_eq!(due["items"].as_array().unwrap().len(), 1, "{due}");
    assert!(of("school", &due).is_some());
    let by = asked(&[
        "undertakings",
        "--ledger",
        &ledger,
        "--format",
        "json",
        "--by",
        "Tom Orlin",
    ]);
    assert_eq!(by["items"], json!([]));

    // A wrong --due says what is expected.
    let wrong = crosswire(&["undertakings", "--ledger", &ledger, "--due", "soon"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("2031-04"));
    let verified = crosswire(&["verify", "--ledger", &ledger]);
    assert!(verified.status.success(), "{verified:?}");
}
