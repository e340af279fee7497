//! Units and currencies as house styles write them: "500 €", "R2bn", "41 C (106 F)", "6-foot-2", "half a point".

use crate::amount::{Amount, Of};
use crate::lexicon::{NumberClass as Class, Unit};
use crate::number::{Form, Number};
use crate::piece::Scan;

/// How many pieces away a word may be that tells what a number is of.
const FAR: usize = 30;

impl Scan<'_> {
    /// Whether "R" before a number is South African money and no road or model: "R10 000", "R2bn".
    pub(crate) fn is_rand(&self, at: usize) -> bool {
        let large = self.word(at).len() >= 3;
        let scaled = matches!(self.class(at + 1), Some((Class::Scale, _)))
            || self.glued(at + 1) && self.is_any(at + 1, &["m", "bn"]);
        self.glued(at) && (large || scaled)
    }

    pub(crate) fn unit_named(&self, name: &str) -> Option<&'static Unit> {
        self.lexicon.units.iter().find(|unit| unit.name == name)
    }

    /// "41 C (106 F)", "minus 10 C": a letter apart from its number is a degree where another tells so.
    pub(crate) fn bare_letter(&self, amount: &Amount) -> Option<&'static Unit> {
        let (start, at) = (amount.number.start, amount.number.end);
        let name = |at: usize| match self.word(at) {
            "C" => Some("degC"),
            "F" => Some("degF"),
            _ => None,
        };
        let unit = name(at)?;
        let named = start > 0 && self.entry(start - 1).label.is_some();
        if named
            || amount.number.form != Form::Digits
            || amount.number.low > 200.0
            || self.glued(at)
        {
            return None;
        }
        let below = start > 0 && self.is_any(start - 1, &["minus", "-", "−", "–"]);
        let other =
            |at: usize| self.is_digits(at) && (name(at + 1)).is_some_and(|name| name != unit);
        let behind =
            self.word(at + 1) == "(" && (other(at + 2) || self.is_any(at + 2, &["minus", "-"]));
        let before = start >= 3
            && self.word(start - 1) == "("
            && name(start - 2).is_some_and(|name| name != unit);
        let weather = || {
            (start.saturating_sub(FAR)..(at + FAR).min(self.pieces.len())).any(|near| {
                self.is_any(
                    near,
                    &[
                        "temperature",
                        "temperatures",
                        "degrees",
                        "celsius",
                        "fahrenheit",
                        "heat",
                        "mercury",
                        "frost",
                    ],
                )
            })
        };
        (below || behind || before || weather())
            .then(|| self.unit_named(unit))
            .flatten()
    }

    /// "half a point", "a quarter-point cut", where a rate changes: percentage points.
    pub(crate) fn point_behind(&self, number: &Number, at: usize) -> Option<&'static Unit> {
        if number.form != Form::Part || !self.is_any(at, &["point", "points"]) {
            return None;
        }
        let rate = || {
            (number.start.saturating_sub(FAR)..(at + FAR).min(self.pieces.len())).any(|near| {
                self.is_any(
                    near,
                    &["rate", "rates", "percent", "inflation", "yield", "yields"],
                )
            })
        };
        rate()
            .then(|| self.unit_named("percentage point"))
            .flatten()
    }

    /// The sign or code of a currency behind its sum: "500 €", "40 EUR".
    pub(crate) fn code_behind(&self, number: &Number, hyphen: bool) -> Option<&'static str> {
        let word = self.word(number.end);
        // The sign may be the next sum's own: "between 5 €10 and ...".
        if matches!(word, "€" | "£" | "$" | "¥" | "₹")
            && number.form == Form::Digits
            && !(self.glued(number.end + 1) && self.is_digits(number.end + 1))
        {
            return self.lexicon.sign(word);
        }
        (!hyphen
            && number.form == Form::Digits
            && word.len() == 3
            && word.bytes().all(|b| b.is_ascii_uppercase()))
        .then(|| self.lexicon.sign(&word.to_ascii_lowercase()))
        .flatten()
    }

    /// "6-foot-2", "6 foot 2", "6’1”": feet with inches that lack their unit.
    pub(crate) fn inches_behind(&self, amount: &Amount) -> Option<Amount> {
        let feet = amount.number;
        let whole = feet.is_integer()
            && (1.0..=9.0).contains(&feet.low)
            && matches!(feet.form, Form::Digits | Form::Words);
        let prime = |at: usize| self.glued(at) && matches!(self.word(at), "'" | "’" | "′");
        let (at, closed) = match amount.of {
            Of::Unit(unit) if unit.name == "ft" && prime(feet.end) => (amount.end, true),
            Of::Unit(unit) if unit.name == "ft" => {
                (amount.end + usize::from(self.is_hyphen(amount.end)), false)
            }
            Of::Bare if prime(feet.end) && feet.form == Form::Digits => (feet.end + 1, true),
            _ => return None,
        };
        let inches = self.number(at)?;
        let double = matches!(self.word(inches.end), "\"" | "”" | "″") && self.glued(inches.end);
        let two = matches!(self.word(inches.end), "'" | "’")
            && matches!(self.word(inches.end + 1), "'" | "’")
            && self.glued(inches.end + 1);
        let fits = whole
            && inches.is_point()
            && inches.low < 12.0
            && matches!(inches.form, Form::Digits | Form::Words)
            && (self.is_hyphen(at.wrapping_sub(1)) || closed || self.word(at).len() <= 2);
        // "6 foot 2 metres away" has a unit of its own; primes stand in pairs.
        let own = !closed && self.unit_at(inches.end, true).is_some();
        if !fits || own || closed && !(double || two) {
            return None;
        }
        if !closed && !(self.is_hyphen(at - 1) || !self.is_counting(at)) {
            return None;
        }
        let mut tall = *amount;
        tall.of = Of::Unit(self.unit_named("ft")?);
        tall.number.low = crate::range::tidy(feet.low + inches.low / 12.0);
        tall.number.high = tall.number.low;
        (tall.number.step, tall.number.place, tall.number.plain) = (1.0 / 12.0, 1.0 / 12.0, 0);
        tall.end = inches.end
            + match (closed, two) {
                (true, true) => 2,
                (true, false) => 1,
                (false, _) => 0,
            };
        Some(tall)
    }
}
