//! The claim of a finding, in the reports' own words: what a reader is shown first.
//!
//! No question is made up. Of the passages of a finding the one is taken that reads best by itself, as
//! whole clauses, and the values of the others are set beside its own. What it leaves to the text
//! around it is added in brackets, again in words of the report: whom a pronoun stands for, who says
//! so, and which happening is told.
//!
//! | file | what |
//! | --- | --- |
//! | `clause` | whole clauses around a passage |
//! | `values` | where a value stands |
//! | `altered` | two wordings, word by word |
//! | `pruned` | a sentence without what merely follows or stands apart |
//! | `spoken` | who says it before it, and the happening after it |
//! | `names` | who speaks, and whom a pronoun stands for |
//! | `happening` | what the story is about, and words for it |
//! | `alone` | whether it can be read by itself |
//! | `leaning` | what a finding has that leans on its text, and the sentence before it |

mod alone;
mod altered;
mod clause;
mod happening;
mod leaning;
mod names;
mod pruned;
mod spoken;
mod values;

use crosswire_record::Claim;
use crosswire_report::{Field, Passage};
use crosswire_text::Span;

use super::common;
use crate::{About, ClaimPart, Evidence, Finding, FindingKind, PartKind, Story};
use clause::{Clause, Width};
use happening::Happening;
use spoken::sources_differ;
pub(super) use values::without_other_numbers;

/// Characters that a value has at most to be set into another's clause.
const MOST_VALUE: usize = 60;
/// Values that are set side by side.
const MOST_VALUES: usize = 4;

/// Makes the claims of one story's findings.
pub(super) struct Claims<'s> {
    story: &'s Story<'s>,
    happening: Happening,
}

/// A passage of a finding as its claim could have it.
struct Candidate<'f> {
    row: &'f Evidence,
    clause: Clause,
    /// Where its value stands in the clause.
    value: Option<Passage>,
    /// Which of the finding's values it holds.
    answer: Option<usize>,
    /// Whether its clause needs the text around it to be understood, be it the rest of the sentence that is shown for it.
    leans: bool,
}

/// What it counts in an agreement that a clause holds no more than what is agreed.
const SHARED: f32 = 2.0;
/// What speaks against a passage that needs the text around it to be understood.
const LEANS: f32 = 1.5;
/// The share of a clause up to which what is agreed is marked in it.
const MARKED: f32 = 0.8;

