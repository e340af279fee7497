//! The words of format 1 that are one of a few: kinds, slots, who differs, what a person says.
//!
//! Each list stands once. Its names in JSON, schema, flags and error messages come from here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
        pub enum $name {
            $(
                $(#[$doc])*
                #[serde(rename = $word)]
                #[cfg_attr(feature = "clap", value(name = $word))]
                $variant,
            )+
        }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: [$name; [$($word),+].len()] = [$($name::$variant),+];

            /// The word used in JSON and flags.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }

            /// The one that [`Self::name`] calls `name`.
            #[must_use]
            pub fn from_name(name: &str) -> Option<$name> {
                $name::ALL.into_iter().find(|word| word.name() == name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

words! {
    /// How the reports lie to each other on a slot.
    FindingKind {
        /// Cannot both be true as written.
        Conflict = "conflict",
        /// As a conflict, but the later report came later and the thing can have changed.
        Update = "update",
        /// Words in quotation marks of one utterance differ.
        QuoteVariant = "quote_variant",
        /// Both can be true, one sharper than the other.
        Refinement = "refinement",
        /// They state the same specific thing.
        Agreement = "agreement",
        /// Only one report says it.
        SingleSource = "single_source",
        /// Two versions of one report differ.
        Revision = "revision",
    }
}

impl FindingKind {
    /// Those over which reports part.
    pub fn disputes() -> impl Iterator<Item = FindingKind> {
        FindingKind::ALL
            .into_iter()
            .filter(|kind| kind.is_dispute())
    }

    /// Whether reports part over it.
    #[must_use]
    pub fn is_dispute(self) -> bool {
        self.is_contradiction() || self == FindingKind::QuoteVariant
    }

    /// Whether what they tell cannot both be true, at one time at least.
    #[must_use]
    pub fn is_contradiction(self) -> bool {
        matches!(self, FindingKind::Conflict | FindingKind::Update)
    }
}

words! {
    /// What sort of slot.
    About {
        /// When.
        Time = "time",
        /// Where.
        Place = "place",
        /// How many, how much, how old, how long.
        Quantity = "quantity",
        /// Who.
        Participant = "participant",
        /// What happened, how it ended, whether it is so.
        Outcome = "outcome",
        /// Who said it.
        Attribution = "attribution",
        /// The words said.
        Quote = "quote",
    }
}

words! {
    /// Who differs.
    Between {
        /// The reports.
        Reports = "reports",
        /// The sources whom the reports quote; the reports agree on that.
        Sources = "sources",
    }
}

words! {
    /// What a person says of a finding.
    Word {
        /// It is so.
        Confirmed = "confirmed",
        /// It is not so.
        Wrong = "wrong",
        /// It is so, and there is a reason.
        Explained = "explained",
        /// What the same person said last of it is taken back.
        Unmarked = "unmarked",
    }
}

words! {
    /// Whose words a report prints.
    OriginKind {
        /// The outlet's own reporting, as far as anything tells.
        Own = "own",
        /// A news agency's text.
        Agency = "agency",
        /// Another outlet's text.
        Outlet = "outlet",
    }
}

words! {
    /// What sort of evidence an origin rests on.
    Ground {
        /// The outlet is an agency itself.
        Publisher = "publisher",
        /// The authors.
        Byline = "byline",
        /// "BELWICK (AP) —"
        Dateline = "dateline",
        /// A last line that names the agency and nothing else.
        Signature = "signature",
        /// "Copyright 2031 The Inland Press. All rights reserved."
        Notice = "notice",
        /// "The Inland Press contributed to this report."
        Contribution = "contribution",
        /// "This article first appeared on Inland Weekly."
        Syndication = "syndication",
        /// Words that stand in a report published before.
        Copy = "copy",
        /// Quotations that stand in a report published before, whose outlet is named for them.
        Citation = "citation",
    }
}

words! {
    /// How a quotation lies to a reference; what is worse is greater.
    Verdict {
        /// Its words stand there as they are, but for spelling and house style.
        Verbatim = "verbatim",
        /// Words are left out, and a mark or a full sentence's end shows where.
        Cut = "cut",
        /// Words differ, or are left out inside a sentence without a mark.
        Altered = "altered",
        /// Nothing there is like it.
        NotFound = "not_found",
    }
}

impl Verdict {
    /// All of them, in the order in which a reader wants them.
    pub const FOR_READERS: [Verdict; 4] = [
        Verdict::Altered,
        Verdict::NotFound,
        Verdict::Cut,
        Verdict::Verbatim,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_json() {
        for kind in FindingKind::ALL {
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
            assert_eq!(FindingKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(About::from_name("weather"), None);
    }

    #[test]
    fn a_worse_verdict_is_greater() {
        assert!(Verdict::ALL.is_sorted_by(|a, b| a < b));
        assert!(Verdict::Verbatim < Verdict::Cut && Verdict::Cut < Verdict::Altered);
        let readers = Verdict::FOR_READERS;
        assert!(Verdict::ALL.iter().all(|verdict| readers.contains(verdict)));
    }
}
