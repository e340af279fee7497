//! Addresses last: whatever the order in which reports arrive, an id that was ever given leads
//! somewhere, stays with its words, and keeps what people said.

mod generated;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crosswire_ledger::{
    Error, Evidence, Finding, FindingFilter, FindingKind, Ledger, Page, StoryFilter, View, Word,
};
use generated::{Happening, Numbers, at, run};

fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}.db{end}")));
    }
    folder.join(format!("{name}.db"))
}

fn all(view: View<'_>) -> Vec<Finding> {
    let page = Page {
        limit: 1000,
        after: None,
    };
    let filter = FindingFilter {
        page,
        ..FindingFilter::default()
    };
    view.findings(&filter).unwrap().items
}

/// How many of a finding's best passages stand among another's evidence.
fn shared(a: &Finding, b: &Finding) -> usize {
    let meets = |row: &Evidence, other: &Evidence| {
        (&row.report, row.in_title, row.revision) == (&other.report, other.in_title, other.revision)
            && (row.text == other.text || row.start.max(other.start) < row.end.min(other.end))
    };
    let best = a.best_rows();
    best.filter(|row| b.evidence.iter().any(|other| meets(row, other)))
        .count()
}

/// Adds eight reports of two happenings in a random order, one or two at a time, one of them in two
/// versions; what must hold after each commit is asserted.
fn arrive(seed: u64) {
    let mut numbers = Numbers::new(seed);
    let (first, second) = (Happening::new(1), Happening::new(2));
    let mut coming = vec![];
    for outlet in 0..6 {
        coming.push(first.report(&format!("a{outlet}"), outlet));
    }
    for outlet in 2..4 {
        coming.push(second.report(&format!("b{outlet}"), outlet));
    }
    // Another version of one that came.
    coming.push(first.report("a1", 8));
    for i in (1..coming.len()).rev() {
        coming.swap(i, numbers.below(i + 1));
    }
    let mut ledger = Ledger::create(file("orders")).unwrap();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let mut before: BTreeMap<String, Finding> = BTreeMap::new();
    let mut marked: Option<String> = None;
    let mut clock = 0;
    while !coming.is_empty() {
        let n = (1 + numbers.below(2)).min(coming.len());
        let batch: Vec<_> = coming.drain(..n).collect();
        let changed: Vec<String> = batch
            .iter()
            .map(|arrival| arrival.extracted.annotated.report().id.clone())
            .collect();
        clock += 1;
        ledger.add(batch, &run(), at(clock)).unwrap();
        let view = ledger.latest().unwrap();
        let findings = all(view);
        let now: BTreeMap<String, Finding> = findings
            .iter()
            .map(|finding| (finding.id.clone(), finding.clone()))
            .collect();
        assert_eq!(
            now.len(),
            findings.len(),
            "one finding an address, order {seed}"
        );
        for (id, old) in &before {
            let Some(new) = now.get(id) else { continue };
            assert_eq!(new.about, old.about, "{id}, order {seed}");
            assert!(
                shared(old, new) > 0 || shared(new, old) > 0,
                "{id}, order {seed}"
            );
        }
        // What still rests on all of the same words, and is of the same kind, is under the same address.
        for (id, old) in &before {
            let best = old.best_rows().count();
            let of_changed = |row: &Evidence| changed.contains(&row.report);
            let same = |new: &&Finding| {
                new.kind == old.kind
                    && new.question == old.question
                    && new.about == old.about
                    && shared(old, new) == best
            };
            if old.evidence.iter().any(of_changed) || now.contains_key(id) {
                continue;
            }
            if let Some(new) = findings.iter().find(same) {
                let found = view.finding(id).map(|found| found.id);
                assert_eq!(found.unwrap(), new.id, "{old:#?}, order {seed}");
            }
        }
        given.extend(now.keys().cloned());
        for id in &given {
            match view.finding(id) {
                Ok(found) => assert!(now.contains_key(&found.id), "{id}, order {seed}"),
                Err(Error::Gone { .. }) => {}
                Err(error) => panic!("{id} leads nowhere, order {seed}: {error}"),
            }
        }
        if marked.is_none()
            && let Some(finding) = findings.iter().find(|finding| finding.kind.is_dispute())
        {
            clock += 1;
            let word = Word::Confirmed;
            let kept = ledger.mark(&finding.id, word, "", "Ada", &run(), at(clock));
            marked = Some(kept.unwrap().id);
        }
        before = now;
    }
    let view = ledger.latest().unwrap();
    if let Some(id) = marked {
        match view.finding(&id) {
            Ok(found) => assert_eq!(found.marks.len(), 1, "{id}, order {seed}"),
            Err(Error::Gone { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    for story in view.stories(&StoryFilter::default()).unwrap().items {
        assert_eq!(view.story(&story.id).unwrap().id, story.id);
    }
    assert_eq!(view.verify().unwrap().damage, [""; 0], "order {seed}");
}

/// `scripts/orders` runs two hundred.
#[test]
fn ids_last_in_every_order_of_arrival() {
    let orders = std::env::var("CROSSWIRE_ORDERS").ok();
    let orders = orders.and_then(|said| said.parse().ok()).unwrap_or(8);
    for seed in 1..=orders {
        arrive(seed);
    }
}

#[test]
fn a_new_version_is_laid_beside_the_one_before() {
    let mut ledger = Ledger::create(file("versions")).unwrap();
    let happening = Happening::new(1);
    // The third outlet gives another toll.
    let arrivals = vec![happening.report("a0", 0), happening.report("a1", 1)];
    ledger.add(arrivals, &run(), at(1)).unwrap();
    let changed = vec![happening.report("a1", 2)];
    ledger.add(changed, &run(), at(2)).unwrap();
    let view = ledger.latest().unwrap();
    let filter = FindingFilter {
        kinds: vec![FindingKind::Revision],
        ..FindingFilter::default()
    };
    let revisions = view.findings(&filter).unwrap().items;
    assert!(!revisions.is_empty(), "the toll was changed");
    for revision in &revisions {
        let versions: BTreeSet<Option<usize>> =
            revision.evidence.iter().map(|row| row.revision).collect();
        assert!(versions.contains(&Some(1)), "{revision:#?}");
    }
    assert_eq!(
        view.verify().unwrap().damage,
        [""; 0],
        "words of both versions are there"
    );
    let disputes = all(view);
    let disputes = disputes.iter().filter(|finding| finding.kind.is_dispute());
    for dispute in disputes {
        let old = dispute.evidence.iter().any(|row| row.revision.is_some());
        assert!(!old, "what is not said any more disagrees with nobody");
    }
}

/// A ledger as an older program wrote it, with what it answered then.
#[test]
fn a_ledger_of_before_addresses_is_led_on() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/old");
    let unpacked = |name: &str| {
        let packed = std::fs::read(folder.join(name)).unwrap();
        zstd::decode_all(packed.as_slice()).unwrap()
    };
    let path = file("before-addresses");
    std::fs::write(&path, unpacked("2.db.zst")).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    let answers = String::from_utf8(unpacked("2-answers.jsonl.zst")).unwrap();
    let page = Page {
        limit: 200,
        after: None,
    };
    let mut given: BTreeSet<String> = BTreeSet::new();
    for line in answers.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        let said = |name: &str| answer[name].as_str().unwrap().to_owned();
        let view = ledger.as_of(said("as_of").parse().unwrap()).unwrap();
        let findings = view
            .findings(&FindingFilter {
                page: page.clone(),
                ..FindingFilter::default()
            })
            .unwrap();
        given.extend(findings.items.iter().map(|finding| finding.id.clone()));
        assert_eq!(printed(&findings), said("findings"), "{}", said("as_of"));
        let stories = view
            .stories(&StoryFilter {
                page: page.clone(),
                ..StoryFilter::default()
            })
            .unwrap();
        assert_eq!(printed(&stories), said("stories"), "{}", said("as_of"));
        for (story, each) in stories.items.iter().zip(answer["each"].as_array().unwrap()) {
            let story = view.story(&story.id).unwrap();
            assert_eq!(printed(&story), each.as_str().unwrap());
        }
    }
    let view = ledger.latest().unwrap();
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
    let live: BTreeSet<String> = all(view).into_iter().map(|finding| finding.id).collect();
    let (mut led, mut gone) = (0, Vec::new());
    for id in &given {
        match view.finding(id) {
            Ok(found) if found.id == *id => assert!(live.contains(id)),
            Ok(found) => {
                assert!(live.contains(&found.id));
                led += 1;
            }
            Err(Error::Gone { .. }) => gone.push(id.clone()),
            Err(error) => panic!("{id}: {error}"),
        }
    }
    // What people said of ids that are no more is said of what they became.
    let marks: Vec<_> = all(view)
        .into_iter()
        .flat_map(|finding| finding.marks)
        .collect();
    let names: BTreeSet<&str> = marks.iter().map(|mark| mark.finding.as_str()).collect();
    assert!(names.contains("d2ff03dc941a"), "{names:?}");
    let trapped = view.finding("c6f677072523").unwrap();
    assert!(trapped.question.contains("trapped"), "{trapped:#?}");
    assert!(
        led >= 15,
        "{led} led on, {} live, gone: {gone:?}",
        live.len()
    );
    assert!(gone.len() * 3 <= given.len(), "{gone:?} of {}", given.len());
}

/// As the command prints.
fn printed(answer: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(answer).unwrap() + "\n"
}
