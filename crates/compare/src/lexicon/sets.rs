//! Sets: words of one use, a row each.

use std::sync::LazyLock;

use super::{Relation, rows};
use rustc_hash::FxHashSet;

/// The sets: a name in the code, and that of its row.
macro_rules! sets {
    ($($(#[$doc:meta])* $set:ident = $name:literal,)*) => {
        /// Words of one use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Set {
            $($(#[$doc])* $set,)*
        }

        impl Set {
            const ALL: &[(Set, &'static str)] = &[$((Set::$set, $name),)*];
        }
    };
}

sets! {
    /// Words that stand for anybody or anything.
    Anybody = "anybody",
    /// Qualifiers of a value that was the first one.
    AtFirst = "at_first",
    /// Qualifiers of a value that took the place of another.
    AtLast = "at_last",
    /// Verbs whose noun need not be there: what is condemned, feared, sought or taken away.
    Attitude = "attitude",
    /// Verbs that a clause is not known by.
    Auxiliary = "auxiliary",
    /// Words under which a clause has not come about when another does.
    Before = "before",
    /// Verbs whose subject bids: "made an offer".
    Bidding = "bidding",
    /// Parts of the body that can be struck.
    Body = "body",
    /// Verbs that give a name: "a boy named Ann Lee".
    Calling = "calling",
    /// Verbs that only carry their noun: what they do not carry is not there.
    Carrying = "carrying",
    /// Predicates too common for a "not" to tell which of many of them is meant.
    Common = "common",
    /// Words of a notice of rights.
    Copyright = "copyright",
    /// Phrases by which a report owns up to a correction; one that ends with a colon begins the sentence.
    Correction = "correction",
    /// Spans of the calendar of which "first" and "second" tell no two values apart.
    Dated = "dated",
    /// What has a price or a change and is named with whose it is.
    Dealt = "dealt",
    /// Verbs of keeping one's own name back.
    Declining = "declining",
    /// Classes of those who did it or came to help, of whom a story has one number.
    Doer = "doer",
    /// Predicates that tell of anything at all: what they share is no event.
    Empty = "empty",
    /// Spans so long that what lies so many of them back is of another happening.
    Era = "era",
    /// Nouns for what did not come about: "the failure of the alarm".
    Failing = "failing",
    /// Words for a woman or a girl.
    Feminine = "feminine",
    /// Objects that make another verb of their verb: "took part".
    Fixed = "fixed",
    /// Words that make a value one that no longer holds.
    Former = "former",
    /// Verbs that say nothing by themselves; what they carry is told by its noun.
    Hollow = "hollow",
    /// Words of every sentence, which a context is not known by.
    Idle = "idle",
    /// Small words inside a name.
    InName = "in_name",
    /// Places of punishment.
    Jail = "jail",
    /// Nouns by which a thing is not there: "the lack of a quorum".
    Lacking = "lacking",
    /// Verbs whose length of time is that of their subject.
    Lasting = "lasting",
    /// Verbs under which something is done to what a clause is of: "had their homes destroyed".
    Light = "light",
    /// Words for a man or a boy.
    Masculine = "masculine",
    /// Words that make a count one more, not all.
    More = "more",
    /// Verbs of giving somebody's name.
    Naming = "naming",
    /// Verbs that say no more than that something was.
    Occurring = "occurring",
    /// Prepositions before what a carried noun is of: "an end to the strike".
    OfCarried = "of_carried",
    /// Prepositions by which a noun of an event takes part in a clause of its own.
    OfEvent = "of_event",
    /// Words by which a "not" is of a place in a row alone: "was not the first".
    OneOf = "one_of",
    /// Words that leave open how many of them: some may have and others not.
    Open = "open",
    /// Places in a row that tell two numbers of one kind apart.
    Ordinal = "ordinal",
    /// Adverbs that make another verb of the verb before them: "got away".
    Particle = "particle",
    /// Words for persons beside those of classes and roles, and what is public of a person.
    Person = "person",
    /// Prepositions behind which a name says where.
    Placing = "placing",
    /// Verbs of bringing out a study.
    Publishing = "publishing",
    /// Verbs whose length of time is that of a punishment.
    Punishing = "punishing",
    /// Words that narrow a count or a sum to one of several.
    Qualifier = "qualifier",
    /// Pronouns for whoever does it.
    Reflexive = "reflexive",
    /// Verbs of speech that without an object only say who speaks.
    Reporting = "reporting",
    /// Verbs of hearing of what is the matter, and of coming to it.
    Responding = "responding",
    /// Nouns for what is paid or held beside a part.
    Rest = "rest",
    /// Nouns for what somebody said.
    Saying = "saying",
    /// Words for little or none.
    Scant = "scant",
    /// Words by which a plan stands: somebody has set a time for it.
    Scheduled = "scheduled",
    /// Verbs that set a sum anew: the sum is that of their object.
    Setting = "setting",
    /// Words for one person of whom nothing is said.
    Somebody = "somebody",
    /// Nouns of time.
    Span = "span",
    /// Verbs whose object names what happens: "held a rally".
    Staging = "staging",
    /// Verbs of being somewhere or in some state.
    Staying = "staying",
    /// Verbs of hitting somebody.
    Striking = "striking",
    /// Nouns for a study and for those who made it.
    Study = "study",
    /// Verbs that lend their object a verb: it names what happens.
    Support = "support",
    /// Verbs that only say what somebody says, as far as these words tell.
    Telling = "telling",
    /// Nouns that stand for what is told of them.
    Thing = "thing",
    /// Articles, forms of address and legal forms: what a name may lack and be the same.
    Title = "title",
    /// Words for what is to come.
    ToldAhead = "told_ahead",
    /// Words that vouch.
    ToldConfirm = "told_confirm",
    /// Words of denial.
    ToldDeny = "told_deny",
    /// Words for not so.
    ToldNot = "told_not",
    /// Words for what is over and done.
    ToldOver = "told_over",
    /// Words of doubt.
    ToldPerhaps = "told_perhaps",
    /// Words for what is not known yet.
    ToldUnknown = "told_unknown",
    /// Nouns that only say that there is something of what follows them.
    Trace = "trace",
    /// Words for having no name, or none that is told.
    Unnamed = "unnamed",
    /// Words of every sentence, which a value is not known by.
    Untelling = "untelling",
    /// Auxiliaries of what is to come.
    Will = "will",
    /// Prepositions of being somewhere or in some state.
    Within = "within",
    /// Nouns for what a body has from being hit.
    Wound = "wound",
}

impl Set {
    /// Whether a word, in lower case, is one of them.
    pub(crate) fn has(self, word: &str) -> bool {
        SETS[self as usize].contains(word)
    }

    /// All of them.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        SETS[self as usize].iter().copied()
    }
}

static SETS: LazyLock<Vec<FxHashSet<&str>>> = LazyLock::new(|| {
    let of = |name: &str| {
        let row = rows(Relation::Set).find(|row| row.name == name);
        row.map(|row| row.words().collect()).unwrap_or_default()
    };
    Set::ALL.iter().map(|(_, name)| of(name)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_a_row_and_every_row_a_set() {
        for (at, &(set, name)) in Set::ALL.iter().enumerate() {
            assert_eq!(set as usize, at, "{name}");
            assert!(set.words().next().is_some(), "{name}");
        }
        for row in rows(Relation::Set) {
            assert!(
                Set::ALL.iter().any(|(_, name)| *name == row.name),
                "{}",
                row.name
            );
        }
    }
}
