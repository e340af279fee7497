//! Reads one number: numerals, words of number, fractions, ordinals, and words such as "dozens".

use crate::lexicon::NumberClass as Class;
use crate::piece::{Scan, Sort, is_pointed};
use crate::range::tidy;

/// How a number is written, as far as that matters later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Digits, perhaps with a scale word.
    Digits,
    /// Words.
    Words,
    /// "dozens", "several", "a few hundred".
    Vague,
    /// "two-thirds", "half", "1/4".
    Part,
    /// "third", "10th".
    Ordinal,
    /// "twice", "threefold".
    Multiple,
    /// "a" in "more than a mile".
    Article,
    /// "forties", "40s".
    Decade,
}

/// One number, by pieces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// What a vague word can denote.
    pub(crate) can: Option<(f64, f64)>,
    /// The place value of its last written digit that is not zero: 10 for 120, 1e9 for "284bn".
    pub(crate) step: f64,
    /// The place value of its last written digit: 1 for 120.
    pub(crate) place: f64,
    pub(crate) form: Form,
    /// Digits without separator, point or scale: what could be a year. Their number; 0 otherwise.
    pub(crate) plain: usize,
    /// Whether a scale word or "dozen" is part of it.
    pub(crate) scaled: bool,
    /// The product of those scale words, 1 for none.
    pub(crate) factor: f64,
}

impl Number {
    pub(crate) fn is_point(&self) -> bool {
        self.low == self.high
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.is_point() && self.low.fract() == 0.0
    }

    pub(crate) fn scale(&mut self, factor: f64) {
        self.low = tidy(self.low * factor);
        self.high = tidy(self.high * factor);
        self.can = self
            .can
            .map(|(low, high)| (tidy(low * factor), tidy(high * factor)));
        self.step *= factor;
        self.place *= factor;
        self.plain = 0;
        self.scaled = true;
        self.factor *= factor;
    }
}

/// The largest number that is read; above it digits are a code, not a quantity.
const LARGEST: f64 = 1e18;

