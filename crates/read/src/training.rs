//! What the learned choices of this crate are trained on: the very rows that reading computes.
//! For `training/pages` only; no part of the interface.

use crate::decode::decode;
use crate::options::Limits;
use crate::page;

/// The names of a row's features.
#[must_use]
pub fn line_features() -> &'static [&'static str] {
    &page::FEATURES
}

/// The lines of a page, each with its row.
#[must_use]
pub fn page_lines(bytes: &[u8]) -> Vec<(String, Vec<f32>)> {
    let charset = crate::formats::declared_charset(bytes);
    let decoded = decode(bytes, charset.as_deref());
    page::rows(&decoded.text, &Limits::default())
}

/// The names of the features of a day.
#[must_use]
pub fn day_features() -> &'static [&'static str] {
    &page::DAY_FEATURES
}

/// The names of the features of a list of authors.
#[must_use]
pub fn writer_features() -> &'static [&'static str] {
    &page::WRITER_FEATURES
}

/// Days with their rows, and lists of authors with theirs.
pub type Choices = (Vec<(String, Vec<f32>)>, Vec<(Vec<String>, Vec<f32>)>);

/// The days that a page names, and the lists of authors.
#[must_use]
pub fn page_choices(bytes: &[u8]) -> Choices {
    let charset = crate::formats::declared_charset(bytes);
    let decoded = decode(bytes, charset.as_deref());
    let choices = page::choices(&decoded.text, &Limits::default());
    (choices.days, choices.writers)
}
