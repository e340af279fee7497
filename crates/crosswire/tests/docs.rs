//! Files that documents and comments name are there: a pointer that leads nowhere costs its reader more than none.

use std::path::{Path, PathBuf};

/// A file that a worked example makes.
const INVENTED: [&str; 1] = ["src/candidates/hometown.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files under a folder with one of these endings, but for what is built or fetched.
fn files(folder: &Path, ends: &[&str], all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | "node_modules" | "out") && !name.starts_with('.') {
                files(&path, ends, all);
            }
        } else if ends.iter().any(|end| name.ends_with(end)) {
            all.push(path);
        }
    }
}

/// The paths between backticks of some text that are of a file, or begin where the repository does.
fn named(text: &str) -> impl Iterator<Item = &str> {
    const HOMES: [&str; 5] = ["crates/", "evals/", "fuzz/", "scripts/", "training/"];
    const ENDS: [&str; 9] = [
        ".rs", ".tsv", ".txt", ".md", ".forest", ".json", ".sql", ".css", ".py",
    ];
    text.split('`').skip(1).step_by(2).filter(|word| {
        let odd = |c: char| c.is_whitespace() || c.is_uppercase() || "*{~:".contains(c);
        let of_file = ENDS.iter().any(|end| word.ends_with(end));
        let of_home = HOMES.iter().any(|home| word.starts_with(home));
        word.contains('/') && !word.starts_with('/') && (of_file || of_home) && !word.contains(odd)
    })
}

/// Whether a file stands at a path from the root, from a crate or its sources, or from where it is named.
fn is_there(root: &Path, beside: &Path, named: &str) -> bool {
    let here = beside.ancestors().take_while(|folder| *folder != root);
    let mut bases: Vec<PathBuf> = here.map(Path::to_owned).collect();
    bases.push(root.to_owned());
    for entry in std::fs::read_dir(root.join("crates")).expect("the crates") {
        let crate_ = entry.expect("a crate").path();
        bases.extend([crate_.join("src"), crate_]);
    }
    bases.iter().any(|base| base.join(named).exists())
}

fn lost(ends: &[&str], read: impl Fn(&str) -> Vec<String>) -> (usize, Vec<String>) {
    let root = root();
    let mut all = Vec::new();
    files(&root, ends, &mut all);
    let (mut count, mut lost) = (0, Vec::new());
    for path in all {
        let text = std::fs::read_to_string(&path).expect("text");
        let beside = path.parent().expect("a folder");
        for part in read(&text) {
            for name in named(&part).filter(|name| !INVENTED.contains(name)) {
                count += 1;
                if !is_there(&root, beside, name) {
                    lost.push(format!("{}: {name}", path.display()));
                }
            }
        }
    }
    (count, lost)
}

#[test]
fn files_that_documents_name_are_there() {
    // A run of backticks at the beginning of a line is a fence, and what it holds no name.
    let (count, lost) = lost(&[".md"], |text| {
        let parts = text.split("```").step_by(2);
        parts.map(str::to_owned).collect()
    });
    assert!(count > 100, "only {count} files are named");
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn files_that_comments_name_are_there() {
    let (count, lost) = lost(&[".rs"], |text| {
        let comments = text
            .lines()
            .filter(|line| line.trim_start().starts_with("//"));
        comments.map(str::to_owned).collect()
    });
    assert!(count > 20, "only {count} files are named");
    assert!(lost.is_empty(), "{lost:#?}");
}