impl Scan<'_> {
    pub(crate) fn class(&self, at: usize) -> Option<(Class, f64)> {
        self.entry(at).number
    }

    /// The number that starts at `at`, if one does.
    pub(crate) fn number(&self, at: usize) -> Option<Number> {
        let number = match self.sort(at)? {
            Sort::Digits => self.digits(at),
            Sort::Sign => self.vulgar(at),
            Sort::Word => self.vague(at).or_else(|| self.in_words(at)),
            Sort::Break => None,
        }?;
        (number.low <= LARGEST).then_some(number)
    }

    fn digits(&self, at: usize) -> Option<Number> {
        let word = self.word(at);
        let pointed = is_pointed(word);
        let points = if pointed {
            0
        } else {
            word.bytes().filter(|b| *b == b'.').count()
        };
        let leading_zero = word.len() > 1 && word.starts_with('0') && !word.starts_with("0.");
        if points > 1 || leading_zero || word.len() > 24 {
            return None;
        }
        let grouped = word.bytes().any(|b| !(b.is_ascii_digit() || b == b'.'));
        let digits: String = word
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.' && !pointed)
            .collect();
        let value: f64 = digits.parse().ok()?;
        let decimals = digits.find('.').map_or(0, |point| digits.len() - point - 1);
        let place = 10f64.powi(-(decimals as i32));
        let trailing = digits
            .replace('.', "")
            .bytes()
            .rev()
            .take_while(|b| *b == b'0')
            .count();
        let step = if decimals > 0 || value == 0.0 {
            place
        } else {
            10f64.powi(trailing as i32)
        };
        let mut number = Number {
            start: at,
            end: at + 1,
            low: value,
            high: value,
            can: None,
            step,
            place,
            form: Form::Digits,
            plain: if grouped || decimals > 0 {
                0
            } else {
                digits.len()
            },
            scaled: false,
            factor: 1.0,
        };
        if decimals == 0 && self.glued(at + 1) {
            // "12st" is a weight: no number takes the ending of another.
            let stone = self.is(at + 1, "st") && (value % 10.0 != 1.0 || value % 100.0 == 11.0);
            if self.is_any(at + 1, &["st", "nd", "rd", "th"]) && !stone {
                number.form = Form::Ordinal;
                (number.end, number.step, number.place, number.plain) = (at + 2, 1.0, 1.0, 0);
                return (!self.glued(at + 2) || !self.is_digits(at + 2)).then_some(number);
            }
            if self.is(at + 1, "s") && number.plain > 0 {
                number.form = Form::Decade;
                number.end = at + 2;
                return Some(number);
            }
        }
        // "2½", "2 1/2", "1/2".
        if decimals == 0 {
            if let Some(part) = self.vulgar(number.end).filter(|_| self.glued(number.end)) {
                return Some(self.scaled(mixed(number, part)));
            }
            if let Some(part) = self
                .slashed(number.end)
                .filter(|_| !self.glued(number.end) && number.plain > 0)
            {
                return Some(self.scaled(mixed(number, part)));
            }
            if let Some(part) = self.slashed(at) {
                return Some(part);
            }
        }
        if let Some(part) = self.and_a_half(number.end) {
            let whole = number;
            number = mixed(number, part);
            number = self.scaled(number);
            // "two million and a half" is said, "24 and a half people" is not.
            return if number.scaled || decimals == 0 {
                Some(number)
            } else {
                Some(self.scaled(whole))
            };
        }
        Some(self.scaled(number))
    }

    /// "½", "¾": one sign.
    fn vulgar(&self, at: usize) -> Option<Number> {
        let (top, bottom) = match self.word(at) {
            "½" => (1.0, 2.0),
            "⅓" => (1.0, 3.0),
            "⅔" => (2.0, 3.0),
            "¼" => (1.0, 4.0),
            "¾" => (3.0, 4.0),
            "⅕" => (1.0, 5.0),
            "⅖" => (2.0, 5.0),
            "⅗" => (3.0, 5.0),
            "⅘" => (4.0, 5.0),
            "⅙" => (1.0, 6.0),
            "⅛" => (1.0, 8.0),
            "⅜" => (3.0, 8.0),
            "⅝" => (5.0, 8.0),
            "⅞" => (7.0, 8.0),
            _ => return None,
        };
        Some(part(at, at + 1, top, bottom))
    }

    /// "1/2", "2/3", "7/8": small parts only; "9/11" and "24/7" are names.
    fn slashed(&self, at: usize) -> Option<Number> {
        let joined = self.word(at + 1) == "/" && self.glued(at + 1) && self.glued(at + 2);
        if !joined
            || !self.is_digits(at)
            || !self.is_digits(at + 2)
            || self.glued(at + 3) && self.word(at + 3) == "/"
        {
            return None;
        }
        let (top, bottom): (f64, f64) =
            (self.word(at).parse().ok()?, self.word(at + 2).parse().ok()?);
        let small = top < bottom
            && top >= 1.0
            && [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0].contains(&bottom);
        // A block that starts with "3/8" is picture three of eight.
        (small && (at > 0 || self.is(at + 3, "of"))).then(|| part(at, at + 3, top, bottom))
    }

    /// "and a half", "-and-a-half".
    pub(crate) fn and_a_half(&self, at: usize) -> Option<Number> {
        let at = at + usize::from(self.is_hyphen(at));
        let words = ["and", "a", "half"];
        let mut next = at;
        for (i, word) in words.iter().enumerate() {
            next += usize::from(i > 0 && self.is_hyphen(next));
            if !self.is(next, word) {
                return None;
            }
            next += 1;
        }
        Some(part(at, next, 1.0, 2.0))
    }

    /// The number with the scale words behind it: "1.2 million", "284bn", "three-hundred".
    pub(crate) fn scaled(&self, mut number: Number) -> Number {
        while let Some((next, factor)) = self.scale_at(number.end, number.form == Form::Digits) {
            number.scale(factor);
            number.end = next;
        }
        if number.scaled
            && let Some(half) = self
                .and_a_half(number.end)
                .filter(|_| number.step == number.place)
        {
            let half_step = number.place / 2.0;
            number.low += half_step;
            number.high += half_step;
            (number.step, number.place, number.end) = (half_step, half_step, half.end);
        }
        number
    }

    fn scale_at(&self, at: usize, digits: bool) -> Option<(usize, f64)> {
        let at = at + usize::from(self.is_hyphen(at));
        match self.class(at)? {
            (Class::Scale, value) if digits || self.word(at).len() > 3 => Some((at + 1, value)),
            (Class::Hundred | Class::Dozen, value) if !self.is(at, "score") => {
                Some((at + 1, value))
            }
            _ => None,
        }
    }

    /// "dozens", "several", "hundreds of thousands", "a few hundred", "a couple of dozen".
    fn vague(&self, at: usize) -> Option<Number> {
        if let Some((Class::Plural, _)) = self.class(at) {
            return self.plural(at);
        }
        for &i in &self.entry(at).vague {
            let words = &self.lexicon.vague[usize::from(i)];
            let Some(end) = self.phrase(at, &words.words) else {
                continue;
            };
            let (low, high) = words.said;
            let mut number = Number {
                start: at,
                end,
                low,
                high,
                can: Some(words.can),
                step: 1.0,
                place: 1.0,
                form: Form::Vague,
                plain: 0,
                scaled: false,
                factor: 1.0,
            };
            // "a few hundred", "a couple of dozen", "several million".
            let of = end + usize::from(self.is(end, "of"));
            if let Some((class @ (Class::Hundred | Class::Scale | Class::Dozen), value)) =
                self.class(of)
                && high.is_finite()
                && high > 1.0
                && (class == Class::Dozen || value >= 100.0)
            {
                number.scale(value);
                number.end = of + 1;
                return Some(self.scaled(number));
            }
            return Some(number);
        }
        None
    }

    /// "hundreds", "tens of thousands", "hundreds of millions".
    fn plural(&self, at: usize) -> Option<Number> {
        let (_, value) = self.class(at)?;
        let vague = |low: f64, high: f64, end| Number {
            start: at,
            end,
            low,
            high,
            can: Some((low / 2.0, high * 2.0)),
            step: 1.0,
            place: 1.0,
            form: Form::Vague,
            plain: 0,
            scaled: true,
            factor: 1.0,
        };
        if self.is(at + 1, "of")
            && let Some((Class::Plural, of)) = self.class(at + 2)
            && of >= 100.0
            && value <= of
        {
            let high = if value < 100.0 { 100.0 } else { 1000.0 };
            return Some(vague(2.0 * value * of, high * of, at + 3));
        }
        if value < 100.0 {
            // "dozens", "scores", "tens" alone: from the table.
            let words = self
                .entry(at)
                .vague
                .first()
                .map(|&i| &self.lexicon.vague[usize::from(i)])?;
            let mut number = vague(words.said.0, words.said.1, at + 1);
            number.can = Some(words.can);
            return Some(number);
        }
        // Ten thousands are "thousands" too; ten hundreds and a thousand millions have a name of their own.
        let above = if value == 1000.0 {
            100.0
        } else if value == 100.0 {
            10.0
        } else {
            1000.0
        };
        Some(vague(2.0 * value, above * value, at + 1))
    }

    /// Numbers in words.
    fn in_words(&self, at: usize) -> Option<Number> {
        let article = self.is(at, "a") || self.is(at, "an");
        if article {
            let next = at + 1 + usize::from(self.is_hyphen(at + 1));
            return match self.class(next)? {
                (Class::Hundred | Class::Scale, _) => self.cardinal(at),
                (Class::Dozen, _) if self.is(next, "dozen") => self.cardinal(at),
                (Class::Part, value) if value <= 4.0 => self.part_from(at, next, 1.0),
                (Class::Ordinal, value)
                    if (3.0..=1000.0).contains(&value)
                        && (self.is(next + 1, "of") || self.is_changed_by(at, next)) =>
                {
                    self.part_from(at, next, 1.0)
                }
                _ => None,
            };
        }
        match self.class(at)? {
            (Class::Unit | Class::Teen, value) => {
                // "two-thirds", "three quarters", "one third".
                let next = at + 1 + usize::from(self.is_hyphen(at + 1));
                match self.class(next) {
                    Some((Class::Part, bottom))
                        if bottom > value && !(bottom == 2.0 && value > 1.0) =>
                    {
                        if let Some(part) = self.part_from(at, next, value) {
                            return Some(part);
                        }
                    }
                    Some((Class::Ordinal, bottom)) if value == 1.0 && bottom > 2.0 => {
                        if let Some(part) = self.part_from(at, next, 1.0) {
                            return Some(part);
                        }
                    }
                    _ => {}
                }
                self.cardinal(at)
            }
            (Class::Ten, tens) => {
                let next = at + 1 + usize::from(self.is_hyphen(at + 1));
                if let Some((Class::Ordinal, unit)) = self.class(next)
                    && unit < 10.0
                {
                    return Some(ordinal(at, next + 1, tens + unit));
                }
                self.cardinal(at)
            }
            (Class::Ordinal, value) => Some(ordinal(at, at + 1, value)),
            (Class::Part, 2.0) if self.is(at, "half") => self.part_from(at, at, 1.0),
            (Class::Multiple, value) => Some(Number {
                form: Form::Multiple,
                ..ordinal(at, at + 1, value)
            }),
            (Class::Decade, value) => Some(Number {
                form: Form::Decade,
                ..ordinal(at, at + 1, value)
            }),
            _ => None,
        }
    }

    /// "fell by a third", "cut by a tenth since": a part and no place in an order ("by a third party").
    fn is_changed_by(&self, article: usize, word: usize) -> bool {
        let mut by = article.checked_sub(1);
        let operators = [
            "almost", "nearly", "about", "around", "roughly", "over", "only", "just", "more",
            "less", "than",
        ];
        while by.is_some_and(|at| self.is_any(at, &operators)) {
            by = by.and_then(|at| at.checked_sub(1));
        }
        let by = by.is_some_and(|at| self.is(at, "by"));
        let noun = self.is_word(word + 1)
            && self
                .token(word + 1)
                .is_some_and(|next| next.tag().starts_with("NN") || next.tag() == "JJ");
        by && !noun && !self.is_hyphen(word + 1)
    }

    /// A fraction whose lower part is the word at `word`, and what it is a fraction of when that is
    /// itself a number: "half a million", "a quarter of a million", "half a dozen".
    fn part_from(&self, start: usize, word: usize, top: f64) -> Option<Number> {
        let (_, bottom) = self.class(word)?;
        let mut number = part(start, word + 1, top, bottom);
        let mut next = number.end;
        next += usize::from(self.is_hyphen(next));
        next += usize::from(self.is(next, "of"));
        next += usize::from(self.is(next, "a"));
        next += usize::from(self.is_hyphen(next));
        if let Some((class @ (Class::Hundred | Class::Scale | Class::Dozen), value)) =
            self.class(next)
            && (class != Class::Dozen || self.is(next, "dozen"))
        {
            number.scale(value);
            number.form = Form::Words;
            number.end = next + 1;
            if class == Class::Dozen {
                (number.step, number.place) = (number.low, number.low);
            }
            return Some(self.scaled(number));
        }
        Some(number)
    }
}

