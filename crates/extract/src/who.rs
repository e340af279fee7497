//! Who and what a report speaks of: mentions, and the entities they refer to.
//!
//! Three layers. [`names`] reads names; [`clusters`] says which of them are one thing; this module
//! adds descriptions ("the spokesman") and pronouns, in text order, each going to what was last
//! spoken of and fits. Gender comes from the text itself: titles, gendered nouns, pronouns that can
//! mean only one person. A table of given names only breaks ties and is never shown.

pub(crate) mod clusters;
mod descriptions;
pub(crate) mod names;
pub(crate) mod phrases;
mod resolve;

use std::collections::HashMap;

use crosswire_report::Passage;
use crosswire_text::Span;

use crate::{Annotated, Entity, Mention, TokenId};

/// The mentions and entities of a report, and where to look a token up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Who {
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
}

impl Who {
    /// Reads who is who; `quoted` are the stretches inside quotation marks, in text order.
    pub(crate) fn read(annotated: &Annotated, quoted: &[Passage]) -> Who {
        resolve::resolve(annotated, quoted)
    }
}

/// Looks mentions up by their head words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heads(HashMap<TokenId, usize>);

impl Heads {
    pub(crate) fn new(mentions: &[Mention]) -> Heads {
        Heads(
            mentions
                .iter()
                .enumerate()
                .map(|(i, mention)| (mention.head, i))
                .collect(),
        )
    }

    pub(crate) fn get(&self, head: TokenId) -> Option<usize> {
        self.0.get(&head).copied()
    }
}

/// Whether a place lies inside one of the sorted, disjoint `stretches` of the same field.
pub(crate) fn inside(stretches: &[Passage], passage: Passage) -> bool {
    let at = stretches.partition_point(|stretch| {
        (stretch.field, stretch.span.end()) <= (passage.field, passage.span.start())
    });
    stretches.get(at).is_some_and(|stretch| {
        stretch.field == passage.field
            && stretch
                .span
                .contains(Span::new(passage.span.start(), passage.span.start()))
            && stretch.span.start() <= passage.span.start()
            && passage.span.start() < stretch.span.end()
    })
}
