//! The rooms of this crate know nothing of those behind them, and no circle of files is larger than
//! two: read from the `use` lines of the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The rooms, each may use those before it; other files at the root put them together.
const ROOMS: [&[&str]; 6] = [
    &["finding"],
    &["lexicon", "story"],
    &["told"],
    &["candidates"],
    &["judge"],
    &["assemble"],
];
const MOST_IN_A_CIRCLE: usize = 2;

/// A file by the path of its module: `told/unit`.
type Module = String;

/// Which files each file uses. The root hands on names of others and is no use of itself.
fn uses() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    read(&root, &root, &mut sources);
    let known: BTreeSet<Module> = sources.keys().cloned().collect();
    sources
        .into_iter()
        .map(|(module, source)| {
            let used = paths(&module, &source)
                .into_iter()
                .filter_map(|path| nearest(&path, &known))
                .filter(|used| *used != module && !used.is_empty())
                .collect();
            (module, used)
        })
        .collect()
}

fn read(root: &Path, folder: &Path, sources: &mut BTreeMap<Module, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, sources);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let inner = path.strip_prefix(root).unwrap().with_extension("");
            let mut parts: Vec<&str> = inner.iter().filter_map(|part| part.to_str()).collect();
            if matches!(parts.last(), Some(&"mod" | &"lib")) {
                parts.pop();
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            let code: String = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| [line, "\n"])
                .collect();
            if parts.last() != Some(&"tests") {
                sources.insert(parts.join("/"), code);
            }
        }
    }
}

/// All paths that a file names from the root or from itself.
fn paths(module: &str, source: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (at, _) in source.match_indices("use ") {
        let rest = &source[at + 4..];
        if rest.starts_with("crate::") || rest.starts_with("super::") {
            let tree = rest.split(';').next().unwrap_or_default();
            spread(&[], tree, &mut all);
        }
    }
    for (at, _) in source.match_indices("crate::") {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
        let end = source[at..]
            .find(|c| !inside(c))
            .unwrap_or(source.len() - at);
        spread(&[], &source[at..at + end], &mut all);
    }
    let own: Vec<&str> = module.split('/').filter(|part| !part.is_empty()).collect();
    all.into_iter()
        .map(|path| {
            let ups = path.iter().take_while(|part| *part == "super").count();
            let base = if ups == 0 {
                &[]
            } else {
                &own[..own.len().saturating_sub(ups)]
            };
            let rest = path
                .iter()
                .filter(|part| !matches!(&***part, "crate" | "super" | "self"));
            base.iter()
                .map(|part| (*part).to_owned())
                .chain(rest.cloned())
                .collect()
        })
        .collect()
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn spread(prefix: &[String], tree: &str, all: &mut Vec<Vec<String>>) {
    let (head, inner) = match tree.split_once('{') {
        Some((head, inner)) => (head, inner.rsplit_once('}').map(|(inner, _)| inner)),
        None => (tree, None),
    };
    let mut path = prefix.to_vec();
    let words = head.split(" as ").next().unwrap_or_default().split("::");
    path.extend(
        words
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty()),
    );
    let Some(inner) = inner else {
        all.push(path);
        return;
    };
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                spread(&path, &inner[from..at], all);
                from = at + 1;
            }
            _ => {}
        }
    }
    if !inner[from..].trim().is_empty() {
        spread(&path, &inner[from..], all);
    }
}

/// The file that holds what a path names.
fn nearest(path: &[String], known: &BTreeSet<Module>) -> Option<Module> {
    (0..=path.len())
        .rev()
        .map(|length| path[..length].join("/"))
        .find(|module| known.contains(module))
}

fn room(module: &str) -> Option<usize> {
    let first = module.split('/').next()?;
    ROOMS.iter().position(|room| room.contains(&first))
}

#[test]
fn no_room_knows_of_those_behind_it() {
    let uses = uses();
    assert!(uses.len() > 40, "only {} files were read", uses.len());
    for (module, used) in &uses {
        for other in used {
            if let (Some(here), Some(there)) = (room(module), room(other)) {
                assert!(there <= here, "{module} uses {other}, which lies behind it");
            }
            // The rest (revisions of a report, a reference) puts rooms together, and no room uses it.
            assert!(
                room(module).is_none() || room(other).is_some(),
                "{module} uses {other}, which is no room"
            );
        }
    }
}

#[test]
fn no_circle_of_files_is_larger_than_two() {
    let uses = uses();
    let reach = |from: &Module| {
        let mut seen: BTreeSet<&Module> = BTreeSet::new();
        let mut open: Vec<&Module> = uses[from].iter().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(uses.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        uses.keys().map(|module| (module, reach(module))).collect();
    for (module, far) in &reached {
        let circle: Vec<&&Module> = far
            .iter()
            .filter(|other| {
                reached
                    .get(**other)
                    .is_some_and(|back| back.contains(module))
            })
            .collect();
        assert!(
            circle.len() <= MOST_IN_A_CIRCLE,
            "{module} stands in {circle:?}"
        );
    }
}
