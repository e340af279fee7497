//! A half-open range of bytes of one text.

use std::fmt;
use std::ops::Range;

/// A half-open range of bytes of some text: `start <= end`, checked once, when it is made.
///
/// A span does not know its text. Within one report it always indexes the report's stored text
/// (or its title, see `crosswire_report::Passage`), and [`Span::slice`] yields the words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    ///
    /// # Panics
    ///
    /// When `start > end`, or `end` is past 4 GiB: texts are bounded well below that on reading.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "a span starts after its end: {start} > {end}");
        let end = u32::try_from(end).expect("texts are bounded below 4 GiB");
        Span {
            start: start as u32,
            end,
        }
    }

    /// The first place where `words` stand in `text`.
    #[must_use]
    pub fn of(text: &str, words: &str) -> Option<Span> {
        text.find(words).map(|at| Span::new(at, at + words.len()))
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range, for indexing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words of `text` that the span stands for.
    ///
    /// # Panics
    ///
    /// When the span is not of this text: past its end, or off a character boundary.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Like [`Span::slice`], but `None` for a span that is not of this text.
    #[must_use]
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What both have in common, unless that is nothing.
    #[must_use]
    pub fn intersection(self, other: Span) -> Option<Span> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Span { start, end })
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The same stretch, `by` bytes further on: from a block's own text to its report's.
    #[must_use]
    pub fn shift(self, by: usize) -> Span {
        Span::new(self.start() + by, self.end() + by)
    }

    /// The span without white space at either end of its words.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let words = self.slice(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn algebra() {
        let (a, b) = (Span::new(2, 5), Span::new(4, 9));
        assert!(a.overlaps(b) && !a.contains(b));
        assert_eq!(a.cover(b), Span::new(2, 9));
        assert_eq!(a.intersection(b), Some(Span::new(4, 5)));
        assert_eq!(a.intersection(Span::new(5, 6)), None);
        assert!(!Span::new(0, 2).overlaps(a));
        assert_eq!(a.shift(3), Span::new(5, 8));
        assert_eq!(Span::new(0, 6).trim(" ab \n "), Span::new(1, 3));
        assert_eq!(Span::new(0, 2).trim("  "), Span::new(2, 2));
    }

    #[test]
    fn a_span_of_another_text_is_refused() {
        assert_eq!(Span::new(1, 2).get("é"), None);
        assert_eq!(Span::new(1, 9).get("abc"), None);
    }
}
