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
    for command in ["annotate", "statements", "stories", "check"] {
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
