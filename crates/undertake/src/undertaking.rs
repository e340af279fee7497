//! One undertaking.

use crosswire_extract::{EntityId, TokenId};
use crosswire_report::Passage;

use crate::Due;

/// What is promised, threatened, asked for, planned or foretold, as a report tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Undertaking {
    /// What sort.
    pub kind: Kind,
    /// From the word that makes it one to the end of the act with its condition and time.
    pub passage: Passage,
    /// The word that makes it one: a verb, noun, adjective or modal.
    pub cue: TokenId,
    /// The word that carries the act: "rebuild" in "vowed to rebuild the bridge".
    pub act: TokenId,
    /// Whose it is; for a forecast who foretells.
    pub holder: Option<Who>,
    /// Who says that the holder undertakes it, nearest first.
    pub by: Vec<Who>,
    /// To whom it is promised, against whom threatened, of whom demanded.
    pub towards: Option<Who>,
    /// "if ...", "unless ...", "until ...", "once ...".
    pub condition: Option<Passage>,
    /// By when, or when.
    pub due: Option<Due>,
    /// How firmly it is put.
    pub strength: Strength,
    /// How it ended, where the report itself says so.
    pub outcome: Outcome,
    /// How likely it is one, and of this kind, in [0, 1].
    pub confidence: f32,
}

/// Somebody who stands for, says or is meant by an undertaking.
#[derive(Clone, Debug, PartialEq)]
pub struct Who {
    /// The fullest name in the report, else the words that stand for them.
    pub name: String,
    /// Which entity of the report it is.
    pub entity: Option<EntityId>,
    /// The words nearest by.
    pub mention: Passage,
}

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$variant_doc])* $variant),* }

        impl $type {
            /// All of them, in order.
            pub const ALL: &[$type] = &[$($type::$variant),*];

            /// The word used in JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            /// The one of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<$type> {
                match name { $($name => Some($type::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What sort of undertaking.
    Kind {
        /// The holder binds itself to what is in its own hands.
        Promise "promise",
        /// The same, against somebody.
        Threat "threat",
        /// The holder wants somebody else to act or refrain.
        Demand "demand",
        /// The holder will not.
        Denial "denial",
        /// Intended, scheduled or prepared, without a word given.
        Plan "plan",
        /// Expected to come, and not the holder's to do.
        Forecast "forecast",
        /// A time by which something must be done or ends.
        Deadline "deadline",
    }
}

named! {
    /// How firmly it is put.
    Strength {
        /// "will", "vows", "must".
        Bound "bound",
        /// "plans", "is expected to".
        Likely "likely",
        /// "may", "considers".
        Possible "possible",
    }
}

named! {
    /// How an undertaking ended, where words of the report say so.
    Outcome {
        /// Nothing is said.
        Open "open",
        /// It was kept.
        Met "met",
        /// It was not kept.
        Broken "broken",
        /// It was taken back.
        Withdrawn "withdrawn",
        /// It was given before and is given again.
        Repeated "repeated",
    }
}

impl Who {
    /// Whether two are one, by entity where both have one, else by name.
    #[must_use]
    pub fn is(&self, other: &Who) -> bool {
        match (self.entity, other.entity) {
            (Some(one), Some(other)) => one == other,
            _ => self.name == other.name,
        }
    }
}
