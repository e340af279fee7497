//! Reads a whole expression: amounts with their operators, ranges, scores, ages, rates.

use crate::amount::Of;
use crate::number::{Form, Number};
use crate::piece::Scan;
use crate::quantity::{Kind, Operator};

/// An expression by pieces, before the parse is asked what it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The pieces of the number itself, signs and scale words included.
    pub(crate) number: std::ops::Range<usize>,
    pub(crate) low: Number,
    pub(crate) high: Number,
    pub(crate) of: Of,
    pub(crate) kind: Kind,
    pub(crate) operator: Operator,
    /// The piece of the noun in "a share", "per hour".
    pub(crate) per: Option<usize>,
    /// The other side of a score or size.
    pub(crate) other: Option<f64>,
    /// The whole in "nine out of ten": its number.
    pub(crate) whole: Option<f64>,
    /// Hyphenated to what follows: "400-pound", "five-year-old".
    pub(crate) hyphen: bool,
}

impl Scan<'_> {
    /// The expression whose first number starts at `at`; operators reach back to `floor` at most.
    /// On `Err`, nothing starts before the piece that it holds.
    pub(crate) fn draft(&self, at: usize, floor: usize) -> Result<Draft, usize> {
        if let Some(end) = self.no_quantity(at) {
            return Err(end);
        }
        if let Some(draft) = self.unit_with_article(at, floor) {
            return Ok(draft);
        }
        let first = self.amount(at, floor).ok_or(at + 1)?;
        if let Some(draft) = self.age_after_noun(&first, floor) {
            return Ok(draft);
        }
        if first.of.is_bare()
            && first.number.form != Form::Decade
            && self.is_name(&first.number, floor)
        {
            return Err(self.end_of_name(first.end));
        }
        let mut draft = Draft {
            start: first.start,
            end: first.end,
            number: first.start..first.number.end,
            low: first.number,
            high: first.number,
            of: first.of,
            kind: Kind::Count,
            operator: Operator::Exact,
            per: None,
            other: None,
            whole: None,
            hyphen: first.hyphen,
        };
        self.classify(&mut draft).ok_or(first.end)?;
        if !matches!(draft.kind, Kind::Ordinal | Kind::Multiple) || draft.of.is_bare() {
            self.second(&mut draft, floor);
        }
        self.age(&mut draft, floor);
        self.times(&mut draft);
        self.per(&mut draft);
        self.after(&mut draft);
        if draft.kind != Kind::Ordinal {
            self.before(&mut draft, floor);
        }
        if self.is_wanted(&draft) {
            Ok(draft)
        } else {
            Err(draft.end)
        }
    }

    /// Behind a name with a number there may be more of it: "Caption 36 of 59", "pages 3 and 4".
    fn end_of_name(&self, end: usize) -> usize {
        let more = self.is_any(end, &["of", "and", "to", "or"]) || self.is_dash(end);
        let counted = !self.is(end, "of") && self.is_counting(end + 1);
        if more && self.is_digits(end + 1) && !counted {
            end + 2
        } else {
            end
        }
    }

    /// "more than a mile", "nearly an hour": an article is a number only behind an operator.
    fn unit_with_article(&self, at: usize, floor: usize) -> Option<Draft> {
        if !(self.is(at, "a") || self.is(at, "an")) || at <= floor {
            return None;
        }
        let (end, unit) = self.full_unit(at + 1)?;
        let low = Number {
            start: at,
            end: at + 1,
            low: 1.0,
            high: 1.0,
            can: None,
            step: 1.0,
            place: 1.0,
            form: Form::Article,
            plain: 0,
            scaled: false,
            factor: 1.0,
        };
        let kind = if unit.dimension == "duration" {
            Kind::Duration
        } else {
            Kind::Measure
        };
        let mut draft = Draft {
            start: at,
            end,
            number: at..at + 1,
            low,
            high: low,
            of: Of::Unit(unit),
            kind,
            operator: Operator::Exact,
            per: None,
            other: None,
            whole: None,
            hyphen: false,
        };
        if let Some(half) = self.number_half(end) {
            draft.low.low = 1.5;
            draft.high = draft.low;
            draft.end = half;
        }
        self.after(&mut draft);
        self.before(&mut draft, floor);
        (draft.operator != Operator::Exact || draft.low.low != 1.0).then_some(draft)
    }

    /// "and a half" behind the unit: "a mile and a half".
    fn number_half(&self, at: usize) -> Option<usize> {
        (self.is(at, "and") && self.is(at + 1, "a") && self.is(at + 2, "half")).then_some(at + 3)
    }

    pub(crate) fn classify(&self, draft: &mut Draft) -> Option<()> {
        let number = draft.low;
        if let (Of::Unit(_), true, Some(end)) = (
            draft.of,
            matches!(number.form, Form::Digits | Form::Words),
            self.number_half(draft.end),
        ) {
            // "two years and a half".
            if number.step >= 1.0 {
                draft.low.low += 0.5;
                draft.high = draft.low;
                draft.end = end;
            }
        }
        draft.kind = match draft.of {
            Of::Money(_) => Kind::Money,
            Of::Unit(unit) if unit.dimension == "percent" => Kind::Percent,
            Of::Unit(unit) if unit.dimension == "duration" => Kind::Duration,
            Of::Unit(_) => Kind::Measure,
            Of::Bare => match number.form {
                Form::Part => Kind::Fraction,
                Form::Ordinal if self.is_dated_ordinal(&number) => return None,
                Form::Ordinal => Kind::Ordinal,
                Form::Multiple => Kind::Multiple,
                Form::Vague if number.high <= 1.0 && number.low > 0.0 || number.high == 0.5 => {
                    Kind::Fraction
                }
                _ => Kind::Count,
            },
        };
        Some(())
    }

    /// "three times as big", "10x", "twice".
    fn times(&self, draft: &mut Draft) {
        let end = draft.end;
        if draft.of.is_bare() && matches!(draft.kind, Kind::Count | Kind::Multiple) {
            if draft.low.form == Form::Digits
                && self.is(end, "x")
                && self.glued(end)
                && !(self.glued(end + 1) && (self.is_word(end + 1) || self.is_digits(end + 1)))
            {
                draft.kind = Kind::Multiple;
                draft.end = end + 1;
            } else if self.is_hyphen(end) && self.is(end + 1, "fold")
                || self.is(end, "fold") && self.glued(end)
            {
                draft.kind = Kind::Multiple;
                draft.end = end + if self.is(end, "fold") { 1 } else { 2 };
            } else if self.is(end, "times") && draft.kind == Kind::Count && self.compares(end + 1) {
                draft.kind = Kind::Multiple;
                draft.end = end + 1;
            } else if draft.kind == Kind::Multiple
                && !self.compares(end)
                && self.is_any(draft.low.start, &["twice", "thrice"])
            {
                // "won twice": a count of times.
                draft.kind = Kind::Count;
            }
        }
    }

    /// Whether a comparison starts: "twice as big", "three times the size", "five times more".
    pub(crate) fn compares(&self, at: usize) -> bool {
        self.is_any(
            at,
            &[
                "as", "the", "that", "more", "its", "their", "his", "her", "what", "our",
            ],
        ) || self
            .token(at)
            .is_some_and(|t| matches!(t.tag(), "JJR" | "RBR"))
    }

    /// "a share", "per hour", "-a-share", "/month", "each".
    fn per(&self, draft: &mut Draft) {
        if !matches!(
            draft.kind,
            Kind::Money | Kind::Count | Kind::Measure | Kind::Percent | Kind::Duration
        ) || draft.low.form == Form::Vague && draft.of.is_bare()
        {
            return;
        }
        let mut at = draft.end + usize::from(self.is_hyphen(draft.end));
        if self.is_any(at, &["each", "apiece"]) && draft.kind == Kind::Money {
            // "each" of what, the noun says; it is one of them.
            draft.per = Some(at);
            draft.end = at + 1;
            return;
        }
        let certain = self.is_any(at, &["per", "every"])
            || self.word(at) == "/" && self.glued(at) && self.is_word(at + 1);
        if !certain && !self.is_any(at, &["a", "an", "each"]) {
            return;
        }
        if certain && self.word(at) == "/" && draft.kind != Kind::Money {
            return;
        }
        at += 1;
        at += usize::from(self.is_hyphen(at));
        // "a Qualcomm share": one word of whose it is.
        for noun in [at, at + 1] {
            let Some(token) = self.token(noun).filter(|_| self.is_word(noun)) else {
                return;
            };
            let unit = !self.entry(noun).units.is_empty();
            let rated = matches!(
                token.lemma(),
                "share"
                    | "person"
                    | "head"
                    | "capita"
                    | "pupil"
                    | "student"
                    | "ticket"
                    | "unit"
                    | "gallon"
                    | "barrel"
                    | "ounce"
                    | "bottle"
                    | "child"
                    | "household"
                    | "family"
                    | "employee"
                    | "worker"
                    | "customer"
                    | "user"
                    | "night"
                    | "time"
                    | "piece"
                    | "game"
                    | "copy"
                    | "coin"
                    | "token"
                    | "seat"
                    | "vehicle"
                    | "car"
                    | "home"
                    | "litre"
                    | "tonne"
                    | "kilo"
            );
            let parsed = token.dep() == "npadvmod"
                || token.dep() == "prep"
                || token.dep() == "pobj" && certain;
            let noun_like = token.tag() == "NN" || token.tag() == "NNP" || token.text() == "capita";
            if noun_like
                && (certain || unit || rated)
                && (noun == at || parsed || rated)
                && (noun == at || token.tag() == "NN")
            {
                if draft.kind == Kind::Count && !(unit || self.is(at, "capita")) {
                    return;
                }
                draft.per = Some(noun);
                draft.end = noun + 1;
                return;
            }
            if noun == at && !self.is_capital(at) {
                return;
            }
        }
    }
}
