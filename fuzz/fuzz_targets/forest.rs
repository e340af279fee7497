//! A forest of learned weights: whatever parses must answer any row.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(forest) = crosswire_forest::Forest::parse(data) {
        for value in [0.0, 1e9, f32::NAN] {
            let row = vec![value; forest.features().len()];
            assert_eq!(forest.probabilities(&row).len(), forest.classes().len());
        }
    }
});
