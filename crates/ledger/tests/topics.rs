//! Stories that take each other up, and dates that a report's own words make doubtful.

mod generated;

use std::path::PathBuf;
use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_ledger::{Arrival, Correction, Error, Ledger, Page};
use crosswire_report::Report;
use generated::{at, of, run, start};

fn ledger(name: &str) -> Ledger {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("topics-{name}.db{end}")));
    }
    Ledger::create(folder.join(format!("topics-{name}.db"))).unwrap()
}

fn arrival(id: &str, published: &str, url: Option<&str>, title: &str, text: &str) -> Arrival {
    let mut report = Report::new(id, "generated", text);
    report.published = Stamp::parse(published);
    report.title = Some(title.into());
    report.outlet = Some(format!("Outlet {id}"));
    report.url = url.map(str::to_owned);
    Arrival {
        extracted: of(Arc::new(report)),
        captured: start(),
        raw: None,
        fetch: None,
    }
}

#[test]
fn a_follow_up_is_in_the_topic_of_what_it_takes_up() {
    let mut ledger = ledger("ferry");
    let reports = [
        (
            "1",
            "2024-03-04",
            "Ferry Osprey aground off Tern Island",
            "The ferry Osprey ran aground on rocks off Tern Island early on Monday with 140 people aboard, the Marlow coastguard \
          said. Two lifeboats reached the ship within the hour. Nobody was hurt.",
        ),
        (
            "2",
            "2024-03-04",
            "Council closes Harrow Lane pool",
            "Belwick council voted on Monday to close the swimming pool in Harrow Lane. Repairs of the roof would have cost 2.3 \
          million crowns, said councillor Edda Finch.",
        ),
        (
            "3",
            "2026-05-05",
            "Captain of the Osprey fined",
            "A court in Belwick fined captain Jory Penn on Thursday. His ferry had hit rocks off an island two years ago. The \
          judge called the voyage reckless and the owners careless; lawyers for Penn will appeal to the high court.",
        ),
    ];
    for (n, (id, published, title, text)) in reports.into_iter().enumerate() {
        let arrival = arrival(id, published, None, title, text);
        ledger.add(vec![arrival], &run(), at(n as i64)).unwrap();
    }
    let ids = |view: crosswire_ledger::View<'_>, story: &str| -> Vec<String> {
        let listed = view.topic(story, &Page::default()).unwrap().items;
        listed.iter().map(|story| story.id.clone()).collect()
    };
    let view = || ledger.latest().unwrap();
    assert_eq!(ids(view(), "3"), ["1", "3"]);
    assert_eq!(ids(view(), "1"), ["1", "3"]);
    assert_eq!(ids(view(), "2"), ["2"]);
    assert_eq!(ids(ledger.as_of(at(1)).unwrap(), "1"), ["1"]);
    let listed = view().topic("1", &Page::default()).unwrap().items;
    assert_eq!(listed[1].continues.as_deref(), Some("1"));
    assert!(
        listed
            .iter()
            .all(|story| story.topic.as_deref() == Some("1"))
    );
    let one = Page {
        limit: 1,
        ..Page::default()
    };
    let first = view().topic("3", &one).unwrap();
    let after = Page {
        after: first.next,
        ..one
    };
    let second = view().topic("3", &after).unwrap();
    assert_eq!((second.items[0].id.as_str(), second.next), ("3", None));
    assert!(matches!(
        view().topic("9", &one),
        Err(Error::Unknown { .. })
    ));
}

#[test]
fn a_date_that_the_address_denies_is_a_problem_until_a_person_gives_one() {
    let mut ledger = ledger("doubt");
    let url = "https://coast.example/2024/03/04/osprey";
    let text = "The ferry Osprey ran aground on rocks off Tern Island early on Monday.";
    let arrival = arrival("1", "2026-01-28", Some(url), "Osprey aground", text);
    ledger.add(vec![arrival], &run(), at(0)).unwrap();
    let kinds = |ledger: &Ledger| -> Vec<String> {
        let (report, _) = ledger.latest().unwrap().report("1").unwrap();
        let problems = report.problems.iter();
        problems
            .map(|problem| problem.kind.name().to_owned())
            .collect()
    };
    assert_eq!(kinds(&ledger), ["doubtful_date"]);
    let correction = Correction::Redate {
        report: "1".to_owned(),
        published: Some("2026-01-28".to_owned()),
        outlet: None,
        language: None,
    };
    ledger
        .correct(&correction, ["seen", "Brell"], &run(), at(1))
        .unwrap();
    assert!(kinds(&ledger).is_empty());
    let (report, _) = ledger.latest().unwrap().report("1").unwrap();
    let extracted = of(report);
    assert_eq!(extracted.published(), Stamp::parse("2026-01-28"));
    ledger.reanalyse(vec![extracted], &run(), at(2)).unwrap();
    assert!(kinds(&ledger).is_empty());
}

#[test]
fn what_tells_several_happenings_says_so() {
    let mut ledger = ledger("round-up");
    let weekend = "Three people were shot over the weekend in Marlow, police said. A man, 34, was shot in the leg about 8:15 p.m. \
                   Friday in the 200 block of Harrow Lane. At 11 p.m. Saturday a 19-year-old was wounded near Tern Street in \
                   Belwick. A woman died after a shooting at 2:40 a.m. Sunday on Quay Road, police said, and no arrests were made.";
    let one = "A man, 34, was shot in the leg about 8:15 p.m. Friday in the 200 block of Harrow Lane in Marlow, police said.";
    for (n, (id, title, text)) in [
        ("a", "Man shot in Harrow Lane", one),
        ("b", "Three shot in Marlow", weekend),
    ]
    .into_iter()
    .enumerate()
    {
        let arrival = arrival(id, "2024-03-04", None, title, text);
        ledger.add(vec![arrival], &run(), at(n as i64)).unwrap();
    }
    let view = ledger.latest().unwrap();
    let of = |id: &str| {
        let (_, report) = view.report(id).unwrap();
        view.story(&report.story.unwrap()).unwrap()
    };
    assert_eq!(
        (of("a").reports.as_slice(), of("a").round_up),
        (["a".to_owned()].as_slice(), false)
    );
    assert_eq!(
        (of("b").reports.as_slice(), of("b").round_up),
        (["b".to_owned()].as_slice(), true)
    );
}
