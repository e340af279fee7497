//! Who says what: quotations with their cues and speakers, and indirect speech.
//!
//! The pieces between marks come from [`crate::marks`], entities from [`crate::who`]. Every piece is
//! tied to a cue beside it, above it in the parse, or earlier in its sentence; a piece without one
//! goes on with the speech before it, or is no speech at all.

mod cue;
mod indirect;

use std::collections::HashMap;

use crosswire_report::{Field, Passage, Role};
use crosswire_text::Span;

use crate::marks::{self, Piece};
use crate::who::Who;
use crate::{Annotated, Attribution, Quotation, QuotationKind};

/// A stretch that somebody says, and who.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) passage: Passage,
    pub(crate) chain: Vec<Attribution>,
}

/// What was found about speech.
pub(crate) struct Speech {
    pub(crate) who: Who,
    pub(crate) quotations: Vec<Quotation>,
    pub(crate) said: Vec<Said>,
}

/// A piece and the tokens of its block that it touches.
pub(crate) struct Quoted {
    pub(crate) block: usize,
    pub(crate) piece: Piece,
    pub(crate) field: Field,
    pub(crate) tokens: std::ops::Range<usize>,
}

/// Reads names, quotations and speakers of one report.
pub(crate) fn find(annotated: &Annotated) -> Speech {
    let quoted = quoted(annotated);
    let stretches: Vec<Passage> = quoted
        .iter()
        .map(|quoted| Passage {
            field: quoted.field,
            span: quoted.piece.outer,
        })
        .collect();
    let who = Who::read(annotated, &stretches);
    let speaker = cue::Speakers::new(annotated, &who, &quoted);
    let mut quotations = direct(annotated, &speaker, &quoted);
    let mut said: Vec<Said> = quotations
        .iter()
        .filter(|quotation| quotation.kind != QuotationKind::Scare)
        .map(|quotation| Said {
            passage: quotation.passage,
            chain: quotation.chain.clone(),
        })
        .collect();
    for clause in indirect::find(annotated, &speaker) {
        // A clause that holds quoted words is told by them; it still counts as attributed.
        let holds_quoted = stretches.iter().any(|stretch| {
            stretch.field == clause.passage.field && stretch.span.overlaps(clause.passage.span)
        });
        said.push(Said {
            passage: clause.passage,
            chain: clause.chain.clone(),
        });
        let repeated = quotations.iter().any(|known| {
            known.passage.field == clause.passage.field
                && known.passage.span.overlaps(clause.passage.span)
        });
        if !holds_quoted && !repeated {
            quotations.push(clause);
        }
    }
    quotations.sort_by_key(|quotation| (quotation.passage, quotation.kind as u8));
    Speech {
        who,
        quotations,
        said,
    }
}

fn quoted(annotated: &Annotated) -> Vec<Quoted> {
    let mut all = Vec::new();
    for field in [Field::Title, Field::Text] {
        let text = annotated.report().field(field);
        let indices: Vec<usize> = (0..annotated.blocks().len())
            .filter(|&i| annotated.blocks()[i].passage.field == field)
            .collect();
        let spans: Vec<Span> = indices
            .iter()
            .map(|&i| annotated.blocks()[i].passage.span)
            .collect();
        for piece in marks::pieces(text, &spans) {
            if piece.nested {
                continue;
            }
            let block = indices[piece.block];
            let span = piece.inner;
            let tokens = annotated.blocks()[block].tokens(Passage { field, span });
            all.push(Quoted {
                block,
                piece,
                field,
                tokens,
            });
        }
    }
    all
}

