//! More reports of one story in one commit than are compared at once.

mod generated;

use std::path::PathBuf;

use crosswire_ledger::{Ledger, Outcome, StoryFilter};
use generated::{Happening, at, run};

#[test]
fn a_burst_is_taken_whole_and_every_report_has_its_origin() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("burst.db");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let mut ledger = Ledger::create(path).unwrap();
    let happening = Happening::new(1);
    let burst = (0..120).map(|n| happening.report(&format!("a{n:03}"), n));
    let added = ledger.add(burst.collect(), &run(), at(0)).unwrap();
    assert!(added.iter().all(|added| added.outcome == Outcome::New));
    // What comes after is taken as ever.
    let later = (120..125).map(|n| happening.report(&format!("a{n:03}"), n));
    ledger.add(later.collect(), &run(), at(1)).unwrap();
    let view = ledger.latest().unwrap();
    let stories = view.stories(&StoryFilter::default()).unwrap().items;
    let large = stories.iter().find(|story| story.reports > 48);
    let large = large.unwrap_or_else(|| panic!("{stories:?}"));
    // That not all are laid side by side is said, in the list and by the story itself.
    assert_eq!(large.compared, Some(48));
    assert_eq!(view.story(&large.id).unwrap().compared, Some(48));
    let few = stories.iter().filter(|story| story.reports <= 48);
    assert!(few.into_iter().all(|story| story.compared.is_none()));
    for n in 0..125 {
        let record = view.report(&format!("a{n:03}")).unwrap().1;
        assert!(record.origin.is_some(), "a{n:03}: {record:?}");
    }
    assert_eq!(view.verify().unwrap().damage, [""; 0]);
}
