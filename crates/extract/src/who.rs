//! Who and what a report speaks of: mentions, and the entities they refer to.
//!
//! Three layers. [`names`] reads names; [`clusters`] says which of them are one thing; this module
//! adds descriptions ("the spokesman") and pronouns, in text order, each going to what was last
//! spoken of and fits. Gender comes from the text itself: titles, gendered nouns, pronouns that can
//! mean only one person. A table of given names only breaks ties and is never shown.

mod candidates;
mod clusters;
mod described;
mod descriptions;
mod entities;
mod kin;
mod known;
mod meant;
mod metonyms;
mod names;
mod people;
pub(crate) mod phrases;
mod reader;
mod recent;
mod relations;
mod vouch;

use std::collections::HashMap;

use crosswire_report::{Passage, Role};
use crosswire_text::Span;

use crate::{Annotated, Entity, Mention, TokenId};
pub(crate) use candidates::is_teaser;
pub(crate) use entities::shortened;
use names::Name;
use reader::Reader;

/// The mentions and entities of a report, and where to look a token up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Who {
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
}

impl Who {
    /// Reads who is who; `quoted` are the stretches inside quotation marks, in text order.
    pub(crate) fn read(annotated: &Annotated, quoted: &[Passage]) -> Who {
        let mut names: Vec<Name> = Vec::new();
        for (index, block) in annotated.blocks().iter().enumerate() {
            if block.role != Role::Metadata {
                names.extend(names::find(index, &block.doc));
            }
        }
        vouch::vouch(annotated, &mut names);
        people::share_surnames(annotated, &mut names);
        let equated = vouch::equated(annotated, &names);
        let (assigned, kinds) = clusters::cluster(annotated, &names, &equated);
        let placed = candidates::place(annotated, &names, quoted);
        let known = known::named(annotated, &names, &assigned, &kinds);
        let mut reader = Reader::new(annotated, &names, &assigned, known);
        let found = reader.read_twice(&placed);
        entities::told(annotated, &names, &reader.known, &placed, found)
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

/// Whether a place shares anything with one of the sorted, disjoint `stretches`.
pub(crate) fn overlaps(stretches: &[Passage], passage: Passage) -> bool {
    let at = stretches.partition_point(|stretch| {
        (stretch.field, stretch.span.end()) <= (passage.field, passage.span.start())
    });
    stretches.get(at).is_some_and(|stretch| {
        stretch.field == passage.field && stretch.span.overlaps(passage.span)
    })
}
