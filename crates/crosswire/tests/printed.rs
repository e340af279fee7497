//! What every subcommand prints on the examples, and every `--help`: kept as text in `tests/printed`,
//! so that a change of it is seen as a change of text.
//!
//! `UPDATE=1 cargo test --release -p crosswire --test printed` writes them anew; read the difference
//! before you commit it. Times of the run, sizes and places of this machine are written as words.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn crosswire(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .args(arguments)
        .current_dir(root())
        .env_remove("CROSSWIRE_LEDGER")
        .env("CROSSWIRE_CONFIG", "/nowhere/config.toml")
        .env_remove("NO_COLOR")
        .env_remove("PAGER")
        .env_remove("CROSSWIRE_PAGER")
        .env("COLUMNS", "100")
        .output()
        .expect("the program starts")
}

/// Both streams as they are kept: what came on standard error under a line `--`.
fn printed(arguments: &[&str], words: &[(&str, &str)]) -> String {
    let output = crosswire(arguments);
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr);
    if !told.is_empty() {
        text.push_str("--\n");
        text.push_str(&told);
    }
    if output.status.code() != Some(0) {
        text.push_str(&format!("-- exit {:?}\n", output.status.code()));
    }
    for (here, word) in words {
        text = text.replace(here, word);
    }
    untimed(&text)
}

/// Times of this decade, in which nothing of the examples stands, as one word.
fn untimed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("202") {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let time =
            |char: char| char.is_ascii_digit() || matches!(char, '-' | ':' | '.' | 'T' | 'Z');
        let end = found.find(|char| !time(char)).unwrap_or(found.len());
        let told = &found[..end];
        let is_time = told.len() >= 10
            && told.as_bytes()[4] == b'-'
            && !before.ends_with(|char: char| char.is_alphanumeric());
        out.push_str(if is_time { "TIME" } else { told });
        rest = &found[end..];
    }
    out.push_str(rest);
    out
}

struct Kept {
    other: Vec<String>,
}

