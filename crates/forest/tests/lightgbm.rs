//! The same answers as LightGBM, whose rows and chances `training/forest.py` wrote beside the forest.

use crosswire_forest::{Forest, ForestError};

const FOREST: &[u8] = include_bytes!("data/small.forest");

#[test]
fn chances_are_those_of_lightgbm() {
    let forest = Forest::parse(FOREST).unwrap();
    let (mut rows, mut one_by_one) = (Vec::new(), Vec::new());
    for line in include_str!("data/small.tsv").lines() {
        let cells: Vec<f32> = line
            .split('\t')
            .map(|cell| cell.parse().unwrap_or(f32::NAN))
            .collect();
        for (ours, theirs) in forest.probabilities(&cells[..3]).iter().zip(&cells[3..]) {
            assert!((ours - theirs).abs() < 2e-6, "{line}: {ours}");
        }
        one_by_one.push(forest.probabilities(&cells[..3]));
        rows.push(cells[..3].to_vec());
    }
    assert_eq!(rows.len(), 60);
    // All at once are the same to the last bit.
    assert_eq!(forest.probabilities_of(&rows), one_by_one);
}

#[test]
fn other_features_are_refused() {
    let forest = || Forest::parse(FOREST).unwrap();
    assert!(forest().expect(&["length", "width", "age"]).is_ok());
    let refused = |names: &[&str]| forest().expect(names).unwrap_err();
    assert_eq!(
        refused(&["length", "age", "width"]),
        ForestError::Features { at: 1 }
    );
    assert_eq!(
        refused(&["length", "width"]),
        ForestError::Features { at: 2 }
    );
    assert_eq!(
        refused(&["length", "width", "age", "colour"]),
        ForestError::Features { at: 3 }
    );
}

#[test]
fn damage_is_told_and_never_panics() {
    for end in 0..FOREST.len() {
        assert!(Forest::parse(&FOREST[..end]).is_err(), "cut at {end}");
    }
    let mut bytes = FOREST.to_vec();
    bytes.push(0);
    assert!(matches!(
        Forest::parse(&bytes),
        Err(ForestError::Damaged { .. })
    ));
    // Whatever still parses must still answer.
    for at in 0..FOREST.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = FOREST.to_vec();
            bytes[at] ^= change;
            if let Ok(forest) = Forest::parse(&bytes) {
                let row = vec![f32::NAN; forest.features().len()];
                assert_eq!(forest.sums(&row).len(), forest.classes().len());
            }
        }
    }
}
