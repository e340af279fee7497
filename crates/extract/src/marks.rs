//! Which quotation marks open, which close, and which are no quotation marks at all.
//!
//! News prints every mix: straight and curly marks in one pair, `”` where `“` should be, `‘` as an
//! apostrophe, single marks inside double ones and double inside single, speech that opens anew in
//! every paragraph and closes only in the last, captions in between, marks never closed. Counting
//! pairs fails at the first of these and then reads the rest of the report inside out.
//!
//! So every mark of the report gets a reading (opens, closes, opens again, nested, apostrophe,
//! stray), and the cheapest sequence of readings for the whole report wins: a shortest path over
//! the marks, with the ends of blocks as steps of their own. What a reading costs depends on the
//! mark's shape, on the characters beside it and on what is open. The reading that was chosen is
//! kept with every [`Piece`], in words, so that a reader can dispute it.
//!
//! This knows nothing of words or grammar; who speaks, and whether anybody does, is for
//! [`crate::speech`].

mod collect;
mod mark;
mod path;

use crosswire_text::Span;

use collect::collect;
use mark::{Class, Mark, find_marks};
use path::{Event, cheapest};

/// One stretch between marks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The words, without marks and white space at the ends.
    pub(crate) inner: Span,
    /// The same with its marks.
    pub(crate) outer: Span,
    /// The block that it is in.
    pub(crate) block: usize,
    /// Whether it stands inside another piece.
    pub(crate) nested: bool,
    /// Whether single marks enclose it.
    pub(crate) single: bool,
    /// Pieces of one speech that goes on over several opening marks share this number.
    pub(crate) speech: usize,
    /// How the marks were read, for people.
    pub(crate) why: &'static str,
}

/// Finds every piece between marks in `text`; `blocks` are the report's blocks in order.
///
/// The pieces come in text order, outer before inner.
pub(crate) fn pieces(text: &str, blocks: &[Span]) -> Vec<Piece> {
    let mut marks = Vec::new();
    let mut ranges = Vec::with_capacity(blocks.len());
    for (block, &span) in blocks.iter().enumerate() {
        let from = marks.len();
        find_marks(text, span, block, &mut marks);
        ranges.push(from..marks.len());
    }
    let first_of = |block: usize| -> Option<Class> {
        let mark: &Mark = marks.get(ranges.get(block)?.clone())?.first()?;
        let before = text.get(blocks[block].start()..mark.start)?;
        (before
            .chars()
            .all(|c| c.is_whitespace() || c == '•' || c == '●')
            && mark.opens < 3.0)
            .then_some(mark.class)
    };
    let has_double = |block: usize| {
        ranges.get(block).is_some_and(|range| {
            marks[range.clone()]
                .iter()
                .any(|mark| mark.class == Class::Double)
        })
    };
    let mut events = Vec::new();
    for (block, range) in ranges.iter().enumerate() {
        events.push(Event::BlockStart {
            first: first_of(block),
        });
        events.extend(range.clone().map(Event::Mark));
        let mut double_goes_on = false;
        let mut single_goes_on = false;
        // At most three blocks (captions, pull quotes) may stand between.
        for next in block + 1..(block + 5).min(blocks.len()) {
            match first_of(next) {
                Some(Class::Single) if next == block + 1 => single_goes_on = true,
                Some(Class::Double | Class::TwoSingles) => double_goes_on = true,
                _ if has_double(next) => {}
                _ => continue,
            }
            break;
        }
        events.push(Event::BlockEnd {
            block,
            double_goes_on,
            single_goes_on,
        });
    }
    let path = cheapest(&events, &marks);
    collect(text, blocks, &marks, &events, &path)
}

#[cfg(test)]
mod tests;