impl Kept {
    fn hold(&mut self, name: &str, text: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/printed")
            .join(format!("{name}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
            fs::write(&file, text).expect("the text can be written");
        }
        let known = fs::read_to_string(&file).unwrap_or_default();
        if known != text {
            self.other.push(format!("{}:\n{text}", file.display()));
        }
    }

    fn end(self) {
        assert!(
            self.other.is_empty(),
            "printed otherwise than is kept (UPDATE=1 writes it anew):\n{}",
            self.other.join("\n")
        );
    }
}

/// Every command, those of `model` and `correct` too.
const COMMANDS: &[&str] = &[
    "",
    "check",
    "add",
    "serve",
    "follow",
    "watch",
    "stories",
    "story",
    "findings",
    "search",
    "reanalyse",
    "mark",
    "correct",
    "correct split",
    "correct merge",
    "correct rename",
    "correct move",
    "correct withdraw",
    "correct redate",
    "correct speaker",
    "correct undo",
    "correct same",
    "correct apart",
    "correct names",
    "correct list",
    "cite",
    "export",
    "stats",
    "verify",
    "vacuum",
    "read",
    "quotes",
    "mentions",
    "quantities",
    "times",
    "statements",
    "undertakings",
    "annotate",
    "model",
    "model fetch",
    "model verify",
    "schema",
    "config",
    "completions",
    "man",
];

#[test]
fn every_help_reads_as_before() {
    let mut kept = Kept { other: Vec::new() };
    for command in COMMANDS {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let name = format!("help {command}").trim().replace(' ', "-");
        kept.hold(&name, &printed(&arguments, &[]));
    }
    kept.end();
}

#[test]
fn every_command_has_its_help_kept() {
    let help = String::from_utf8_lossy(&crosswire(&["--help"]).stdout).into_owned();
    let listed = help
        .split("Commands:")
        .nth(1)
        .expect("the list of commands");
    let listed = listed.split("Options:").next().expect("its end");
    for line in listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
    {
        let name = line.split_whitespace().next().unwrap_or_default();
        assert!(name == "help" || COMMANDS.contains(&name), "{name}");
    }
}

#[test]
fn what_reads_files_prints_as_before() {
    let mut kept = Kept { other: Vec::new() };
    let ferry = "examples/ferry";
    for (name, arguments) in [
        ("check", vec!["check", ferry]),
        ("check-all", vec!["check", "--all", ferry]),
        ("check-quiet", vec!["check", "--quiet", ferry]),
        ("check-kind", vec!["check", "--kind", "update", ferry]),
        (
            "check-colour",
            vec!["check", "--quiet", "--color", "always", ferry],
        ),
        (
            "check-reference",
            vec![
                "check",
                "--quiet",
                "--reference",
                "examples/briefing.txt",
                ferry,
            ],
        ),
        ("check-story-99", vec!["check", "--story", "99", ferry]),
        (
            "check-unknown-kind",
            vec!["check", "--kind", "quarrel", ferry],
        ),
        ("check-no-threads", vec!["check", "--threads", "0", ferry]),
        (
            "check-from-99",
            vec![
                "check",
                "--from-record",
                "99",
                "examples/ferry/reports.jsonl",
            ],
        ),
        ("stories", vec!["stories", ferry]),
        ("read", vec!["read", ferry]),
        ("quotes", vec!["quotes", ferry]),
        ("mentions", vec!["mentions", ferry]),
        ("quantities", vec!["quantities", ferry]),
        ("times", vec!["times", ferry]),
        ("statements", vec!["statements", ferry]),
        ("undertakings", vec!["undertakings", ferry]),
        ("stories-of-no-ledger", vec!["stories"]),
        ("config", vec!["config"]),
        ("config-example", vec!["config", "--example"]),
        ("man-unknown", vec!["man", "chekc"]),
    ] {
        kept.hold(name, &printed(&arguments, &[]));
    }
    // The whole of it is long, and is held to spaCy's elsewhere.
    let annotated = printed(&["annotate", ferry], &[]);
    let begins: Vec<&str> = annotated.lines().take(12).collect();
    kept.hold("annotate", &(begins.join("\n") + "\n"));
    kept.end();
}

#[test]
fn what_asks_a_ledger_prints_as_before() {
    let mut kept = Kept { other: Vec::new() };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("printed");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    let ledger = folder.join("news.db");
    let ledger = ledger.to_str().expect("a path");
    let words = [(ledger, "news.db")];
    let ask = |arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--ledger", ledger]);
        printed(&all, &words)
    };
    kept.hold("ledger-add", &ask(&["add", "examples/ferry"]));
    kept.hold("ledger-add-again", &ask(&["add", "examples/ferry"]));
    kept.hold("ledger-stories", &ask(&["stories"]));
    kept.hold("ledger-story", &ask(&["story", "1"]));
    let findings = ask(&["findings", "--kind", "conflict", "--sort", "weight"]);
    kept.hold("ledger-findings", &findings);
    kept.hold(
        "ledger-findings-none",
        &ask(&["findings", "--kind", "revision"]),
    );
    kept.hold("ledger-search", &ask(&["search", "ferry", "--limit", "3"]));
    kept.hold("ledger-search-none", &ask(&["search", "giraffe"]));
    kept.hold("ledger-quotes", &ask(&["quotes", "--by", "Tove Lindqvist"]));
    kept.hold(
        "ledger-quotes-none",
        &ask(&["quotes", "--by", "Ole Nobody"]),
    );
    let id = findings
        .split(|char: char| !char.is_ascii_alphanumeric())
        .find(|word| word.len() == 12 && word.chars().all(|char| char.is_ascii_hexdigit()))
        .expect("the id of a finding");
    kept.hold(
        "ledger-mark",
        &ask(&[
            "mark",
            id,
            "explained",
            "--name",
            "Ana Brell",
            "--note",
            "a misprint",
        ]),
    );
    kept.hold("ledger-corrections-none", &ask(&["correct", "list"]));
    kept.hold(
        "ledger-rename",
        &ask(&[
            "correct",
            "rename",
            "1",
            "The Aurelia",
            "--name",
            "Ana Brell",
        ]),
    );
    kept.hold("ledger-corrections", &ask(&["correct", "list"]));
    // The digests of a ledger hang on when it was written.
    let cited = ask(&["cite", id]);
    let cited: Vec<&str> = cited
        .lines()
        .filter(|line| !line.contains("sealed"))
        .collect();
    kept.hold("ledger-cite", &(cited.join("\n") + "\n"));
    let exported = ask(&["export", "stories", "--format", "csv"]);
    kept.hold("ledger-export", &exported);
    kept.hold("ledger-stats", &ask(&["stats"]));
    kept.hold("ledger-verify", &ask(&["verify"]));
    kept.hold("ledger-reanalyse", &ask(&["reanalyse"]));
    let vacuum = ask(&["vacuum"]);
    let sized: String = vacuum
        .chars()
        .filter(|char| !char.is_ascii_digit() && *char != '.')
        .collect();
    kept.hold("ledger-vacuum", &sized);
    kept.hold("ledger-unknown-story", &ask(&["story", "77"]));
    // The same ledger by the environment.
    let output = Command::new(env!("CARGO_BIN_EXE_crosswire"))
        .arg("stories")
        .current_dir(root())
        .env("CROSSWIRE_LEDGER", ledger)
        .output()
        .expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), ask(&["stories"]));
    let names = folder.join("names.csv");
    let csv = "name,aliases,note\nHalden Lines,Halden;the company,its report\n";
    for (name, csv) in [
        ("ledger-names", csv),
        (
            "ledger-names-wrong",
            "name,aliases\nHalden Lines,halden lines\n",
        ),
    ] {
        fs::write(&names, csv).expect("the names can be written");
        let file = names.to_str().expect("a path");
        let told = ask(&["correct", "names", file, "--name", "Ana Brell"]);
        kept.hold(name, &told.replace(file, "names.csv"));
    }
    kept.hold("ledger-names-kept", &ask(&["correct", "list"]));
    kept.end();
}