impl<'s> Claims<'s> {
    pub(super) fn new(story: &'s Story<'s>) -> Claims<'s> {
        Claims {
            story,
            happening: Happening::of(story),
        }
    }

    /// Gives a finding its claim.
    pub(super) fn claim(&self, finding: &mut Finding) {
        let mut parts = self.parts(finding);
        let leans = self.leans(&parts);
        if leans && let Some((at, before)) = self.before(&parts) {
            parts.insert(at, before);
        }
        let shown = parts.iter().map(|part| crosswire_record::ClaimPart {
            kind: part.kind,
            text: self.words(part.report, part.passage).to_owned(),
            report: part.report.to_string(),
            start: part.passage.span.start(),
            end: part.passage.span.end(),
            in_title: part.passage.field == Field::Title,
            revision: None,
        });
        finding.question = Claim::new(finding.kind, finding.about, shown.collect()).text;
        let values = parts
            .iter()
            .filter(|part| part.kind == PartKind::Value)
            .count();
        let is_half = finding.kind == FindingKind::Refinement && values < 2;
        finding.leans = is_half || leans || self.is_hollow(finding.kind, &parts);
        finding.claim = parts;
    }

    fn parts(&self, finding: &Finding) -> Vec<ClaimPart> {
        use FindingKind::{Conflict, QuoteVariant, Refinement, Revision, Update};
        match finding.kind {
            QuoteVariant | Revision => {
                if let Some(parts) = altered::parts(self.story, finding) {
                    return match finding.kind {
                        Revision => self.explained(parts, false, finding),
                        _ => self.spoken(parts, finding),
                    };
                }
            }
            _ if finding.about == About::Quote => {}
            Conflict | Update | Refinement => {
                let parts = match finding.kind {
                    Refinement => self
                        .sharper(finding)
                        .or_else(|| self.both(&self.candidates(finding))),
                    _ => self.side_by_side(finding),
                };
                if let Some((parts, unsaid)) = parts {
                    return self.explained(parts, unsaid, finding);
                }
            }
            _ => {}
        }
        if finding.about == About::Quote
            && let Some(quoted) = self.quoted(finding)
        {
            return self.spoken(vec![quoted], finding);
        }
        let (parts, unsaid) = self.clearest(finding);
        let parts = self.explained(parts, unsaid, finding);
        match finding.kind {
            FindingKind::Agreement => self.marked(parts, finding),
            _ => parts,
        }
    }

    /// What reports agree on, marked where its clause says more.
    fn marked(&self, parts: Vec<ClaimPart>, finding: &Finding) -> Vec<ClaimPart> {
        const LEAST: f32 = 0.6;
        let own = |part: &&ClaimPart| part.kind == PartKind::Text;
        let Some(report) = parts.iter().find(own).map(|part| part.report) else {
            return parts;
        };
        let Some(row) = finding.evidence.iter().find(|row| row.report == report) else {
            return parts;
        };
        let said = self.said(row);
        let agreed = match finding.about {
            About::Quote => said,
            _ => common::agreed(self.story, finding, row).unwrap_or(said),
        };
        let all: usize = parts
            .iter()
            .filter(own)
            .map(|part| part.passage.span.len())
            .sum();
        let meets = |part: &ClaimPart| {
            let meets = part.kind == PartKind::Text && part.passage.field == agreed.field;
            meets
                .then(|| part.passage.span.intersection(agreed.span))
                .flatten()
        };
        let held = parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| Some((at, meets(part)?)));
        let Some((at, span)) = held.max_by_key(|(at, span)| (span.len(), usize::MAX - at)) else {
            return parts;
        };
        let is_most = span.len() as f32 >= LEAST * agreed.span.len() as f32;
        if !is_most || span.len() as f32 >= MARKED * all as f32 {
            return parts;
        }
        let value = ClaimPart {
            kind: PartKind::Value,
            passage: self.unstopped(report, agreed.field, span, parts[at].passage.span),
            ..parts[at]
        };
        let mut shown = parts[..at].to_vec();
        shown.extend(around(parts[at], value.passage.span, &[value]));
        shown.extend_from_slice(&parts[at + 1..]);
        shown
    }

    /// The values that reports hold, side by side in the clause of one of them; where a value is no
    /// stretch of its clause, the clauses themselves.
    fn side_by_side(&self, finding: &Finding) -> Option<(Vec<ClaimPart>, bool)> {
        let all = self.candidates(finding);
        let answers = finding.values.len().min(MOST_VALUES);
        let placed = |answer: usize| {
            let of = all
                .iter()
                .filter(move |candidate| candidate.answer == Some(answer));
            of.filter(|candidate| {
                let words = candidate
                    .value
                    .map(|value| self.words(candidate.row.report, value));
                words.is_some_and(|words| words.chars().count() <= MOST_VALUE)
            })
        };
        let held: Vec<&Candidate<'_>> = (0..answers)
            .filter_map(|answer| placed(answer).next())
            .collect();
        if held.len() < 2 || held.len() < answers.min(2) {
            return self.both(&all);
        }
        // "The house passed it" and "the mayor signed it": who did is not the same.
        let who: Vec<Option<&str>> = held.iter().map(|candidate| self.does(candidate)).collect();
        let is_one = |two: &[Option<&str>]| match (two[0], two[1]) {
            (Some(one), Some(two)) => names::same(one, two),
            _ => false,
        };
        if held.iter().any(|candidate| self.is_deed(candidate)) && !who.windows(2).all(is_one) {
            return self.both(&all);
        }
        let model = best((0..answers).flat_map(placed), |candidate| {
            self.fitness(candidate)
        })?;
        let run: Vec<ClaimPart> = held
            .iter()
            .map(|candidate| {
                // The model's own value stands for its answer.
                let holder = if candidate.answer == model.answer {
                    model
                } else {
                    candidate
                };
                (holder.row.report, holder.value)
            })
            .filter_map(|(report, value)| {
                Some(ClaimPart {
                    kind: PartKind::Value,
                    report,
                    passage: value?,
                })
            })
            .collect();
        let mut seen: Vec<String> = Vec::new();
        let told = run
            .iter()
            .map(|part| self.words(part.report, part.passage).to_lowercase());
        seen.extend(told);
        seen.sort_unstable();
        seen.dedup();
        // Two answers in the same words need their clauses to be told apart.
        if seen.len() < run.len() {
            return self.both(&all);
        }
        Some((set(model, &run), model.clause.is_unsaid()))
    }

    /// Whether a value is a verb.
    fn is_deed(&self, candidate: &Candidate<'_>) -> bool {
        let annotated = &self.story.reports[candidate.row.report].annotated;
        let Some(value) = candidate.value else {
            return false;
        };
        let Some((_, block)) = annotated.block_of(value) else {
            return false;
        };
        let tokens = block.tokens(value);
        let mut own = tokens.clone().map(|at| block.doc.token(at));
        own.any(|token| {
            token.pos() == "VERB" && (token.is_root() || !tokens.contains(&token.head().index()))
        })
    }

    /// Who does what a value tells, where it is a verb with its subject.
    fn does(&self, candidate: &Candidate<'_>) -> Option<&'s str> {
        let annotated = &self.story.reports[candidate.row.report].annotated;
        let (_, block) = annotated.block_of(candidate.value?)?;
        let mut tokens = block.tokens(candidate.value?);
        let subject = tokens.find_map(|at| {
            let mut children = block.doc.token(at).children();
            children.find(|child| matches!(child.dep(), "nsubj" | "nsubjpass"))
        })?;
        let words = block.doc.bytes(subject.subtree());
        let passage = block.place(Span::from(words));
        Some(self.words(candidate.row.report, passage))
    }

    /// The clauses of two answers, one after the other.
    fn both(&self, all: &[Candidate<'_>]) -> Option<(Vec<ClaimPart>, bool)> {
        let of = |answer: usize| {
            let mut held = all
                .iter()
                .filter(|candidate| candidate.answer == Some(answer))
                .collect::<Vec<_>>();
            held.sort_by(|a, b| self.fitness(b).total_cmp(&self.fitness(a)));
            held.first().copied()
        };
        let (one, two) = (of(0)?, of(1)?);
        let part = |candidate: &Candidate<'_>| ClaimPart {
            kind: PartKind::Value,
            report: candidate.row.report,
            passage: candidate.clause.cover(),
        };
        Some((vec![part(one), part(two)], false))
    }

    /// The sharp value in its clause, and the vaguer ones after it.
    fn sharper(&self, finding: &Finding) -> Option<(Vec<ClaimPart>, bool)> {
        let all = self.candidates(finding);
        let sharp = values::sharpest(finding)?;
        let model = best(
            all.iter()
                .filter(|candidate| candidate.answer == Some(sharp)),
            |candidate| self.fitness(candidate),
        )?;
        let mut parts = match model.value {
            Some(value) => set(
                model,
                &[ClaimPart {
                    kind: PartKind::Value,
                    report: model.row.report,
                    passage: value,
                }],
            ),
            None => model.clause.parts(),
        };
        let mut seen = vec![self.words(model.row.report, model.value?).to_lowercase()];
        for answer in (0..finding.values.len()).filter(|&answer| answer != sharp) {
            let vague = all
                .iter()
                .find(|candidate| candidate.answer == Some(answer) && candidate.value.is_some());
            let Some((vague, value)) = vague.and_then(|vague| Some((vague, vague.value?))) else {
                continue;
            };
            let words = self.words(vague.row.report, value).to_lowercase();
            if seen.contains(&words) || seen.len() > MOST_VALUES {
                continue;
            }
            seen.push(words);
            parts.push(ClaimPart {
                kind: PartKind::Value,
                report: vague.row.report,
                passage: value,
            });
        }
        (seen.len() > 1).then_some((parts, model.clause.is_unsaid()))
    }

    /// The passage that reads best by itself.
    fn clearest(&self, finding: &Finding) -> (Vec<ClaimPart>, bool) {
        let all = self.candidates(finding);
        let agreed = finding.kind == FindingKind::Agreement;
        let model = best(all.iter(), |candidate| {
            let fitness = self.fitness(candidate);
            if agreed {
                fitness + SHARED * self.shared(finding, candidate)
            } else {
                fitness
            }
        });
        model.map_or_else(
            || (Vec::new(), false),
            |model| (model.clause.parts(), model.clause.is_unsaid()),
        )
    }

    /// A stretch of a part without marks at its ends; a full stop within the part is of a word ("U.S.").
    fn unstopped(&self, report: usize, field: Field, span: Span, part: Span) -> Passage {
        let bare = names::bare(self.story.reports[report], Passage { field, span });
        let text = self.story.reports[report].annotated.report().field(field);
        let rest = &text[bare.span.end()..part.end()];
        let stop = rest
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(char::is_whitespace));
        Passage {
            span: Span::new(bare.span.start(), bare.span.end() + usize::from(stop)),
            ..bare
        }
    }

    /// How much of a clause is what the finding rests on: the rest this report tells alone.
    fn shared(&self, finding: &Finding, candidate: &Candidate<'_>) -> f32 {
        let told = candidate
            .clause
            .words(self.story.reports[candidate.row.report]);
        let agreed = common::agreed(self.story, finding, candidate.row);
        let shown = agreed.unwrap_or(candidate.row.passage).span.len() as f32;
        (shown / told.len().max(1) as f32).min(1.0)
    }

    /// The words of a row that are of one piece, without marks at their ends.
    fn said(&self, row: &Evidence) -> Passage {
        let report = self.story.reports[row.report];
        names::bare(report, names::inside_marks(report, row.passage))
    }

    /// Words that several reports quote, as the first has them; `None` where they are no sentence.
    fn quoted(&self, finding: &Finding) -> Option<ClaimPart> {
        let quoted = |row: &Evidence| {
            let report = self.story.reports[row.report];
            let passage = clause::without_loose_end(report, self.said(row));
            clause::is_statement(report, passage).then_some(ClaimPart {
                kind: PartKind::Text,
                report: row.report,
                passage,
            })
        };
        let all = finding.evidence.iter().rev().filter_map(quoted);
        all.max_by_key(|part| part.passage.span.len())
    }

    /// The best passage of each report, as whole clauses.
    fn candidates<'f>(&self, finding: &'f Finding) -> Vec<Candidate<'f>> {
        let mut all: Vec<Candidate<'f>> = Vec::new();
        let sources_differ = sources_differ(finding);
        for row in &finding.evidence {
            if all.iter().any(|known| known.row.report == row.report) {
                continue;
            }
            let report = self.story.reports[row.report];
            let answer = finding
                .values
                .iter()
                .position(|value| value.reports.contains(&row.report));
            let normal = answer.map(|answer| &finding.values[answer].normal);
            let value = match finding.kind {
                FindingKind::Agreement | FindingKind::SingleSource => None,
                _ => values::place(report, row, normal),
            };
            let width = match finding.kind {
                FindingKind::SingleSource => Width::Sentence,
                _ if sources_differ || self.speaker(row).is_some() => Width::Unsaid,
                _ => Width::Clause,
            };
            let of = |width| Clause::around(report, row.report, row.passage, value, width);
            let mut clause = of(width);
            // The sentence may say who is meant, in its own words or with fewer put in.
            let hangs = names::hangs(report, clause.pieces());
            let needs = |clause: &Clause| names::put_in(report, clause.pieces()).len();
            let mut leans = self.is_leaning(row, &clause);
            if width != Width::Sentence && (hangs || needs(&clause) > 0 || leans) {
                let whole = of(Width::Sentence);
                let fits = hangs || needs(&whole) < needs(&clause);
                let whole_leans = self.is_leaning(row, &whole);
                if (fits || leans && !whole_leans)
                    && whole.is_whole()
                    && !names::hangs(report, whole.pieces())
                {
                    clause = whole;
                    leans = !fits || whole_leans;
                }
            }
            let value = value.filter(|value| clause.holds(*value));
            all.push(Candidate {
                row,
                clause,
                value,
                answer,
                leans,
            });
        }
        all
    }

    /// How well a passage reads by itself.
    fn fitness(&self, candidate: &Candidate<'_>) -> f32 {
        const LENGTH: std::ops::RangeInclusive<usize> = 50..=200;
        let report = self.story.reports[candidate.row.report];
        let clause = &candidate.clause;
        let words = clause.words(report);
        let told = self.happening.told(report, clause);
        let mut fitness = 2.0 * told.min(1.0);
        fitness += if candidate.value.is_some() { 2.0 } else { 0.0 };
        fitness += if LENGTH.contains(&words.chars().count()) {
            1.0
        } else {
            0.0
        };
        fitness += match clause.cover().field {
            Field::Text if !clause.is_headline(report) => 0.7,
            _ => 0.0,
        };
        fitness -= if clause.is_whole() && clause.tells(report) {
            0.0
        } else {
            1.0
        };
        fitness -= if candidate.leans {
            LEANS
        } else if clause.leans(report) {
            0.5
        } else {
            0.0
        };
        fitness
    }

    fn words(&self, report: usize, passage: Passage) -> &'s str {
        self.story.reports[report].annotated.report().words(passage)
    }
}

