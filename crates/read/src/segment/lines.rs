//! The lines of a text, and paragraphs put together again where a program has wrapped them.

use crosswire_text::Span;

/// A stretch of text that is a line as its writer meant it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'t> {
    /// The words, without white space around them.
    pub(crate) words: &'t str,
    /// Where they start.
    pub(crate) start: usize,
    /// The number of the line, counted from one.
    pub(crate) number: usize,
    /// Whether an empty line, or the end, follows.
    pub(crate) ends_paragraph: bool,
}

impl Line<'_> {
    /// The span of a range of the line's bytes, without white space around it; `None` if nothing
    /// is left.
    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let words = &self.words[range.clone()];
        let start = self.start + range.start + (words.len() - words.trim_start().len());
        let trimmed = words.trim();
        (!trimmed.is_empty()).then(|| Span::new(start, start + trimmed.len()))
    }
}

/// The lines of `text` that hold anything, wrapped ones joined.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let single = single_lines(text);
    if !is_wrapped(&single) {
        return single;
    }
    let mut joined: Vec<Line<'_>> = Vec::new();
    let mut open = false;
    for line in single {
        match joined.last_mut() {
            Some(last) if open && !starts_item(line.words) => {
                let end = line.start + line.words.len();
                last.words = &text[last.start..end];
                last.ends_paragraph = line.ends_paragraph;
            }
            _ => joined.push(line),
        }
        open = !line.ends_paragraph && line.words.chars().count() >= 40;
    }
    joined
}

/// The lines of `text` that hold anything, each as it stands.
pub(crate) fn single_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    let mut number = 0;
    for raw in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let at = start;
        start += raw.len();
        // "\r\n" is one end of line, so the empty piece between them is no line.
        if raw == "\n" && text[..at].ends_with('\r') {
            continue;
        }
        number += 1;
        let words = raw.trim();
        if words.is_empty() {
            if let Some(last) = lines.last_mut() {
                last.ends_paragraph = true;
            }
            continue;
        }
        let lead = raw.len() - raw.trim_start().len();
        lines.push(Line {
            words,
            start: at + lead,
            number,
            ends_paragraph: false,
        });
    }
    if let Some(last) = lines.last_mut() {
        last.ends_paragraph = true;
    }
    lines
}

/// Whether the line breaks are a program's: lines of much the same length, cut inside sentences.
fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let (mut inner, mut fitting, mut cut) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2) {
        if pair[0].ends_paragraph {
            continue;
        }
        inner += 1;
        let length = pair[0].words.chars().count();
        fitting += usize::from((45..=100).contains(&length));
        let open = pair[0]
            .words
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '—'));
        let goes_on = pair[1].words.starts_with(char::is_lowercase);
        cut += usize::from(open && goes_on);
    }
    inner >= 2 && fitting * 10 >= inner * 8 && cut * 10 >= inner * 4
}

/// Whether a line starts an item of a list, which no program puts there by wrapping.
pub(crate) fn starts_item(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < words.len() && words.len() - rest.len() <= 2;
    (numbered && (rest.starts_with(". ") || rest.starts_with(") ")))
        || words.starts_with(['•', '·', '▪', '●', '‣', '◦'])
        || words
            .strip_prefix(['-', '*', '–', '—'])
            .is_some_and(|rest| rest.starts_with(' '))
}
