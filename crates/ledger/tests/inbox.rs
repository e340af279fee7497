//! The inbox: what stands, filtered and in order, what people hold to be wrong last and in no number.

mod generated;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crosswire_ledger::{
    Correction, Error, Finding, FindingFilter, FindingKind, InboxFilter, InboxOrder, Ledger,
    Marked, Page, Saying, View, Word,
};
use crosswire_present::order;
use generated::{Arrival, Happening, at, run};

fn arrivals() -> Vec<Arrival> {
    let mut all = Vec::new();
    for n in 0..5 {
        for happening in 1..8 {
            all.push(Happening::new(happening).report(&format!("h{happening}-{n}"), n));
        }
    }
    all
}

fn filled(name: &str) -> Ledger {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("inbox-{name}.db{end}")));
    }
    let mut ledger = Ledger::create(folder.join(format!("inbox-{name}.db"))).unwrap();
    for (n, batch) in arrivals().chunks(5).enumerate() {
        ledger.add(batch.to_vec(), &run(), at(n as i64)).unwrap();
    }
    ledger
}

/// All findings that stand, by the list that knows nothing of the inbox.
fn standing(view: View<'_>) -> Vec<Finding> {
    let mut filter = FindingFilter::default();
    filter.page.limit = 10_000;
    view.findings(&filter).unwrap().items
}

/// The whole inbox, gathered in parts of seven, with the numbers that every part told.
fn whole(view: View<'_>, filter: &InboxFilter) -> (Vec<Finding>, u64, u64) {
    let mut filter = filter.clone();
    filter.page = Page {
        limit: 7,
        after: None,
    };
    let mut all = Vec::new();
    loop {
        let part = view.inbox(&filter).unwrap();
        all.extend(part.items.into_iter().map(|item| item.finding));
        filter.page.after = part.next;
        if filter.page.after.is_none() {
            return (all, part.count, part.wrong);
        }
    }
}

fn ids(findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().map(|finding| finding.id.clone()).collect()
}

fn say(
    ledger: &mut Ledger,
    findings: &[&str],
    word: Word,
    name: &str,
    minute: i64,
) -> Vec<Finding> {
    let saying = Saying {
        word,
        note: "seen",
        name,
    };
    ledger
        .mark_all(findings, saying, &run(), at(minute))
        .unwrap()
}

