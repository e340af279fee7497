//! Every step prints columns; `scripts/columns-round-trip` reads them with other programs.

use std::path::Path;
use std::process::Command;

fn printed(command: &str, format: &str) -> Vec<u8> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ferry");
    let output = Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args([command, "--format", format])
        .arg(example)
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    output.stdout
}

#[test]
fn arrow_and_parquet_of_every_step() {
    for command in ["annotate", "statements", "undertakings", "stories", "check"] {
        let arrow = printed(command, "arrow");
        // A stream begins with a continuation mark and ends with one and the length nought.
        assert!(arrow.starts_with(&[0xff; 4]), "{command}");
        assert!(
            arrow.ends_with(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
            "{command}"
        );
        let parquet = printed(command, "parquet");
        assert!(
            parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"),
            "{command}"
        );
    }
}

#[test]
fn what_a_ledger_exports() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("columns-ledger");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let ledger = folder.join("news.db");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_crosswire"))
            .args(arguments)
            .arg("--ledger")
            .arg(&ledger)
            .output()
            .expect("the program starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{errors}");
        output.stdout
    };
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ferry");
    run(&["add", example.to_str().expect("a path")]);
    for what in ["reports", "stories", "findings", "quotes", "statements"] {
        let parquet = run(&["export", what, "--format", "parquet"]);
        assert!(
            parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"),
            "{what}"
        );
        assert!(run(&["export", what, "--format", "arrow"]).starts_with(&[0xff; 4]));
        // The names of a CSV are those of the columns, and of the JSON.
        let csv = String::from_utf8(run(&["export", what, "--format", "csv"])).expect("UTF-8");
        let lines = String::from_utf8(run(&["export", what])).expect("UTF-8");
        let first: serde_json::Value =
            serde_json::from_str(lines.lines().next().expect("a row")).expect("JSON");
        let names: Vec<&str> = csv.lines().next().expect("names").split(',').collect();
        for name in first.as_object().expect("an object").keys() {
            assert!(names.contains(&name.as_str()), "{what}: {name}");
        }
    }
}