/// The first of those that are best.
fn best<'c, 'f: 'c>(
    all: impl Iterator<Item = &'c Candidate<'f>>,
    fitness: impl Fn(&Candidate<'_>) -> f32,
) -> Option<&'c Candidate<'f>> {
    let mut kept: Option<(&Candidate<'_>, f32)> = None;
    for candidate in all {
        let fit = fitness(candidate);
        if kept.is_none_or(|(_, most)| fit > most) {
            kept = Some((candidate, fit));
        }
    }
    kept.map(|(candidate, _)| candidate)
}

/// The clause of `model` with `run` in place of its value.
fn set(model: &Candidate<'_>, run: &[ClaimPart]) -> Vec<ClaimPart> {
    let Some(value) = model.value else {
        return model.clause.parts();
    };
    let mut parts = Vec::new();
    let mut is_set = false;
    for part in model.clause.parts() {
        let span = part.passage.span;
        if is_set || !span.overlaps(value.span) {
            parts.push(part);
            continue;
        }
        is_set = true;
        parts.extend(around(part, value.span, run));
    }
    parts
}

/// A part with others in place of a stretch of it.
fn around(part: ClaimPart, span: Span, put: &[ClaimPart]) -> Vec<ClaimPart> {
    let text = |from: usize, to: usize| ClaimPart {
        passage: Passage {
            field: part.passage.field,
            span: Span::new(from, to),
        },
        ..part
    };
    let own = part.passage.span;
    let mut parts = Vec::new();
    if own.start() < span.start() {
        parts.push(text(own.start(), span.start()));
    }
    parts.extend_from_slice(put);
    if span.end() < own.end() {
        parts.push(text(span.end(), own.end()));
    }
    parts
}
