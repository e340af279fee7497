//! Reads a whole expression: amounts with their operators, ranges, scores, ages, rates.

use crate::amount::{Amount, Of};
use crate::lexicon::NumberClass as Class;
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
        if more && self.is_digits(end + 1) && !self.is_counting(end + 1) {
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

    fn classify(&self, draft: &mut Draft) -> Option<()> {
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

    /// "10 to 12 feet", "$30,000-50,000", "8-7", "400x150", "nine out of ten".
    fn second(&self, draft: &mut Draft, floor: usize) {
        if draft.low.can.is_some() || matches!(draft.kind, Kind::Ordinal | Kind::Multiple) {
            return;
        }
        let at = draft.end;
        let between = draft.start > floor && self.is(draft.start - 1, "between");
        let from = draft.start > floor && self.is(draft.start - 1, "from");
        let to = at + usize::from(self.is_hyphen(at) && self.is(at + 1, "to"));
        let (next, word) = if self.is(to, "to") {
            (to + 1 + usize::from(self.is_hyphen(to + 1)), "to")
        } else if self.is_dash(at) && (self.glued(at) == self.glued(at + 1) || self.glued(at)) {
            (at + 1, "-")
        } else if self.is(at, "and") && between {
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
        if word == "to" && from && !draft.of.is_same(Of::Bare) && self.is_change(draft.start)
            || word == "to" && self.is_change_to(draft, from)
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
                .chain(token.ancestors().take(3))
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

    fn is_change_to(&self, draft: &Draft, from: bool) -> bool {
        // "rose 3 percent to $60" has other units; "rose from 3 to 5" and "cut 300 to 250" the same.
        from && self.is_change(draft.low.start)
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
        let next = if word == "in" && self.is(next, "every") {
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
                if !self.is(next - 1, "the")
                    && self.token(number.end).is_none_or(|t| t.tag() != "NNS")
                {
                    draft.kind = Kind::Fraction;
                }
                draft.end = number.end;
                draft.number.end = number.end;
            }
            "of" => draft.whole = Some(number.low),
            _ => {}
        }
    }

    /// "three times as big", "10x", "twice".
    fn times(&self, draft: &mut Draft) {
        let end = draft.end;
        if draft.of.is_bare() && matches!(draft.kind, Kind::Count | Kind::Multiple) {
            if draft.low.form == Form::Digits
                && self.is(end, "x")
                && self.glued(end)
                && !self.glued(end + 1)
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
    fn compares(&self, at: usize) -> bool {
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

    /// Whether a finished draft is a quantity that anybody would want.
    fn is_wanted(&self, draft: &Draft) -> bool {
        let number = &draft.low;
        let (start, end) = (number.start, number.end);
        let Some(token) = self.token(start) else {
            return false;
        };
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
                    || end - start > 1 && !self.is(start, "a")
            }
            Form::Decade => draft.kind == Kind::Age,
            Form::Multiple => {
                draft.kind == Kind::Count
                    || self.compares(end)
                    || token.tag().starts_with("VB")
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
            return token.dep() == "det"
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
