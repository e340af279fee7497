//! Which models a story may meet: those that were trained without it.

/// Parts that the stories are divided into.
pub(crate) const FOLDS: usize = 4;

/// The part of a story; `training/values` computes the same.
pub(crate) fn of(story: &str) -> usize {
    let hash = story.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 8) as usize % FOLDS
}

/// The model of each part, `FOLDER/NAME-0.forest` and so on.
pub(crate) fn read<T>(folder: &str, name: &str, parse: impl Fn(&[u8]) -> T) -> Vec<T> {
    (0..FOLDS)
        .map(|fold| {
            let path = format!("{folder}/{name}-{fold}.forest");
            parse(&std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")))
        })
        .collect()
}
