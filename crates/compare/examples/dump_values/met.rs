//! Every pair of values that is worth judging, as the judge sees it.

use std::io::Write;

use crosswire_calendar::Stamp;
use crosswire_compare::candidates::values::{COUNTERPARTS, Slots, meetings};
use crosswire_compare::judge::values::{Telling, features, names};
use crosswire_report::Field;

use crate::store::Stored;
use crate::stories::{Place, Wanted};
use crate::{folds, stories};

/// Writes `OUT.f32` (rows of `names`) and `OUT.tsv`: story, then for either value report, title or
/// text, start and end in characters, then the group.
pub(crate) fn write(scenes: &str, out: &str, folder: &str, wanted: &str) {
    let slots = folds::read(folder, "slots", |bytes| {
        Slots::parse(bytes).expect("a forest")
    });
    let file =
        |end: &str| std::fs::File::create(format!("{out}.{end}")).expect("OUT can be written");
    let mut numbers = std::io::BufWriter::new(file("f32"));
    let mut keys = std::io::BufWriter::new(file("tsv"));
    for (story, Wanted { reports, pairs }) in stories::wanted(wanted) {
        if !stories::is_stored(scenes, &story) {
            continue;
        }
        let only = (!reports.is_empty()).then_some(&reports[..]);
        let stored = stories::stored(scenes, &story, only);
        for (key, row) in rows(&stored, &slots[folds::of(&story)], &pairs) {
            writeln!(keys, "{story}\t{key}").expect("OUT can be written");
            for number in row {
                numbers
                    .write_all(&number.to_le_bytes())
                    .expect("OUT can be written");
            }
        }
    }
    std::fs::write(format!("{out}.names"), names().join("\n")).expect("OUT can be written");
}

/// Every candidate; of a story with labelled pairs every pair that meets one of those.
fn rows(stored: &Stored, slots: &Slots, pairs: &[[Place; 2]]) -> Vec<(String, Vec<f32>)> {
    let scene = &stored.scene;
    let telling = Telling {
        published: stored
            .published
            .iter()
            .map(|stamp| Stamp::parse(stamp.as_deref()?))
            .collect(),
        origins: (0..stored.ids.len()).collect(),
    };
    let place = |(report, at): (usize, usize)| {
        let titled = scene.values[report][at].passage.field == Field::Title;
        let (start, end) = stored.places[report][at];
        format!(
            "{}\t{}\t{start}\t{end}",
            stored.ids[report],
            u8::from(titled)
        )
    };
    let near = |at: (usize, usize), place: &Place| {
        let (start, end) = stored.places[at.0][at.1];
        (scene.values[at.0][at.1].passage.field == Field::Title) == place.in_title
            && stored.ids[at.0] == place.report
            && start < place.end
            && place.start < end
    };
    let wanted = |one: (usize, usize), two: (usize, usize)| {
        let meets = |pair: &[Place; 2]| {
            near(one, &pair[0]) && near(two, &pair[1]) || near(one, &pair[1]) && near(two, &pair[0])
        };
        pairs.is_empty() || pairs.iter().any(meets)
    };
    let most = if pairs.is_empty() {
        COUNTERPARTS
    } else {
        usize::MAX
    };
    meetings(scene, slots, most)
        .iter()
        .filter(|meeting| wanted(meeting.one, meeting.two))
        .map(|meeting| {
            let group = scene.values[meeting.one.0][meeting.one.1].group.name();
            let key = format!("{}\t{}\t{group}", place(meeting.one), place(meeting.two));
            (key, features(scene, &telling, meeting))
        })
        .collect()
}