/// Kind, cue and speaker of every piece.
fn direct(
    annotated: &Annotated,
    speakers: &cue::Speakers<'_>,
    quoted: &[Quoted],
) -> Vec<Quotation> {
    let mut found: Vec<(Option<Attribution>, bool, String)> = quoted
        .iter()
        .enumerate()
        .map(|(i, piece)| {
            let whole = whole(annotated, piece);
            let scare = speakers.title_like(i, whole);
            match speakers.of_piece(i, whole) {
                Some((link, reason)) if !scare || reason == "colon" => {
                    (Some(link), whole, format!("{}; {reason}", piece.piece.why))
                }
                _ if scare => (
                    None,
                    false,
                    format!("{}; a name or nickname", piece.piece.why),
                ),
                _ => (None, whole, piece.piece.why.to_owned()),
            }
        })
        .collect();
    // Pieces of one speech share the cue that one of them has, wherever it stands.
    let mut of_speech: HashMap<(Field, usize), Attribution> = HashMap::new();
    for (piece, (link, _, _)) in quoted.iter().zip(&found) {
        if let Some(link) = link {
            of_speech
                .entry((piece.field, piece.piece.speech))
                .or_insert_with(|| link.clone());
        }
    }
    let mut utterances: Vec<Option<u32>> = vec![None; quoted.len()];
    let mut next = 0;
    let mut before: Option<(usize, Attribution, u32)> = None;
    for i in 0..quoted.len() {
        let piece = &quoted[i];
        let same_speech = i > 0
            && quoted[i - 1].field == piece.field
            && quoted[i - 1].piece.speech == piece.piece.speech;
        let mut goes_on = same_speech;
        if found[i].0.is_none() {
            let carried = of_speech.get(&(piece.field, piece.piece.speech)).cloned();
            let near = before.as_ref().is_some_and(|(at, _, _)| {
                quoted[*at].field == piece.field && piece.block <= quoted[*at].block + 2
            });
            if let Some(link) = carried {
                found[i].0 = Some(link);
                found[i].1 = true;
                found[i]
                    .2
                    .push_str("; the speech of a neighbouring paragraph");
            } else if found[i].1 && near {
                found[i].0 = before.as_ref().map(|(_, link, _)| link.clone());
                found[i].2.push_str("; no cue, so the last speaker goes on");
                goes_on = true;
            } else if found[i].1 {
                let after = found[i + 1..]
                    .iter()
                    .zip(&quoted[i + 1..])
                    .take(1)
                    .find(|(_, next)| next.field == piece.field && next.block <= piece.block + 1)
                    .and_then(|((link, _, _), _)| link.clone());
                found[i].0 = after;
                found[i].2.push_str("; no cue; whole sentences");
            }
        }
        let spoken = found[i].0.is_some() || found[i].1;
        if !spoken {
            continue;
        }
        let number = match &before {
            Some((_, _, number)) if goes_on => *number,
            _ => {
                next += 1;
                next
            }
        };
        utterances[i] = Some(number);
        if let Some(link) = &found[i].0 {
            before = Some((i, link.clone(), number));
        }
    }
    quoted
        .iter()
        .zip(found)
        .zip(utterances)
        .map(|((piece, (link, whole, why)), utterance)| {
            let kind = match (utterance, whole) {
                (None, _) => QuotationKind::Scare,
                (_, true) => QuotationKind::Direct,
                _ => QuotationKind::Mixed,
            };
            let why = if kind == QuotationKind::Scare {
                format!("{why}; nobody is reported as saying it")
            } else {
                why
            };
            Quotation {
                kind,
                passage: Passage {
                    field: piece.field,
                    span: piece.piece.inner,
                },
                utterance,
                chain: if utterance.is_some() {
                    link.into_iter().collect()
                } else {
                    Vec::new()
                },
                why,
            }
        })
        .collect()
}

/// Whether a piece stands by itself as a sentence: a capital first, a verb inside.
fn whole(annotated: &Annotated, quoted: &Quoted) -> bool {
    let block = &annotated.blocks()[quoted.block];
    let words = annotated.words(Passage {
        field: quoted.field,
        span: quoted.piece.inner,
    });
    if matches!(block.role, Role::Heading | Role::Title) && words.len() < 30 {
        return false;
    }
    let capital = words
        .chars()
        .find(|c| c.is_alphanumeric() || matches!(c, '@' | '#'))
        .is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    let n_words = words.split_whitespace().count();
    let ended = words.ends_with(['.', ',', '!', '?', '…']);
    let verb = quoted
        .tokens
        .clone()
        .map(|i| block.doc.token(i))
        .any(|token| matches!(token.tag(), "VBD" | "VBP" | "VBZ" | "MD"));
    let text = annotated.report().field(quoted.field);
    let before = text[..quoted.piece.outer.start()].trim_end_matches(' ');
    let free = before.is_empty()
        || before.ends_with([
            '\n', '.', ':', '!', '?', ',', '”', '"', '’', '–', '—', '…', '(',
        ]);
    capital && free && ((verb && n_words >= 3) || (ended && n_words >= 4 && verb) || n_words >= 8)
        || (n_words >= 12 && verb && free)
}
