//! What two candidates are to each other.

pub mod values;
