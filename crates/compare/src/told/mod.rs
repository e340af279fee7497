//! What each report of a story tells.

pub mod values;
