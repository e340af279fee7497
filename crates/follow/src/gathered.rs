//! What a look at a source gave.

use std::sync::Arc;

use crosswire_ledger::{Fetch, Item, News};
use crosswire_report::Report;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// A report of a source.
#[derive(Clone, Debug)]
pub struct Found {
    /// The report.
    pub report: Arc<Report>,
    /// The bytes it was read from, where they are one report.
    pub raw: Option<Vec<u8>>,
    /// The request that brought it.
    pub fetch: Option<Arc<Fetch>>,
}

/// What a look at a source gave.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The reports that are new, or may be.
    pub found: Vec<Found>,
    /// How far the source is once they are in.
    pub news: News,
    /// What could not be read, and what to do.
    pub trouble: Vec<String>,
    /// When it was looked at.
    pub at: Timestamp,
}

/// The digest of a name.
pub(crate) fn item(name: &str) -> Item {
    let digest = Sha256::digest(name.as_bytes());
    let mut item = Item::default();
    item.copy_from_slice(&digest[..16]);
    item
}
