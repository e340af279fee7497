//! A ledger as its callers meet it, on reports made by rule.

mod generated;

use std::path::PathBuf;

use crosswire_ledger::{
    Arrival, DetailSort, Error, FindingFilter, FindingKind, Ledger, Options, Outcome, Page, Run,
    StoryFilter, StoryOrder, View, Word,
};
use generated::{Happening, at, bare, run};

/// A file of this test's own.
fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}.db{end}")));
    }
    folder.join(format!("{name}.db"))
}

/// Two happenings, five reports.
fn arrivals() -> Vec<Arrival> {
    let (first, second) = (Happening::new(1), Happening::new(2));
    vec![
        first.report("a0", 0),
        second.report("b0", 0),
        first.report("a1", 1),
        first.report("a2", 2),
        second.report("b3", 3),
    ]
}

fn filled(name: &str) -> Ledger {
    let mut ledger = Ledger::create(file(name)).unwrap();
    for (n, arrival) in arrivals().into_iter().enumerate() {
        let added = ledger.add(vec![arrival], &run(), at(n as i64)).unwrap();
        assert_eq!(added[0].outcome, Outcome::New);
        assert!(added[0].story.is_some());
    }
    ledger
}

/// Everything that a view can answer, as bytes.
fn answers(view: View<'_>) -> String {
    let mut out = Vec::new();
    for order in [
        StoryOrder::Newest,
        StoryOrder::Disputed,
        StoryOrder::Covered,
    ] {
        let stories = view.stories(&StoryFilter {
            order,
            ..StoryFilter::default()
        });
        out.push(serde_json::to_string(&stories.unwrap()).unwrap());
    }
    for story in view.stories(&StoryFilter::default()).unwrap().items {
        out.push(serde_json::to_string(&view.story(&story.id).unwrap()).unwrap());
    }
    out.push(serde_json::to_string(&view.findings(&FindingFilter::default()).unwrap()).unwrap());
    for query in [
        "ferry",
        "kind:statement rescued",
        "kind:quotation crew",
        "outlet:\"Outlet 3\"",
    ] {
        out.push(serde_json::to_string(&view.search(query, &Page::default()).unwrap()).unwrap());
    }
    out.push(serde_json::to_string(&view.stats().unwrap()).unwrap());
    out.push(serde_json::to_string(&view.reports(&Page::default()).unwrap()).unwrap());
    out.join("\n")
}

#[test]
fn what_is_added_is_answered() {
    let ledger = filled("answered");
    let view = ledger.latest().unwrap();
    let stats = view.stats().unwrap();
    assert_eq!((stats.reports, stats.stories, stats.commits), (5, 2, 5));
    let stories = view.stories(&StoryFilter::default()).unwrap().items;
    let sizes: Vec<usize> = stories.iter().map(|story| story.reports).collect();
    assert_eq!(sizes, [2, 3]);
    let story = view.story(&stories[1].id).unwrap();
    assert_eq!(story.reports, ["a0", "a1", "a2"]);
    assert!(!story.findings.is_empty());
    for finding in &story.findings {
        assert_eq!(view.finding(&finding.id).unwrap(), *finding);
        for evidence in &finding.evidence {
            let (report, _) = view.report(&evidence.report).unwrap();
            let text = if evidence.in_title {
                report.title.as_deref().unwrap()
            } else {
                &report.text
            };
            let words: String = text
                .chars()
                .skip(evidence.start)
                .take(evidence.end - evidence.start)
                .collect();
            assert_eq!(words, evidence.text);
        }
    }
    assert_eq!(stats.findings as usize, {
        let all = stories.iter().map(|story| view.story(&story.id).unwrap());
        all.map(|story| story.findings.len()).sum::<usize>()
    });
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
}

#[test]
fn what_was_understood_in_a_report() {
    let ledger = filled("details");
    let view = ledger.latest().unwrap();
    let (report, _) = view.report("a0").unwrap();
    let details = view.details("a0").unwrap();
    for sort in [DetailSort::Mention, DetailSort::Quantity] {
        assert!(details.iter().any(|detail| detail.sort == sort), "{sort:?}");
    }
    for detail in &details {
        let whole: &str = if detail.in_title {
            report.title.as_deref().unwrap()
        } else {
            &report.text
        };
        let words = whole.chars().skip(detail.start);
        let words: String = words.take(detail.end - detail.start).collect();
        assert_eq!(words, detail.text);
        assert!(!detail.means.is_empty());
    }
    assert!(view.details("nobody").is_err());
    let speakers = view.speakers(10).unwrap();
    assert!(speakers.windows(2).all(|two| two[0].1 >= two[1].1));
    let (speaker, n) = &speakers[0];
    assert_eq!(
        view.quotes(speaker, &Page::default()).unwrap().items.len(),
        *n
    );
    let story = &view.stories(&StoryFilter::default()).unwrap().items[0];
    assert_eq!(view.label(&story.id).unwrap().as_ref(), Some(&story.label));
    assert_eq!(view.label("none").unwrap(), None);
}

