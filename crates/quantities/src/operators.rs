//! The words round a number that make it a bound: "at least", "as many as", "or more".

use crate::draft::Draft;
use crate::number::Form;
use crate::piece::Scan;
use crate::quantity::{Kind, Operator};

impl Scan<'_> {
    /// Takes the operators before the number.
    pub(crate) fn before(&self, draft: &mut Draft, floor: usize) {
        let mut start = draft.start;
        for _ in 0..3 {
            let mut at = start;
            // "at least another 20", "up to a further 12".
            while at > floor && at + 3 > start && self.is_filler(at - 1, draft) {
                at -= 1;
            }
            let Some((new_start, operator)) = [start, at]
                .into_iter()
                .find_map(|at| self.operator_before(at, floor, draft))
            else {
                break;
            };
            draft.operator = combine(operator, draft.operator);
            start = new_start;
            draft.start = start;
        }
        if draft.low.can.is_some() && draft.operator == Operator::Exact {
            draft.operator = Operator::Vague;
        }
    }

    fn is_filler(&self, at: usize, draft: &Draft) -> bool {
        let words = [
            "another",
            "a",
            "an",
            "further",
            "additional",
            "extra",
            "record",
            "whopping",
            "mere",
            "full",
            "roughly",
        ];
        self.is_any(at, &words) && !(draft.low.form == Form::Article)
    }

    fn operator_before(
        &self,
        end: usize,
        floor: usize,
        draft: &Draft,
    ) -> Option<(usize, Operator)> {
        let last = end.checked_sub(1).filter(|last| *last >= floor)?;
        let last = if self.is_hyphen(last) && last > floor {
            last - 1
        } else {
            last
        };
        for &i in &self.entry(last).before {
            let words = &self.lexicon.before[usize::from(i)];
            let Some(start) = self.phrase_before(last + 1, &words.words) else {
                continue;
            };
            if start < floor {
                continue;
            }
            if words.words.len() == 1 && !self.is_single(start, end, draft) {
                return None;
            }
            // "not more than", "no more than" are phrases of their own; "rather more than" is not.
            return Some((start, words.operator));
        }
        // "~50", "c. 1,200": a sign, or an abbreviation with a point.
        if self.word(last) == "." && last > floor && self.is_any(last - 1, &["c", "ca", "approx"]) {
            return Some((last - 1, Operator::About));
        }
        match self.word(last) {
            "~" | "≈" | "∼" => Some((last, Operator::About)),
            ">" => Some((last, Operator::MoreThan)),
            "<" => Some((last, Operator::LessThan)),
            "≥" => Some((last, Operator::AtLeast)),
            "≤" => Some((last, Operator::AtMost)),
            _ => None,
        }
    }

    /// Whether a single word is an operator here, and not a preposition: "a story about two men",
    /// "leaned over three desks", "under 18s".
    fn is_single(&self, at: usize, end: usize, draft: &Draft) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        let word = self.word(at).to_ascii_lowercase();
        let amount =
            draft.kind != Kind::Count && draft.kind != Kind::Fraction || draft.low.low >= 1000.0;
        let adverb = matches!(
            token.dep(),
            "quantmod" | "advmod" | "amod" | "nmod" | "npadvmod" | "nummod" | "det"
        ) || matches!(token.tag(), "RB" | "JJR" | "RBR");
        match word.as_str() {
            "some" => draft.low.form != Form::Vague && !draft.hyphen || draft.low.scaled,
            "minimum" | "min" | "maximum" | "max" => self.is(at.wrapping_sub(1), "a") || amount,
            "just" | "only" | "exactly" | "precisely" | "perhaps" | "maybe" | "roughly"
            | "approximately" | "approx" | "nearly" | "almost" | "virtually" | "practically"
            | "circa" => true,
            "within" | "inside" | "beyond" => {
                amount && !matches!(draft.kind, Kind::Duration | Kind::Money)
            }
            "over" => amount || adverb || token.dep() != "prep",
            "under" | "below" | "above" => amount || adverb && draft.kind == Kind::Count,
            "about" | "around" => amount && !self.tells(token) || adverb,
            "near" | "towards" | "passing" | "topping" | "nearing" | "approaching"
            | "exceeding" | "exceeds" | "exceeded" | "surpassing" | "surpassed" => {
                amount || self.token(end).is_some_and(|t| t.dep() == "nummod")
            }
            "estimated" => true,
            _ => !self.is_capital(at) || !self.is(at, "c"),
        }
    }

    /// Whether "about" tells what something is about.
    fn tells(&self, token: crosswire_annotate::Token<'_>) -> bool {
        token.dep() == "prep"
            && matches!(
                token.head().lemma(),
                "story"
                    | "know"
                    | "talk"
                    | "report"
                    | "tell"
                    | "hear"
                    | "speak"
                    | "ask"
                    | "think"
                    | "learn"
                    | "worry"
                    | "write"
                    | "question"
            )
    }

    /// Takes the operators behind the number: "or more", "+", "or so".
    pub(crate) fn after(&self, draft: &mut Draft) {
        if draft.kind == Kind::Ordinal || draft.kind == Kind::Score {
            return;
        }
        if let Some((end, operator)) = self.operator_after(draft.end) {
            draft.operator = combine(operator, draft.operator);
            draft.end = end;
            return;
        }
        // "50 people or more": behind a plural noun that is counted.
        let noun = draft.end;
        if draft.of.is_bare()
            && self.token(noun).is_some_and(|t| t.tag() == "NNS")
            && self.is_any(noun + 1, &["or", "at"])
            && let Some((end, operator)) = self.operator_after(noun + 1)
        {
            draft.operator = combine(operator, draft.operator);
            draft.end = end;
        }
    }

    fn operator_after(&self, at: usize) -> Option<(usize, Operator)> {
        if self.word(at) == "," && self.is(at + 1, "or") {
            return self.operator_after(at + 1);
        }
        let hyphen = self.is_hyphen(at);
        let first = at + usize::from(hyphen);
        for &i in &self.entry(first).after {
            let words = &self.lexicon.after[usize::from(i)];
            let Some(end) = self.phrase(first, &words.words) else {
                continue;
            };
            let single = words.words.len() == 1;
            let fits = match &*words.words[0] {
                "+" => self.glued(at) && !(self.glued(end) && self.is_digits(end)),
                "odd" | "ish" | "plus" => hyphen || self.is(first, "odd") && self.glued(first),
                "max" | "maximum" | "minimum" | "tops" | "upwards" | "approximately" => {
                    single
                        && !self.is_word(end)
                        && self.class(end).is_none()
                        && !self.is_digits(end)
                }
                // "at least" in front of the next number is that one's.
                _ => {
                    self.class(end).is_none()
                        && !self.is_digits(end)
                        && self.lexicon.sign(self.word(end)).is_none()
                }
            };
            if fits {
                return Some((end, words.operator));
            }
        }
        None
    }
}

/// The operator of an outer and an inner one: "up to about 10" is up to.
fn combine(outer: Operator, inner: Operator) -> Operator {
    match (outer, inner) {
        (Operator::Exact, inner) => inner,
        (outer, Operator::Exact) => outer,
        // "about 10 to 12", "between about ...": the range stays.
        (_, Operator::Between) => Operator::Between,
        (Operator::About, inner) => inner,
        (outer, _) => outer,
    }
}
