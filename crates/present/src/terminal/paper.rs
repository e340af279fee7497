//! Lines on a terminal: wrapped, indented, coloured, and safe to show.

use std::fmt::Write;

use owo_colors::{OwoColorize, Style};

/// Columns below which text is not squeezed.
const NARROW: usize = 20;

/// What is written so far, and how.
pub(super) struct Paper {
    pub(super) text: String,
    pub(super) colour: bool,
    pub(super) width: usize,
}

impl Paper {
    pub(super) fn new(colour: bool, width: usize) -> Paper {
        Paper {
            text: String::new(),
            colour,
            width,
        }
    }

    /// Writes `text`, wrapped and indented; a line that starts with `| ` keeps that bar.
    pub(super) fn wrapped(&mut self, text: &str, indent: usize, style: Style) {
        let (bar, text) = text
            .strip_prefix("| ")
            .map_or(("", text), |rest| ("| ", rest));
        self.flowing(&[(text, style)], indent, indent, bar);
    }

    /// Writes pieces of several styles as one paragraph: the first line at `first` columns, the others
    /// at `indent` with `bar` before them.
    pub(super) fn flowing(
        &mut self,
        pieces: &[(&str, Style)],
        first: usize,
        indent: usize,
        bar: &str,
    ) {
        let mut lines: Vec<Vec<(String, Style)>> = vec![Vec::new()];
        let (mut columns, mut space) = (0, false);
        let mut room = self.room(first, bar);
        for (words, at) in fragments(pieces) {
            let wide: usize = words.iter().map(|(word, _)| word.chars().count()).sum();
            if columns > 0 && columns + usize::from(at) + wide > room {
                lines.push(Vec::new());
                columns = 0;
                room = self.room(indent, bar);
            }
            space &= columns > 0;
            if columns > 0 && at {
                space = true;
            }
            let line = lines.last_mut();
            let Some(line) = line else { continue };
            if space {
                let style = words.first().map_or(Style::new(), |(_, style)| *style);
                let before = line.last().map_or(style, |(_, style)| *style);
                // A space between two words of one style has it too.
                let one = before == style;
                line.push((" ".to_owned(), if one { style } else { Style::new() }));
                columns += 1;
                space = false;
            }
            columns += wide;
            line.extend(words);
        }
        for (number, line) in lines.iter().enumerate() {
            let indent = if number == 0 { first } else { indent };
            let _ = write!(self.text, "{:indent$}{bar}", "");
            // Neighbours of one style are coloured at once.
            let mut run = String::new();
            let mut style: Option<Style> = None;
            for (word, of) in line {
                if style.is_some_and(|style| style != *of) {
                    let painted = self.paint(&run, style.unwrap_or_default());
                    self.text.push_str(&painted);
                    run.clear();
                }
                run.push_str(word);
                style = Some(*of);
            }
            let painted = self.paint(&run, style.unwrap_or_default());
            self.text.push_str(&painted);
            self.text.push('\n');
        }
    }

    fn room(&self, indent: usize, bar: &str) -> usize {
        self.width.saturating_sub(indent + bar.len()).max(NARROW)
    }

    /// Colours `text`; control characters, which a hostile report could use to rewrite the
    /// screen, are shown as `?` either way.
    pub(super) fn paint(&self, text: &str, style: Style) -> String {
        let text = safe(text);
        if self.colour && !text.is_empty() {
            text.style(style).to_string()
        } else {
            text
        }
    }
}

/// A text on one line, cut to so many columns.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= columns {
        return text;
    }
    let kept: String = text.chars().take(columns.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Text without what could rewrite a screen: control characters, and the signs that turn the
/// direction of writing.
#[must_use]
pub fn safe(text: &str) -> String {
    let turns = |char: char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|char| {
            if char.is_control() || turns(char) {
                '?'
            } else {
                char
            }
        })
        .collect()
}

/// Words that stand together, each with whether white space stands before it.
fn fragments(pieces: &[(&str, Style)]) -> Vec<(Vec<(String, Style)>, bool)> {
    let mut all: Vec<(Vec<(String, Style)>, bool)> = Vec::new();
    let mut open = false;
    for &(text, style) in pieces {
        let mut rest = text;
        while !rest.is_empty() {
            let spaced = rest.starts_with(char::is_whitespace);
            let trimmed = rest.trim_start();
            let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
            let (word, after) = trimmed.split_at(end);
            if word.is_empty() {
                // White space at the end of a piece parts it from the next.
                open = false;
                break;
            }
            match all.last_mut().filter(|_| open && !spaced) {
                Some((words, _)) => words.push((word.to_owned(), style)),
                None => all.push((vec![(word.to_owned(), style)], true)),
            }
            open = true;
            rest = after;
            if rest.starts_with(char::is_whitespace) && rest.trim_start().is_empty() {
                open = false;
                break;
            }
        }
    }
    if let Some(first) = all.first_mut() {
        first.1 = false;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(width: usize, pieces: &[&str]) -> String {
        let mut paper = Paper::new(false, width);
        let pieces: Vec<(&str, Style)> = pieces.iter().map(|text| (*text, Style::new())).collect();
        paper.flowing(&pieces, 2, 4, "");
        paper.text
    }

    #[test]
    fn pieces_flow_as_one_paragraph() {
        assert_eq!(
            shown(60, &["killed ", "[", "30", " | ", "32", "]", " people"]),
            "  killed [30 | 32] people\n"
        );
        assert_eq!(
            shown(
                24,
                &[
                    "killed ",
                    "[",
                    "30",
                    " | ",
                    "32",
                    "]",
                    " people in the north"
                ]
            ),
            "  killed [30 | 32]\n    people in the north\n"
        );
        assert_eq!(shown(60, &["a\n\tb", "c"]), "  a bc\n");
        assert_eq!(shown(60, &[]), "  \n");
    }

    #[test]
    fn what_rewrites_a_screen_is_shown_harmless() {
        assert_eq!(safe("a\u{1b}[2J\u{202e}b"), "a?[2J?b");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("one", 8), "one");
    }
}
