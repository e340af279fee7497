//! A person's word on stories and reports: kept, never undone, and told as of any time.

mod generated;

use std::path::PathBuf;

use crosswire_ledger::{Arrival, Correction, Ledger, Outcome, StoryFilter, View};
use generated::{Happening, at, run};

/// Two happenings, five reports: stories 1 and 2.
fn filled(name: &str) -> Ledger {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("corrected-{name}.db{end}")));
    }
    let mut ledger = Ledger::create(folder.join(format!("corrected-{name}.db"))).unwrap();
    for (n, arrival) in arrivals().into_iter().enumerate() {
        ledger.add(vec![arrival], &run(), at(n as i64)).unwrap();
    }
    assert_eq!(
        stories(ledger.latest().unwrap()),
        ["1: a0 a1 a2", "2: b0 b3"]
    );
    ledger
}

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

/// The stories with their reports, by number.
fn stories(view: View<'_>) -> Vec<String> {
    let listed = view.stories(&StoryFilter::default()).unwrap().items;
    let mut told: Vec<String> = listed
        .iter()
        .map(|story| {
            let mut reports = view.story(&story.id).unwrap().reports;
            reports.sort();
            format!("{}: {}", story.id, reports.join(" "))
        })
        .collect();
    told.sort();
    told
}

/// Corrects, and checks what must hold after every correction: the file is sound, what was known before
/// is answered as before, another writer goes on from there, and looking again undoes nothing.
fn correct(ledger: &mut Ledger, minute: i64, correction: &Correction, expected: &[&str]) {
    let before = stories(ledger.latest().unwrap());
    let said = ledger.correct(correction, ["seen", "Brell"], &run(), at(minute));
    assert_eq!(said.unwrap().correction, *correction);
    assert_eq!(stories(ledger.latest().unwrap()), expected);
    assert_eq!(stories(ledger.as_of(at(minute - 1)).unwrap()), before);
    assert_eq!(ledger.latest().unwrap().verify().unwrap().damage, [""; 0]);
    let mut other = Ledger::open(ledger.path()).unwrap();
    let again: Vec<_> = arrivals()
        .into_iter()
        .map(|arrival| arrival.extracted)
        .collect();
    other.reanalyse(again, &run(), at(minute + 1)).unwrap();
    assert_eq!(stories(other.latest().unwrap()), expected);
    // Given once more, the same reports change nothing.
    let known = other.add(arrivals(), &run(), at(minute + 2)).unwrap();
    assert!(known.iter().all(|added| added.outcome == Outcome::Known));
    assert_eq!(other.latest().unwrap().verify().unwrap().damage, [""; 0]);
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_story_is_split_and_made_one_again() {
    let mut ledger = filled("split");
    let split = Correction::Split {
        story: text("1"),
        reports: vec![text("a1"), text("a2")],
    };
    correct(&mut ledger, 10, &split, &["1: a0", "2: b0 b3", "3: a1 a2"]);
    let merge = Correction::Merge {
        story: text("1"),
        into: text("3"),
    };
    correct(&mut ledger, 20, &merge, &["2: b0 b3", "3: a0 a1 a2"]);
    // What comes later joins the story that is left.
    let added = ledger
        .add(vec![Happening::new(1).report("a3", 3)], &run(), at(30))
        .unwrap();
    assert_eq!(added[0].story.as_deref(), Some("3"));
    assert_eq!(ledger.latest().unwrap().corrections().unwrap().len(), 2);
    assert_eq!(
        ledger.as_of(at(15)).unwrap().corrections().unwrap().len(),
        1
    );
}

#[test]
fn a_report_is_moved_and_silenced() {
    let mut ledger = filled("moved");
    let moved = Correction::Move {
        report: text("a2"),
        into: text("2"),
    };
    correct(&mut ledger, 10, &moved, &["1: a0 a1", "2: a2 b0 b3"]);
    let withdrawn = Correction::Withdraw { report: text("a2") };
    correct(&mut ledger, 20, &withdrawn, &["1: a0 a1", "2: b0 b3"]);
    let view = ledger.latest().unwrap();
    assert_eq!(view.report("a2").unwrap().0.id, "a2");
    for story in ["1", "2"] {
        for finding in view.story(story).unwrap().findings {
            assert!(finding.evidence.iter().all(|row| row.report != "a2"));
        }
    }
}

#[test]
fn a_story_is_called_otherwise() {
    let mut ledger = filled("renamed");
    let renamed = Correction::Rename {
        story: text("2"),
        label: text("The second happening"),
    };
    correct(&mut ledger, 10, &renamed, &["1: a0 a1 a2", "2: b0 b3"]);
    let mut other = Ledger::open(ledger.path()).unwrap();
    let more = Happening::new(2).report("b4", 4);
    other.add(vec![more], &run(), at(20)).unwrap();
    let view = other.latest().unwrap();
    assert_eq!(view.story("2").unwrap().label, "The second happening");
    assert_ne!(
        other.as_of(at(9)).unwrap().story("2").unwrap().label,
        "The second happening"
    );
}

#[test]
fn a_report_gets_its_right_date() {
    let mut ledger = filled("redated");
    let redated = Correction::Redate {
        report: text("a1"),
        published: Some(text("2030-01-02")),
        outlet: Some(text("The Right Outlet")),
        language: Some(text("en")),
    };
    correct(&mut ledger, 10, &redated, &["1: a0 a1 a2", "2: b0 b3"]);
    let told = |view: View<'_>| {
        let report = view.report("a1").unwrap().0;
        (report.published.unwrap().to_string(), report.outlet.clone())
    };
    let (published, outlet) = told(ledger.latest().unwrap());
    assert_eq!(
        (published.as_str(), outlet.as_deref()),
        ("2030-01-02", Some("The Right Outlet"))
    );
    assert_ne!(told(ledger.as_of(at(9)).unwrap()).0, published);
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let mut ledger = filled("refused");
    let before = ledger.latest().unwrap().commit();
    let wrong = [
        Correction::Split {
            story: text("1"),
            reports: vec![text("a0"), text("a1"), text("a2")],
        },
        Correction::Split {
            story: text("1"),
            reports: vec![text("b0")],
        },
        Correction::Split {
            story: text("1"),
            reports: Vec::new(),
        },
        Correction::Merge {
            story: text("1"),
            into: text("1"),
        },
        Correction::Merge {
            story: text("1"),
            into: text("99"),
        },
        Correction::Merge {
            story: text("99"),
            into: text("1"),
        },
        Correction::Rename {
            story: text("no number"),
            label: text("x"),
        },
        Correction::Move {
            report: text("nobody"),
            into: text("1"),
        },
        Correction::Move {
            report: text("a0"),
            into: text("-5"),
        },
        Correction::Withdraw {
            report: text("nobody"),
        },
        Correction::Redate {
            report: text("a0"),
            published: Some(text("soon")),
            outlet: None,
            language: None,
        },
        Correction::Redate {
            report: text("a0"),
            published: None,
            outlet: None,
            language: None,
        },
        Correction::Redate {
            report: text("a0"),
            published: None,
            outlet: Some(text(" ")),
            language: None,
        },
        Correction::Redate {
            report: text("a0"),
            published: None,
            outlet: None,
            language: Some(text("English")),
        },
        Correction::Speaker {
            report: text("a0"),
            start: 1,
            end: 3,
            in_title: false,
            speaker: text("Ana Brell"),
            text: String::new(),
        },
        Correction::Undo { correction: 1 },
    ];
    for correction in wrong {
        assert!(
            ledger
                .correct(&correction, ["", "Brell"], &run(), at(10))
                .is_err(),
            "{correction:?}"
        );
    }
    let ledger = Ledger::open_read_only(ledger.path()).unwrap();
    assert_eq!(ledger.latest().unwrap().commit(), before);
    assert_eq!(
        stories(ledger.latest().unwrap()),
        ["1: a0 a1 a2", "2: b0 b3"]
    );
}