#[test]
fn every_filter_gives_what_looking_at_each_finding_gives() {
    let mut ledger = filled("filters");
    let first: Vec<String> = standing(ledger.latest().unwrap())
        .iter()
        .map(|finding| finding.id.clone())
        .collect();
    say(
        &mut ledger,
        &[&first[0], &first[3]],
        Word::Wrong,
        "Ida",
        100,
    );
    say(&mut ledger, &[&first[5]], Word::Confirmed, "Ida", 101);
    let view = ledger.latest().unwrap();
    let all = standing(view);
    assert!(all.len() > 20, "{}", all.len());
    let outlet = |finding: &Finding| -> BTreeSet<String> {
        let reports = finding.evidence.iter().map(|row| &row.report);
        reports
            .map(|report| view.report(report).unwrap().1.outlet.unwrap())
            .collect()
    };
    let some = outlet(&all[4]).into_iter().next().unwrap();
    let day = |finding: &Finding| -> String {
        let reports = finding.evidence.iter().map(|row| &row.report);
        let days = reports.map(|report| view.report(report).unwrap().1.published.unwrap());
        days.map(|day| day[..10].to_owned()).max().unwrap()
    };
    let middle = day(&all[all.len() / 2]);
    let none = InboxFilter::default;
    type Holds<'h> = Box<dyn Fn(&Finding) -> bool + 'h>;
    let filters: Vec<(InboxFilter, Holds<'_>)> = vec![
        (none(), Box::new(|_| true)),
        (
            InboxFilter {
                kinds: vec![FindingKind::Conflict, FindingKind::QuoteVariant],
                ..none()
            },
            Box::new(|f| matches!(f.kind, FindingKind::Conflict | FindingKind::QuoteVariant)),
        ),
        (
            InboxFilter {
                about: Some(all[2].about),
                ..none()
            },
            Box::new(|f| f.about == all[2].about),
        ),
        (
            InboxFilter {
                outlet: Some(some.to_uppercase()),
                ..none()
            },
            Box::new(|f| outlet(f).contains(&some)),
        ),
        (
            InboxFilter {
                outlet: Some(some.clone()),
                story: all[4].story.clone(),
                least_confidence: 0.5,
                ..none()
            },
            Box::new(|f| {
                outlet(f).contains(&some) && f.story == all[4].story && f.confidence >= 0.5
            }),
        ),
        (
            InboxFilter {
                from: Some(middle.clone()),
                ..none()
            },
            Box::new(|f| day(f) >= middle),
        ),
        (
            InboxFilter {
                to: Some(middle.clone()),
                ..none()
            },
            Box::new(|f| day(f) <= middle),
        ),
        (
            InboxFilter {
                marked: Some(Marked::Not),
                ..none()
            },
            Box::new(|f| f.verdict().is_none()),
        ),
        (
            InboxFilter {
                marked: Some(Marked::As(Word::Wrong)),
                ..none()
            },
            Box::new(Finding::is_wrong),
        ),
        (
            InboxFilter {
                outlet: Some("nobody".to_owned()),
                ..none()
            },
            Box::new(|_| false),
        ),
    ];
    for (filter, holds) in &filters {
        for order in [InboxOrder::Weightiest, InboxOrder::Newest] {
            let filter = InboxFilter {
                order,
                ..filter.clone()
            };
            let wanted: Vec<Finding> = all.iter().filter(|f| holds(f)).cloned().collect();
            let (found, count, wrong) = whole(view, &filter);
            assert_eq!(found.len(), wanted.len(), "{filter:?}");
            assert_eq!(ids(&found), ids(&wanted), "{filter:?}");
            let held = wanted.iter().filter(|f| f.is_wrong()).count();
            assert_eq!(
                (count as usize, wrong as usize),
                (wanted.len() - held, held)
            );
            // What is held to be wrong comes last, the rest in order.
            let places: Vec<bool> = found.iter().map(Finding::is_wrong).collect();
            assert!(places.is_sorted(), "{places:?}");
            if order == InboxOrder::Weightiest {
                let (standing, wrong) = found.split_at(found.len() - held);
                for part in [standing, wrong] {
                    let ranks: Vec<i64> = part.iter().map(|f| -order::rank(f)).collect();
                    assert!(ranks.is_sorted(), "{ranks:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_counts_in_no_number_until_it_is_taken_back() {
    let mut ledger = filled("wrong");
    let before = ledger.latest().unwrap();
    let (stats, all) = (before.stats().unwrap(), standing(before));
    let dispute = all.iter().find(|f| f.kind.is_dispute()).unwrap().clone();
    let story = dispute.story.clone().unwrap();
    let disputes = |view: View<'_>| {
        let listed = view.stories(&Default::default()).unwrap().items;
        listed.iter().find(|one| one.id == story).unwrap().disputes
    };
    let told = disputes(before);
    say(&mut ledger, &[&dispute.id], Word::Confirmed, "Ida", 100);
    let marked = say(&mut ledger, &[&dispute.id], Word::Wrong, "Ida", 101);
    assert!(marked[0].is_wrong());
    let view = ledger.latest().unwrap();
    assert_eq!(view.stats().unwrap().findings, stats.findings - 1);
    assert_eq!(disputes(view), told - 1);
    assert_eq!(
        view.judged()
            .unwrap()
            .iter()
            .map(|one| one.wrong)
            .sum::<u64>(),
        1
    );
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
    // Somebody else's word is not taken back by Orla; nothing changes.
    let orla = Saying {
        word: Word::Unmarked,
        note: "",
        name: "Orla",
    };
    let refused = ledger.mark_all(&[&dispute.id], orla, &run(), at(102));
    assert!(
        matches!(refused, Err(Error::NothingSaid { .. })),
        "{refused:?}"
    );
    // More reports and another look leave it as people hold it.
    let more = Happening::new(1).report("later", 3);
    ledger.add(vec![more], &run(), at(103)).unwrap();
    let again: Vec<_> = arrivals()
        .into_iter()
        .map(|arrival| arrival.extracted)
        .collect();
    ledger.reanalyse(again, &run(), at(104)).unwrap();
    let view = ledger.latest().unwrap();
    assert!(view.finding(&dispute.id).unwrap().is_wrong());
    assert_eq!(whole(view, &InboxFilter::default()).2, 1);
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
    // As of before it was said, it is said by nobody and counts.
    let then = ledger.as_of(at(100)).unwrap();
    assert!(!then.finding(&dispute.id).unwrap().is_wrong());
    assert_eq!(then.stats().unwrap().findings, stats.findings);
    let then = ledger.as_of(at(101)).unwrap();
    assert_eq!(then.stats().unwrap().findings, stats.findings - 1);
    // Taken back, what the same person said before stands again.
    let back = say(&mut ledger, &[&dispute.id], Word::Unmarked, "Ida", 105);
    assert_eq!(back[0].verdict().unwrap().word, Word::Confirmed);
    assert!(
        back[0]
            .marks
            .iter()
            .any(|mark| mark.taken_back && mark.word == Word::Wrong)
    );
    let back = say(&mut ledger, &[&dispute.id], Word::Unmarked, "Ida", 106);
    assert!(back[0].verdict().is_none());
    let view = ledger.latest().unwrap();
    assert_eq!(whole(view, &InboxFilter::default()).2, 0);
    assert!(view.judged().unwrap().is_empty());
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
}

#[test]
fn several_are_marked_as_one_commit_or_not_at_all() {
    let mut ledger = filled("several");
    let all = standing(ledger.latest().unwrap());
    let some: Vec<&str> = all.iter().take(5).map(|f| f.id.as_str()).collect();
    let before = ledger.latest().unwrap().commit();
    let marked = say(&mut ledger, &some, Word::Wrong, "Ida", 100);
    assert_eq!(ids(&marked).len(), 5);
    assert_eq!(ledger.latest().unwrap().commit(), before + 1);
    let saying = Saying {
        word: Word::Confirmed,
        note: "",
        name: "Ida",
    };
    let refused = ledger.mark_all(&[some[0], "nothing"], saying, &run(), at(101));
    assert!(matches!(refused, Err(Error::Unknown { .. })));
    assert_eq!(ledger.latest().unwrap().commit(), before + 1);
}

#[test]
fn what_is_new_is_told_to_each_by_what_they_have_seen() {
    let mut ledger = filled("new");
    let seen = ledger.latest().unwrap().commit();
    ledger.look("Ida", seen).unwrap();
    let view = ledger.latest().unwrap();
    assert_eq!(
        (view.looked("Ida").unwrap(), view.looked("Orla").unwrap()),
        (seen, 0)
    );
    assert_eq!(view.inbox_after(seen).unwrap(), 0);
    let more = vec![
        Happening::new(20).report("n0", 0),
        Happening::new(20).report("n1", 1),
    ];
    ledger.add(more, &run(), at(100)).unwrap();
    let view = ledger.latest().unwrap();
    let filter = InboxFilter {
        after_commit: Some(seen),
        ..InboxFilter::default()
    };
    let (new, ..) = whole(view, &filter);
    let wanted: Vec<Finding> = standing(view)
        .into_iter()
        .filter(|f| f.evidence.iter().any(|row| row.report.starts_with('n')))
        .collect();
    assert!(!new.is_empty());
    assert_eq!(ids(&new), ids(&wanted));
    assert_eq!(view.inbox_after(seen).unwrap(), new.len() as u64);
    // Nobody looks back, or ahead.
    ledger.look("Ida", 1).unwrap();
    ledger.look("Orla", u64::MAX).unwrap();
    let view = ledger.latest().unwrap();
    assert_eq!(view.looked("Ida").unwrap(), seen);
    assert_eq!(view.looked("Orla").unwrap(), view.commit());
}

#[test]
fn a_report_with_its_right_outlet_is_found_by_it() {
    let mut ledger = filled("redated");
    let finding = standing(ledger.latest().unwrap()).remove(0);
    let report = finding.evidence[0].report.clone();
    let redated = Correction::Redate {
        report: report.clone(),
        published: Some("2040-05-06".to_owned()),
        outlet: Some("The Right Outlet".to_owned()),
        language: None,
    };
    ledger
        .correct(&redated, ["", "Ida"], &run(), at(100))
        .unwrap();
    let view = ledger.latest().unwrap();
    let filter = InboxFilter {
        outlet: Some("the right outlet".to_owned()),
        from: Some("2040-05-06".to_owned()),
        ..InboxFilter::default()
    };
    let (found, ..) = whole(view, &filter);
    let wanted: Vec<Finding> = standing(view)
        .into_iter()
        .filter(|f| f.evidence.iter().any(|row| row.report == report))
        .collect();
    assert_eq!(ids(&found), ids(&wanted));
    assert!(!found.is_empty());
    // Made anew, the inbox is the same.
    let before = whole(view, &InboxFilter::default());
    ledger.vacuum().unwrap();
    let view = ledger.latest().unwrap();
    assert_eq!(whole(view, &InboxFilter::default()), before);
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
}

#[test]
fn the_states_of_a_finding_are_told_in_order() {
    let mut ledger = filled("trail");
    let view = ledger.latest().unwrap();
    let changed = standing(view)
        .into_iter()
        .find(|f| view.trail(&f.id).unwrap().len() > 1)
        .unwrap();
    let trail = view.trail(&changed.id).unwrap();
    let last = trail.last().unwrap();
    assert!(last.until.is_none());
    assert_eq!(last.finding, changed);
    for pair in trail.windows(2) {
        assert_eq!(pair[0].until.as_deref(), Some(pair[1].from.as_str()));
    }
    assert!(view.trail("nothing").unwrap().is_empty());
    assert!(ledger.look("", 1).is_ok());
}

#[test]
fn what_came_in_between_is_told_in_short() {
    let mut ledger = filled("heard");
    let before = ledger.latest().unwrap().commit();
    assert_eq!(ledger.latest().unwrap().heard(before).unwrap().reports, 0);
    let more = vec![
        Happening::new(20).report("n0", 0),
        Happening::new(20).report("n1", 1),
    ];
    ledger.add(more, &run(), at(100)).unwrap();
    let view = ledger.latest().unwrap();
    let heard = view.heard(before).unwrap();
    assert_eq!(
        (heard.commit, heard.reports, heard.more),
        (view.commit(), 2, false)
    );
    let wanted: BTreeSet<String> = standing(view)
        .into_iter()
        .filter(|f| f.evidence.iter().any(|row| row.report.starts_with('n')))
        .map(|f| f.id)
        .collect();
    assert_eq!(heard.findings, wanted);
    assert_eq!(heard.stories.len(), 1);
    let id = wanted.into_iter().next().unwrap();
    say(&mut ledger, &[&id], Word::Wrong, "Ida", 101);
    let heard = ledger.latest().unwrap().heard(before + 1).unwrap();
    assert_eq!(heard.marks, [(id, "wrong".to_owned(), "Ida".to_owned())]);
    let all = ledger.latest().unwrap().heard(0).unwrap();
    assert_eq!(all.reports, 37);
}

#[test]
fn what_a_person_confirmed_is_likely_however_unsure_it_was() {
    let mut ledger = filled("likely");
    let view = ledger.latest().unwrap();
    let kinds = [FindingKind::Agreement, FindingKind::SingleSource];
    let asked = || {
        standing(view)
            .into_iter()
            .filter(|finding| kinds.contains(&finding.kind))
    };
    let least = 1.0 + f64::EPSILON;
    let story = asked().find_map(|finding| finding.story).unwrap();
    let of: Vec<String> = asked()
        .filter(|finding| finding.story.as_deref() == Some(&story))
        .map(|finding| finding.id)
        .collect();
    assert!(of.len() > 1, "{of:?}");
    let likely = |ledger: &Ledger, least| {
        ledger
            .latest()
            .unwrap()
            .likely(&[&story], &kinds, least)
            .unwrap()[&story]
    };
    assert_eq!(likely(&ledger, 0.0), of.len());
    assert_eq!(likely(&ledger, least), 0);
    say(&mut ledger, &[&of[0]], Word::Confirmed, "Ida", 100);
    say(&mut ledger, &[&of[1]], Word::Wrong, "Ida", 101);
    assert_eq!(likely(&ledger, 0.0), of.len() - 1);
    assert_eq!(likely(&ledger, least), 1);
}
