//! A report with its annotation, block by block.
//!
//! Blocks are annotated one at a time: a heading, a caption or a line without a full stop would
//! otherwise swallow the paragraph after it.

use std::ops::Range;
use std::sync::Arc;

use crosswire_annotate::{Doc, Token};
use crosswire_report::{Field, Passage, Report, Role};
use crosswire_text::Span;

/// A report and the annotation of each of its blocks; the title of its own, if any, comes first.
#[derive(Clone, Debug)]
pub struct Annotated {
    report: Arc<Report>,
    blocks: Vec<AnnotatedBlock>,
}

/// One block of a report and its annotation.
#[derive(Clone, Debug)]
pub struct AnnotatedBlock {
    /// What the block is for.
    pub role: Role,
    /// Where it stands.
    pub passage: Passage,
    /// Its annotation; offsets are bytes of the block's own text.
    pub doc: Doc,
}

/// A token of a report: which block, which token of it. Ordered as in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId {
    /// Index into [`Annotated::blocks`].
    pub block: u32,
    /// Index into the block's tokens.
    pub token: u32,
}

impl TokenId {
    /// The token `token` of block `block`.
    #[must_use]
    pub fn new(block: usize, token: usize) -> TokenId {
        TokenId {
            block: block as u32,
            token: token as u32,
        }
    }
}

impl Annotated {
    /// Annotates the title and every block of `report` with `annotate`.
    ///
    /// Credits, metadata and boilerplate are annotated too (names are read from credits), an
    /// empty report gives no blocks.
    pub fn new(report: Arc<Report>, mut annotate: impl FnMut(&str) -> Doc) -> Annotated {
        let title = report.title.as_deref().unwrap_or("");
        let mut blocks = Vec::with_capacity(report.blocks.len() + 1);
        if !title.trim().is_empty() {
            let passage = Passage {
                field: Field::Title,
                span: Span::new(0, title.len()),
            };
            blocks.push(AnnotatedBlock {
                role: Role::Title,
                passage,
                doc: annotate(title),
            });
        }
        for block in &report.blocks {
            let doc = annotate(block.span.slice(&report.text));
            let passage = Passage {
                field: Field::Text,
                span: block.span,
            };
            blocks.push(AnnotatedBlock {
                role: block.role,
                passage,
                doc,
            });
        }
        Annotated { report, blocks }
    }

    /// A report that cannot be looked into (another language, no words): no blocks.
    #[must_use]
    pub fn unread(report: Arc<Report>) -> Annotated {
        Annotated {
            report,
            blocks: Vec::new(),
        }
    }

    /// The report.
    #[must_use]
    pub fn report(&self) -> &Arc<Report> {
        &self.report
    }

    /// Its blocks in order.
    #[must_use]
    pub fn blocks(&self) -> &[AnnotatedBlock] {
        &self.blocks
    }

    /// The block that a passage lies in, and its number.
    #[must_use]
    pub fn block_of(&self, passage: Passage) -> Option<(usize, &AnnotatedBlock)> {
        let mut blocks = self.blocks.iter().enumerate();
        blocks.find(|(_, block)| block.own(passage).is_some())
    }

    /// Its blocks, for those who need nothing else.
    #[must_use]
    pub fn into_blocks(self) -> Vec<AnnotatedBlock> {
        self.blocks
    }

    /// A token.
    ///
    /// # Panics
    ///
    /// When the id is of another report.
    #[must_use]
    pub fn token(&self, id: TokenId) -> Token<'_> {
        self.blocks[id.block as usize].doc.token(id.token as usize)
    }

    /// Where a range of tokens of one block stands in the report.
    #[must_use]
    pub fn passage(&self, block: usize, tokens: Range<usize>) -> Passage {
        let block = &self.blocks[block];
        block.place(Span::from(block.doc.bytes(tokens)))
    }

    /// The words of a passage.
    #[must_use]
    pub fn words(&self, passage: Passage) -> &str {
        self.report.words(passage)
    }
}

impl AnnotatedBlock {
    /// From a span of the block's own text to the report's.
    #[must_use]
    pub fn place(&self, span: Span) -> Passage {
        Passage {
            field: self.passage.field,
            span: span.shift(self.passage.span.start()),
        }
    }

    /// From a passage of the report to a span of the block's own text, if it lies in this block.
    #[must_use]
    pub fn own(&self, passage: Passage) -> Option<Span> {
        let start = self.passage.span.start();
        (passage.field == self.passage.field && self.passage.span.contains(passage.span))
            .then(|| Span::new(passage.span.start() - start, passage.span.end() - start))
    }

    /// The tokens that a passage touches.
    #[must_use]
    pub fn tokens(&self, passage: Passage) -> Range<usize> {
        let Some(span) = self.own(passage) else {
            return 0..0;
        };
        let first = self.first_token(|token| token.end() > span.start());
        let after = self.first_token(|token| token.start() >= span.end());
        first.min(after)..after
    }

    /// The first token that holds, where none holds before one that does.
    fn first_token(&self, holds: impl Fn(Token<'_>) -> bool) -> usize {
        let (mut low, mut high) = (0, self.doc.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(self.doc.token(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}
