//! What the user states about the inputs, and the bounds within which they are read.

use crosswire_calendar::Stamp;

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The outlet of reports that do not name one.
    pub outlet: Option<String>,
    /// The publication of reports that do not state one.
    pub published: Option<Stamp>,
    /// Begin the first input at this record, counted from one: how an interrupted run takes up
    /// again. Records are lines, members of an archive, records of a web archive.
    pub from_record: u64,
    /// The bounds.
    pub limits: Limits,
}

/// Bounds on what one input may cost. The defaults hold every report that a newsroom prints and
/// refuse what could only be a mistake or an attack.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one report's text.
    pub text: usize,
    /// Bytes of one page, record or line.
    pub record: usize,
    /// Bytes that one member of an archive may unpack to, if it must be held whole.
    pub member: u64,
    /// Members of one archive.
    pub members: u64,
    /// How many times its packed size a packed input may unpack to; 32 MB are always allowed.
    pub ratio: u64,
    /// Archives and packings within one another: `pages.tar.gz` is two.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            text: 2 << 20,
            record: 16 << 20,
            member: 64 << 20,
            members: 1_000_000,
            ratio: 200,
            depth: 4,
        }
    }
}

/// A size as people say it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
