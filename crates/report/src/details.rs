//! What a report says of itself beyond what finding differences needs, and where it said it.

use crosswire_calendar::Stamp;

use crate::Spot;

/// What else is known of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// When it was last changed, as it says.
    pub updated: Option<Stamp>,
    /// Its language, as an ISO 639 code of two letters where there is one.
    pub language: Option<String>,
    /// The address that the outlet calls the right one.
    pub canonical: Option<String>,
    /// The part of the outlet that it appeared in.
    pub section: Option<String>,
    /// Which record of its file it stood in, counted from one; for a file that is one report, none. Reading
    /// goes on after it; of an archive, it counts the members.
    pub record: Option<u64>,
    /// Which of the reports of its source it is.
    pub spot: Spot,
    /// Whether it is a live blog, whose text was written over hours.
    pub live: bool,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the bytes that it was read from (the page, the record), in hexadecimal; for
    /// what is no file or record of its own, empty.
    pub raw_sha256: String,
    /// Where each piece of metadata came from.
    pub provenance: Vec<Provenance>,
}

/// Where one piece of metadata came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Which piece.
    pub item: Item,
    /// Where it stood: `JSON-LD datePublished`, `meta og:title`, `text line 1`, `--outlet`.
    pub from: String,
}

/// A piece of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Item {
    /// The title.
    Title,
    /// Who published it.
    Outlet,
    /// Who wrote it.
    Authors,
    /// When it was published.
    Published,
    /// When it was changed.
    Updated,
    /// Its language.
    Language,
    /// Its address.
    Url,
    /// The address that the outlet calls the right one.
    Canonical,
    /// The part of the outlet.
    Section,
}

impl Item {
    /// All of them.
    pub const ALL: [Item; 9] = [
        Item::Title,
        Item::Outlet,
        Item::Authors,
        Item::Published,
        Item::Updated,
        Item::Language,
        Item::Url,
        Item::Canonical,
        Item::Section,
    ];

    /// The one that [`Item::name`] calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Item> {
        Item::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Item::Title => "title",
            Item::Outlet => "outlet",
            Item::Authors => "authors",
            Item::Published => "published",
            Item::Updated => "updated",
            Item::Language => "language",
            Item::Url => "url",
            Item::Canonical => "canonical",
            Item::Section => "section",
        }
    }
}
