//! What could not be read, in words that say where and what to do.

use std::fmt;

use crosswire_report::{Spot, source_name};

/// An input, or a part of one, that gave no report. Everything else is read all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message} ({mend})")]
pub struct ReadError {
    kind: ErrorKind,
    /// Boxed, so that results stay small.
    place: Box<Place>,
    message: String,
    mend: String,
}

/// What kind of trouble it is. New kinds may be added; names never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No such file, or no leave to open it.
    Missing,
    /// The file opened but could not be read to its end.
    Broken,
    /// Not text, and not a format that can be read.
    Binary,
    /// Longer, deeper or more than the bounds allow.
    TooLarge,
    /// A record that is not what its format says.
    BadRecord,
    /// The same report a second time, word for word: left out.
    Duplicate,
    /// A file or record in a container that is no report (an image, a redirect): left out.
    Skipped,
}

/// Where in the inputs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path or URL as given, `-` for standard input; `archive.zip!/page.html` inside one.
    pub source: String,
    /// Where in it.
    pub spot: Spot,
}

impl ReadError {
    /// An error at `place`: what happened, and what the user can do.
    pub(crate) fn new(
        kind: ErrorKind,
        place: impl Into<Place>,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> ReadError {
        ReadError {
            kind,
            place: Box::new(place.into()),
            message: message.into(),
            mend: mend.into(),
        }
    }

    /// The same error at a sharper place.
    pub(crate) fn at(mut self, place: &Place) -> ReadError {
        *self.place = place.clone();
        self
    }

    /// The same error, of a source that is called otherwise.
    #[must_use]
    pub fn of_source(mut self, source: &str) -> ReadError {
        source.clone_into(&mut self.place.source);
        self
    }

    /// The same error, its lines or records counted from a byte of the input: of a part of a file that grows.
    #[must_use]
    pub fn from_byte(mut self, byte: u64) -> ReadError {
        self.place.spot = self.place.spot.from_byte(byte);
        self
    }

    /// An archive with more members than are read.
    pub(crate) fn too_many(archive: &str, most: u64) -> ReadError {
        ReadError::new(
            ErrorKind::TooLarge,
            archive,
            format!("it has more than {most} members; the first {most} were read"),
            "unpack it by hand, and give the folder",
        )
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What happened.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the user can do.
    #[must_use]
    pub fn mend(&self) -> &str {
        &self.mend
    }

    /// Whether an input could not be read (exit code 2), rather than something that needed no
    /// reading was left out.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        !matches!(self.kind, ErrorKind::Duplicate | ErrorKind::Skipped)
    }
}

impl ErrorKind {
    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Missing => "missing",
            ErrorKind::Broken => "broken",
            ErrorKind::Binary => "binary",
            ErrorKind::TooLarge => "too_large",
            ErrorKind::BadRecord => "bad_record",
            ErrorKind::Duplicate => "duplicate",
            ErrorKind::Skipped => "skipped",
        }
    }
}

impl Place {
    /// A line of `source`.
    pub(crate) fn line(source: &str, line: u64) -> Place {
        Place {
            source: source.to_owned(),
            spot: Spot::line(line),
        }
    }

    /// A record of `source`.
    pub(crate) fn record(source: &str, record: u64) -> Place {
        Place {
            source: source.to_owned(),
            spot: Spot::record(record),
        }
    }

    /// An item of what is there.
    pub(crate) fn item(&self, item: u64) -> Place {
        Place {
            source: self.source.clone(),
            spot: self.spot.item(item),
        }
    }
}

impl From<&str> for Place {
    fn from(source: &str) -> Place {
        Place {
            source: source.to_owned(),
            spot: Spot::default(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", source_name(&self.source), self.spot)
    }
}
