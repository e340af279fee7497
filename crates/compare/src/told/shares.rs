//! How many of some there are, where a clause says it by a word: "none of the miners", "all five", "few homes".

use crosswire_annotate::Token;

use crate::lexicon;

/// Between which parts of all; less than nothing but more than none is [`Share::SOME`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share {
    least: f32,
    most: f32,
}

/// So many are some of a great number.
const LEAST_OF_SOME: f32 = 0.001;

impl Share {
    /// Some of them, it may be all.
    pub(crate) const SOME: Share = Share {
        least: LEAST_OF_SOME,
        most: 1.0,
    };

    /// Whether it is none of them.
    pub(crate) fn is_none(self) -> bool {
        self.most == 0.0
    }

    /// Those that are left.
    pub(crate) fn rest(self) -> Share {
        Share {
            least: 1.0 - self.most,
            most: 1.0 - self.least,
        }
    }

    /// Whether both cannot be.
    pub(crate) fn is_apart(self, other: Share) -> bool {
        self.most < other.least || other.most < self.least
    }

    /// What is not so of such a share is so of another: "not all", "not one of the nine".
    fn denied(self) -> Share {
        if self.least == 1.0 {
            Share {
                least: 0.0,
                most: 1.0 - LEAST_OF_SOME,
            }
        } else {
            Share {
                least: 0.0,
                most: 0.0,
            }
        }
    }

    /// "Nearly all", "almost none".
    fn nearly(self) -> Share {
        const NEARLY: f32 = 0.2;
        if self.least == 1.0 {
            Share {
                least: 1.0 - NEARLY,
                most: 1.0 - LEAST_OF_SOME,
            }
        } else if self.is_none() {
            Share {
                least: LEAST_OF_SOME,
                most: NEARLY,
            }
        } else {
            self
        }
    }
}

/// Those of whom a word for a share is said, and the share: of "none of the miners" the miners.
pub(crate) fn shared(head: Token<'_>) -> (Token<'_>, Option<Share>) {
    let whole = head
        .children()
        .find(|child| child.dep() == "prep" && child.is("of"))
        .and_then(|of| of.child("pobj"));
    let own = |token: Token<'_>| lexicon::share(&token.text().to_lowercase());
    let determiner = || {
        let mut children = head.children();
        children.find_map(|child| {
            let counts = matches!(
                child.dep(),
                "det" | "predet" | "amod" | "nummod" | "quantmod"
            );
            counts.then(|| own(child)).flatten()
        })
    };
    let numbered = |whole: Token<'_>| {
        let part = number(head)?;
        let of = whole.child("nummod").and_then(number);
        let exact = of.filter(|of| *of >= part && *of > 0.0);
        Some(exact.map_or((LEAST_OF_SOME, 1.0), |of| (part / of, part / of)))
    };
    let found = match whole {
        Some(whole) => own(head)
            .or_else(determiner)
            .or_else(|| numbered(whole))
            .map(|share| (whole, share)),
        None => own(head).or_else(determiner).map(|share| (head, share)),
    };
    let Some((those, (least, most))) = found else {
        return (head, None);
    };
    let said = |words: &[&str]| {
        let mut near = std::iter::once(head).chain(head.children());
        near.any(|token| {
            let before = token.index().checked_sub(1).map(|at| head.doc().token(at));
            token.index() != head.index() && words.iter().any(|word| token.is(word))
                || before.is_some_and(|before| words.iter().any(|word| before.is(word)))
        })
    };
    let mut share = Share { least, most };
    if said(&["nearly", "almost", "practically", "virtually"]) {
        share = share.nearly();
    }
    if said(&["hardly", "scarcely", "barely"]) {
        share = Share {
            least: 0.0,
            most: 0.35,
        };
    }
    if said(&["not"]) {
        share = share.denied();
    }
    (those, Some(share))
}

/// A number in words or figures.
fn number(token: Token<'_>) -> Option<f32> {
    let text = token.text().to_lowercase();
    let figures = lexicon::small_number(&text).unwrap_or(&text);
    let number: f32 = figures.replace(',', "").parse().ok()?;
    (token.pos() == "NUM" && number.is_finite()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(least: f32, most: f32) -> Share {
        Share { least, most }
    }

    #[test]
    fn shares_that_cannot_both_be() {
        let (none, all, few) = (share(0.0, 0.0), share(1.0, 1.0), share(0.0, 0.35));
        assert!(none.is_apart(Share::SOME) && none.is_apart(all) && few.is_apart(all));
        assert!(!few.is_apart(Share::SOME) && !all.is_apart(Share::SOME));
        // None was lost: all survived.
        assert!(!none.rest().is_apart(all) && none.rest().is_apart(all.denied()));
        assert!(all.nearly().is_apart(all) && all.nearly().is_apart(few));
        // "Not one of them".
        assert!(share(0.1, 0.1).denied().is_none());
    }
}
