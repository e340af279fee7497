//! The claim of a finding: the sharpest passage, with the values in place.
//!
//! It is what a reader is shown first, in the words of a report and never in words of ours. Each
//! part is a stretch of a report's text, so that it can be lit where it stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Evidence;

/// The sharpest passage of a finding, with the values in place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// As plain text.
    pub text: String,
    /// In pieces, in order; their texts together are the text, but for what was `removed`.
    pub parts: Vec<ClaimPart>,
}

/// A piece of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimPart {
    /// What it is there for.
    pub kind: PartKind,
    /// Its words.
    pub text: String,
    /// The id of the report whose words they are.
    pub report: String,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
}

/// What a piece of a claim is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Words around the values.
    Text,
    /// A value.
    Value,
    /// Words that another report has not.
    Removed,
    /// Words that another report has instead.
    Inserted,
    /// Words of the same report that say who or what is meant.
    Context,
}

impl Claim {
    /// The words of one passage, with its value marked where it stands there word for word.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Claim {
        let words = evidence.text.as_str();
        let at = match evidence.value.trim() {
            "" => None,
            value => words.find(value).map(|at| at..at + value.len()),
        };
        let at = at.unwrap_or(words.len()..words.len());
        let mut parts: Vec<ClaimPart> = Vec::new();
        let mut start = evidence.start;
        for (kind, text) in [
            (PartKind::Text, &words[..at.start]),
            (PartKind::Value, &words[at.clone()]),
            (PartKind::Text, &words[at.end..]),
        ] {
            if text.is_empty() {
                continue;
            }
            let end = start + text.chars().count();
            parts.push(ClaimPart {
                kind,
                text: text.to_owned(),
                report: evidence.report.clone(),
                start,
                end,
                in_title: evidence.in_title,
            });
            start = end;
        }
        Claim {
            text: words.to_owned(),
            parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_marked_where_it_stands() {
        let evidence = |value: &str| Evidence {
            report: "a".to_owned(),
            start: 10,
            end: 30,
            text: "“Nun” – five drowned".to_owned(),
            value: value.to_owned(),
            ..Evidence::default()
        };
        let parts = |value: &str| {
            let claim = Claim::of(&evidence(value));
            let parts = claim.parts.into_iter();
            parts
                .map(|part| (part.kind, part.text, part.start, part.end))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            parts("five"),
            [
                (PartKind::Text, "“Nun” – ".to_owned(), 10, 18),
                (PartKind::Value, "five".to_owned(), 18, 22),
                (PartKind::Text, " drowned".to_owned(), 22, 30),
            ]
        );
        assert_eq!(parts("5").len(), 1, "not in these words");
    }
}
