//! `crosswire check` as its users run it. The model is fetched by the first command of the README.

use std::fs;
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

fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!(
            "{error} in {text:?}; {}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn findings(result: &Value) -> Vec<&Value> {
    let stories = result["stories"].as_array().expect("stories");
    stories
        .iter()
        .flat_map(|story| story["findings"].as_array().expect("findings"))
        .collect()
}

#[test]
fn the_example_shows_every_kind() {
    let output = crosswire([
        "check",
        "--format",
        "json",
        examples().to_str().expect("a path"),
    ]);
    assert_eq!(output.status.code(), Some(0));
    let result = json(&output);
    assert_eq!(
        result["stories"].as_array().map(Vec::len),
        Some(1),
        "the four reports are one story"
    );
    for kind in [
        "conflict",
        "update",
        "quote_variant",
        "refinement",
        "agreement",
        "single_source",
    ] {
        assert!(
            findings(&result)
                .iter()
                .any(|finding| finding["kind"] == kind),
            "no {kind}"
        );
    }
}

#[test]
fn every_span_yields_the_words_shown() {
    let result = json(&crosswire([
        "check",
        "--format",
        "json",
        examples().to_str().expect("a path"),
    ]));
    let lines = fs::read_to_string(examples()).expect("the example");
    let reports: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a report"))
        .collect();
    for finding in findings(&result) {
        for evidence in finding["evidence"].as_array().expect("evidence") {
            let report = reports
                .iter()
                .find(|report| report["id"] == evidence["report"])
                .expect("its report");
            let field = if evidence["in_title"] == true {
                "title"
            } else {
                "text"
            };
            let number = |name: &str| evidence[name].as_u64().expect("an offset") as usize;
            let words: String = report[field]
                .as_str()
                .expect("a text")
                .chars()
                .skip(number("start"))
                .take(number("end") - number("start"))
                .collect();
            assert_eq!(evidence["text"], words);
        }
    }
}

#[test]
fn a_wire_copy_is_no_second_origin() {
    let result = json(&crosswire([
        "check",
        "--format",
        "json",
        examples().to_str().expect("a path"),
    ]));
    let origin = |id: &str| {
        let reports = result["reports"].as_array().expect("reports");
        reports
            .iter()
            .find(|report| report["id"] == id)
            .expect("the report")["origin"]
            .clone()
    };
    assert_eq!(origin("wire"), origin("coast"));
    assert_ne!(origin("wire"), origin("ledger"));
    for finding in findings(&result) {
        let mut reports: Vec<&Value> = finding["evidence"]
            .as_array()
            .expect("evidence")
            .iter()
            .map(|evidence| &evidence["report"])
            .collect();
        reports.dedup();
        if reports
            .iter()
            .all(|report| *report == "wire" || *report == "coast")
        {
            assert_eq!(finding["origins"], 1, "{finding}");
        }
    }
}

#[test]
fn same_bytes_whatever_the_threads_and_the_order_of_files() {
    let folder = folder("order");
    let lines = fs::read_to_string(examples()).expect("the example");
    let mut files = Vec::new();
    for (i, line) in lines.lines().enumerate() {
        let file = folder.join(format!("{i}.jsonl"));
        fs::write(&file, line).expect("a file");
        files.push(file.to_str().expect("a path").to_owned());
    }
    let run = |threads: &str, files: &[String]| {
        let mut arguments = vec![
            "check".to_owned(),
            "--format=json".to_owned(),
            format!("--threads={threads}"),
        ];
        arguments.extend_from_slice(files);
        crosswire(arguments).stdout
    };
    let once = run("1", &files);
    assert!(once.len() > 1000);
    assert_eq!(once, run("2", &files));
    files.reverse();
    assert!(once == run("2", &files), "the order of files matters");
}

#[test]
fn bad_input_never_aborts_the_good() {
    let folder = folder("bad");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    fs::write(path("empty.txt"), "").expect("a file");
    fs::write(
        path("binary.txt"),
        [0u8, 159, 146, 150, 0, 1, 2, 3, 255, 254],
    )
    .expect("a file");
    fs::write(
        path("latin.txt"),
        b"The caf\xe9 in Ostvik burned down on Monday, police said.\xff\xfe\n",
    )
    .expect("a file");
    fs::write(
        path("undated.txt"),
        "The bridge at Ostvik was closed. Two people were hurt.\n",
    )
    .expect("a file");
    let twice = "{\"id\":\"a\",\"text\":\"A dam broke.\"}\n{\"id\":\"a\",\"text\":\"A dam held.\"}\nnot json\n";
    fs::write(path("twice.jsonl"), twice).expect("a file");
    fs::write(path("long.txt"), "word ".repeat(40_000_000)).expect("a file");
    let names = [
        "empty.txt",
        "binary.txt",
        "latin.txt",
        "undated.txt",
        "twice.jsonl",
        "long.txt",
        "missing.txt",
    ];
    let mut arguments = vec!["check".to_owned(), "--format=json".to_owned()];
    arguments.push(examples().to_str().expect("a path").to_owned());
    arguments.extend(names.map(path));
    let output = crosswire(&arguments);
    fs::remove_file(path("long.txt")).expect("the file is there");
    assert_eq!(
        output.status.code(),
        Some(2),
        "a named input could not be read"
    );
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    for name in ["missing.txt", "binary.txt", "long.txt", "twice.jsonl:3"] {
        assert!(errors.contains(name), "{name} is not named in {errors}");
    }
    let result = json(&output);
    let reports = result["reports"].as_array().expect("reports");
    let problems = |end: &str| -> Vec<&str> {
        let of = reports.iter().filter(|report| {
            report["source"]
                .as_str()
                .is_some_and(|source| source.ends_with(end))
        });
        of.flat_map(|report| report["problems"].as_array().expect("problems"))
            .map(|problem| problem["kind"].as_str().expect("a kind"))
            .collect()
    };
    assert!(problems("undated.txt").contains(&"no_date"));
    assert!(problems("empty.txt").contains(&"empty"));
    assert!(
        problems("latin.txt")
            .iter()
            .any(|kind| *kind == "bad_bytes" || *kind == "no_date")
    );
    assert!(problems("twice.jsonl").contains(&"repeated_id"));
    assert!(
        findings(&result)
            .iter()
            .any(|finding| finding["kind"] == "conflict"),
        "the good ones are compared"
    );
}

#[test]
fn exit_codes() {
    let example = examples().to_str().expect("a path").to_owned();
    let code = |arguments: &[&str]| crosswire(arguments).status.code();
    assert_eq!(code(&["check", &example, "--fail-on", "conflict"]), Some(1));
    assert_eq!(code(&["check", &example, "--fail-on", "revision"]), Some(0));
    assert_eq!(
        code(&["check", &example, "--fail-on", "conflict", "no-such-file"]),
        Some(2)
    );
    assert_eq!(code(&["check", &example, "--fail-on", "quarrel"]), Some(2));
    assert_eq!(code(&["check"]), Some(2));
    assert_eq!(code(&["schema"]), Some(0));
}

#[test]
fn what_check_prints_is_what_the_schema_says() {
    let schema = json(&crosswire(["schema"]));
    let result = json(&crosswire([
        "check",
        "--format",
        "json",
        examples().to_str().expect("a path"),
    ]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&result)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}