/// Completions are scripts that their shells can read, and complete what is there.
#[test]
fn completions_hold_in_their_shells() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("completions");
    fs::create_dir_all(&folder).expect("a folder for the test");
    for shell in ["bash", "zsh"] {
        let script = crosswire(&["completions", shell]).stdout;
        let file = folder.join(format!("_crosswire.{shell}"));
        fs::write(&file, script).expect("the script can be written");
        let file = file.to_str().expect("a path");
        let asked = match shell {
            "bash" => format!(
                "source '{file}'; COMP_WORDS=(crosswire che); COMP_CWORD=1; \
                 _crosswire crosswire che crosswire; echo \"${{COMPREPLY[*]}}\"; \
                 COMP_WORDS=(crosswire check --fa); COMP_CWORD=2; \
                 _crosswire crosswire --fa check; echo \"${{COMPREPLY[*]}}\""
            ),
            // What the completion system would offer is taken from its own functions.
            _ => format!(
                "autoload -Uz compinit; compinit -D -u; \
                 _describe() {{ local -a all; all=(\"${{(@P)${{@[-1]}}}}\"); print -l -- $all; }}; \
                 source '{file}'; _crosswire_commands; whence -w _crosswire"
            ),
        };
        let output = Command::new(shell).args(["-c", &asked]).output();
        let output = output.unwrap_or_else(|error| {
            panic!("{shell} is needed for this test ({error}): apt-get install {shell}")
        });
        let told = String::from_utf8_lossy(&output.stdout);
        let trouble = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("check"), "{shell}: {told} {trouble}");
        if shell == "bash" {
            assert!(told.contains("--fail-on"), "{told} {trouble}");
        } else {
            assert!(told.contains("_crosswire: function"), "{told} {trouble}");
            assert!(told.contains("completions:"), "{told} {trouble}");
        }
    }
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&folder);
    let output = crosswire(&["man", "--into", folder.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(0));
    for command in COMMANDS {
        let name = format!("crosswire {command}").trim().replace(' ', "-");
        let page = fs::read_to_string(folder.join(format!("{name}.1")));
        let page = page.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"),
            "{name}: {page}"
        );
    }
    let one = String::from_utf8_lossy(&crosswire(&["man", "check"]).stdout).into_owned();
    assert!(one.contains("fail\\-on"), "{one}");
}
