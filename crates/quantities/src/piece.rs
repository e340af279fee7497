//! The pieces that number expressions are made of: words, numerals, signs.
//!
//! Tokens will not do: news writes "$284bn", "143million", "13m" and "$70-a-share", and a tokenizer
//! splits some of them and not others. Pieces split wherever letters, digits and signs meet, and
//! each knows the token that it is in.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};

use crate::lexicon::{Entry, Lexicon};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Letters.
    Word,
    /// A numeral, separators of thousands and the decimal point included.
    Digits,
    /// Any other single character that is not white space.
    Sign,
    /// A line break.
    Break,
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) token: u32,
    /// Index into the lexicon; 0 for none.
    pub(crate) entry: u16,
    pub(crate) sort: Sort,
    /// Whether it follows the piece before it without white space.
    pub(crate) glued: bool,
}

/// Splits a text into pieces; tokens and entries are left at 0.
pub(crate) fn split(text: &str, mut each: impl FnMut(Piece)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut glued = false;
    while at < bytes.len() {
        let byte = bytes[at];
        let start = at;
        let sort = if byte.is_ascii_alphabetic() {
            at = word_end(text, at);
            Sort::Word
        } else if byte.is_ascii_digit() || byte == b'.' && opens_decimal(bytes, at) {
            at = numeral_end(bytes, at);
            Sort::Digits
        } else if byte == b'\n' {
            at += 1;
            Sort::Break
        } else if byte.is_ascii() {
            at += 1;
            if byte.is_ascii_whitespace() {
                glued = false;
                continue;
            }
            Sort::Sign
        } else {
            let char = text[at..].chars().next().unwrap_or(' ');
            if char.is_whitespace() {
                at += char.len_utf8();
                glued = false;
                continue;
            }
            if is_invisible(char) {
                at += char.len_utf8();
                continue;
            }
            if char.is_alphabetic() {
                at = word_end(text, at);
                Sort::Word
            } else {
                at += char.len_utf8();
                Sort::Sign
            }
        };
        each(Piece {
            start: start as u32,
            end: at as u32,
            token: 0,
            entry: 0,
            sort,
            glued,
        });
        glued = sort != Sort::Break;
    }
}

fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at].is_ascii_alphabetic() {
            at += 1;
        } else if bytes[at].is_ascii() {
            break;
        } else {
            match text[at..].chars().next() {
                Some(char) if char.is_alphabetic() || char == '\u{ad}' => at += char.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// ".5", but not the point of "No.5" or of "1..5".
fn opens_decimal(bytes: &[u8], at: usize) -> bool {
    let free = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'.');
    free && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The end of a numeral: digits, groups of three behind commas, thin spaces, points or apostrophes,
/// groups of lakh and crore, one decimal part.
fn numeral_end(bytes: &[u8], start: usize) -> usize {
    let run = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut at = run(start);
    if (1..=3).contains(&(at - start)) {
        let group = |from: usize| (run(from) == from + 3).then_some(from + 3);
        let mut separator = None;
        if let Some(end) = lakh_end(bytes, at) {
            (at, separator) = (end, Some(b','));
        }
        while let Some((sign, end)) =
            separator_at(bytes, at).and_then(|(sign, w)| Some((sign, group(at + w)?)))
        {
            if *separator.get_or_insert(sign) != sign {
                break;
            }
            at = end;
        }
    }
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        let decimal = run(at + 1);
        // "1.2.3" is a version or a date, and is left whole for those who tell them apart.
        at = decimal;
        while bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            at = run(at + 1);
        }
    }
    at
}

/// Behind one or two digits, the end of groups as India writes them: ",20,00,000" in "1,20,00,000".
fn lakh_end(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |at: usize| {
        bytes
            .get(at..)?
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .or(Some(bytes.len() - at))
    };
    let mut at = start;
    while bytes.get(at) == Some(&b',') && digits(at + 1) == Some(2) {
        at += 3;
    }
    (at > start && bytes.get(at) == Some(&b',') && digits(at + 1) == Some(3)).then_some(at + 4)
}

