//! Every way in which reports lie to each other, as small invented stories with what is found in
//! them, so that a change of a rule is seen as a change of text.
//!
//! A file of `tests/ways` has its reports, each under a line `== DATE OUTLET [URL]`, and after a line
//! `----` what is found. `UPDATE=1 cargo test --release -p crosswire-compare --test ways` writes that
//! part anew; read the difference before you commit it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_compare::candidates::{self, Candidate, Rule};
use crosswire_compare::told::Told;
use crosswire_compare::{FindingKind, Story, analyse_story};
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_read::read_bytes;

struct Way {
    reports: Vec<Extracted>,
    /// For each report, which one it takes the place of: that of the same address before it.
    previous: Vec<Option<usize>>,
}

fn way(pipeline: &Pipeline, told: &str) -> Way {
    let mut lines: Vec<String> = Vec::new();
    let mut addresses: Vec<String> = Vec::new();
    for (i, part) in told.split("== ").skip(1).enumerate() {
        let (head, text) = part.split_once('\n').expect("a text under the head");
        let mut head = head.split(' ');
        let date = head.next().unwrap_or_default();
        let (mut outlet, mut url) = (Vec::new(), String::new());
        for word in head {
            match word.starts_with("http") {
                true => url = word.to_owned(),
                false => outlet.push(word),
            }
        }
        let published = (date != "undated").then_some(date);
        lines.push(
            serde_json::json!({"id": format!("r{i}"), "outlet": outlet.join(" "),
                "published": published, "text": text.trim()})
            .to_string(),
        );
        addresses.push(url);
    }
    let read = read_bytes(
        "way.jsonl",
        lines.join("\n").as_bytes(),
        &Default::default(),
    );
    let reports = read.into_iter().map(|report| {
        let report = Arc::new(report.expect("a report"));
        extract(Annotated::new(report, |text| pipeline.annotate(text)))
    });
    let previous = (0..addresses.len()).map(|at| {
        let same = |before: &usize| addresses[*before] == addresses[at];
        (0..at)
            .rev()
            .find(same)
            .filter(|_| !addresses[at].is_empty())
    });
    Way {
        reports: reports.collect(),
        previous: previous.collect(),
    }
}

/// The reports as a story, each of its own origin.
fn story(way: &Way) -> Story<'_> {
    let own: Vec<usize> = (0..way.reports.len()).collect();
    Story {
        reports: way.reports.iter().collect(),
        origins: own.clone(),
        texts: own,
    }
}

/// The rules that find something in it, whether it is told or not.
fn rules(way: &Way) -> BTreeSet<Rule> {
    let story = story(way);
    let found = candidates::of(&Told::new(&story)).into_iter();
    let rules = found.filter_map(|candidate| match candidate {
        Candidate::Ruled(ruled) => Some(ruled.rule),
        Candidate::Quoted(_) => Some(Rule::Quoted),
        _ => None,
    });
    rules.collect()
}

/// What is found, but for what only one report says.
fn shown(way: &Way) -> String {
    let mut out = String::new();
    for finding in analyse_story(&story(way), &way.previous).findings {
        if finding.kind == FindingKind::SingleSource {
            continue;
        }
        let (kind, about) = (finding.kind.name(), finding.about.name());
        let between = finding.between.name();
        let _ = writeln!(
            out,
            "{kind} of {about}, between {between}: {}{}",
            finding.question,
            if finding.leans {
                " (leans on its text)"
            } else {
                ""
            }
        );
        let _ = writeln!(out, "  {}", finding.explanation);
        for assumption in &finding.assumptions {
            let _ = writeln!(out, "  assuming {assumption}");
        }
        for value in &finding.values {
            let _ = writeln!(out, "  = {} {:?}", value.value, value.reports);
        }
        for row in &finding.evidence {
            let words = way.reports[row.report].annotated.words(row.passage);
            let source = row
                .attributed_to
                .as_deref()
                .map(|source| format!(" ({source})"));
            let _ = writeln!(
                out,
                "  {}: {words}{}",
                row.report,
                source.unwrap_or_default()
            );
        }
    }
    if out.is_empty() {
        "nothing\n".to_owned()
    } else {
        out
    }
}

fn pipeline() -> Pipeline {
    let model = obtain(&Options::default(), &mut Silent).expect("the model");
    Pipeline::load(model.path).expect("the model loads")
}

/// The files of ways, in order.
fn ways() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ways");
    let entries = std::fs::read_dir(&folder).expect("the folder of ways");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn every_way_reads_as_before() {
    let pipeline = pipeline();
    let update = std::env::var_os("UPDATE").is_some();
    let mut other = Vec::new();
    for path in ways() {
        let all = std::fs::read_to_string(&path).expect("a way can be read");
        let (told, known) = all.split_once("----\n").unwrap_or((&all, ""));
        let found = shown(&way(&pipeline, told));
        if found != known {
            other.push(format!("{}\n{found}", path.display()));
            if update {
                std::fs::write(&path, format!("{told}----\n{found}"))
                    .expect("a way can be written");
            }
        }
    }
    assert!(
        update || other.is_empty(),
        "found otherwise than is written down (UPDATE=1 writes it anew):\n{}",
        other.join("\n")
    );
}

/// A new rule comes with a story that shows what it finds.
#[test]
fn every_rule_and_every_kind_has_a_way() {
    let pipeline = pipeline();
    let mut rules = BTreeSet::new();
    let mut known = String::new();
    for path in ways() {
        let all = std::fs::read_to_string(&path).expect("a way can be read");
        let (told, found) = all.split_once("----\n").expect("what is found");
        rules.extend(self::rules(&way(&pipeline, told)));
        known.push_str(found);
    }
    // Versions are laid beside each other before anything else is.
    rules.insert(Rule::Revised);
    for rule in Rule::ALL {
        assert!(rules.contains(&rule), "no way of rule {}", rule.name());
    }
    for kind in FindingKind::ALL {
        let shown = known.contains(&format!("{kind} of "));
        let alone = kind == FindingKind::SingleSource;
        assert!(shown || alone, "no way of kind {kind}");
    }
}
