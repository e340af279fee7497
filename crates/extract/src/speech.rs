//! Who says what: quotations with their cues and speakers, and indirect speech.
//!
//! The pieces between marks come from [`crate::marks`], entities from [`crate::who`]. Every piece is
//! tied to a cue beside it, above it in the parse, or earlier in its sentence; a piece without one
//! goes on with the speech before it, or is no speech at all. Who says what another says is kept as
//! a chain, innermost first.

mod beside;
pub(crate) mod choice;
mod cue;
mod direct;
mod documents;
mod first_person;
mod indirect;
pub(crate) mod reported;
mod said;
mod speakers;
mod weights;

use crosswire_report::{Field, Passage};
use crosswire_text::Span;

use crate::marks::{self, Piece};
use crate::who::{self, Who};
use crate::{Annotated, Quotation, QuotationKind};

use said::Said;
pub(crate) use said::Saids;
pub(crate) use speakers::Speakers;
pub use weights::Weights;

/// What was found about speech.
pub(crate) struct Speech {
    pub(crate) who: Who,
    pub(crate) quotations: Vec<Quotation>,
    pub(crate) said: Saids,
}

/// A piece and the tokens of its block that it touches.
pub(crate) struct Quoted {
    pub(crate) block: usize,
    pub(crate) piece: Piece,
    pub(crate) field: Field,
    pub(crate) tokens: std::ops::Range<usize>,
}

impl Quoted {
    /// Its words, without marks.
    fn inner(&self) -> Passage {
        Passage {
            field: self.field,
            span: self.piece.inner,
        }
    }

    /// The same with its marks.
    fn outer(&self) -> Passage {
        Passage {
            field: self.field,
            span: self.piece.outer,
        }
    }
}

/// Reads names, quotations and speakers of one report; without weights by the rules alone.
pub(crate) fn find(annotated: &Annotated, weights: Option<&Weights>) -> Speech {
    let quoted = quoted(annotated);
    let stretches: Vec<Passage> = quoted.iter().map(Quoted::outer).collect();
    let mut who = Who::read(annotated, &stretches);
    let speakers = Speakers::new(annotated, &who, &quoted);
    let (mut quotations, mut said) = told(&speakers);
    if let Some(weights) = weights {
        add_reported(&speakers, &mut quotations, weights);
        if let Some(forest) = &weights.speaker {
            choice::decide(&speakers, &mut quotations, forest);
        }
    }
    tell_again(&mut said, &quotations);
    let said = Saids::new(said);
    for quotation in &mut quotations {
        if !quotation.chain.is_empty() {
            let own = quotation.chain.clone();
            quotation.chain = said.chain_around(quotation.passage, &own);
            // "he said that files indicated ...": the thing between a cue and the words is no one
            // who tells that he said so.
            let cue = own.first().and_then(|link| link.cue);
            quotation.chain.retain(|link| {
                let between = cue.zip(link.cue).is_some_and(|(cue, inner)| {
                    cue.field == inner.field
                        && cue.span.start() < inner.span.start()
                        && inner.span.end() <= quotation.passage.span.start()
                });
                link.speaker.is_some() || !between || own.contains(link)
            });
        }
    }
    first_person::add(annotated, &mut who, &quotations);
    Speech {
        who,
        quotations,
        said,
    }
}

/// The quotations of a report by the rules alone, in order, and what is said in them.
fn told(speakers: &Speakers<'_>) -> (Vec<Quotation>, Vec<Said>) {
    let mut quotations = direct::find(speakers);
    let mut said: Vec<Said> = quotations
        .iter()
        .filter(|quotation| quotation.kind != QuotationKind::Scare)
        .map(|quotation| Said {
            passage: quotation.passage,
            chain: quotation.chain.clone(),
        })
        .collect();
    // The title of a work in marks does not make a clause quoted speech.
    let spoken: Vec<Passage> = quotations
        .iter()
        .filter(|quotation| quotation.kind != QuotationKind::Scare)
        .map(|quotation| quotation.passage)
        .collect();
    let n_direct = quotations.len();
    for clause in indirect::find(speakers) {
        said.push(Said {
            passage: clause.passage,
            chain: clause.chain.clone(),
        });
        // A clause that holds quoted words is told by them; one inside another by the outer one.
        let repeated = quotations[n_direct..].iter().rev().take(4).any(|known| {
            known.passage.field == clause.passage.field
                && known.passage.span.overlaps(clause.passage.span)
        });
        if clause.told && !repeated && !who::overlaps(&spoken, clause.passage) {
            quotations.push(clause.into_quotation());
        }
    }
    quotations.sort_by_key(|quotation| (quotation.passage, quotation.kind as u8));
    (quotations, said)
}

/// Gives what is said the speakers that were chosen for the quotations.
fn tell_again(said: &mut [Said], quotations: &[Quotation]) {
    for said in said {
        let from = quotations.partition_point(|q| q.passage < said.passage);
        let own = quotations[from..]
            .iter()
            .take_while(|q| q.passage == said.passage);
        if let Some(quotation) = own
            .into_iter()
            .find(|q| !matches!(q.kind, QuotationKind::Scare | QuotationKind::Reported))
        {
            said.chain.clone_from(&quotation.chain);
        }
    }
}

/// Adds what is reported beyond the clauses of verbs of speech.
fn add_reported(speakers: &Speakers<'_>, quotations: &mut Vec<Quotation>, weights: &Weights) {
    let mut reported = reported::find(speakers, quotations, weights);
    quotations.append(&mut reported);
    quotations.sort_by_key(|quotation| (quotation.passage, quotation.kind as u8));
}

/// Calls `look` with what the rules found, and with what `weights` add, for training.
pub(crate) fn observe(
    annotated: &Annotated,
    weights: Option<&Weights>,
    mut look: impl FnMut(&Speakers<'_>, &[Quotation]),
) {
    let quoted = quoted(annotated);
    let stretches: Vec<Passage> = quoted.iter().map(Quoted::outer).collect();
    let who = Who::read(annotated, &stretches);
    let speakers = Speakers::new(annotated, &who, &quoted);
    let (mut quotations, _) = told(&speakers);
    if let Some(weights) = weights {
        add_reported(&speakers, &mut quotations, weights);
    }
    look(&speakers, &quotations);
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
