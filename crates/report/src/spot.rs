//! Which of the reports of an input one is.

use std::fmt;

/// Where in an input that holds several reports one stands, counted from one; nothing for an input that is
/// one report.
///
/// ```
/// use crosswire_report::Spot;
/// assert_eq!(format!("wire.jsonl{}", Spot::line(3)), "wire.jsonl:3");
/// assert_eq!(format!("answer.json{}", Spot::record(1).item(4)), "answer.json record 1 item 4");
/// assert_eq!(Spot::default().to_string(), "");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The line, where the format has lines.
    pub line: Option<u64>,
    /// The record, where the format has records.
    pub record: Option<u64>,
    /// The item of that line or record, where it is a list.
    pub item: Option<u64>,
    /// The byte of the input from which lines or records are counted, where that is not its first.
    pub byte: Option<u64>,
}

impl Spot {
    /// A line.
    #[must_use]
    pub fn line(line: u64) -> Spot {
        Spot {
            line: Some(line),
            ..Spot::default()
        }
    }

    /// A record.
    #[must_use]
    pub fn record(record: u64) -> Spot {
        Spot {
            record: Some(record),
            ..Spot::default()
        }
    }

    /// An item of what is there.
    #[must_use]
    pub fn item(self, item: u64) -> Spot {
        Spot {
            item: Some(item),
            ..self
        }
    }

    /// The same, counted from a byte of the input; from its first, that need not be said.
    #[must_use]
    pub fn from_byte(self, byte: u64) -> Spot {
        Spot {
            byte: (byte > 0).then_some(byte),
            ..self
        }
    }

    /// Whether it says that the input is one report.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self == Spot::default()
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(record) = self.record {
            write!(f, " record {record}")?;
        }
        if let Some(item) = self.item {
            write!(f, " item {item}")?;
        }
        if let Some(byte) = self.byte {
            write!(f, " after byte {byte}")?;
        }
        Ok(())
    }
}
