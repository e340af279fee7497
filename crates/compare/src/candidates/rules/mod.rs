//! Engines of rules, which judge as they go.
//!
//! They were written before candidates and judgement were parted, and are wrapped rather than
//! rewritten: `evals/engines.md` says what each of them earns, and one that a learned judge outdoes
//! goes.

pub mod clauses;
pub(crate) mod revisions;
pub(crate) mod slots;
