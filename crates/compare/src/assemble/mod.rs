//! From judgements to findings.

pub mod values;
