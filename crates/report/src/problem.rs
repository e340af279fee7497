//! What is wrong with a report or an input, in words that say what to do.

use std::fmt;

/// Something that the reader of the findings should know about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its kind, stable for programs.
    pub kind: ProblemKind,
    /// What happened, and where.
    pub message: String,
    /// What the user can do.
    pub mend: String,
}

/// The kinds of problem. New kinds may be added; names never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// No date of publication.
    NoDate,
    /// A date of publication that cannot be read.
    BadDate,
    /// A date of publication that the text contradicts.
    DoubtfulDate,
    /// No words in it.
    Empty,
    /// Not text.
    Binary,
    /// Bytes that are not of the character set were replaced.
    BadBytes,
    /// Too long to be one report.
    TooLong,
    /// Not in English.
    Language,
    /// An id that another report already has.
    RepeatedId,
    /// A record that could not be read as a report.
    BadRecord,
    /// Repairs were made to text taken out of markup.
    Repaired,
    /// Only a title, a summary or the beginning of the report was to be had.
    Excerpt,
    /// More than a tenth of what stands inside the article of a page was not taken for its text.
    LeftOut,
}

impl ProblemKind {
    /// All of them.
    pub const ALL: [ProblemKind; 13] = [
        ProblemKind::NoDate,
        ProblemKind::BadDate,
        ProblemKind::DoubtfulDate,
        ProblemKind::Empty,
        ProblemKind::Binary,
        ProblemKind::BadBytes,
        ProblemKind::TooLong,
        ProblemKind::Language,
        ProblemKind::RepeatedId,
        ProblemKind::BadRecord,
        ProblemKind::Repaired,
        ProblemKind::Excerpt,
        ProblemKind::LeftOut,
    ];

    /// The one that [`ProblemKind::name`] calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<ProblemKind> {
        ProblemKind::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ProblemKind::NoDate => "no_date",
            ProblemKind::BadDate => "bad_date",
            ProblemKind::DoubtfulDate => "doubtful_date",
            ProblemKind::Empty => "empty",
            ProblemKind::Binary => "binary",
            ProblemKind::BadBytes => "bad_bytes",
            ProblemKind::TooLong => "too_long",
            ProblemKind::Language => "language",
            ProblemKind::RepeatedId => "repeated_id",
            ProblemKind::BadRecord => "bad_record",
            ProblemKind::Repaired => "repaired",
            ProblemKind::Excerpt => "excerpt",
            ProblemKind::LeftOut => "left_out",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.mend)
    }
}

#[cfg(test)]
mod tests {
    use super::ProblemKind;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in ProblemKind::ALL {
            assert_eq!(ProblemKind::from_name(kind.name()), Some(kind));
        }
        assert!(ProblemKind::from_name("excerpt").is_some());
    }
}
