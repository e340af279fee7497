//! The desk: pages for an analyst's browser and an API for programs, over one ledger.
//!
//! [`serve`] answers on an address, loopback unless told otherwise, until the process is asked to
//! stop. Reads look at the ledger as of its last commit, on as many connections as there are
//! requests at once; everything that writes goes through one queue and one thread. The desk
//! fetches nothing unless it is told what to follow, and knows nothing of models: what is uploaded is handed to the [`Analyse`] that
//! it was given.
//!
//! Where things are: `pages/` has a page a file, `api/` the endpoints and their OpenAPI document,
//! both from one table; `guard.rs` decides who may ask what; `jobs.rs` takes uploads in,
//! `following.rs` what the followed sources gave, and has people told.

mod api;
mod app;
mod config;
mod connections;
mod following;
mod guard;
mod jobs;
mod live;
mod metrics;
mod pages;
mod person;
mod problem;
mod saved;
mod state;

pub use app::serve;
pub use config::{Analyse, Config, Following, Token};
