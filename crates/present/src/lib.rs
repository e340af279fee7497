//! Findings for people and for programs.
//!
//! [`Outcome`] is what a check found: the reports as read, and the stories with their findings.
//! [`html`], [`json`] and [`terminal`] print it; nothing before this crate knows of colour, HTML or JSON.

pub mod called;
pub mod holding;
pub mod html;
pub mod json;
pub mod order;
mod outcome;
pub mod terminal;

pub use outcome::{Against, Outcome, StoryOutcome};
