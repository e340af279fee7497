//! What the shipped judge says of each pair of a file of pairs, so that anybody can measure it.

use std::collections::BTreeMap;

use crosswire_compare::candidates::values::{Slots, meetings, shipped as shipped_slots};
use crosswire_compare::judge::values::{Chances, Judge, Telling, features, shipped};
use crosswire_compare::told::values::Scene;
use crosswire_extract::Extracted;
use crosswire_report::Field;
use crosswire_text::CharIndex;

use crate::stories::{self, Place, Wanted};

/// Prints a line a pair in the order of the file: its id, then the chances that it is another
/// question, the same value, one sharper, part and whole, a conflict, an update. Values that are
/// not read as values of one kind are another question.
pub(crate) fn print(model: &str, pairs: &str, paths: &[String]) {
    let wanted = stories::wanted(pairs);
    let mut all = stories::read(paths);
    all.retain(|name, _| wanted.contains_key(name));
    let names: Vec<String> = all.keys().cloned().collect();
    let found = stories::each(model, all, |story, reports| {
        scored(reports, &wanted[story], shipped_slots(), shipped())
    });
    let mut of: BTreeMap<String, Vec<Chances>> = names.into_iter().zip(found).collect();
    of.values_mut().for_each(|chances| chances.reverse());
    for line in std::fs::read_to_string(pairs)
        .expect("the pairs can be read")
        .lines()
    {
        let row: serde_json::Value = serde_json::from_str(line).expect("a pair a line");
        let story = row["story"].as_str().unwrap_or_default();
        let chances = of.get_mut(story).and_then(Vec::pop).unwrap_or(NOT_MET);
        let Chances {
            another,
            same,
            sharper,
            part,
            conflict,
            update,
        } = chances;
        println!(
            "{}\t{another:.4}\t{same:.4}\t{sharper:.4}\t{part:.4}\t{conflict:.4}\t{update:.4}",
            row["pair"].as_str().unwrap_or_default()
        );
    }
}

const NOT_MET: Chances = Chances {
    another: 1.0,
    same: 0.0,
    sharper: 0.0,
    part: 0.0,
    conflict: 0.0,
    update: 0.0,
};

fn scored(reports: &[Extracted], wanted: &Wanted, slots: &Slots, judge: &Judge) -> Vec<Chances> {
    let all: Vec<_> = reports.iter().collect();
    let scene = Scene::new(&all);
    let telling = Telling {
        published: reports
            .iter()
            .map(|one| one.annotated.report().published)
            .collect(),
        origins: (0..reports.len()).collect(),
    };
    let met = meetings(&scene, slots, usize::MAX);
    let indices: Vec<[CharIndex<'_>; 2]> = reports
        .iter()
        .map(|one| {
            let report = one.annotated.report();
            [Field::Text, Field::Title].map(|field| CharIndex::new(report.field(field)))
        })
        .collect();
    // How much of a value and a labelled stretch is shared, of the longer.
    let shared = |at: (usize, usize), place: &Place| -> f64 {
        let passage = scene.values[at.0][at.1].passage;
        let titled = passage.field == Field::Title;
        if reports[at.0].annotated.report().id != place.report || titled != place.in_title {
            return 0.0;
        }
        let chars = indices[at.0][usize::from(titled)].chars(passage.span);
        let both = chars
            .end()
            .min(place.end)
            .saturating_sub(chars.start().max(place.start));
        both as f64
            / (chars.end() - chars.start())
                .max(place.end - place.start)
                .max(1) as f64
    };
    let fits = |one: (usize, usize), two: (usize, usize), pair: &[Place; 2]| {
        let (a, b) = (shared(one, &pair[0]), shared(two, &pair[1]));
        if a > 0.0 && b > 0.0 { a + b } else { 0.0 }
    };
    wanted
        .pairs
        .iter()
        .map(|pair| {
            let mut best = (0.0, NOT_MET);
            for meeting in &met {
                let (one, two) = (meeting.one, meeting.two);
                let fit = fits(one, two, pair).max(fits(two, one, pair));
                if fit > best.0 {
                    let row = features(&scene, &telling, meeting);
                    best = (fit, judge.chances(&[row])[0]);
                }
            }
            best.1
        })
        .collect()
}