pub(crate) fn mixed(mut whole: Number, part: Number) -> Number {
    whole.low += part.low;
    whole.high += part.low;
    whole.end = part.end;
    (whole.step, whole.place, whole.plain) = (part.step, part.step, 0);
    if whole.form == Form::Ordinal {
        whole.form = Form::Digits;
    }
    whole
}

fn part(start: usize, end: usize, top: f64, bottom: f64) -> Number {
    let value = top / bottom;
    Number {
        start,
        end,
        low: value,
        high: value,
        can: None,
        step: value / 5.0,
        place: value / 5.0,
        form: Form::Part,
        plain: 0,
        scaled: false,
        factor: 1.0,
    }
}

fn ordinal(start: usize, end: usize, value: f64) -> Number {
    Number {
        start,
        end,
        low: value,
        high: value,
        can: None,
        step: 1.0,
        place: 1.0,
        form: Form::Ordinal,
        plain: 0,
        scaled: false,
        factor: 1.0,
    }
}

pub(crate) fn cardinal(start: usize, end: usize, value: f64, scaled: bool) -> Number {
    let mut step = 1.0;
    while value > 0.0 && value % (step * 10.0) == 0.0 {
        step *= 10.0;
    }
    Number {
        start,
        end,
        low: value,
        high: value,
        can: None,
        step,
        place: 1.0,
        form: Form::Words,
        plain: 0,
        scaled,
        factor: 1.0,
    }
}