#[test]
fn a_disagreement_is_found_and_listed() {
    let ledger = filled("disagreement");
    let view = ledger.latest().unwrap();
    let filter = FindingFilter {
        kinds: vec![FindingKind::Conflict, FindingKind::Update],
        ..FindingFilter::default()
    };
    let disputes = view.findings(&filter).unwrap().items;
    assert!(
        disputes
            .iter()
            .any(|finding| finding.evidence.iter().any(|row| row.report == "a2")),
        "the third outlet gives another toll: {disputes:?}"
    );
}

#[test]
fn one_batch_or_many_processes_give_the_same_findings() {
    let mut ledger = Ledger::create(file("one-batch")).unwrap();
    ledger.add(arrivals(), &run(), at(0)).unwrap();
    let whole = findings(&ledger);
    // Each report by a writer of its own: nothing is in memory, all is read back.
    let path = file("many");
    for arrival in arrivals() {
        let mut ledger = Ledger::create(&path).unwrap();
        ledger.add(vec![arrival], &run(), at(0)).unwrap();
    }
    assert_eq!(findings(&Ledger::open_read_only(&path).unwrap()), whole);
}

/// What is found in each story, with its addresses.
fn findings(ledger: &Ledger) -> Vec<Vec<String>> {
    let view = ledger.latest().unwrap();
    let stories = view.stories(&StoryFilter::default()).unwrap().items;
    stories
        .iter()
        .map(|story| {
            let mut ids: Vec<String> = view
                .story(&story.id)
                .unwrap()
                .findings
                .iter()
                .map(|finding| serde_json::to_string(finding).unwrap())
                .collect();
            ids.sort();
            ids
        })
        .collect()
}

#[test]
fn the_same_input_again_changes_nothing() {
    let path = file("again");
    let mut ledger = Ledger::create(&path).unwrap();
    ledger.add(arrivals(), &run(), at(0)).unwrap();
    let before = answers(ledger.latest().unwrap());
    let added = ledger.add(arrivals(), &run(), at(9)).unwrap();
    assert!(added.iter().all(|added| added.outcome == Outcome::Known));
    assert!(added.iter().all(|added| added.story.is_some()));
    assert_eq!(answers(ledger.latest().unwrap()), before);
    let mut other = Ledger::open(&path).unwrap();
    other.add(arrivals(), &run(), at(10)).unwrap();
    assert_eq!(other.latest().unwrap().commit(), 1);
    for arrival in arrivals() {
        assert!(ledger.knows(arrival.extracted.annotated.report()).unwrap());
    }
}

#[test]
fn every_earlier_time_is_answered_to_the_byte() {
    let mut ledger = Ledger::create(file("as-of")).unwrap();
    let mut known = Vec::new();
    let mut all = arrivals();
    // A new version of a report, and one that has nothing to do with the rest.
    all.push(Happening::new(1).report("a1", 4));
    all.push(bare("c", "Council approves budget for new library roof"));
    for (n, arrival) in all.into_iter().enumerate() {
        ledger.add(vec![arrival], &run(), at(n as i64)).unwrap();
        known.push(answers(ledger.latest().unwrap()));
    }
    for (n, known) in known.iter().enumerate() {
        let view = ledger.as_of(at(n as i64)).unwrap();
        assert_eq!(&answers(view), known, "as of commit {}", n + 1);
        assert_eq!(view.verify().unwrap().damages, 0);
    }
    let early = ledger.as_of(at(-1)).map(|view| view.commit());
    let error = early.unwrap_err().to_string();
    assert!(error.contains("first entry"), "{error}");
}

