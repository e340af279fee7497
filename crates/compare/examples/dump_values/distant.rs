//! Pairs of values that need no reader: what two reports of a story both have and nobody else would
//! have by chance answers one question; every other value of the report answers another.

use std::io::Write;

use crosswire_compare::candidates::values::{LIKENESS, likeness};
use crosswire_compare::told::values::{Amount, Group, Scene, TypedValue};
use crosswire_quantities::Operator;

use crate::stories;

/// Reports of a story that are paired, at most.
const REPORTS: usize = 6;
/// Other values that a value could be taken for, at most.
const OTHERS: usize = 12;
/// Shared values of two reports, at most.
const SHARED: usize = 12;

struct Row {
    query: String,
    right: bool,
    group: Group,
    likeness: [f32; LIKENESS.len()],
}

pub(crate) fn write(scenes: &str, out: &str, names: &[String]) {
    let file =
        |end: &str| std::fs::File::create(format!("{out}.{end}")).expect("OUT can be written");
    let mut numbers = std::io::BufWriter::new(file("f32"));
    let mut keys = std::io::BufWriter::new(file("tsv"));
    for story in names {
        let stored = stories::stored(scenes, story, None);
        for row in rows(&stored.scene) {
            writeln!(
                keys,
                "{story}\t{}\t{}\t{}",
                row.query,
                u8::from(row.right),
                row.group.name()
            )
            .expect("OUT can be written");
            for number in row.likeness {
                numbers
                    .write_all(&number.to_le_bytes())
                    .expect("OUT can be written");
            }
        }
    }
    std::fs::write(format!("{out}.names"), LIKENESS.join("\n")).expect("OUT can be written");
}

fn rows(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    let reports = scene.values.len().min(REPORTS);
    for a in 0..reports {
        for b in 0..reports {
            if a != b {
                pairs(scene, a, b, &mut rows);
            }
        }
    }
    rows
}

/// For values of `a` that `b` has too: the right one of `b` beside the wrong ones.
fn pairs(scene: &Scene, a: usize, b: usize, rows: &mut Vec<Row>) {
    let mut shared = 0;
    for group in Group::ALL {
        for at in scene.of_group(a, group) {
            let value = &scene.values[a][at];
            let key = value.amount.key();
            let said = |report: usize| -> Vec<usize> {
                let all = scene.of_group(report, group);
                all.filter(|&i| scene.values[report][i].amount.key() == key)
                    .collect()
            };
            let (mine, theirs) = (said(a), said(b));
            if theirs.is_empty() || mine[0] != at || !rare(value, mine.len().max(theirs.len())) {
                continue;
            }
            let right = &scene.values[b][theirs[0]];
            let wrong: Vec<&TypedValue> = scene
                .of_group(b, group)
                .map(|i| &scene.values[b][i])
                .filter(|other| apart(&value.amount, &other.amount))
                .collect();
            if wrong.is_empty() {
                continue;
            }
            shared += 1;
            if shared > SHARED {
                return;
            }
            let query = format!("{a}-{b}-{at}");
            let step = wrong.len().div_ceil(OTHERS);
            let wrong = wrong.into_iter().step_by(step).map(|other| (other, false));
            for (other, is_right) in std::iter::once((right, true)).chain(wrong) {
                rows.push(Row {
                    query: query.clone(),
                    right: is_right,
                    group,
                    likeness: likeness(scene, value, other),
                });
            }
        }
    }
}

/// Whether a value that two reports share is hardly chance.
fn rare(value: &TypedValue, times: usize) -> bool {
    match &value.amount {
        Amount::Number {
            range, operator, ..
        } => {
            let low = range.low.abs();
            let telling = match value.group {
                Group::Count => low > 12.0 || times == 1 && low > 4.0,
                Group::Duration => times == 1,
                _ => low > 0.0,
            };
            *operator != Operator::Vague && telling && times <= 3
        }
        Amount::Time(_) => times == 1,
    }
}

fn apart(one: &Amount, two: &Amount) -> bool {
    match (one, two) {
        (
            Amount::Number {
                tolerance, unit, ..
            },
            Amount::Number {
                tolerance: other,
                unit: other_unit,
                ..
            },
        ) => unit != other_unit || tolerance.is_disjoint(other),
        (Amount::Time(one), Amount::Time(two)) => match (one.interval, two.interval) {
            (Some(one), Some(two)) => one
                .relation(two)
                .is_some_and(crosswire_calendar::Relation::is_disjoint),
            _ => false,
        },
        _ => false,
    }
}
