//! What a quantity is a part of or measured against, and which way it changes something.

use crosswire_annotate::Token;

use crate::draft::Draft;
use crate::piece::Scan;
use crate::quantity::{Change, Kind, PartOf, Whole};

impl<'d> Scan<'d> {
    /// "200 people, including 12 children".
    pub(crate) fn included(&self, at: Token<'d>, draft: &Draft) -> Option<Whole> {
        if draft.kind != Kind::Count {
            return None;
        }
        let mut at = at;
        for _ in 0..3 {
            if at.is_root() {
                return None;
            }
            let head = at.head();
            if at.dep() == "pobj" && head.is("including") {
                let noun = head.head();
                return matches!(noun.pos(), "NOUN" | "PROPN" | "NUM")
                    .then(|| self.whole(PartOf::Included, noun, None));
            }
            if at.dep() != "conj" {
                return None;
            }
            at = head;
        }
        None
    }

    /// "a 50 percent premium over the closing price", "twice the size".
    pub(crate) fn against(&self, draft: &Draft, top: Token<'d>, head: Token<'d>) -> Option<Whole> {
        match draft.kind {
            Kind::Percent => {
                let noun = std::iter::once(top).chain([head]).find_map(|t| {
                    t.children().find(|c| {
                        c.dep() == "prep"
                            && c.index() > top.index()
                            && (c.is("over") || c.is("above") || c.is("against") || c.is("than"))
                    })
                })?;
                noun.child("pobj")
                    .map(|object| self.whole(PartOf::Against, object, None))
            }
            Kind::Multiple => {
                let noun = head;
                (noun.index() > top.index() && noun.pos() == "NOUN")
                    .then(|| self.whole(PartOf::Against, noun, None))
            }
            _ => None,
        }
    }

    pub(crate) fn change_of(
        &self,
        draft: &Draft,
        event: Option<usize>,
        via: Option<Token<'d>>,
    ) -> Option<Change> {
        if matches!(draft.kind, Kind::Ordinal | Kind::Score | Kind::Age) {
            return None;
        }
        let before = draft.start.wrapping_sub(1);
        let amount = !draft.of.is_bare() || draft.kind == Kind::Percent;
        if amount && self.is_any(before, &["up"]) && draft.start > 0
            || amount && self.is_any(draft.end, &["higher", "increase", "rise", "gain"])
        {
            return Some(Change::Up);
        }
        if amount
            && (draft.start > 0 && self.is(before, "down")
                || self.is_any(draft.end, &["lower", "drop", "fall", "decline", "decrease"]))
        {
            return Some(Change::Down);
        }
        let verb = self.doc.token(event?);
        // "went up by a half": the particle says which way.
        let particle = verb
            .children()
            .filter(|child| matches!(child.dep(), "prt" | "advmod") && child.index() > verb.index())
            .find_map(|child| match child.lemma() {
                "up" => Some(Change::Up),
                "down" => Some(Change::Down),
                _ => None,
            });
        let way = self.lexicon.change(verb.lemma())?.or(particle);
        match via {
            Some(via) if via.is("to") => Some(Change::To),
            Some(via) if via.is("from") => Some(Change::From),
            Some(via) if via.is("by") || via.is("of") => way,
            Some(via)
                if via.is("below")
                    || via.is("under")
                    || via.is("above")
                    || via.is("past")
                    || via.is("over") =>
            {
                Some(Change::To)
            }
            Some(_) => None,
            None => way.filter(|_| amount || draft.kind == Kind::Count),
        }
    }
}
