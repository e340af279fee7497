//! The claim of a finding: the sharpest passage, with the values in place.
//!
//! It is what a reader is shown first, in the words of the reports and never in words of ours. Each
//! part is a stretch of a report's text, so that it can be lit where it stands. Signs between the
//! parts say how they lie: [`Claim::written`] gives both in order, for whatever shows them, so that
//! terminal, page and export read the same.
//!
//! | a claim of | reads |
//! | --- | --- |
//! | a conflict, an update | `air strikes killed [30 \| 32] civilians in Kunduz` |
//! | a refinement | `the ferry was carrying 87 passengers [elsewhere: dozens]` |
//! | an altered quotation | `Tove Lind: “We will [reach → recover] the people”` |
//! | an agreement on part of a clause | `[= a man was killed] and three others hurt` |
//! | a clause that names too little | `he [Tove Lind] saw two boats [ferry accident at Port Maren]` |

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{About, Evidence, FindingKind};

/// The sharpest passage of a finding, with the values in place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// As plain text: the parts with signs between them, white space as single spaces.
    pub text: String,
    /// In pieces, in order.
    pub parts: Vec<ClaimPart>,
    /// Whether it needs the text around it to be understood: a pronoun of which it does not say whom it
    /// stands for, words of which it does not say whose they are, a clause that is cut; or what is agreed is
    /// no more than what somebody or something is called.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leans: bool,
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
    /// In a ledger: which version of the report has these words, where it is not the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<usize>,
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

/// A piece of a claim as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written<'c> {
    /// Words of a report.
    Words(&'c ClaimPart),
    /// A sign between them, white space included.
    Sign(&'static str),
}

impl Claim {
    /// The claim that these parts make in a finding of this kind and matter.
    #[must_use]
    pub fn new(kind: FindingKind, about: About, parts: Vec<ClaimPart>) -> Claim {
        let mut claim = Claim {
            text: String::new(),
            parts,
            leans: false,
        };
        let mut text = String::new();
        for piece in claim.written(kind, about) {
            match piece {
                Written::Words(part) => text.push_str(&part.text),
                Written::Sign(sign) => text.push_str(sign),
            }
        }
        claim.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        claim
    }

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
                revision: evidence.revision,
            });
            start = end;
        }
        Claim {
            text: words.to_owned(),
            parts,
            leans: false,
        }
    }

    /// The parts with the signs between them, as a finding of this kind and matter shows them.
    #[must_use]
    pub fn written(&self, kind: FindingKind, about: About) -> Vec<Written<'_>> {
        use PartKind::{Context, Inserted, Removed, Text, Value};
        use Written::{Sign, Words};
        let parts = &self.parts;
        let agreed = kind == FindingKind::Agreement;
        // Quoted words that stand in a clause have its marks.
        let placed = agreed && parts.iter().any(|part| part.kind == Value);
        let quoted = about == About::Quote && kind != FindingKind::SingleSource && !placed;
        let mut out: Vec<Written<'_>> = Vec::new();
        // The part before in the words of one report: what follows it directly, or after a gap.
        let mut last: Option<&ClaimPart> = None;
        let mut at = 0;
        let is_head = |at: usize| at == 0 && parts[0].kind == Context && parts.len() > 1;
        let first_words = usize::from(!parts.is_empty() && is_head(0));
        while at < parts.len() {
            let part = &parts[at];
            if at == first_words && part.kind != Context {
                if quoted {
                    out.push(Sign("“"));
                } else if at == 0 && part.text.starts_with(char::is_lowercase) {
                    out.push(Sign("… "));
                }
            }
            let run = run(&parts[at..]);
            match part.kind {
                Context if is_head(at) => out.extend([Words(part), Sign(": ")]),
                Context => {
                    if quoted && at > 0 && parts[at..].iter().all(|part| part.kind == Context) {
                        out.push(Sign("”"));
                    }
                    for (nth, part) in parts[at..at + run].iter().enumerate() {
                        out.push(Sign(if nth == 0 { " [" } else { "; " }));
                        out.push(Words(part));
                    }
                    out.push(Sign("]"));
                    // A pronoun's space stands before the words that follow, in their own part.
                }
                Text => {
                    if last.is_some_and(|last| gap(last, part)) {
                        out.push(Sign(" … "));
                    }
                    out.push(Words(part));
                    last = Some(part);
                }
                Value => {
                    let run_of = &parts[at..at + run];
                    let own = run_of.iter().find(|part| {
                        last.is_none_or(|last| last.report == part.report)
                            && last.is_none_or(|last| last.end <= part.start)
                    });
                    if let (Some(last), Some(own)) = (last, own)
                        && gap(last, own)
                    {
                        out.push(Sign(" … "));
                    }
                    // The sharp value stands in its clause, the vaguer ones after it.
                    let mut shown = run_of;
                    let mut beside = false;
                    if kind == FindingKind::Refinement && last.is_some() {
                        beside = true;
                        if let Some((first, rest)) = run_of.split_first()
                            && own.is_some_and(|own| std::ptr::eq(own, first))
                        {
                            out.push(Words(first));
                            shown = rest;
                        }
                    }
                    let (open, between, close) = match (beside, shown.len()) {
                        (_, 0) => ("", "", ""),
                        (true, _) => (" [elsewhere: ", "; ", "]"),
                        (false, 1) if agreed => ("[= ", "", "]"),
                        (false, 1) => ("", "", ""),
                        (false, _) => ("[", " | ", "]"),
                    };
                    for (nth, part) in shown.iter().enumerate() {
                        out.push(Sign(if nth == 0 { open } else { between }));
                        out.push(Words(part));
                    }
                    out.push(Sign(close));
                    last = own.or(last);
                }
                Removed | Inserted => {
                    let run_of = &parts[at..at + run];
                    let of = |kind: PartKind| run_of.iter().filter(move |part| part.kind == kind);
                    if let (Some(last), Some(own)) = (last, of(Removed).next())
                        && gap(last, own)
                    {
                        out.push(Sign(" … "));
                    }
                    // What is only put in stands between words that have their own space.
                    let alone = of(Removed).next().is_none();
                    let begins = at == first_words;
                    out.push(Sign(if alone && !begins { " [" } else { "[" }));
                    if alone {
                        out.push(Sign("—"));
                    }
                    out.extend(of(Removed).map(Words));
                    out.push(Sign(" → "));
                    out.extend(of(Inserted).map(Words));
                    if of(Inserted).next().is_none() {
                        out.push(Sign("—"));
                    }
                    out.push(Sign(if alone && begins { "] " } else { "]" }));
                    last = of(Removed).next_back().or(last);
                }
            }
            at += run;
        }
        if quoted && parts.last().is_some_and(|part| part.kind != Context) {
            out.push(Sign("”"));
        }
        out.retain(|piece| !matches!(piece, Sign("")));
        out
    }
}