/// A separator of thousands at `at` and its width: a comma, an apostrophe, a thin or a no-break space.
fn separator_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at..)? {
        [sign @ (b',' | b'\''), ..] => Some((*sign, 1)),
        [0xC2, 0xA0, ..] => Some((b' ', 2)),
        [0xE2, 0x80, 0xAF | 0x89, ..] => Some((b' ', 3)),
        [0xE2, 0x80, 0x99, ..] => Some((b'\'', 3)),
        _ => None,
    }
}

/// Whether points part groups of three: "2.500.000".
pub(crate) fn is_pointed(word: &str) -> bool {
    let mut groups = word.split('.');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        // Four groups of three are rather the address of a machine.
        && (rest.len() == 2 || rest.len() == 3 && word.ends_with("000"))
        && rest.iter().all(|group| group.len() == 3)
        && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A document, its pieces, and the words that matter.
pub(crate) struct Scan<'d> {
    pub(crate) doc: &'d Doc,
    pub(crate) text: &'d str,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) lexicon: &'static Lexicon,
    /// Whether capital letters tell nothing: a headline in title case, or all in capitals.
    pub(crate) capitals: bool,
}

impl<'d> Scan<'d> {
    pub(crate) fn new(doc: &'d Doc) -> Scan<'d> {
        let lexicon = Lexicon::get();
        let text = doc.text();
        let mut pieces = Vec::with_capacity(doc.len() + doc.len() / 4);
        let (mut token, mut words, mut capital) = (0, 0, 0);
        if !doc.is_empty() {
            let mut end = doc.token(0).end();
            split(text, |mut piece| {
                while piece.start as usize >= end && token + 1 < doc.len() {
                    token += 1;
                    end = doc.token(token).end();
                }
                piece.token = token as u32;
                let word = &text[piece.start as usize..piece.end as usize];
                match piece.sort {
                    Sort::Word => {
                        piece.entry = lexicon.look_up(word);
                        if word.len() > 3 {
                            words += 1;
                            capital += usize::from(word.starts_with(char::is_uppercase));
                        }
                    }
                    Sort::Sign => piece.entry = lexicon.look_up(word),
                    Sort::Digits | Sort::Break => {}
                }
                pieces.push(piece);
            });
        }
        let mut scan = Scan {
            doc,
            text,
            pieces,
            lexicon,
            capitals: words >= 3 && capital * 10 >= words * 7,
        };
        scan.join_groups();
        scan
    }

    /// Makes one piece of groups of digits that plain spaces part: "40 000 people", "1 250 000".
    fn join_groups(&mut self) {
        let plain = |scan: &Scan<'_>, at: usize| {
            scan.is_digits(at) && scan.word(at).bytes().all(|byte| byte.is_ascii_digit())
        };
        // A text that writes "1,200" does not write "1 200"; but "000" is no number of its own anywhere.
        let commas = |scan: &Scan<'_>| {
            (0..scan.pieces.len()).any(|at| scan.is_digits(at) && scan.word(at).contains(','))
        };
        let mut at = 0;
        while at + 1 < self.pieces.len() {
            let start = at;
            at += 1;
            let first = self.word(start);
            if !plain(self, start) || first.len() > 3 || first.starts_with('0') {
                continue;
            }
            let mut end = start + 1;
            while plain(self, end)
                && self.word(end).len() == 3
                && self.pieces[end].start == self.pieces[end - 1].end + 1
                && self.text.as_bytes().get(self.pieces[end - 1].end as usize) == Some(&b' ')
            {
                end += 1;
            }
            // "5 000-metre", not "12 300-45".
            let joined = self.glued(end)
                && (self.is_word(end) || self.is_dash(end) && !self.is_word(end + 1));
            let open = self.is_digits(end) || joined;
            let is_two = || commas(self) && self.word(end - 1) != "000";
            if end == start + 1 || open || self.is_apart(start) || is_two() {
                continue;
            }
            self.pieces[start].end = self.pieces[end - 1].end;
            self.pieces.drain(start + 1..end);
        }
    }

    /// Whether what stands before a group of digits makes it a number of its own: "May 15 200 people
    /// marched", "Route 66 120 cars".
    fn is_apart(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let entry = self.entry(before);
        let sign =
            self.glued(at) && matches!(self.word(before), "-" | "+" | "(" | "." | "/" | "#" | ":");
        let letters =
            self.glued(at) && self.is_word(before) && !self.is_any(before, &["r", "rs", "kr"]);
        entry.month
            || entry.weekday
            || entry.label.is_some()
            || sign
            || letters
            || self.is_digits(before)
            || self.is_any(before, &["aged", "age", "number", "no"])
    }

    /// The words of a piece; empty past the end.
    pub(crate) fn word(&self, at: usize) -> &'d str {
        self.pieces
            .get(at)
            .map_or("", |p| &self.text[p.start as usize..p.end as usize])
    }

    /// Whether the piece at `at` is `word`, letter case (ASCII) apart.
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether the piece at `at` is one of `words`.
    pub(crate) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    pub(crate) fn sort(&self, at: usize) -> Option<Sort> {
        self.pieces.get(at).map(|p| p.sort)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.sort(at) == Some(Sort::Word)
    }

    pub(crate) fn is_digits(&self, at: usize) -> bool {
        self.sort(at) == Some(Sort::Digits)
    }

    /// Whether the piece at `at` touches the one before it.
    pub(crate) fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|p| p.glued)
    }

    /// What the lexicon knows of the piece at `at`.
    pub(crate) fn entry(&self, at: usize) -> &'static Entry {
        self.lexicon
            .entry(self.pieces.get(at).map_or(0, |p| p.entry))
    }

    /// The token that the piece at `at` is in.
    pub(crate) fn token(&self, at: usize) -> Option<Token<'d>> {
        self.doc.get(self.pieces.get(at)?.token as usize)
    }

    /// Whether the piece at `at` is a hyphen or dash.
    pub(crate) fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "‐" | "‑" | "‒" | "–" | "—" | "−")
    }

    /// Whether the piece at `at` is a hyphen that joins its neighbours: no space on either side.
    pub(crate) fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && self.glued(at) && self.glued(at + 1)
    }

    /// Whether the piece begins with a capital letter.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// The end of `phrase` when it stands at `at`; a hyphen may stand for a space in it.
    pub(crate) fn phrase(&self, at: usize, phrase: &[Box<str>]) -> Option<usize> {
        let mut next = at;
        for (i, word) in phrase.iter().enumerate() {
            if i > 0 && self.is_hyphen(next) && &**word != "-" {
                next += 1;
            }
            if !self.is(next, word) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The start of `phrase` when its last word stands just before `end`.
    pub(crate) fn phrase_before(&self, end: usize, phrase: &[Box<str>]) -> Option<usize> {
        let mut at = end;
        for (i, word) in phrase.iter().rev().enumerate() {
            at = at.checked_sub(1)?;
            if i > 0 && self.is_hyphen(at) {
                at = at.checked_sub(1)?;
            }
            if !self.is(at, word) {
                return None;
            }
        }
        Some(at)
    }

    /// Bytes from the start of piece `from` to the end of the piece before `to`.
    pub(crate) fn bytes(&self, pieces: &Range<usize>) -> Range<usize> {
        self.pieces[pieces.start].start as usize..self.pieces[pieces.end - 1].end as usize
    }

    /// The first piece of a token; the number of pieces when it has none.
    pub(crate) fn piece_of(&self, token: usize) -> usize {
        self.pieces.partition_point(|p| (p.token as usize) < token)
    }
}