#[test]
fn a_new_version_takes_the_place_of_the_old() {
    let mut ledger = filled("revision");
    let old = ledger.latest().unwrap().report("a1").unwrap();
    let added = ledger
        .add(vec![Happening::new(1).report("a1", 5)], &run(), at(9))
        .unwrap();
    assert_eq!(added[0].outcome, Outcome::Revision);
    let view = ledger.latest().unwrap();
    let (report, record) = view.report("a1").unwrap();
    assert_eq!(record.revision, 2);
    assert_ne!(report.text, old.0.text);
    let stats = view.stats().unwrap();
    assert_eq!((stats.reports, stats.superseded), (5, 1));
    let hits = view
        .search("outlet:\"Outlet 1\"", &Page::default())
        .unwrap()
        .hits;
    assert!(hits.is_empty(), "the old version is not found any more");
    let earlier = ledger.as_of(at(8)).unwrap();
    assert_eq!(earlier.report("a1").unwrap(), old);
    assert_eq!(view.verify().unwrap().damages, 0);
}

#[test]
fn search_finds_and_filters() {
    let ledger = filled("search");
    let view = ledger.latest().unwrap();
    let first = Happening::new(1);
    let count = |query: &str| {
        let found = view.search(
            query,
            &Page {
                limit: 500,
                after: None,
            },
        );
        found
            .unwrap_or_else(|error| panic!("{query}: {error}"))
            .hits
            .len()
    };
    assert_eq!(count("ferry"), 5);
    assert_eq!(count("ferries"), 5, "words are found in any form");
    assert_eq!(count(first.slot("ship")), 3);
    assert_eq!(count(&format!("ferry -{}", first.slot("ship"))), 2);
    assert_eq!(count(&format!("place:{}", first.slot("town"))), 3);
    assert_eq!(count("outlet:\"Outlet 3\""), 1);
    // The later reports print most of the first one's sentences.
    assert_eq!(count("origin:\"Outlet 0\" ferry"), 5);
    assert_eq!(count("origin:\"Outlet 3\""), 0);
    assert!(count(&format!("speaker:{}", first.slot("speaker"))) >= 3);
    assert_eq!(count("kind:scare ferry"), 0);
    assert_eq!(count("after:2030 ferry"), 5);
    assert_eq!(count("before:2030 ferry"), 0);
    let day = view.report("a0").unwrap().1.published.unwrap()[..10].to_owned();
    assert_eq!(count(&format!("after:{day} ferry")), 5);
    assert_eq!(count(&format!("before:{day} ferry")), 0);
    // Pages join to the whole.
    let mut paged = Vec::new();
    let mut page = Page {
        limit: 2,
        after: None,
    };
    loop {
        let part = view.search("ferry", &page).unwrap();
        paged.extend(part.hits);
        page.after = part.next;
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(paged, view.search("ferry", &Page::default()).unwrap().hits);
    let said = view
        .quotes(first.slot("speaker"), &Page::default())
        .unwrap()
        .items;
    assert!(
        said.iter()
            .all(|quote| quote.speaker.as_deref() == Some(first.slot("speaker")))
    );
    assert!(matches!(
        view.search("a\"b", &Page::default()),
        Err(Error::Query(_))
    ));
}

#[test]
fn writers_queue_and_readers_do_not_wait() {
    let path = file("writers");
    drop(Ledger::create(&path).unwrap());
    let writing = |letter: &'static str, seed: u64| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut ledger = Ledger::open(&path).unwrap();
            for n in 0..12 {
                let report =
                    Happening::new(seed + n as u64 / 3).report(&format!("{letter}{n}"), n % 3);
                ledger.add(vec![report], &run(), at(n as i64)).unwrap();
            }
        })
    };
    let writers = [writing("x", 100), writing("y", 200)];
    let mut last = 0;
    while writers.iter().any(|writer| !writer.is_finished()) {
        let reader = Ledger::open_read_only(&path).unwrap();
        let began = std::time::Instant::now();
        let stats = reader.latest().unwrap().stats().unwrap();
        assert!(stats.reports >= last);
        last = stats.reports;
        assert!(began.elapsed().as_secs() < 5, "a reader waited");
    }
    for writer in writers {
        writer.join().unwrap();
    }
    let ledger = Ledger::open_read_only(&path).unwrap();
    let view = ledger.latest().unwrap();
    assert_eq!(view.stats().unwrap().reports, 24);
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let path = file("full");
    let options = Options {
        most_pages: Some(160),
        ..Options::default()
    };
    let mut ledger = Ledger::create_with(&path, options).unwrap();
    let mut kept = 0;
    let error = loop {
        let report = Happening::new(kept).report(&format!("f{kept}"), 0);
        match ledger.add(vec![report], &run(), at(kept as i64)) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1000, "the bound was not met");
    };
    assert!(matches!(error, Error::Full { .. }), "{error}");
    assert!(
        error.to_string().contains("add the same input again"),
        "{error}"
    );
    let view = ledger.latest().unwrap();
    assert_eq!(view.stats().unwrap().reports, kept);
    assert_eq!(view.verify().unwrap().damages, 0);
    drop(ledger);
    // With room, it goes on.
    let mut ledger = Ledger::open(&path).unwrap();
    let report = Happening::new(kept).report(&format!("f{kept}"), 0);
    ledger.add(vec![report], &run(), at(kept as i64)).unwrap();
    assert_eq!(ledger.latest().unwrap().stats().unwrap().reports, kept + 1);
}

