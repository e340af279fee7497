//! What a quantity counts, what it is a part of, and what it goes with, read off the parse.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_text::Span;

use crate::amount::Of;
use crate::draft::Draft;
use crate::number::Form;
use crate::piece::Scan;
use crate::quantity::{Change, Kind, Noun, PartOf, Whole};

/// What [`Scan::attach`] found.
#[derive(Debug, Default)]
pub(crate) struct Attached {
    pub(crate) noun: Option<Noun>,
    pub(crate) of: Option<Whole>,
    pub(crate) event: Option<usize>,
    pub(crate) narrowed: Option<usize>,
    pub(crate) change: Option<Change>,
}

/// States that people are left in, said without a verb of their own: "leaving seven dead".
const STATES: [&str; 18] = [
    "dead",
    "injured",
    "wounded",
    "missing",
    "hurt",
    "homeless",
    "alive",
    "trapped",
    "displaced",
    "hospitalised",
    "hospitalized",
    "stranded",
    "unaccounted",
    "killed",
    "sick",
    "infected",
    "arrested",
    "hospitalised",
];

/// How far up the parse a search goes.
const FAR: usize = 8;

impl<'d> Scan<'d> {
    pub(crate) fn attach(&self, draft: &Draft, tokens: &Range<usize>) -> Attached {
        let mut out = Attached::default();
        let Some(top) = self.top(draft, tokens) else {
            return out;
        };
        let head = top.head();
        let end = self.pieces[draft.end - 1].end as usize;
        let mut at = top;

        if draft.kind == Kind::Age
            && let Some(bearer) = self.bearer(draft, top)
        {
            out.noun = Some(bearer);
        } else if let Some(noun) = self.counted(draft, top, tokens) {
            out.noun = Some(self.noun(noun, tokens, end));
            at = noun;
        } else if let Some(whole) = preposition(top, "of").filter(|_| takes_of(draft)) {
            // "21 of the girls", "dozens of firms", "40 percent of voters".
            let object = whole.child("pobj");
            let counts = matches!(draft.kind, Kind::Count | Kind::Fraction | Kind::Percent);
            if let Some(object) = object.filter(|o| o.index() > top.index() && counts) {
                if is_definite(object) || draft.kind != Kind::Count {
                    out.of = Some(self.whole(PartOf::Of, object, draft.whole));
                }
                if !object.tag().starts_with("PRP")
                    && (draft.kind == Kind::Count || draft.kind == Kind::Fraction)
                {
                    out.noun = Some(self.noun(object, tokens, end));
                }
            }
        }
        if out.noun.is_none() && matches!(draft.kind, Kind::Measure | Kind::Money) {
            // "30 centimetres of snow".
            out.noun = preposition(top, "of")
                .and_then(|of| of.child("pobj"))
                .filter(|o| o.index() >= tokens.end && o.pos() == "NOUN" && !is_definite(*o))
                .map(|o| self.noun(o, tokens, end));
        }
        if out.noun.is_none() && matches!(draft.kind, Kind::Measure | Kind::Money) {
            // "a crater of around 100 metres", "a fine of $50".
            let mut over = top.head();
            if top.dep() == "pobj" && over.dep() == "prep" && tokens.contains(&over.index()) {
                over = over.head();
            }
            out.noun = (over.is("of") && over.dep() == "prep")
                .then(|| over.head())
                .filter(|n| n.index() < tokens.start && matches!(n.pos(), "NOUN" | "PROPN"))
                .map(|n| self.noun(n, tokens, end));
        }
        if out.of.is_none()
            && let Some(whole) = draft.whole
        {
            let words = self.bytes(&(draft.low.end..draft.end.max(draft.low.end + 1)));
            let token = out.noun.as_ref().map(|n| n.token);
            out.of = crate::Range::new(whole, whole, false, false).map(|range| Whole {
                relation: PartOf::Of,
                token,
                words: Span::new(words.start, words.end),
                range: Some(range),
            });
        }

        let (event, via) = self.event(at, draft);
        out.event = event.map(Token::index);
        if let Some(state) = self.state(draft, &out) {
            out.event = Some(state);
        }
        out.narrowed = at
            .children()
            .find(|c| {
                c.index() > at.index()
                    && matches!(c.dep(), "acl" | "relcl")
                    && c.tag().starts_with("VB")
            })
            .map(Token::index);
        let weak = out.event.is_none_or(|e| {
            let event = self.doc.token(e);
            matches!(event.lemma(), "be" | "have" | "include") || event.pos() == "AUX"
        });
        if weak && out.narrowed.is_some() {
            out.event = out.narrowed;
        }
        if out.event.is_some_and(|e| tokens.contains(&e)) {
            out.event = None;
        }

        if out.noun.is_none()
            && matches!(
                draft.kind,
                Kind::Percent | Kind::Measure | Kind::Age | Kind::Multiple
            )
        {
            out.noun = out
                .event
                .or_else(|| (top.pos() == "VERB").then(|| top.index()))
                .and_then(|e| self.subject(self.doc.token(e)))
                .filter(|s| !tokens.contains(&s.index()) && s.tag() != "DT")
                .map(|s| self.noun(s, tokens, end));
        }
        if out.of.is_none() {
            out.of = self
                .included(at, draft)
                .or_else(|| self.against(draft, top, head));
        }
        out.change = self.change_of(draft, out.event, via);
        out
    }

