//! Ages: "five-year-old", "aged 12", "Mr Hagen, 71,", "in her 40s".

use crate::amount::{Amount, Of};
use crate::draft::Draft;
use crate::number::Form;
use crate::piece::{Scan, Sort};
use crate::quantity::{Kind, Operator};

/// Nobody is older.
const OLDEST: f64 = 120.0;

impl Scan<'_> {
    /// Makes a duration an age where "old" follows, and a bare number where "aged" stands before.
    pub(crate) fn age(&self, draft: &mut Draft, floor: usize) {
        if draft.kind == Kind::Duration {
            let old = draft.end + usize::from(self.is_hyphen(draft.end));
            if self.is_any(old, &["old", "olds"]) {
                draft.kind = Kind::Age;
                draft.end = old + 1;
                draft.hyphen = true;
            } else if self.is(old, "of") && self.is(old + 1, "age") {
                draft.kind = Kind::Age;
                draft.end = old + 2;
            }
        }
        let years = draft.of.is_bare()
            || matches!(draft.of, Of::Unit(u) if matches!(u.name, "year" | "month"));
        if !years
            || !matches!(
                draft.kind,
                Kind::Count | Kind::Duration | Kind::Age | Kind::Score
            )
            || draft.low.high > OLDEST
        {
            return;
        }
        let Some(before) = draft.start.checked_sub(1).filter(|b| *b >= floor) else {
            return;
        };
        // "aged 19 and 24", "ages 3, 5 and 9".
        let mut first = before;
        while first > 1
            && before - first < 8
            && self.is_any(first, &["and", "or", ","])
            && self.is_digits(first - 1)
        {
            first -= 2;
        }
        let listed =
            first < before && self.is_any(first, &["aged", "ages"]) && !self.plural_noun(draft);
        let aged = if listed
            || self.is_any(before, &["aged", "ages"])
            || self.is(before, "age") && !self.plural_noun(draft)
        {
            Some(before)
        } else if self.is(before, "of")
            && before > floor
            && self.is_any(before - 1, &["age", "ages"])
        {
            Some(before - 1)
        } else {
            None
        };
        if let Some(aged) = aged {
            draft.kind = Kind::Age;
            draft.other = None;
            draft.start = if self.is(aged, "aged") {
                aged
            } else {
                draft.start
            };
        }
    }

    fn plural_noun(&self, draft: &Draft) -> bool {
        draft.of.is_bare() && self.token(draft.end).is_some_and(|t| t.tag() == "NNS")
    }

    /// "Ana Reyes, 47, said", "the driver (35)", "in her 40s", "his mid-thirties".
    pub(crate) fn age_after_noun(&self, amount: &Amount, floor: usize) -> Option<Draft> {
        let number = amount.number;
        if !amount.of.is_bare() {
            return None;
        }
        let mut draft = Draft {
            start: amount.start,
            end: number.end,
            number: amount.start..number.end,
            low: number,
            high: number,
            of: Of::Bare,
            kind: Kind::Age,
            operator: Operator::Exact,
            per: None,
            other: None,
            whole: None,
            hyphen: false,
        };
        if number.form == Form::Decade {
            return self.decade(draft, floor);
        }
        let before = amount.start.checked_sub(1).filter(|b| *b >= floor)?;
        let bare = number.form == Form::Digits
            && number.is_integer()
            && number.plain > 0
            && !number.scaled;
        if !bare || number.low > OLDEST || number.low < 1.0 {
            return None;
        }
        let open = self.word(before);
        let closes = match open {
            "," | "–" | "—" | "-" => {
                !self.glued(number.start) && (matches!(self.word(number.end), "," | ";" | "." | "–" | "—" | "-" | ":" | ")" | "(" | "”" | "\"" | "'" | "’")
                    || self.is_any(number.end, &["of", "from", "who", "and", "was", "has", "is", "in", "said"])
                    || self.sort(number.end).is_none_or(|s| s == Sort::Break))
                    // "in the years 3, 4 and 5": neighbours that are numbers make a list.
                    && !self.is_digits(number.end + 1)
                    && (self.word(number.end) != "." || !self.glued(number.end + 1))
            }
            "(" => self.word(number.end) == ")",
            _ => false,
        };
        if !closes || before == 0 {
            return None;
        }
        let bearer = self.token(before - 1)?;
        // A list of numbers, dates ("July 4, 12"), a score ("won, 12") are not ages: a person stands before.
        let named = bearer.pos() == "PROPN"
            && !self.is_month(before - 1)
            && !self.entry(before - 1).weekday
            && bearer.entity().is_none_or(|e| {
                matches!(
                    &*e.label,
                    "PERSON" | "ORG" | "GPE" | "NORP" | "WORK_OF_ART" | "FAC" | "LOC"
                )
            });
        let person = bearer.entity().is_some_and(|e| &*e.label == "PERSON");
        let tied = self.token(number.start).is_some_and(|t| {
            t.head().index() == bearer.index()
                || bearer.subtree().contains(&t.head().index())
                || t.head().index() == bearer.head().index()
        });
        let described = matches!(bearer.tag(), "NN" | "NNP")
            && number.low >= 3.0
            && (self.word(number.end) == "," || open == "(")
            && self
                .token(number.start)
                .is_some_and(|t| t.head().index() == bearer.index() && t.dep() == "appos");
        if !(person || named && tied && open != "-" || described) {
            return None;
        }
        if named && !person && number.low < 5.0 && open != "," {
            return None;
        }
        draft.end = number.end;
        Some(draft)
    }

    /// "in her 40s", "in his late thirties": whose the years are says that they are an age.
    fn decade(&self, mut draft: Draft, floor: usize) -> Option<Draft> {
        let value = draft.low.low;
        if value > 100.0 || value % 10.0 != 0.0 {
            return None;
        }
        let mut at = draft.start.checked_sub(1).filter(|b| *b >= floor)?;
        at = if self.is_hyphen(at) && at > floor {
            at - 1
        } else {
            at
        };
        let (low, high) = if self.is(at, "mid") {
            (3.0, 7.0)
        } else if self.is(at, "early") {
            (0.0, 4.0)
        } else if self.is(at, "late") {
            (6.0, 10.0)
        } else {
            (0.0, 10.0)
        };
        let qualified = high - low < 10.0;
        let whose = if qualified { at.checked_sub(1)? } else { at };
        if !self.is_any(whose, &["his", "her", "their", "my", "our", "your"]) {
            return None;
        }
        if qualified {
            draft.start = at;
        }
        draft.low.can = Some((value + low, value + high));
        (draft.low.low, draft.low.high) = (value + low, value + high);
        draft.high = draft.low;
        draft.operator = Operator::Vague;
        Some(draft)
    }
}
