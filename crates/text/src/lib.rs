//! Spans that cannot disagree with their text.
//!
//! Everything Crosswire says rests on exact words, so positions are types, not numbers:
//! [`Span`] counts bytes and is what the code works with; [`CharSpan`] counts Unicode characters
//! and exists only at the edge (JSON, HTML, Python), made by the [`CharIndex`] of that very text.
//! [`Folded`] is a text made easy to match (quotation marks straightened, soft hyphens dropped)
//! that still knows where each of its bytes came from.
//!
//! ```
//! use crosswire_text::{CharIndex, Span};
//!
//! let text = "“Yes,” she said.";
//! let span = Span::of(text, "Yes").unwrap();
//! assert_eq!(span.slice(text), "Yes");
//! let chars = CharIndex::new(text).chars(span);
//! assert_eq!((chars.start(), chars.end()), (1, 4));
//! ```

mod accents;
mod chars;
mod folded;
mod span;

pub use accents::{plain, unaccented};
pub use chars::{CharIndex, CharSpan};
pub use folded::Folded;
pub use span::Span;
