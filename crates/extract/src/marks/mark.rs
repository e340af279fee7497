//! The marks of a report, and what their shapes and neighbours make of each.

use crosswire_text::Span;

use crate::sets::Set;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Double,
    Single,
    /// Two straight single marks: a double mark that some systems print so.
    TwoSingles,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) block: usize,
    pub(super) class: Class,
    /// Cost of reading it as opening, and as closing.
    pub(super) opens: f32,
    pub(super) closes: f32,
    pub(super) ignored: f32,
    /// Whether the last visible character before it ends a sentence.
    pub(super) after_sentence: bool,
    /// Whether it stands between two letters or digits.
    pub(super) inside_word: bool,
    /// Whether it is the first character of its block and a word follows.
    pub(super) at_start: bool,
    /// Whether it is the first character of its block.
    pub(super) leads: bool,
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‛' | '`' | '´' | '′')
}

fn is_mark(c: char) -> bool {
    is_double(c) || is_single(c)
}

pub(super) fn find_marks(text: &str, block: Span, index: usize, marks: &mut Vec<Mark>) {
    let Some(words) = block.get(text) else { return };
    let mut before: Option<char> = None;
    let mut visible: Option<char> = None;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_mark(c) {
            before = Some(c);
            if !c.is_whitespace() {
                visible = Some(c);
            }
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut class = if is_double(c) {
            Class::Double
        } else {
            Class::Single
        };
        if class == Class::Single && chars.peek().is_some_and(|&(_, next)| next == c) {
            chars.next();
            end += c.len_utf8();
            class = Class::TwoSingles;
        }
        let rest = &words[end..];
        let after = rest.chars().next();
        let word: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(8)
            .collect();
        let (opens, closes, mut ignored) = costs(c, class, before, after, &word);
        // An elision ("'Twas") costs little to pass over; any other word that a paragraph begins
        // with is hardly ever led in by an apostrophe.
        let at_start = visible.is_none() && opens < 0.6 && ignored > 1.0 && word.len() > 1;
        if at_start && class == Class::Single {
            ignored = 3.2;
        }
        marks.push(Mark {
            start: block.start() + at,
            end: block.start() + end,
            block: index,
            class,
            opens,
            closes,
            ignored,
            after_sentence: visible
                .is_none_or(|c| matches!(c, '.' | '!' | '?' | '…' | ':' | ',') || is_mark(c)),
            inside_word: before.is_some_and(char::is_alphanumeric)
                && after.is_some_and(char::is_alphanumeric),
            at_start,
            leads: visible.is_none(),
        });
        before = Some(c);
        visible = Some(c);
    }
}

/// What it costs to read a mark as opening, as closing, as neither, by shape and neighbours.
///
/// The figures are choices, not measurements; what matters is their order. Checked on the marks of
/// forty reports of many outlets.
fn costs(
    c: char,
    class: Class,
    before: Option<char>,
    after: Option<char>,
    word: &str,
) -> (f32, f32, f32) {
    let space_before = before.is_none_or(char::is_whitespace);
    let space_after = after.is_none_or(char::is_whitespace);
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after =
        after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '#' | '$' | '£'));
    let bracket_before = before
        .is_some_and(|c| matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | ':') || is_mark(c));
    let mut opens: f32 = if space_before {
        0.0
    } else if bracket_before {
        0.3
    } else if word_before {
        2.5
    } else {
        1.5
    };
    if after.is_none() {
        opens += 4.0;
    } else if space_after {
        opens += 1.5;
    } else if after.is_some_and(|c| matches!(c, ',' | ';' | ')' | '!' | '?')) {
        opens += 2.0;
    } else if after == Some('.') {
        opens += 0.8;
    }
    let mut closes: f32 = if space_before { 2.0 } else { 0.0 };
    if word_after {
        closes += if word_before || space_before {
            3.0
        } else {
            1.0
        };
    }
    let mut ignored: f32 = 3.0;
    match class {
        Class::Double | Class::TwoSingles => {
            match c {
                '“' | '‟' | '„' | '«' | '`' | '‘' => {
                    closes += 1.5;
                    if word_before {
                        opens -= 1.5;
                    }
                }
                '”' | '»' => {
                    opens += 1.5;
                    closes *= 0.4;
                }
                '″' => ignored = 0.2,
                _ => {}
            }
            if class == Class::Double
                && matches!(c, '"' | '”' | '″')
                && before.is_some_and(|c| c.is_ascii_digit())
            {
                // Inches, or seconds of arc.
                ignored = 0.4;
            }
        }
        Class::Single => {
            let elision = word.starts_with(|c: char| c.is_ascii_digit())
                || Set::Elision.has(&word.to_ascii_lowercase());
            let possessive = before.is_some_and(|c| matches!(c, 's' | 'S' | 'x' | 'z'));
            ignored = if word_before && word_after {
                0.0
            } else if word_before {
                if possessive {
                    0.1
                } else if before == Some('n') {
                    0.5
                } else {
                    1.0
                }
            } else if elision {
                0.1
            } else {
                1.5
            };
            opens += 0.5;
            closes += 0.2;
            match c {
                '‘' | '‛' => {
                    opens -= 0.4;
                    closes += 1.5;
                }
                '’' | '´' | '′' => {
                    opens += 1.2;
                    if space_before {
                        ignored = ignored.min(0.6);
                    }
                }
                _ => {}
            }
            if c == '\'' && possessive && space_after {
                closes += 0.4;
            }
        }
    }
    (opens.max(0.0), closes.max(0.0), ignored)
}
