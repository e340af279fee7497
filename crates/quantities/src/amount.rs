//! Reads a number with its currency or unit: "$284bn", "5ft 10in", "thousands of dollars".

use crate::lexicon::{MoneyClass, NumberClass as Class, Unit, Written};
use crate::number::{Form, Number};
use crate::piece::Scan;

/// What a number is an amount of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// Nothing said: a count, or what the words around make of it.
    Bare,
    /// Money: ISO 4217 code.
    Money(&'static str),
    /// A unit.
    Unit(&'static Unit),
}

impl Of {
    pub(crate) fn is_bare(self) -> bool {
        matches!(self, Of::Bare)
    }

    /// Whether two amounts can be the ends of one range.
    pub(crate) fn is_same(self, other: Of) -> bool {
        match (self, other) {
            (Of::Money(a), Of::Money(b)) => a == b,
            (Of::Unit(a), Of::Unit(b)) => a.name == b.name,
            (Of::Bare, Of::Bare) => true,
            _ => false,
        }
    }
}

/// A number with its unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) number: Number,
    pub(crate) of: Of,
    /// The unit hangs on the number with a hyphen: "400-pound".
    pub(crate) hyphen: bool,
}

/// Unit abbreviations of one letter or word that are right only in this case: "40m", "20C".
const LOWER: [&str; 6] = ["m", "g", "l", "h", "s", "in"];
const UPPER: [&str; 4] = ["C", "F", "W", "V"];
/// Numbers of lines of a picture: "1080p" is no money.
const VIDEO: [f64; 7] = [144.0, 240.0, 360.0, 480.0, 720.0, 1080.0, 2160.0];