    /// The token of the expression that everything else in it hangs on.
    fn top(&self, draft: &Draft, tokens: &Range<usize>) -> Option<Token<'d>> {
        let start = if matches!(draft.of, Of::Bare) || draft.low.form == Form::Article {
            self.pieces[draft.number.end - 1].token as usize
        } else {
            self.pieces[draft.end - 1].token as usize
        };
        let start = if draft.per.is_some() || draft.kind == Kind::Score {
            self.pieces[draft.number.end - 1].token as usize
        } else {
            start
        };
        let mut token = self.doc.get(start)?;
        for _ in 0..FAR {
            if token.is_root() || !tokens.contains(&token.head().index()) {
                return Some(token);
            }
            token = token.head();
        }
        Some(token)
    }

    /// The noun that the expression stands before and belongs to: "12 people", "a 400-pound animal".
    fn counted(&self, draft: &Draft, top: Token<'d>, tokens: &Range<usize>) -> Option<Token<'d>> {
        let end = draft.end;
        if self.is(end, "of") && draft.low.can.is_some() && draft.of.is_bare() {
            return None;
        }
        // "50 people or more": the noun stands inside.
        if draft.of.is_bare() && draft.kind == Kind::Count && draft.end > draft.number.end + 1 {
            let inside = self.token(draft.number.end).filter(|t| t.tag() == "NNS");
            if inside.is_some() {
                return inside;
            }
        }
        let head = top.head();
        let right = head.index() > top.index() && !tokens.contains(&head.index());
        let modifies = matches!(
            top.dep(),
            "nummod"
                | "amod"
                | "det"
                | "compound"
                | "nmod"
                | "quantmod"
                | "predet"
                | "poss"
                | "npadvmod"
                | "advmod"
        );
        let nominal = |t: Token<'_>| {
            matches!(t.pos(), "NOUN" | "PROPN")
                || t.tag().starts_with("NN")
                || t.tag() == "CD" && t.text().contains('%')
        };
        let near = |t: Token<'_>| t.index() <= tokens.end + 6;
        if right && modifies && near(head) {
            if nominal(head) && !self.is_state_word(head) {
                let between = (tokens.end..head.index()).map(|i| self.doc.token(i));
                if !draft.of.is_bare() && between.into_iter().any(|t| t.dep() == "cc") {
                    return None;
                }
                // "a 19-ton delivery truck": what weighs is the truck.
                let above = head.head();
                let compound = !draft.of.is_bare()
                    && head.dep() == "compound"
                    && above.index() > head.index()
                    && nominal(above)
                    && near(above);
                return Some(if compound { above } else { head });
            }
            if head.pos() == "ADJ" || head.tag() == "VBN" {
                let above = head.head();
                let adnominal = matches!(head.dep(), "amod" | "compound" | "nmod")
                    && above.index() > head.index();
                if adnominal
                    && nominal(above)
                    && near(above)
                    && (draft.hyphen || !draft.of.is_bare())
                {
                    return Some(above);
                }
            }
        }
        // "double the payload", "twice the size".
        if draft.kind == Kind::Multiple {
            let article = self
                .token(end)
                .filter(|t| matches!(t.dep(), "det" | "poss"));
            return article
                .map(Token::head)
                .filter(|h| h.index() >= tokens.end && nominal(*h));
        }
        // The parse is lost now and then; a plural right behind a bare number is what it counts.
        let next = self
            .token(end)
            .filter(|t| t.index() >= tokens.end && self.is_word(end) && !self.is_dash(end))?;
        let bare =
            draft.of.is_bare() && draft.kind == Kind::Count && !self.is_hyphen(draft.number.end);
        (bare && matches!(next.tag(), "NNS" | "NNPS") && !matches!(top.dep(), "pobj"))
            .then_some(next)
    }

    fn is_state_word(&self, token: Token<'_>) -> bool {
        token.tag() != "NNS" && STATES.iter().any(|state| token.is(state))
    }

    /// "leaving seven dead", "12 people dead", "51 injured".
    fn state(&self, draft: &Draft, out: &Attached) -> Option<usize> {
        if draft.kind != Kind::Count {
            return None;
        }
        let behind = out
            .noun
            .as_ref()
            .map_or(0, |n| self.piece_of(n.token + 1))
            .max(draft.end);
        for at in [behind, behind + 1] {
            let token = self.token(at)?;
            if self.is_state_word(token) && self.is_word(at) {
                // "12 injured passengers were": an adjective before its noun.
                let attributive = token.dep() == "amod" && token.head().index() > token.index();
                return (!attributive).then_some(token.index());
            }
            if at == behind
                && !self.is_any(
                    at,
                    &[
                        "feared",
                        "still",
                        "were",
                        "are",
                        "is",
                        "was",
                        "reported",
                        "presumed",
                        "confirmed",
                        "left",
                        "seriously",
                        "critically",
                    ],
                )
            {
                break;
            }
        }
        None
    }

    /// The verb or noun that governs what is counted, and the preposition on the way to it.
    fn event(&self, from: Token<'d>, draft: &Draft) -> (Option<Token<'d>>, Option<Token<'d>>) {
        let mut at = from;
        let mut via = None;
        for _ in 0..FAR {
            if at.is_root() {
                return (at.pos().eq("VERB").then_some(at), via);
            }
            let head = at.head();
            match head.pos() {
                "VERB" => {
                    // "was 12 feet high", "are among the missing" stay with their verb.
                    return (Some(head), via);
                }
                "AUX" => {
                    let complement = head.children().find(|c| {
                        matches!(c.dep(), "acomp" | "attr" | "oprd") && c.index() != at.index()
                    });
                    return (
                        complement
                            .filter(|c| c.pos() != "PRON" && at.dep().starts_with("nsubj"))
                            .or(Some(head)),
                        via,
                    );
                }
                "ADP" | "SCONJ" | "PART" => {
                    via = via.or(Some(head));
                    at = head;
                }
                "NOUN" | "PROPN" if matches!(at.dep(), "conj" | "appos") => at = head,
                "NOUN" | "PROPN" => {
                    let near_noun =
                        at.dep() == "prep" || !draft.of.is_bare() || draft.kind == Kind::Percent;
                    if near_noun {
                        return (Some(head), via);
                    }
                    at = head;
                }
                "ADJ" | "ADV" if at.dep() != "conj" => {
                    if head.dep() == "acomp"
                        || head.dep() == "amod"
                        || head.dep() == "advmod" && head.pos() == "ADV"
                    {
                        return (Some(head), via);
                    }
                    at = head;
                }
                _ => at = head,
            }
        }
        (None, via)
    }

    /// The subject of a verb, or of the verb that an adjective or adverb completes.
    fn subject(&self, event: Token<'d>) -> Option<Token<'d>> {
        let mut at = event;
        for _ in 0..4 {
            if let Some(subject) = at
                .children()
                .find(|c| matches!(c.dep(), "nsubj" | "nsubjpass"))
            {
                return Some(subject);
            }
            if at.is_root()
                || !matches!(
                    at.dep(),
                    "acomp" | "attr" | "conj" | "advmod" | "npadvmod" | "prep" | "xcomp" | "advcl"
                )
            {
                return (at.dep() == "acl" || at.dep() == "relcl" || at.dep() == "amod")
                    .then(|| at.head());
            }
            at = at.head();
        }
        None
    }

    /// Who has the age.
    fn bearer(&self, draft: &Draft, top: Token<'d>) -> Option<Noun> {
        let end = self.pieces[draft.end - 1].end as usize;
        if draft.hyphen || matches!(draft.of, Of::Unit(_)) {
            let mut old = top;
            for _ in 0..2 {
                let head = old.head();
                if head.index() > old.index()
                    && matches!(
                        old.dep(),
                        "amod" | "compound" | "nmod" | "nummod" | "npadvmod"
                    )
                {
                    if matches!(head.pos(), "NOUN" | "PROPN") && !head.is("old") {
                        return Some(self.noun(head, &(old.index()..old.index() + 1), end));
                    }
                    old = head;
                }
            }
            let spelled = self.is_hyphen(draft.end - 2) || self.is_any(draft.end - 1, &["olds"]);
            if spelled
                && matches!(
                    top.dep(),
                    "nsubj"
                        | "nsubjpass"
                        | "dobj"
                        | "pobj"
                        | "appos"
                        | "attr"
                        | "conj"
                        | "ROOT"
                        | "poss"
                )
            {
                let words = Span::new(self.pieces[draft.number.start].start as usize, end);
                return Some(Noun {
                    token: self.pieces[draft.end - 1].token as usize,
                    words,
                    lemma: "person".into(),
                });
            }
            return None;
        }
        let before = draft.start.checked_sub(2)?;
        if matches!(self.word(draft.start - 1), "," | "(" | "–" | "—" | "-") {
            let token = self.token(before)?;
            let range = token
                .entity()
                .map_or(token.index()..token.index() + 1, |e| {
                    e.tokens.start..token.index() + 1
                });
            let words = self.doc.bytes(range);
            return Some(Noun {
                token: token.index(),
                words: Span::new(words.start, words.end),
                lemma: token.lemma().to_lowercase(),
            });
        }
        // "a girl aged 12".
        let mut at = top;
        for _ in 0..3 {
            at = at.head();
            if at.tag().starts_with("NN") && at.lemma() != "age" && at.index() < top.index() {
                return Some(self.noun(at, &(top.index()..top.index() + 1), end));
            }
        }
        None
    }

    fn noun(&self, noun: Token<'d>, tokens: &Range<usize>, end: usize) -> Noun {
        let first = if noun.index() >= tokens.end {
            noun.subtree().start.max(tokens.end)
        } else {
            noun.subtree().start
        };
        let range = first.min(noun.index())..noun.index() + 1;
        let mut first = range.start;
        while first < noun.index()
            && matches!(self.doc.token(first).pos(), "PUNCT" | "SPACE" | "DET")
            || first < noun.index() && self.doc.token(first).is("of")
        {
            first += 1;
        }
        let bytes = self.doc.bytes(first..noun.index() + 1);
        let start = if noun.index() >= tokens.end {
            bytes.start.max(end.min(bytes.end))
        } else {
            bytes.start
        };
        Noun {
            token: noun.index(),
            words: Span::new(start, bytes.end),
            lemma: noun.lemma().to_lowercase(),
        }
    }

    pub(crate) fn whole(&self, relation: PartOf, noun: Token<'d>, number: Option<f64>) -> Whole {
        let bytes = self
            .doc
            .bytes(noun.subtree().start.min(noun.index())..noun.index() + 1);
        let range = number.and_then(|n| crate::Range::new(n, n, false, false));
        Whole {
            relation,
            token: Some(noun.index()),
            words: Span::new(bytes.start, bytes.end),
            range,
        }
    }
}

/// Whether an expression takes "of" what: counts, shares and percents, not "a length of 5 m of pipe".
fn takes_of(draft: &Draft) -> bool {
    matches!(draft.kind, Kind::Count | Kind::Fraction | Kind::Percent)
}

fn preposition<'d>(token: Token<'d>, word: &str) -> Option<Token<'d>> {
    token.children().find(|c| c.dep() == "prep" && c.is(word))
}

/// Whether a noun has an article, a possessive or a demonstrative, or is a pronoun: a known whole.
fn is_definite(noun: Token<'_>) -> bool {
    matches!(noun.tag(), "PRP" | "DT" | "WDT" | "WP")
        || noun.children().any(|c| {
            c.index() < noun.index()
                && (c.dep() == "poss"
                    || c.dep() == "det"
                        && ["the", "these", "those", "this", "that", "all"]
                            .iter()
                            .any(|w| c.is(w)))
        })
}

/// The tokens that a stretch of bytes touches.
pub(crate) fn touched(doc: &Doc, first: usize, end: usize) -> Range<usize> {
    let mut last = first;
    while last + 1 < doc.len() && doc.token(last + 1).start() < end {
        last += 1;
    }
    first..last + 1
}