/// How many of the parts at the front are shown as one: values, what was removed and inserted, what
/// says who is meant.
fn run(parts: &[ClaimPart]) -> usize {
    use PartKind::{Context, Inserted, Removed, Text, Value};
    let first = parts[0].kind;
    let rest = parts[1..].iter().take_while(|part| match first {
        Text => false,
        Value => part.kind == Value,
        Context => part.kind == Context,
        Removed | Inserted => matches!(part.kind, Removed | Inserted),
    });
    1 + rest.count()
}

/// Whether words are left out between two parts of one report.
fn gap(last: &ClaimPart, next: &ClaimPart) -> bool {
    last.report != next.report || last.in_title != next.in_title || last.end != next.start
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

    /// Parts of texts: each stands where the one before it of the same report ends, or `gap` on.
    fn parts(told: &[(PartKind, &str, &str, usize)]) -> Vec<ClaimPart> {
        let mut ends: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
        told.iter()
            .map(|&(kind, report, text, gap)| {
                let end = ends.entry(report).or_default();
                let start = *end + gap;
                // A name stands somewhere else.
                if kind != PartKind::Context {
                    *end = start + text.chars().count();
                }
                ClaimPart {
                    kind,
                    text: text.to_owned(),
                    report: report.to_owned(),
                    start,
                    end: start + text.chars().count(),
                    in_title: false,
                    revision: None,
                }
            })
            .collect()
    }

    fn text(kind: FindingKind, about: About, told: &[(PartKind, &str, &str, usize)]) -> String {
        Claim::new(kind, about, parts(told)).text
    }

    #[test]
    fn values_stand_side_by_side_in_the_clause() {
        use PartKind::{Context, Text, Value};
        let told = [
            (Text, "a", "Air strikes killed ", 4),
            (Value, "b", "30", 90),
            (Value, "a", "32", 0),
            (Text, "a", " civilians", 0),
            (Text, "a", "in the north", 30),
            (Context, "a", "Kunduz", 7),
        ];
        assert_eq!(
            text(FindingKind::Conflict, About::Quantity, &told),
            "Air strikes killed [30 | 32] civilians … in the north [Kunduz]"
        );
    }

    #[test]
    fn a_vague_value_stands_after_the_clause_of_the_sharp_one() {
        use PartKind::{Text, Value};
        let told = [
            (Text, "a", "the ferry was carrying ", 4),
            (Value, "a", "87", 0),
            (Text, "a", " passengers", 0),
            (Value, "b", "dozens", 9),
            (Value, "c", "more than 80", 9),
        ];
        assert_eq!(
            text(FindingKind::Refinement, About::Quantity, &told),
            "… the ferry was carrying 87 passengers [elsewhere: dozens; more than 80]"
        );
    }

    #[test]
    fn words_of_a_quotation_are_struck_and_put_in() {
        use PartKind::{Context, Inserted, Removed, Text};
        let told = [
            (Context, "a", "Tove Lind", 0),
            (Text, "a", "We will ", 50),
            (Removed, "a", "reach", 0),
            (Inserted, "b", "recover", 8),
            (Text, "a", " the people", 0),
            (Inserted, "b", "now", 11),
        ];
        assert_eq!(
            text(FindingKind::QuoteVariant, About::Quote, &told),
            "Tove Lind: “We will [reach → recover] the people [— → now]”"
        );
    }

    #[test]
    fn every_word_of_the_text_is_of_a_part_or_a_sign() {
        use PartKind::{Context, Text};
        let told = [
            (Text, "a", "He", 0),
            (Context, "a", "Tove Lind", 20),
            (Text, "a", " saw\n two boats", 0),
        ];
        assert_eq!(
            text(FindingKind::Agreement, About::Outcome, &told),
            "He [Tove Lind] saw two boats"
        );
        assert_eq!(
            Claim::new(FindingKind::Agreement, About::Outcome, Vec::new()).text,
            ""
        );
    }
}
