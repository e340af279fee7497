//! Characters at the edge: gold corpora, JSON and Python count them, Rust counts bytes.

use crate::Span;

/// A half-open range of Unicode characters (scalar values) of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharSpan {
    start: u32,
    end: u32,
}

impl CharSpan {
    /// First character.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last character.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }
}

/// Translates between the bytes and the characters of one text.
///
/// Keeps the character count at every 64th byte, so that a look-up scans at most 64 bytes.
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Characters that start before byte `64 * i`.
    before: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> CharIndex<'t> {
    /// Reads through `text` once.
    #[must_use]
    pub fn new(text: &'t str) -> CharIndex<'t> {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut chars = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(chars);
            chars += starts(chunk);
        }
        if text.len().is_multiple_of(STEP) {
            before.push(chars);
        }
        CharIndex { text, before }
    }

    /// The span in characters.
    ///
    /// # Panics
    ///
    /// When the span lies past the end of the text.
    #[must_use]
    pub fn chars(&self, span: Span) -> CharSpan {
        CharSpan {
            start: self.char_at(span.start()),
            end: self.char_at(span.end()),
        }
    }

    /// The span in bytes of the characters from `start` to `end`; `None` when the text has fewer.
    #[must_use]
    pub fn bytes(&self, start: usize, end: usize) -> Option<Span> {
        let (start, end) = (self.byte_at(start)?, self.byte_at(end)?);
        (start <= end).then(|| Span::new(start, end))
    }

    fn char_at(&self, byte: usize) -> u32 {
        let step = byte / STEP;
        self.before[step] + starts(&self.text.as_bytes()[step * STEP..byte])
    }

    fn byte_at(&self, char: usize) -> Option<usize> {
        let char = u32::try_from(char).ok()?;
        let step = self
            .before
            .partition_point(|&before| before <= char)
            .checked_sub(1)?;
        let mut at = self.before[step];
        let base = step * STEP;
        for (i, byte) in self.text.as_bytes()[base..].iter().enumerate() {
            if is_start(*byte) {
                if at == char {
                    return Some(base + i);
                }
                at += 1;
            }
        }
        (at == char).then_some(self.text.len())
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| is_start(**byte)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let long = "“Él dijo” 😀 naïve — ".repeat(40);
        for text in ["", "a", "é", &long, &long[..long.floor_char_boundary(128)]] {
            let index = CharIndex::new(text);
            let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            bytes.push(text.len());
            for (char, &byte) in bytes.iter().enumerate() {
                let span = Span::new(byte, text.len());
                let chars = index.chars(span);
                assert_eq!((chars.start(), chars.end()), (char, bytes.len() - 1));
                assert_eq!(index.bytes(char, bytes.len() - 1), Some(span));
            }
            assert_eq!(index.bytes(0, bytes.len()), None);
        }
    }
}