/// The number of the last correction.
fn last(ledger: &Ledger) -> i64 {
    ledger
        .latest()
        .unwrap()
        .corrections()
        .unwrap()
        .last()
        .unwrap()
        .id
}

/// Undoes the last correction, undoes the undoing, and undoes that, with what must stand after each.
fn undo(ledger: &mut Ledger, minute: i64, before: &[&str], after: &[&str]) {
    let first = last(ledger);
    let undo = |correction: i64| Correction::Undo { correction };
    correct(ledger, minute, &undo(first), before);
    let second = last(ledger);
    correct(ledger, minute + 10, &undo(second), after);
    let third = last(ledger);
    correct(ledger, minute + 20, &undo(third), before);
    let log = ledger.latest().unwrap().corrections().unwrap();
    let undone = log.iter().filter(|one| one.undone && one.id >= first);
    let undone: Vec<i64> = undone.map(|one| one.id).collect();
    assert_eq!(undone, [first, third], "what was said stays in the log");
    // Nothing is undone twice.
    let twice = ledger.correct(&undo(first), ["", "Brell"], &run(), at(minute + 25));
    assert!(twice.is_err());
}

#[test]
fn what_was_split_merged_or_moved_is_put_back() {
    let whole = ["1: a0 a1 a2", "2: b0 b3"];
    let mut ledger = filled("undone");
    let split = Correction::Split {
        story: text("1"),
        reports: vec![text("a1"), text("a2")],
    };
    let apart = ["1: a0", "2: b0 b3", "3: a1 a2"];
    correct(&mut ledger, 10, &split, &apart);
    undo(&mut ledger, 20, &whole, &apart);
    let merge = Correction::Merge {
        story: text("2"),
        into: text("1"),
    };
    let one = ["1: a0 a1 a2 b0 b3"];
    correct(&mut ledger, 60, &merge, &one);
    undo(&mut ledger, 70, &whole, &one);
    // The story that had gone has its address again.
    assert_eq!(ledger.latest().unwrap().story("2").unwrap().id, "2");
    let moved = Correction::Move {
        report: text("a2"),
        into: text("2"),
    };
    let other = ["1: a0 a1", "2: a2 b0 b3"];
    correct(&mut ledger, 110, &moved, &other);
    undo(&mut ledger, 120, &whole, &other);
}