impl Scan<'_> {
    /// The amount whose number starts at `at`; its sign may stand before.
    pub(crate) fn amount(&self, at: usize, floor: usize) -> Option<Amount> {
        let mut number = self.number(at)?;
        if matches!(number.form, Form::Ordinal | Form::Decade | Form::Multiple) {
            return Some(Amount {
                start: at,
                end: number.end,
                number,
                of: Of::Bare,
                hyphen: false,
            });
        }
        if let Some((start, code)) = self.sign_before(at, floor) {
            self.letter_scale(&mut number, true);
            let (start, negative) = self.minus_before(start, floor);
            negate(&mut number, negative);
            let mut end = number.end;
            // "$5 million dollars", "US$5 USD".
            if let Some((next, word, _)) = self
                .money_word(&number, end)
                .filter(|m| m.1 == code && m.2 == 1.0)
            {
                let _ = word;
                end = next;
            }
            return Some(Amount {
                start,
                end,
                number,
                of: Of::Money(code),
                hyphen: false,
            });
        }
        self.letter_scale(&mut number, false);
        let (start, negative) = self.minus_before(at, floor);
        let mut amount = self.with_unit(Amount {
            start: at,
            end: number.end,
            number,
            of: Of::Bare,
            hyphen: false,
        });
        if negative && (!amount.of.is_bare() || start + 1 == at && self.is_dash(start)) {
            negate(&mut amount.number, true);
            amount.start = start;
        }
        if amount.of.is_bare() && self.is_magnitude(at, floor) {
            amount.of = self
                .lexicon
                .units
                .iter()
                .find(|u| u.name == "magnitude")
                .map_or(Of::Bare, Of::Unit);
        }
        Some(self.compound(amount))
    }

    /// "magnitude 7.1", "magnitude-6", "a magnitude of 7.1".
    fn is_magnitude(&self, at: usize, floor: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= floor) else {
            return false;
        };
        let before = if self.is_dash(before) || self.is(before, "of") {
            before.wrapping_sub(1)
        } else {
            before
        };
        self.is(before, "magnitude")
    }

    /// The currency sign before a number: "$", "US$", "$US", "Rs.", "EUR".
    pub(crate) fn sign_before(&self, at: usize, floor: usize) -> Option<(usize, &'static str)> {
        let mut last = at.checked_sub(1).filter(|last| *last >= floor)?;
        if self.word(last) == "." && last > floor && self.is_any(last - 1, &["rs", "rp", "rm"]) {
            last -= 1;
        }
        let first = last
            .checked_sub(1)
            .filter(|first| *first >= floor && self.glued(last));
        if let Some(first) = first
            && self.word(first).len() + self.word(last).len() <= 6
            && (self.is_word(first) || self.is_word(last))
        {
            let joined = format!("{}{}", self.word(first), self.word(last)).to_ascii_lowercase();
            if let Some(code) = self.lexicon.sign(&joined) {
                return Some((first, code));
            }
        }
        let word = self.word(last);
        if self.is_word(last) {
            // A code is written in capitals, and not as the end of another word.
            let capital = word.len() <= 4
                && (word.chars().all(char::is_uppercase)
                    || matches!(word, "Rs" | "Rp" | "kr" | "Kr"))
                && (word != "R" || self.is_rand(at));
            return (capital && first.is_none_or(|f| !self.is_word(f)))
                .then(|| self.lexicon.sign(&word.to_ascii_lowercase()))
                .flatten()
                .map(|code| (last, code));
        }
        self.lexicon.sign(word).map(|code| (last, code))
    }

    /// Whether a minus stands before: "-5C", "minus 12 degrees", "negative 7 percent".
    fn minus_before(&self, at: usize, floor: usize) -> (usize, bool) {
        let Some(before) = at.checked_sub(1).filter(|b| *b >= floor) else {
            return (at, false);
        };
        let sign = matches!(self.word(before), "-" | "−" | "–")
            && self.glued(at)
            && (!self.glued(before) || self.word(before.wrapping_sub(1)) == "(");
        if sign || self.is_any(before, &["minus", "negative"]) {
            (before, true)
        } else {
            (at, false)
        }
    }

    /// "$5m", "2.4m people", "10k": a letter for a scale, where it is not a unit.
    fn letter_scale(&self, number: &mut Number, money: bool) {
        let at = number.end;
        let Some((Class::Letter, value)) = self.class(at) else {
            return;
        };
        if number.form != Form::Digits
            || number.scaled
            || !self.glued(at)
            || self.glued(at + 1) && (self.is_digits(at + 1))
        {
            return;
        }
        let plural = || {
            self.token(at + 1)
                .is_some_and(|t| t.tag() == "NNS" && !self.is_any(at + 1, &["metres", "meters"]))
        };
        let is_scale = match self.word(at) {
            _ if money => true,
            "k" | "K" => number.low < 1000.0 && self.is_word(at + 1),
            "m" | "M" | "b" | "B" => plural(),
            _ => false,
        };
        if is_scale {
            number.scale(value);
            number.end = at + 1;
        }
    }

    /// Adds the unit or the word for money behind the number.
    pub(crate) fn with_unit(&self, mut amount: Amount) -> Amount {
        let number = amount.number;
        let mut at = number.end;
        let hyphen = self.is_hyphen(at);
        at += usize::from(hyphen);
        if matches!(number.form, Form::Vague | Form::Part) {
            at += usize::from(self.is(at, "of"));
            if number.form == Form::Part {
                at += usize::from(self.is(at, "a") || self.is(at, "an"));
                at += usize::from(self.is_hyphen(at));
            }
            // "a few more days", "several other miles" count things, not this unit.
        }
        let digits = number.form == Form::Digits;
        let unit = self.unit_at(at, digits);
        let money = self.money_at(&number, at, hyphen);
        match (unit, money) {
            (unit, Some((end, code, value)))
                if unit.is_none_or(|(unit_end, _)| unit_end <= end) =>
            {
                amount.of = Of::Money(code);
                if value != 1.0 {
                    let (factor, plain, scaled) = (number.factor, number.plain, number.scaled);
                    amount.number.scale(value);
                    (
                        amount.number.factor,
                        amount.number.plain,
                        amount.number.scaled,
                    ) = (factor, plain, scaled);
                }
                amount.end = end;
                amount.hyphen = hyphen;
            }
            (Some((end, unit)), _) => {
                amount.of = Of::Unit(unit);
                amount.end = end;
                amount.hyphen = hyphen;
            }
            _ => {
                if let Some(unit) = self.bare_letter(&amount) {
                    amount.of = Of::Unit(unit);
                    amount.end = number.end + 1;
                } else if let Some(unit) = self.point_behind(&number, at) {
                    amount.of = Of::Unit(unit);
                    amount.end = at + 1;
                    amount.hyphen = hyphen;
                } else if let Some(code) = self.code_behind(&number, hyphen) {
                    amount.of = Of::Money(code);
                    amount.end = number.end + 1;
                }
            }
        }
        amount
    }

    /// The unit that is spelled out at `at`: for "more than a mile".
    pub(crate) fn full_unit(&self, at: usize) -> Option<(usize, &'static Unit)> {
        self.unit_at(at, false)
    }

    pub(crate) fn unit_at(&self, at: usize, digits: bool) -> Option<(usize, &'static Unit)> {
        for &i in &self.entry(at).units {
            let spelling = &self.lexicon.spellings[usize::from(i)];
            let Some(end) = self.phrase(at, &spelling.words) else {
                continue;
            };
            let word = self.word(at);
            let fits = match spelling.written {
                Written::Full => self.is_unit_word(at, end),
                Written::Abbreviated => {
                    digits && !(self.glued(end) && (self.is_word(end) || self.is_digits(end)))
                }
                Written::Glued if word == "\"" && self.closes_quotation(at) => false,
                Written::Glued => {
                    let case = !self.is_word(at) || LOWER.contains(&word) || UPPER.contains(&word);
                    digits
                        && case
                        && self.glued(at)
                        && !(self.glued(end) && (self.is_word(end) || self.is_digits(end)))
                }
            };
            if fits {
                return Some((end, &self.lexicon.units[usize::from(spelling.unit)]));
            }
        }
        None
    }

    /// Whether a straight double quote behind digits closes a quotation, and is no sign for inches:
    /// one that is open stands not far before.
    fn closes_quotation(&self, at: usize) -> bool {
        const FAR: usize = 200;
        (at.saturating_sub(FAR)..at)
            .filter(|i| self.word(*i) == "\"" || self.word(*i) == "“")
            .count()
            % 2
            == 1
    }

    /// Whether words that can be a unit are one here: "six stone" but not "six stone walls".
    fn is_unit_word(&self, at: usize, end: usize) -> bool {
        if end > at + 1 {
            return true;
        }
        let Some(token) = self.token(at) else {
            return false;
        };
        match self.word(at).to_ascii_lowercase().as_str() {
            "stone" | "yard" | "barrel" | "pixel" | "carat" | "bit" => {
                token.dep() != "compound" || self.is_dash(at.wrapping_sub(1))
            }
            // A possessive is still a unit: "two days' notice".
            "second" => token.tag() != "JJ" || self.is_dash(at.wrapping_sub(1)),
            "nights" | "night" | "points" => true,
            _ => true,
        }
    }

    fn money_at(
        &self,
        number: &Number,
        at: usize,
        hyphen: bool,
    ) -> Option<(usize, &'static str, f64)> {
        let (end, code, value) = self.money_word(number, at)?;
        if code == "GBP"
            && self.is_any(at, &["pound", "pounds"])
            && end == at + 1
            && !self.is_pound_money(number, at, hyphen)
        {
            return None;
        }
        Some((end, code, value))
    }

    fn money_word(&self, number: &Number, at: usize) -> Option<(usize, &'static str, f64)> {
        for &i in &self.entry(at).money {
            let money = &self.lexicon.money[usize::from(i)];
            let Some(end) = self.phrase(at, &money.words) else {
                continue;
            };
            let fits = match money.class {
                MoneyClass::Word => self.token(at).is_some_and(|t| {
                    t.tag().starts_with("NN")
                        || t.tag() == "CD"
                        || number.scaled && !t.tag().starts_with("VB")
                        || end > at + 1
                }),
                MoneyClass::Pound => true,
                MoneyClass::Glued => {
                    let letter = matches!(self.word(at), "p" | "c" | "¢");
                    letter
                        && number.form == Form::Digits
                        && self.glued(at)
                        && !(self.glued(end) && (self.is_word(end) || self.is_digits(end)))
                        && !VIDEO.contains(&number.low)
                }
            };
            if fits {
                return Some((end, money.code, money.value));
            }
        }
        None
    }

    /// Whether "pounds" are money: millions are, and what is paid; what hangs on a hyphen is a weight
    /// ("a 400-pound animal"), and so is everything else.
    fn is_pound_money(&self, number: &Number, at: usize, hyphen: bool) -> bool {
        const PAID: [&str; 33] = [
            "award", "bet", "bill", "borrow", "budget", "buy", "charge", "claim", "cost", "debt",
            "donate", "earn", "fee", "fine", "fund", "give", "lend", "loan", "lose", "make",
            "offer", "owe", "pay", "price", "prize", "raise", "receive", "save", "sell", "spend",
            "steal", "tax", "worth",
        ];
        if number.scaled && number.low >= 1000.0 {
            return !self.is(at + 1, "of") && !self.is_any(at + 1, &["thrust"]);
        }
        if hyphen {
            return false;
        }
        self.token(at).is_some_and(|token| {
            token
                .ancestors()
                .take(3)
                .any(|above| PAID.contains(&above.lemma()))
                && !token
                    .ancestors()
                    .take(3)
                    .any(|above| above.lemma() == "weight")
        })
    }

    /// "5ft 10in", "two hours and ten minutes": amounts of one dimension, larger unit first.
    fn compound(&self, mut amount: Amount) -> Amount {
        if let Some(tall) = self.inches_behind(&amount) {
            return tall;
        }
        while let Of::Unit(unit) = amount.of {
            if !matches!(unit.dimension, "length" | "mass" | "duration")
                || !amount.number.is_point()
            {
                break;
            }
            let mut at = amount.end;
            at += usize::from(self.word(at) == ",");
            at += usize::from(self.is(at, "and"));
            let Some(number) = self
                .number(at)
                .filter(|n| n.is_point() && matches!(n.form, Form::Digits | Form::Words))
            else {
                break;
            };
            let next = self.with_unit(Amount {
                start: at,
                end: number.end,
                number,
                of: Of::Bare,
                hyphen: false,
            });
            let Of::Unit(smaller) = next.of else { break };
            let ratio = smaller.factor / unit.factor;
            if smaller.dimension != unit.dimension || ratio >= 0.9 || number.low * ratio >= 1.01 {
                break;
            }
            let value = crate::range::tidy(amount.number.low + number.low * ratio);
            amount.number.low = value;
            amount.number.high = value;
            (amount.number.step, amount.number.place) =
                (number.place * ratio, number.place * ratio);
            amount.number.plain = 0;
            amount.end = next.end;
            // A third, still smaller one is rare, and a loop must end.
            if amount.end == at {
                break;
            }
        }
        amount
    }
}

fn negate(number: &mut Number, negative: bool) {
    if negative && number.can.is_none() {
        (number.low, number.high) = (-number.high, -number.low);
        number.plain = 0;
    }
}
