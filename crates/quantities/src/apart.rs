//! Tells quantities from what is only written with digits: dates, years, clock times, telephone
//! numbers, versions, picture counters, and names ("Flight 370", "B-44", "Article 50").

use crate::lexicon::{Label, NumberClass as Class};
use crate::number::{Form, Number};
use crate::piece::{Scan, is_pointed};

/// Entity labels under which a number is part of a name.
const NAMES: [&str; 9] = [
    "ORG",
    "PRODUCT",
    "FAC",
    "WORK_OF_ART",
    "LAW",
    "EVENT",
    "GPE",
    "LOC",
    "PERSON",
];

impl Scan<'_> {
    /// Where the thing that starts at `at` ends, if it has digits but is no quantity.
    pub(crate) fn no_quantity(&self, at: usize) -> Option<usize> {
        if let Some(end) = self.spoken_clock(at) {
            return Some(end);
        }
        if !self.is_digits(at) {
            return None;
        }
        self.code(at)
            .or_else(|| self.clock(at))
            .or_else(|| self.numeric_date(at))
            .or_else(|| self.telephone(at))
            .or_else(|| self.counter(at))
    }

    /// The digits of a web address, a handle, or a word that mixes letters and digits: "HA446",
    /// "B-44", "Covid-19", "iPhone7".
    fn code(&self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        let text = token.text();
        if text.len() > 4 && (text.contains("://") || text.contains("www.") || text.contains('@'))
            || text.len() > 8 && text.contains('/') && text.contains('.')
        {
            return Some(self.piece_of(token.index() + 1).max(at + 1));
        }
        let previous = at.checked_sub(1)?;
        if !self.glued(at) {
            return None;
        }
        if self.is_word(previous) {
            // "US$5", "Rs500", "x150" in a size and "m2" have their own readers.
            let word = self.word(previous);
            if self.sign_before(at, 0).is_some() && word.starts_with(char::is_uppercase) {
                return None;
            }
            if self.is_any(previous, &["x", "to", "or"]) {
                return None;
            }
            return Some(self.rest_of_code(at));
        }
        if matches!(self.word(previous), "#" | "@" | "_" | "'" | "’" | "‘") && !self.is(at + 1, "%")
        {
            // "'90s", "#1"
            let opening = matches!(self.word(previous), "'" | "’" | "‘")
                && (self.word(at).len() != 2 || self.glued(previous));
            return if opening {
                None
            } else {
                Some(self.rest_of_code(at))
            };
        }
        if self.is_dash(previous)
            && self.glued(previous)
            && previous > 0
            && self.is_word(previous - 1)
        {
            let word = self.word(previous - 1);
            let joins = [
                "mid",
                "sub",
                "plus",
                "about",
                "to",
                "a",
                "an",
                "magnitude",
                "near",
                "nearly",
            ];
            if self.is_any(previous - 1, &joins)
                || word.len() > 6 && word.starts_with(char::is_lowercase)
            {
                return None;
            }
            return Some(self.rest_of_code(at));
        }
        None
    }

    fn rest_of_code(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.glued(end) && (self.is_word(end) || self.is_digits(end) || self.is_hyphen(end)) {
            end += 1;
        }
        end
    }

    /// "11:36", "9:34 a.m.", "2.24am", "5pm", "7 o'clock", "0336 GMT", "1400 hours".
    fn clock(&self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        let mut is_clock = false;
        if self.word(end) == ":"
            && self.glued(end)
            && self.glued(end + 1)
            && self.is_digits(end + 1)
        {
            while self.word(end) == ":"
                && self.glued(end)
                && self.is_digits(end + 1)
                && self.glued(end + 1)
            {
                end += 2;
            }
            is_clock = true;
        }
        let meridiem = self.is_any(end, &["am", "pm"])
            || self.is_any(end, &["a", "p"]) && self.word(end + 1) == "." && self.is(end + 2, "m");
        if meridiem && (self.word(end).len() == 2 || self.glued(end + 1)) {
            let after = if self.word(end).len() == 2 {
                end + 1
            } else {
                end + 3
            };
            return Some(
                after
                    + usize::from(self.word(after) == "." && self.glued(after) && after > end + 1),
            );
        }
        if self.is(end, "o") && matches!(self.word(end + 1), "'" | "’") && self.is(end + 2, "clock")
        {
            return Some(end + 3);
        }
        let zone = [
            "gmt", "utc", "bst", "est", "edt", "pst", "pdt", "cet", "cest", "ist", "et", "pt",
            "hrs",
        ];
        let digits = self.word(at);
        if (is_clock || digits.len() == 4 && !digits.contains(['.', ',']))
            && self.is_any(end, &zone)
        {
            return Some(end + 1);
        }
        if digits.len() == 4 && digits.starts_with('0') && self.is(end, "hours") {
            return Some(end + 1);
        }
        is_clock.then_some(end)
    }

    /// "twenty to seven", "half past nine", "at seven on Monday evening", "9 and 10 a.m.", "3 in the
    /// afternoon": the numbers of clocks that are said in words.
    fn spoken_clock(&self, at: usize) -> Option<usize> {
        let small = |at: usize, most: f64| {
            let number = if self.is_digits(at) {
                self.word(at).parse().ok()
            } else {
                self.class(at).map(|(class, value)| match class {
                    Class::Unit | Class::Teen | Class::Ten => value,
                    _ => f64::INFINITY,
                })
            };
            number.is_some_and(|n: f64| (1.0..=most).contains(&n) && n.fract() == 0.0)
        };
        let hour = |at: usize| small(at, 12.0) || self.is_any(at, &["noon", "midnight"]);
        let told = at.checked_sub(1).is_some_and(|before| {
            self.is_any(
                before,
                &[
                    "at", "about", "around", "by", "until", "till", "from", "between", "past", "to",
                ],
            )
        });
        let half = self.is_any(at, &["half", "quarter"]);
        if half || small(at, 29.0) {
            let past = at + 1 + usize::from(self.is_hyphen(at + 1) || self.is(at + 1, "minutes"));
            let minutes = self.is(past.wrapping_sub(1), "minutes");
            if (self.is(past, "past")
                || self.is(past, "to") && (minutes || half || self.is(past + 1, "midnight")))
                && hour(past + 1)
                && (told || minutes || half)
            {
                return Some(past + 2);
            }
        }
        if !told || !small(at, 12.0) {
            return None;
        }
        let part = |at: usize| self.is_any(at, &["morning", "afternoon", "evening", "night"]);
        let the = self.is(at + 1, "in") && self.is(at + 2, "the") && part(at + 3);
        let day = at + 1 + usize::from(self.is(at + 1, "on"));
        if the || self.entry(day).weekday && self.is_capital(day) && part(day + 1) {
            return Some(at + 1);
        }
        // The other end of a range is a clock.
        let joint = self.is_any(at + 1, &["and", "to", "until"]) || self.is_hyphen(at + 1);
        (joint && self.is_digits(at) && self.is_digits(at + 2))
            .then(|| self.clock(at + 2))
            .flatten()
    }

    /// "2016-07-15", "15.07.2016", "11/9/2001", "9/11", "24/7", "2015/16", "4 July", "July 4, 2016".
    fn numeric_date(&self, at: usize) -> Option<usize> {
        let digits = self.word(at);
        if digits.bytes().filter(|b| *b == b'.').count() > 1 && !is_pointed(digits) {
            return Some(at + 1);
        }
        let joined = |end: usize, sign: fn(&str) -> bool| {
            sign(self.word(end))
                && self.glued(end)
                && self.glued(end + 1)
                && self.is_digits(end + 1)
        };
        let slash = |word: &str| word == "/";
        let dash = |word: &str| matches!(word, "-" | "–");
        if joined(at + 1, slash) {
            if joined(at + 3, slash) {
                return Some(at + 5);
            }
            // What remains is a fraction when the number reader takes it, else a name or a season.
            let fraction = self.number(at).is_some_and(|n| n.form == Form::Part);
            let mixed = at > 0 && self.is_digits(at - 1);
            return if fraction || mixed {
                None
            } else {
                Some(at + 3)
            };
        }
        let year = |at: usize| self.is_year(at);
        if joined(at + 1, dash)
            && (joined(at + 3, dash) && digits.len() <= 4
                || year(at) && (year(at + 2) || self.word(at + 2).len() == 2))
        {
            return Some(at + if joined(at + 3, dash) { 5 } else { 3 });
        }
        self.written_date(at)
    }

    /// "4 July 2016", "July 4th, 2016", "1-3 March", "Friday 13".
    fn written_date(&self, at: usize) -> Option<usize> {
        if self.word(at).len() > 2 {
            return None;
        }
        let mut end = at + 1;
        if self.glued(end) && self.is_any(end, &["st", "nd", "rd", "th"]) {
            end += 1;
        }
        // "1-3 March", "July 4-6", "4 and 5 July", "July 4 and 5".
        let mut second = end;
        if (self.is_hyphen(second) || self.is_any(second, &["and", "to", "or", "&"]))
            && self.is_digits(second + 1)
            && self.word(second + 1).len() <= 2
        {
            second += 2;
            if self.glued(second) && self.is_any(second, &["st", "nd", "rd", "th"]) {
                second += 1;
            }
        }
        let year = |end: usize| {
            let skip = end + usize::from(self.word(end) == ",");
            if self.is_year(skip) { skip + 1 } else { end }
        };
        for end in [end, second] {
            let month = end + usize::from(self.is(end, "of"));
            if self.is_month(month) {
                let after = month + 1;
                return Some(year(
                    after
                        + usize::from(
                            self.word(after) == "." && self.glued(after) && self.is_year(after + 1),
                        ),
                ));
            }
        }
        let mut before = at.checked_sub(1)?;
        if self.is(before, "the") && before > 0 {
            before -= 1;
        }
        if self.word(before) == "." && before > 0 {
            before -= 1;
        }
        if self.is_month(before) && !self.is_unit_next(end) {
            return Some(year(if self.is_unit_next(second) {
                end
            } else {
                second
            }));
        }
        let weekday = self.entry(before).weekday && self.is_capital(before) && before + 1 == at;
        (weekday && self.word(at).len() <= 2 && !self.is_counting(at)).then_some(end)
    }

    fn is_unit_next(&self, at: usize) -> bool {
        let entry = self.entry(at);
        self.word(at) == "%"
            || self.glued(at) && !entry.units.is_empty()
            || entry.number.is_some_and(|n| n.0 == Class::Scale)
    }

    /// A month's name with a capital; "may" and "mar" are other words too.
    pub(crate) fn is_month(&self, at: usize) -> bool {
        self.entry(at).month && self.is_capital(at)
    }

    /// Four digits that can be a year.
    pub(crate) fn is_year(&self, at: usize) -> bool {
        let word = self.word(at);
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && ("1000".."2100").contains(&word)
    }

    /// Groups of digits: "020 7946 0123", "555-0143", "+44 ...".
    fn telephone(&self, at: usize) -> Option<usize> {
        let plain =
            |at: usize| self.is_digits(at) && self.word(at).bytes().all(|b| b.is_ascii_digit());
        if !plain(at) {
            return None;
        }
        let (mut end, mut digits, mut groups) = (at + 1, self.word(at).len(), 1);
        loop {
            let next = end
                + usize::from(
                    self.is_hyphen(end) || self.word(end) == ")" || self.word(end) == "(",
                );
            if !plain(next) || self.word(next).len() < 2 || groups > 6 {
                break;
            }
            digits += self.word(next).len();
            groups += 1;
            end = next + 1;
        }
        let first = self.word(at);
        let plus =
            at > 0 && self.word(at - 1) == "+" && self.glued(at) && first.len() <= 3 && groups > 1;
        let zero = first.len() > 1 && first.starts_with('0') && first != "00";
        let local = groups == 2
            && first.len() == 3
            && self.word(end - 1).len() == 4
            && self.is_hyphen(at + 1);
        if plus
            || zero && (digits >= 7 || groups == 1)
            || groups >= 3 && digits >= 9
            || local
            || groups == 1 && digits >= 13
        {
            return Some(end);
        }
        None
    }

    /// "36 of 59" behind "Caption", "3/8" at the start of a block, "1." before a sentence.
    fn counter(&self, at: usize) -> Option<usize> {
        let first = at == 0 || self.sort(at - 1) == Some(crate::piece::Sort::Break);
        if first && self.word(at).len() <= 2 {
            if matches!(self.word(at + 1), "." | ")")
                && self.glued(at + 1)
                && !self.glued(at + 2)
                && self.pieces.len() > at + 2
            {
                return Some(at + 2);
            }
            if self.word(at + 1) == "/" && self.is_digits(at + 2) && !self.is(at + 3, "of") {
                return Some(at + 3);
            }
        }
        None
    }

    /// Whether the number counts the noun behind it, as the parse has it.
    pub(crate) fn is_counting(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            let head = token.head();
            token.dep() == "nummod"
                && head.index() > token.index()
                && matches!(head.tag(), "NNS" | "NNPS" | "NN")
        })
    }

    /// Whether a number that has neither unit nor currency is a name or a date after all.
    pub(crate) fn is_name(&self, number: &Number, floor: usize) -> bool {
        let (start, end) = (number.start, number.end);
        let Some(token) = self.token(start) else {
            return true;
        };
        if number.plain == 4 && self.is_year(start) && self.is_a_year(number) {
            return true;
        }
        if number.form == Form::Decade {
            return true;
        }
        let previous = start.checked_sub(1);
        let entity = token.entity();
        if let Some(before) = previous.filter(|b| *b >= floor) {
            let dotted = self.word(before) == "." && self.glued(before) && before > 0;
            let label = if dotted { before - 1 } else { before };
            let no = self.is_any(label, &["no", "nos"])
                && number.form == Form::Digits
                && (dotted || self.is_capital(label) && label > 0);
            if no || self.word(before) == "#" || self.is(label, "number") && !self.is(before, "of")
            {
                return true;
            }
            match self.entry(label).label {
                Some(Label::Firm)
                    if !self.is_any(label, &["no", "number"]) && !self.plural_follows(number) =>
                {
                    return true;
                }
                Some(Label::Loose)
                    if !self.is_counting(end - 1)
                        && !self.is_word(end)
                        && !self.is_result(number) =>
                {
                    return true;
                }
                _ => {}
            }
            // "iPhone 7", "Boeing 737 jets", "World War Two": a name right before, and the parse ties them.
            let capital = self.is_capital(before)
                && self.is_word(before)
                && !(self.capitals && number.form != Form::Digits);
            if capital
                && self
                    .token(before)
                    .is_some_and(|t| t.pos() == "PROPN" && self.ties(t.index(), number))
                && (number.form == Form::Digits || self.is_capital(start))
                && !self.entry(before).weekday
            {
                return true;
            }
        }
        // "49 Degrees Films", "Three Mile Island", "Five Star Movement".
        let named = entity.is_some_and(|e| NAMES.contains(&&*e.label) && e.tokens.len() > 1);
        if named
            && number.form != Form::Digits
            && self.is_capital(start)
            && (self.is_capital(end) || self.is_dash(end))
        {
            let (first, sentence) = (
                entity.map_or(0, |e| e.tokens.start),
                token.is_sentence_start(),
            );
            return !(sentence && first == token.index() && self.is_counting(start));
        }
        if named && number.form == Form::Digits {
            let counts = self.is_counting(end - 1)
                && entity.is_some_and(|e| e.tokens.start == token.index());
            return !counts;
        }
        token.text().len() > self.word(start).len() + 3
            && token.text().contains(['@', '#', '_', '\\', '='])
    }

    /// Whether a number that is no larger follows behind a dash: "led the series 3-1", no pages.
    fn is_result(&self, number: &Number) -> bool {
        self.is_hyphen(number.end)
            && self
                .number(number.end + 1)
                .is_some_and(|other| other.low <= number.low && self.is_digits(other.start))
    }

    /// Whether a plural that the number counts stands right behind it.
    fn plural_follows(&self, number: &Number) -> bool {
        self.is_counting(number.end - 1)
            && self
                .token(number.end - 1)
                .is_some_and(|t| t.head().tag() == "NNS" && t.head().index() <= t.index() + 2)
    }

    /// Whether the parse ties a name to the number behind it.
    fn ties(&self, name: usize, number: &Number) -> bool {
        let (Some(name), Some(number)) = (self.doc.get(name), self.token(number.end - 1)) else {
            return false;
        };
        let one_head = name.head().index() == number.head().index()
            && matches!(name.dep(), "compound" | "nmod" | "amod" | "poss")
            && !number.is_root();
        number.head().index() == name.index()
            && matches!(
                number.dep(),
                "nummod" | "appos" | "npadvmod" | "nmod" | "punct"
            )
            || name.head().index() == number.index()
                && matches!(
                    name.dep(),
                    "compound" | "nmod" | "quantmod" | "amod" | "nummod"
                )
            || one_head
            || name
                .entity()
                .is_some_and(|e| NAMES.contains(&&*e.label) && e.tokens.contains(&number.index()))
    }

    /// Whether four plain digits are a year here, and not 1,500 of something.
    fn is_a_year(&self, number: &Number) -> bool {
        const YEARLY: [&str; 16] = [
            "in", "since", "by", "until", "till", "during", "before", "after", "from", "to", "of",
            "late", "early", "mid", "year", "circa",
        ];
        let at = number.start;
        let Some(token) = self.token(at) else {
            return true;
        };
        if at > 0
            && (self.is_month(at - 1)
                || self.is_any(at - 1, &YEARLY) && !self.plural_follows(number))
        {
            return true;
        }
        let dated = token
            .entity()
            .is_some_and(|e| matches!(&*e.label, "DATE" | "EVENT" | "WORK_OF_ART"));
        dated || !self.plural_follows(number)
    }

    /// Whether an ordinal is part of a date or a name: "4th of July", "21st century", "Second Amendment".
    pub(crate) fn is_dated_ordinal(&self, number: &Number) -> bool {
        let end = number.end;
        let near =
            |at: usize| self.is_month(at) || self.is_any(at, &["century", "centuries", "quarter"]);
        let hyphen = end + usize::from(self.is_hyphen(end));
        let before = number.start.wrapping_sub(1);
        if near(hyphen)
            || self.is(end, "of") && near(end + 1)
            || self.is_month(before)
            || self.is(before, "the") && self.is_month(before.wrapping_sub(1))
        {
            return true;
        }
        let weekday = self.entry(before).weekday && self.is_capital(before)
            || self.is(before, "the")
                && self.entry(before.wrapping_sub(1)).weekday
                && self.is_capital(before.wrapping_sub(1));
        let named = self
            .token(number.start)
            .and_then(crosswire_annotate::Token::entity)
            .is_some_and(|e| {
                NAMES.contains(&&*e.label)
                    && e.tokens.len() > 1
                    && self.is_capital(number.start)
                    && !self.capitals
                    || &*e.label == "DATE"
                        && number.form == Form::Ordinal
                        && self.is_month(self.piece_of(e.tokens.start))
            });
        weekday || named
    }
}
