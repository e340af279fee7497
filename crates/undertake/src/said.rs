//! Who says that somebody undertakes something.

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, TokenId};

use crate::{Who, holder};

/// What is known of the speech around a word.
pub(crate) struct Said {
    /// Those who say it, nearest first.
    pub(crate) chain: Vec<Who>,
    /// Whether it stands in quotation marks.
    pub(crate) quoted: bool,
}

impl Said {
    pub(crate) fn at(extracted: &Extracted, block: usize, token: Token<'_>) -> Said {
        let id = TokenId::new(block, token.index());
        let links = extracted.attribution_of(id);
        let chain: Vec<Who> = links
            .iter()
            .filter(|link| !link.relay)
            .filter_map(|link| holder::speaker(extracted, link))
            .collect();
        let quoted = extracted
            .in_quotation(id)
            .is_some_and(|quotation| !quotation.chain.is_empty());
        Said { chain, quoted }
    }

    /// Whether somebody is told to say it.
    pub(crate) fn is_reported(&self) -> bool {
        self.quoted || !self.chain.is_empty()
    }
}
