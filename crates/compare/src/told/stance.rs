//! Whether a clause is so, and as what it is told: part of every clause and value handed out here, so
//! that nothing can be compared without it.

use crosswire_extract::{Factuality, Polarity, Statement, is_denied};

/// As what something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stance {
    /// As a fact, a plan, a possibility ...
    pub factuality: Factuality,
    /// Whether it is told as not so, by the clause or by whoever says it.
    pub negated: bool,
    /// Whether it is an earlier happening told in passing.
    pub background: bool,
}

impl Stance {
    /// As what a statement is told.
    #[must_use]
    pub fn of(statement: &Statement) -> Stance {
        let negative = statement.polarity == Polarity::Negative;
        Stance {
            factuality: statement.factuality,
            negated: negative != is_denied(&statement.attribution),
            background: statement.background,
        }
    }

    /// As what words are told that are no statement: as a fact, or as none.
    #[must_use]
    pub fn of_words(negated: bool) -> Stance {
        Stance {
            factuality: Factuality::Asserted,
            negated,
            background: false,
        }
    }

    /// Whether it is told as something to come.
    #[must_use]
    pub fn is_planned(self) -> bool {
        matches!(self.factuality, Factuality::Planned | Factuality::Predicted)
    }

    /// Whether it is told as a fact, be it that it is not so.
    #[must_use]
    pub fn is_asserted(self) -> bool {
        self.factuality == Factuality::Asserted
    }

    /// Whether two clauses can be told as one thing: "a boy nearly died" is no death, nor is a plan.
    #[must_use]
    pub fn goes_with(self, other: Stance) -> bool {
        self.negated == other.negated
            && (self.factuality == other.factuality || self.is_planned() && other.is_planned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_denied_or_possible_goes_with_no_fact() {
        let told = |factuality, negated| Stance {
            factuality,
            negated,
            background: false,
        };
        let fact = told(Factuality::Asserted, false);
        assert!(fact.goes_with(fact));
        for other in [
            told(Factuality::Asserted, true),
            told(Factuality::Planned, false),
            told(Factuality::Possible, false),
            told(Factuality::Requested, false),
        ] {
            assert!(
                !fact.goes_with(other) && !other.goes_with(fact),
                "{other:?}"
            );
        }
        let expected = told(Factuality::Predicted, false);
        assert!(expected.goes_with(told(Factuality::Planned, false)));
    }
}