#[test]
fn what_stands_on_a_correction_stays_when_it_is_undone() {
    let mut ledger = filled("stands");
    let moved = |report: &str, into: &str| Correction::Move {
        report: text(report),
        into: text(into),
    };
    correct(
        &mut ledger,
        10,
        &moved("a2", "2"),
        &["1: a0 a1", "2: a2 b0 b3"],
    );
    let first = last(&ledger);
    correct(
        &mut ledger,
        20,
        &moved("a2", "1"),
        &["1: a0 a1 a2", "2: b0 b3"],
    );
    let undo = Correction::Undo { correction: first };
    let refused = ledger.correct(&undo, ["", "Brell"], &run(), at(30));
    assert!(refused.is_err(), "somebody moved it on since");
}

#[test]
fn a_name_a_silence_and_a_date_are_taken_back() {
    let whole = ["1: a0 a1 a2", "2: b0 b3"];
    let mut ledger = filled("taken-back");
    let label = |ledger: &Ledger| ledger.latest().unwrap().story("2").unwrap().label;
    let own = label(&ledger);
    let renamed = Correction::Rename {
        story: text("2"),
        label: text("Another"),
    };
    correct(&mut ledger, 10, &renamed, &whole);
    assert_eq!(label(&ledger), "Another");
    undo(&mut ledger, 20, &whole, &whole);
    assert_eq!(label(&ledger), own);
    let withdrawn = Correction::Withdraw { report: text("a2") };
    let silent = ["1: a0 a1", "2: b0 b3"];
    let findings = ledger.latest().unwrap().story("1").unwrap().findings;
    correct(&mut ledger, 60, &withdrawn, &silent);
    undo(&mut ledger, 70, &whole, &silent);
    assert_eq!(
        ledger.latest().unwrap().story("1").unwrap().findings,
        findings
    );
    let told = |ledger: &Ledger| {
        let report = ledger.latest().unwrap().report("a1").unwrap().0;
        (report.published.unwrap().to_string(), report.outlet.clone())
    };
    let before = told(&ledger);
    let redated = Correction::Redate {
        report: text("a1"),
        published: Some(text("2030-01-02")),
        outlet: None,
        language: None,
    };
    correct(&mut ledger, 110, &redated, &whole);
    assert_ne!(told(&ledger), before);
    undo(&mut ledger, 120, &whole, &whole);
    assert_eq!(told(&ledger), before);
}

#[test]
fn a_quotation_is_said_by_whom_people_say() {
    let whole = ["1: a0 a1 a2", "2: b0 b3"];
    let mut ledger = filled("speaker");
    let said = |ledger: &Ledger| {
        let quotes = ledger.latest().unwrap().quotes_of("a0").unwrap();
        quotes
            .iter()
            .find(|quote| quote.kind == "direct")
            .cloned()
            .unwrap()
    };
    let before = said(&ledger);
    let speaker = Correction::Speaker {
        report: text("a0"),
        start: before.start,
        end: before.end,
        in_title: before.in_title,
        speaker: text("Somebody Else"),
        text: before.text.clone(),
    };
    correct(&mut ledger, 10, &speaker, &whole);
    assert_eq!(said(&ledger).speaker.as_deref(), Some("Somebody Else"));
    let by = |ledger: &Ledger| {
        let page = crosswire_ledger::Page::default();
        ledger
            .latest()
            .unwrap()
            .quotes("Somebody Else", &page)
            .unwrap()
            .items
            .len()
    };
    assert_eq!(by(&ledger), 1);
    let then = ledger.as_of(at(9)).unwrap().quotes_of("a0").unwrap();
    assert!(then.contains(&before));
    undo(&mut ledger, 20, &whole, &whole);
    assert_eq!(said(&ledger).speaker, before.speaker);
    assert_eq!(by(&ledger), 0);
}
