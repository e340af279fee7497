//! Engines of rules, which judge as they go.
//!
//! What they find is weighed by `judge/worth`, so that one may hand on more than holds:
//! `evals/worth.md` says of each how much was true. `slots` and `clauses` were written before
//! candidates and judgement were parted, and are wrapped rather than rewritten (`evals/engines.md`).
//!
//! | file | what |
//! | --- | --- |
//! | `carried` | planned here, done or called off there |
//! | `clauses` | what several reports tell, what is sharper, what one alone tells |
//! | `contradict` | so here, not so or the opposite there |
//! | `moment` | when that happened which the story is about |
//! | `revisions` | what a newer version says otherwise |
//! | `slots` | numbers, times, names and ages by typed slots |
//! | `spelled` | one person's name in two spellings |
//! | `status` | steps of a case, a condition, a name, a motive, a bill, a post, a deal |
//! | `struck` | where on the body somebody was struck |

pub(crate) mod carried;
pub mod clauses;
pub(crate) mod contradict;
pub(crate) mod moment;
pub(crate) mod revisions;
pub(crate) mod slots;
pub(crate) mod spelled;
pub(crate) mod status;
pub(crate) mod struck;