#[test]
fn other_files_and_newer_ledgers_are_refused() {
    let missing = Ledger::open(file("missing")).err().unwrap();
    assert!(missing.to_string().contains("crosswire add"), "{missing}");
    let path = file("text");
    std::fs::write(&path, "date 2031-03-06\n\nThe ferry sank.\n".repeat(100)).unwrap();
    for opened in [Ledger::create(&path), Ledger::open_read_only(&path)] {
        assert!(matches!(opened.err(), Some(Error::Foreign { .. })));
    }
    let folder = std::env::temp_dir();
    for opened in [Ledger::create(&folder), Ledger::open_read_only(&folder)] {
        assert!(matches!(opened.err(), Some(Error::Foreign { .. })));
    }
    let path = file("newer");
    drop(Ledger::create(&path).unwrap());
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 9999)
        .unwrap();
    for opened in [Ledger::create(&path), Ledger::open_read_only(&path)] {
        let error = opened.err().unwrap();
        assert!(matches!(error, Error::Newer { found: 9999, .. }), "{error}");
        assert!(error.to_string().contains("newer crosswire"), "{error}");
    }
}

#[test]
fn damage_is_found() {
    let hits = [
        (
            "UPDATE reports SET title = 'Nothing happened' WHERE id = 1",
            "commit 1",
        ),
        (
            "UPDATE findings SET confidence = 1.0 WHERE id = 1",
            "commit",
        ),
        (
            "DELETE FROM statements WHERE id = (SELECT max(id) FROM statements)",
            "commit 5",
        ),
        ("UPDATE memberships SET until = 5 WHERE id = 1", "commit 5"),
        ("UPDATE reports SET text = x'00' WHERE id = 2", "report"),
        (
            "DELETE FROM found_quotations_data WHERE id > 10",
            "quotations",
        ),
    ];
    for (n, (damage, told)) in hits.into_iter().enumerate() {
        let ledger = filled(&format!("damage-{n}"));
        let path = ledger.path().to_owned();
        drop(ledger);
        let connection = rusqlite::Connection::open(&path).unwrap();
        let changed = connection.execute(damage, []).unwrap();
        assert!(changed > 0, "{damage}");
        drop(connection);
        let ledger = Ledger::open_read_only(&path).unwrap();
        match ledger.latest().unwrap().verify() {
            Ok(verified) => assert!(
                verified.damage.iter().any(|found| found.contains(told)),
                "{damage}: {:?}",
                verified.damage
            ),
            Err(error) => assert!(matches!(error, Error::Damaged { .. }), "{damage}: {error}"),
        }
    }
}

#[test]
fn every_old_version_is_opened() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/old");
    let mut versions = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let old = entry.unwrap().path();
        // `addresses.rs` asks the others.
        if !old.ends_with("1.db.zst") {
            continue;
        }
        let path = file(&format!("old-{versions}"));
        let bytes = zstd::decode_all(std::fs::File::open(&old).unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let error = Ledger::open_read_only(&path)
            .err()
            .map(|error| error.to_string());
        assert!(
            error.is_none_or(|error| error.contains("must be brought")),
            "{old:?}"
        );
        let mut ledger = Ledger::open(&path).unwrap();
        let view = ledger.latest().unwrap();
        assert_eq!(view.verify().unwrap().damage, [""; 0], "{old:?}");
        let stats = view.stats().unwrap();
        assert_eq!((stats.reports, stats.stories), (4, 1), "{old:?}");
        let story = view.story("1").unwrap();
        assert!(!story.findings.is_empty());
        // It goes on in the new version: reports, and what people say.
        ledger.add(arrivals(), &run(), at(1)).unwrap();
        let id = story.findings[0].id.clone();
        ledger
            .mark(&id, Word::Confirmed, "", "Ada", &run(), at(2))
            .unwrap();
        let view = ledger.latest().unwrap();
        assert_eq!(view.stats().unwrap().reports, 9);
        assert_eq!(view.verify().unwrap().damages, 0);
        versions += 1;
    }
    assert!(versions >= 1);
}

