//! All that was found in one report.

use crosswire_quantities::Quantity;
use crosswire_report::Passage;
use crosswire_times::{Context, Timex};

use crate::statements::{self, Found};
use crate::{Annotated, Entity, EntityId, Mention, Quotation, Statement};

/// An annotated report and everything found in it.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// The report and its annotation.
    pub annotated: Annotated,
    /// Time expressions, in order.
    pub times: Vec<FoundTime>,
    /// Quantities, in order.
    pub quantities: Vec<FoundQuantity>,
    /// Who and what the report speaks of; [`EntityId`] indexes it.
    pub entities: Vec<Entity>,
    /// Where it does, in order.
    pub mentions: Vec<Mention>,
    /// Quotations, in order.
    pub quotations: Vec<Quotation>,
    /// Statements, in order.
    pub statements: Vec<Statement>,
}

/// A time expression and where it stands in the report.
#[derive(Clone, Debug)]
pub struct FoundTime {
    /// Index of the block it is in.
    pub block: usize,
    /// Where it stands in the report.
    pub passage: Passage,
    /// The expression; its own span and tokens are of the block.
    pub timex: Timex,
}

/// A quantity and where it stands in the report.
#[derive(Clone, Debug)]
pub struct FoundQuantity {
    /// Index of the block it is in.
    pub block: usize,
    /// Where it stands in the report.
    pub passage: Passage,
    /// The quantity; its own spans and tokens are of the block.
    pub quantity: Quantity,
}

impl Extracted {
    /// An entity.
    ///
    /// # Panics
    ///
    /// When the id is of another report.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }
}

/// Finds everything in an annotated report.
#[must_use]
pub fn extract(annotated: Annotated) -> Extracted {
    let mut extracted = Extracted {
        annotated,
        times: Vec::new(),
        quantities: Vec::new(),
        entities: Vec::new(),
        mentions: Vec::new(),
        quotations: Vec::new(),
        statements: Vec::new(),
    };
    let mut context = Context::new(extracted.annotated.report().published);
    for (index, block) in extracted.annotated.blocks().iter().enumerate() {
        for timex in crosswire_times::find(&block.doc, &mut context) {
            let passage = block.place(timex.span);
            extracted.times.push(FoundTime {
                block: index,
                passage,
                timex,
            });
        }
        for quantity in crosswire_quantities::find(&block.doc) {
            let passage = block.place(quantity.span);
            extracted.quantities.push(FoundQuantity {
                block: index,
                passage,
                quantity,
            });
        }
    }
    extracted.statements = statements::find(&Found {
        annotated: &extracted.annotated,
        times: &extracted.times,
        quantities: &extracted.quantities,
        mentions: &extracted.mentions,
        quotations: &extracted.quotations,
    });
    extracted
}
