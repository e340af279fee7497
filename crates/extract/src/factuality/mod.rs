//! Whether what a clause tells is told as done, and who stands for it.
//!
//! [`judge`] is the one place that knows: the words of the clause itself (a "not", "almost", "may"),
//! then everything that stands over it up to the sentence ("was acquitted of", "no evidence that",
//! "has yet to", "rejected claims that"), from the outermost word inwards, each by whether it is itself
//! affirmed. What the words make of a clause is data (`data/factuality.tsv`). Who says a thing in a
//! reporting clause is attribution and is left to the quotations.

mod governor;
mod over;
mod own;
mod table;

use crosswire_annotate::Token;

use crate::{Factuality, Polarity, StatementKind};
use table::Effect;

pub use own::is_negated;

/// At most so many words over a clause are looked at.
const MOST_LEVELS: usize = 8;

/// How a clause is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stance<'d> {
    pub(crate) polarity: Polarity,
    pub(crate) factuality: Factuality,
    /// Who claims, plans, fears or asks for it, where the clause over it tells.
    pub(crate) holder: Option<Token<'d>>,
}

impl<'d> Stance<'d> {
    const TOLD: Stance<'d> = Stance {
        polarity: Polarity::Positive,
        factuality: Factuality::Asserted,
        holder: None,
    };

    /// What becomes of it under a word of its own clause: a "not", a "may".
    fn with(self, effect: Effect) -> Stance<'d> {
        Stance {
            polarity: times(self.polarity, effect.polarity),
            factuality: outer(self.factuality, effect.factuality),
            holder: self.holder,
        }
    }

    fn turned(self) -> Stance<'d> {
        Stance {
            polarity: times(self.polarity, Polarity::Negative),
            ..self
        }
    }
}

/// Judges the clause under `top` (the verb, or the copula of a noun) whose predicate is `said`.
///
/// `said_so` tells of a word whether a speaker's denial of the clause is already known by it.
pub(crate) fn judge<'d>(
    top: Token<'d>,
    said: Token<'d>,
    kind: StatementKind,
    said_so: &dyn Fn(Token<'d>) -> bool,
) -> Stance<'d> {
    if kind == StatementKind::Nominal {
        return over::of_noun(top, said_so, MOST_LEVELS);
    }
    let mut stance = over::of_clause(top, said_so, MOST_LEVELS);
    if said.index() != top.index() && own::is_negated(said) {
        stance = stance.turned();
    }
    if stance.factuality == Factuality::Asserted && own::is_question(top) {
        stance.factuality = Factuality::Possible;
    }
    stance
}

fn times(one: Polarity, two: Polarity) -> Polarity {
    if one == two {
        Polarity::Positive
    } else {
        Polarity::Negative
    }
}

/// What takes a clause out of fact farthest outside stays.
fn outer(outer: Factuality, inner: Factuality) -> Factuality {
    if outer == Factuality::Asserted {
        inner
    } else {
        outer
    }
}