#[test]
fn a_persons_word_stands_and_survives() {
    let mut ledger = filled("marks");
    let before = ledger.latest().unwrap();
    let disputes = before
        .findings(&FindingFilter {
            kinds: vec![FindingKind::Conflict, FindingKind::Update],
            ..FindingFilter::default()
        })
        .unwrap()
        .items;
    let id = disputes[0].id.clone();
    let bytes = answers(before);
    let note = "the second count came first";
    let marked = ledger
        .mark(&id, Word::Explained, note, "Ada", &run(), at(10))
        .unwrap();
    assert_eq!(marked.marks.len(), 1);
    let marked = ledger
        .mark(&id, Word::Wrong, "", "Ben", &run(), at(11))
        .unwrap();
    let words: Vec<Word> = marked.marks.iter().map(|mark| mark.word).collect();
    assert_eq!(words, [Word::Wrong, Word::Explained], "the last one first");
    assert_eq!(marked.marks[1].note, note);
    // What was known before is as it was, and a story shows the mark.
    assert_eq!(answers(ledger.as_of(at(9)).unwrap()), bytes);
    let view = ledger.latest().unwrap();
    let story = view.story(marked.story.as_deref().unwrap()).unwrap();
    let shown = story
        .findings
        .iter()
        .filter(|finding| !finding.marks.is_empty());
    assert!(shown.count() >= 1);
    // Another report changes the finding's evidence, and so its id; the word stays with the words.
    ledger
        .add(vec![Happening::new(1).report("a6", 6)], &run(), at(12))
        .unwrap();
    let view = ledger.latest().unwrap();
    let story = view.story(&story.id).unwrap();
    let still: Vec<_> = story
        .findings
        .iter()
        .filter(|finding| !finding.marks.is_empty())
        .collect();
    assert!(!still.is_empty());
    assert!(
        still
            .iter()
            .all(|finding| finding.marks[0].word == Word::Wrong)
    );
    assert_eq!(view.verify().unwrap().damages, 0);
    let error = ledger
        .mark("nothing", Word::Wrong, "", "Ada", &run(), at(13))
        .unwrap_err();
    assert!(error.to_string().contains("crosswire findings"), "{error}");
    let citation = ledger.latest().unwrap().citation(&still[0].id).unwrap();
    assert_eq!(citation.seal.len(), 64);
    assert!(citation.sources.len() >= 2);
    assert!(
        citation
            .sources
            .iter()
            .all(|source| source.report.sha256.len() == 64)
    );
}

#[test]
fn what_is_looked_at_again_leaves_earlier_answers_as_they_were() {
    let mut ledger = filled("reanalysis");
    let before = answers(ledger.latest().unwrap());
    let known = findings(&ledger);
    let reports: Vec<_> = arrivals()
        .iter()
        .map(|arrival| std::sync::Arc::clone(arrival.extracted.annotated.report()))
        .collect();
    let other = Run {
        model: "words alone".to_owned(),
        ..run()
    };
    let again = reports.into_iter().map(generated::of).collect();
    assert_eq!(ledger.reanalyse(again, &other, at(20)).unwrap(), 5);
    assert_ne!(findings(&ledger), known, "words alone tell less");
    assert_eq!(answers(ledger.as_of(at(19)).unwrap()), before);
    assert_eq!(ledger.latest().unwrap().verify().unwrap().damage, [""; 0]);
    // And back: the first annotation finds again what it found.
    let again = arrivals().into_iter().map(|arrival| arrival.extracted);
    assert_eq!(
        ledger.reanalyse(again.collect(), &run(), at(21)).unwrap(),
        5
    );
    assert_eq!(findings(&ledger), known);
    let unknown = vec![bare("z", "Nobody has heard of this report").extracted];
    assert_eq!(ledger.reanalyse(unknown, &run(), at(22)).unwrap(), 0);
    // A writer of its own, without any of this in memory, goes on.
    let mut other = Ledger::open(ledger.path()).unwrap();
    other
        .add(vec![Happening::new(2).report("b4", 4)], &run(), at(23))
        .unwrap();
    assert_eq!(other.latest().unwrap().verify().unwrap().damages, 0);
}
