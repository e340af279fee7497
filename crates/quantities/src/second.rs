//! A second number that belongs to the first: ranges, scores, sizes, "nine out of ten".

use crate::amount::{Amount, Of};
use crate::draft::Draft;
use crate::number::Form;
use crate::piece::Scan;
use crate::quantity::{Kind, Operator};

impl Scan<'_> {
    /// "10 to 12 feet", "$30,000-50,000", "8-7", "400x150", "nine out of ten".
    pub(crate) fn second(&self, draft: &mut Draft, floor: usize) {
        if draft.low.can.is_some() || matches!(draft.kind, Kind::Ordinal | Kind::Multiple) {
            return;
        }
        let at = draft.end;
        let between = draft.start > floor && self.is(draft.start - 1, "between");
        let from = draft.start > floor && self.is(draft.start - 1, "from");
        // "8- to 10-foot waves": a hyphen that waits for its unit.
        let waits = self.is_dash(at) && self.glued(at) && !self.glued(at + 1);
        let at = at
            + usize::from(waits && draft.of.is_bare() && self.is_any(at + 1, &["to", "or", "and"]));
        let to = at + usize::from(self.is_hyphen(at) && self.is(at + 1, "to"));
        let (next, word) = if self.is(to, "to") {
            (to + 1 + usize::from(self.is_hyphen(to + 1)), "to")
        } else if self.is_dash(at) && (self.glued(at) == self.glued(at + 1) || self.glued(at)) {
            (at + 1, "-")
        } else if self.is(at, "and") && (between || waits) {
            (at + 1, "and")
        } else if self.is(at, "or") {
            (at + 1, "or")
        } else if self.is_any(at, &["x", "×", "by"]) {
            return self.size(draft, at + 1);
        } else {
            return self.out_of(draft, at);
        };
        // A sign or a qualifier may stand before the second number.
        let mut number_at = next;
        while number_at < next + 3
            && !self.is_digits(number_at)
            && self.class(number_at).is_none()
            && self.word(number_at) != "a"
        {
            if self.is_any(
                number_at,
                &[
                    "about", "around", "as", "even", "nearly", "perhaps", "maybe", "up",
                ],
            ) || self.word(number_at) == ","
            {
                return;
            }
            number_at += 1;
        }
        if self.no_quantity(number_at).is_some() {
            return;
        }
        let Some(second) = self.amount(number_at, next).filter(|s| s.start == next) else {
            return;
        };
        if !matches!(second.number.form, Form::Digits | Form::Words | Form::Part)
            || second.number.can.is_some()
        {
            return;
        }
        if draft.of.is_bare()
            && draft.low.plain == 4
            && self.is_year(draft.low.start)
            && second.of.is_bare()
            && second.number.plain == 4
        {
            return;
        }
        // "fell by a third to $40": a change and a level.
        if word == "to"
            && draft.kind == Kind::Fraction
            && !second.of.is_bare()
            && second.number.form != Form::Part
        {
            return;
        }
        if word == "to" && from && !draft.of.is_same(Of::Bare) && self.is_change(draft.start)
            || word == "to" && self.is_change_to(draft, &second, from)
        {
            return;
        }
        self.join(draft, &second, word, between);
    }

    /// Makes a range, or a score, of two amounts.
    fn join(&self, draft: &mut Draft, second: &Amount, word: &str, between: bool) {
        let (mut low, high) = (draft.low, second.number);
        let same = draft.of.is_same(second.of)
            || draft.of.is_bare()
            || second.of.is_bare() && matches!(draft.of, Of::Money(_));
        if !same {
            return;
        }
        // "$2 to $3 billion", "2-3 million".
        if high.factor > 1.0 && low.factor == 1.0 && low.low < high.low / high.factor {
            low.scale(high.factor);
        }
        let plain = draft.of.is_bare()
            && second.of.is_bare()
            && low.is_integer()
            && high.is_integer()
            && !low.scaled
            && !high.scaled;
        let score = plain
            && !between
            && word != "or"
            && low.low < 1000.0
            && (low.low >= high.low || self.is_match(draft, second, word));
        if score {
            if word == "-"
                && !self.is_hyphen(draft.end)
                && self.glued(draft.end) != self.glued(draft.end + 1)
            {
                return;
            }
            draft.kind = Kind::Score;
            draft.other = Some(high.low);
            draft.end = second.end;
            draft.number.end = second.number.end;
            return;
        }
        if low.low >= high.low || word == "-" && !self.glued(draft.end) && !between {
            return;
        }
        if word == "or"
            && !(low.is_integer()
                && high.is_integer()
                && high.low <= low.low + 2.0f64.max(low.low * 0.5))
        {
            return;
        }
        if word == "-" && plain && self.is_hyphen(second.end) && self.is_digits(second.end + 1) {
            return;
        }
        draft.low = low;
        draft.high = high;
        if draft.of.is_bare() {
            draft.of = second.of;
        }
        draft.operator = Operator::Between;
        draft.end = second.end;
        draft.number.end = second.number.end;
        draft.hyphen = second.hyphen;
        if between {
            draft.start -= 1;
        }
        let _ = self.classify(draft);
    }

    /// Whether two plain numbers are a result: words of games or votes stand near, and no plural follows.
    fn is_match(&self, draft: &Draft, second: &Amount, word: &str) -> bool {
        if word == "to" || draft.low.low > 200.0 || self.is_counting(second.number.end - 1) {
            return false;
        }
        let follows = self.token(second.end);
        if follows.is_some_and(|t| t.tag() == "NNS") {
            return false;
        }
        let from = draft.start.saturating_sub(8);
        let to = (second.end + 4).min(self.pieces.len());
        (from..to).any(|i| {
            self.token(i).is_some_and(|t| {
                matches!(
                    t.lemma(),
                    "win"
                        | "beat"
                        | "lose"
                        | "lead"
                        | "draw"
                        | "defeat"
                        | "victory"
                        | "score"
                        | "trail"
                        | "loss"
                        | "down"
                        | "ahead"
                        | "behind"
                        | "vote"
                        | "edge"
                        | "thrash"
                        | "triumph"
                        | "deficit"
                        | "aggregate"
                        | "decision"
                        | "tie"
                        | "rout"
                        | "crush"
                        | "record"
                        | "up"
                        | "favor"
                        | "favour"
                        | "split"
                )
            })
        })
    }

    /// Whether the verb that governs the amount is one of change, so that "from 40 to 51" are two levels.
    pub(crate) fn is_change(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            std::iter::once(token)
                .chain(token.ancestors().take(5))
                .any(|above| {
                    above.tag().starts_with("VB") && self.lexicon.change(above.lemma()).is_some()
                        || above.tag().starts_with("NN")
                            && matches!(
                                above.lemma(),
                                "increase"
                                    | "rise"
                                    | "fall"
                                    | "drop"
                                    | "cut"
                                    | "decline"
                                    | "jump"
                                    | "change"
                                    | "reduction"
                            )
                })
        })
    }

    /// Whether a verb of change governs the amount and stands before it: "the $3 to $5 fee is gone" has none.
    fn follows_change(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.ancestors().take(5).any(|above| {
                above.index() < token.index()
                    && above.tag().starts_with("VB")
                    && self.lexicon.change(above.lemma()).is_some()
            })
        })
    }

    /// "rose from 3 to 5", "fell 12p to 340p", "rose by 3 to 40": a change, or a level, and the level
    /// reached; "rose 2 to 3 percent" is a range.
    fn is_change_to(&self, draft: &Draft, second: &Amount, from: bool) -> bool {
        // "two to three million"
        if !from && second.number.factor > 1.0 && draft.low.factor <= 1.0 {
            return false;
        }
        let own_units = !draft.of.is_bare() && !second.of.is_bare();
        let bare = draft.of.is_bare() && second.of.is_bare();
        let apart = bare && draft.low.high > 0.0 && second.number.low >= 5.0 * draft.low.high;
        let at = draft.low.start;
        from && self.is_change(at) || (own_units || apart) && self.follows_change(at)
    }

    /// "400x150", "10 feet by 12 feet".
    fn size(&self, draft: &mut Draft, at: usize) {
        let Some(second) = self.amount(at, at) else {
            return;
        };
        let by = self.is(at - 1, "by");
        if second.start != at
            || second.number.can.is_some()
            || !matches!(second.number.form, Form::Digits | Form::Words)
        {
            return;
        }
        let unit = matches!(second.of, Of::Unit(u) if matches!(u.dimension, "length" | "pixels"));
        let fits = if by {
            unit && (draft.of.is_bare() || draft.of.is_same(second.of))
        } else {
            draft.of.is_bare() || draft.of.is_same(second.of)
        };
        if !fits || !draft.low.is_point() {
            return;
        }
        draft.of = second.of;
        draft.kind = Kind::Measure;
        draft.other = Some(second.number.low);
        draft.end = second.end;
        draft.number.end = second.number.end;
    }

    /// "nine out of ten", "one in five", "36 of 59", "three of the five".
    fn out_of(&self, draft: &mut Draft, at: usize) {
        if !draft.of.is_bare() || !draft.low.is_integer() || draft.kind != Kind::Count {
            return;
        }
        let hyphen = usize::from(self.is_hyphen(at));
        let (next, word) = if self.is(at, "out") && self.is(at + 1, "of") {
            (at + 2, "out of")
        } else if self.is(at + hyphen, "in") {
            (
                at + hyphen + 1 + usize::from(self.is_hyphen(at + hyphen + 1)),
                "in",
            )
        } else if self.is(at, "of") {
            (at + 1, "of")
        } else {
            return;
        };
        let next = next
            + usize::from(
                word != "in" && self.is_any(next, &["the", "its", "their", "his", "her"]),
            );
        let next = if self.is(next, "every") {
            next + 1
        } else {
            next
        };
        if self.no_quantity(next).is_some() {
            return;
        }
        let Some(whole) = self.amount(next, next) else {
            return;
        };
        let number = whole.number;
        let fits = whole.of.is_bare()
            && whole.start == next
            && number.is_integer()
            && number.can.is_none()
            && matches!(number.form, Form::Digits | Form::Words)
            && number.low >= draft.low.low
            && number.low > 1.0;
        if !fits || number.plain == 4 && self.is_year(number.start) {
            return;
        }
        match word {
            "in" if draft.low.low < number.low
                && draft.low.low <= 20.0
                && (self.is(next - 1, "every")
                    || !self.is_any(number.end, &["other", "different"])) =>
            {
                draft.kind = Kind::Fraction;
                draft.whole = Some(number.low);
                draft.end = number.end;
                draft.number.end = number.end;
            }
            "out of" => {
                draft.whole = Some(number.low);
                // "two out of five voters" is a rate, "two out of the five soldiers" are two.
                if !self.is_any(next - 1, &["the", "its", "their", "his", "her"])
                    && number.low <= 100.0
                {
                    draft.kind = Kind::Fraction;
                }
                draft.end = number.end;
                draft.number.end = number.end;
            }
            "of" if self.is(next - 1, "every") => {
                draft.whole = Some(number.low);
                draft.kind = Kind::Fraction;
                draft.end = number.end;
                draft.number.end = number.end;
            }
            "of" => draft.whole = Some(number.low),
            _ => {}
        }
    }
}
