//! A text made easy to match that still knows where it came from.

use crate::Span;

/// A folded copy of a text: curly quotation marks and apostrophes made straight, dashes made
/// hyphens, odd spaces made plain, soft hyphens and zero-width characters dropped, letters made
/// lower case. [`Folded::original`] maps a span of the folded text back.
///
/// ```
/// use crosswire_text::{Folded, Span};
///
/// let text = "They didn’t co\u{ad}operate.";
/// let folded = Folded::new(text);
/// let hit = Span::of(folded.text(), "didn't cooperate").unwrap();
/// assert_eq!(folded.original(hit).slice(text), "didn’t co\u{ad}operate");
/// ```
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    /// For each byte of `text`, the byte where its original character starts; one more at the end.
    starts: Vec<u32>,
    /// For each byte of `text`, the byte where its original character ends.
    ends: Vec<u32>,
}

impl Folded {
    /// Folds `text`.
    #[must_use]
    pub fn new(text: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            starts: Vec::with_capacity(text.len() + 1),
            ends: Vec::with_capacity(text.len()),
        };
        for (at, char) in text.char_indices() {
            let end = (at + char.len_utf8()) as u32;
            match char {
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
                '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' => folded.push('\'', at, end),
                '“' | '”' | '„' | '‟' | '″' | '«' | '»' => folded.push('"', at, end),
                '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => folded.push('-', at, end),
                char if char.is_whitespace() => folded.push(' ', at, end),
                char => char
                    .to_lowercase()
                    .for_each(|lower| folded.push(lower, at, end)),
            }
        }
        folded.starts.push(text.len() as u32);
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The stretch of the original text that a span of the folded text stands for.
    ///
    /// # Panics
    ///
    /// When the span lies past the end of the folded text.
    #[must_use]
    pub fn original(&self, span: Span) -> Span {
        let start = self.starts[span.start()] as usize;
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.ends[span.end() - 1] as usize)
    }

    fn push(&mut self, char: char, start: usize, end: u32) {
        self.text.push(char);
        for _ in 0..char.len_utf8() {
            self.starts.push(start as u32);
            self.ends.push(end);
        }
    }
}
