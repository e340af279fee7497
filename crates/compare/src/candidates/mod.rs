//! What of different reports may answer one question.

pub mod values;
