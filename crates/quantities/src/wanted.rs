//! Whether a draft is a quantity that anybody would want: "one" that counts, "some" before a plural.

use crate::draft::Draft;
use crate::lexicon::NumberClass as Class;
use crate::number::Form;
use crate::piece::Scan;
use crate::quantity::{Kind, Operator};

impl Scan<'_> {
    /// Whether a finished draft is a quantity that anybody would want.
    pub(crate) fn is_wanted(&self, draft: &Draft) -> bool {
        let number = &draft.low;
        let (start, end) = (number.start, number.end);
        let Some(token) = self.token(start) else {
            return false;
        };
        // "one day" that lies ahead or behind is no length of time.
        if draft.kind == Kind::Duration
            && number.form == Form::Words
            && number.low == 1.0
            && draft.operator == Operator::Exact
            && !draft.hyphen
            && self.is(draft.end - 1, "day")
            && self
                .token(draft.end - 1)
                .is_some_and(|t| t.dep() == "npadvmod")
        {
            return false;
        }
        match number.form {
            Form::Ordinal => {
                let tied = self.token(end - 1).is_some_and(|t| {
                    matches!(
                        t.dep(),
                        "amod" | "nummod" | "compound" | "pobj" | "dobj" | "attr" | "nsubj"
                    ) && t.head().index() != t.index()
                });
                // "first" as an adverb orders nothing; "second" may be a unit.
                let digits = self.is_digits(start);
                digits || tied && token.tag() != "RB" && token.dep() != "advmod"
            }
            Form::Vague if draft.of.is_bare() && !number.scaled => self.is_quantifier(draft, token),
            Form::Part => {
                draft.operator != Operator::Exact
                    || !draft.of.is_bare()
                    || self.is_digits(start)
                    || self.is_any(
                        end,
                        &[
                            "of", "the", "its", "their", "his", "her", "that", "those", "these",
                            "all", "as",
                        ],
                    )
                    || self.sort(start) == Some(crate::piece::Sort::Sign)
                    || start > 0 && self.is(start - 1, "by")
                    || end - start > 1 && !self.is(start, "a")
            }
            Form::Decade => draft.kind == Kind::Age,
            Form::Multiple => {
                draft.kind == Kind::Count
                    || self.compares(end)
                    || token.tag().starts_with("VB")
                        && self
                            .token(end)
                            .is_none_or(|t| !matches!(t.dep(), "prt" | "advmod"))
                    || start > 0
                        && self
                            .token(start - 1)
                            .is_some_and(|t| t.tag().starts_with("VB"))
                        && self.token(end).is_some_and(|t| t.tag() == "NN")
                    || self.word(start).ends_with("fold")
                    || token.dep() == "predet"
            }
            Form::Words
                if start + 1 == end
                    && self.is(start, "one")
                    && draft.of.is_bare()
                    && draft.kind == Kind::Count =>
            {
                self.is_one(draft)
            }
            _ => self.class(start).is_none_or(|c| c.0 != Class::Plural) || token.tag() != "VBZ",
        }
    }

    /// "one" that counts: "one worker", "one of the pupils"; not "no one", "one another", "one day".
    fn is_one(&self, draft: &Draft) -> bool {
        let (start, end) = (draft.low.start, draft.low.end);
        if start > 0
            && (self.is_any(
                start - 1,
                &[
                    "no", "any", "every", "some", "the", "this", "that", "which", "each", "another",
                ],
            ) || self.is_hyphen(start - 1))
        {
            return false;
        }
        if self.is_hyphen(end)
            || self.is_any(
                end,
                &[
                    "another", "day", "thing", "way", "hand", "point", "side", "such", "time",
                ],
            )
        {
            return draft.hyphen;
        }
        let Some(token) = self.token(start) else {
            return false;
        };
        self.is(end, "of")
            || token.dep() == "nummod" && token.head().index() > token.index()
            || draft.operator != Operator::Exact
    }

    /// Whether "some", "many", "no" and their like say how many: before a plural, or "of" one.
    fn is_quantifier(&self, draft: &Draft, token: crosswire_annotate::Token<'_>) -> bool {
        let (start, end) = (draft.low.start, draft.low.end);
        if draft.low.low == 0.0 && draft.low.high == 0.0 {
            return !self.is_any(end, &["more", "fewer", "less"])
                && token.dep() == "det"
                && token.head().tag() == "NNS"
                && token.head().index() > token.index();
        }
        if self.is(start, "both") {
            let head = token.head();
            return token.dep() != "preconj"
                && (self.is(end, "of")
                    || head.tag() == "NNS" && head.index() > token.index()
                    || token.dep() == "nsubj"
                    || token.dep() == "nsubjpass");
        }
        // "how many" asks.
        if self.is(start, "many") && start > 0 && self.is(start - 1, "how") {
            return false;
        }
        if self.is(start, "some") && (self.is_digits(end) || self.class(end).is_some()) {
            return false;
        }
        if self.is(start, "couple") || self.is(start, "handful") {
            return self.is(end, "of") || token.head().tag() == "NNS";
        }
        if self.is(end, "of") {
            return self.token(end + 1).is_some();
        }
        if end - start > 1 && !self.is_any(end - 1, &["few", "couple"]) {
            return false;
        }
        let last = self.token(end - 1).unwrap_or(token);
        let head = last.head();
        let before_plural = head.index() > last.index()
            && matches!(head.tag(), "NNS" | "NNPS")
            && matches!(
                last.dep(),
                "amod" | "det" | "nummod" | "quantmod" | "predet" | "nmod" | "compound"
            );
        before_plural
            || self.is_any(start, &["dozens", "scores"]) && token.tag() == "NNS"
            || self.is(start, "several") && matches!(last.dep(), "nsubj" | "nsubjpass" | "dobj")
    }
}
