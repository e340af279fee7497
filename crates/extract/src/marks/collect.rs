//! From readings to the stretches that they enclose.

use crosswire_text::Span;

use super::Piece;
use super::mark::{Class, Mark};
use super::path::Event;
use super::path::Reading::{
    self, Closes, ClosesInner, Ends, Ignored, Opens, OpensInner, Passes, Reopens, Resumes,
};
use super::path::State::{self, CarriedDouble, CarriedDoubleSingle, CarriedSingle};

struct Open {
    /// Where its mark starts, and where its words start.
    outer: usize,
    inner: usize,
    single: bool,
    speech: usize,
    why: &'static str,
}

pub(super) fn collect(
    text: &str,
    blocks: &[Span],
    marks: &[Mark],
    events: &[Event],
    path: &[(State, Reading, State)],
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut speech = 0;
    // The speech that was left open where its paragraph ended.
    let mut carried = 0;
    let mut block = 0;
    let mut push = |open: Open, inner_end: usize, outer_end: usize, block: usize, nested, why| {
        let inner = Span::new(open.inner, inner_end.max(open.inner)).trim(text);
        if inner.is_empty() {
            return;
        }
        pieces.push(Piece {
            inner,
            outer: Span::new(open.outer, outer_end.max(inner.end())),
            block,
            nested,
            single: open.single,
            speech: open.speech,
            why,
        });
    };
    for (&event, &(from, reading, to)) in events.iter().zip(path) {
        if let Event::Mark(index) = event {
            block = marks[index].block;
        }
        let mark = match event {
            Event::Mark(index) => marks[index],
            Event::BlockEnd { block: index, .. } => {
                block = index;
                let end = blocks[index].end();
                if matches!(to, CarriedDouble | CarriedSingle)
                    && from != CarriedDoubleSingle
                    && let Some(open) = stack.first()
                {
                    carried = open.speech;
                }
                while let Some(open) = stack.pop() {
                    let nested = !stack.is_empty();
                    let why = match to {
                        CarriedDouble | CarriedSingle => {
                            "left open at the end of its paragraph; a later one opens anew"
                        }
                        _ => "never closed; taken to end with its paragraph",
                    };
                    let (inner, outer) = (end, Span::new(open.outer, end).trim(text).end());
                    push(open, inner, outer, block, nested, why);
                }
                continue;
            }
            Event::BlockStart { .. } => continue,
        };
        let single = mark.class == Class::Single;
        match reading {
            Opens | Resumes | OpensInner => {
                // What stands in a caption between two paragraphs of a speech is none of it.
                if reading == Opens || reading == OpensInner && stack.is_empty() {
                    speech += 1;
                }
                stack.push(Open {
                    outer: mark.start,
                    inner: mark.end,
                    single,
                    speech: if reading == Resumes { carried } else { speech },
                    why: match reading {
                        Resumes => "goes on from an earlier paragraph that was left open",
                        _ => "opened and closed",
                    },
                });
            }
            Reopens => {
                let mut number = speech;
                if let Some(open) = stack.pop() {
                    number = open.speech;
                    let end = Span::new(open.inner, mark.start).trim(text).end();
                    let why = "not closed before the next mark opens the same speech again";
                    push(open, mark.start, end, block, false, why);
                }
                stack.push(Open {
                    outer: mark.start,
                    inner: mark.end,
                    single,
                    speech: number,
                    why: "opens again without the piece before having been closed",
                });
            }
            Closes => {
                while let Some(open) = stack.pop() {
                    let nested = !stack.is_empty();
                    let why = open.why;
                    push(open, mark.start, mark.end, block, nested, why);
                }
            }
            ClosesInner => {
                if let Some(open) = stack.pop() {
                    let nested = !stack.is_empty();
                    let why = open.why;
                    push(open, mark.start, mark.end, block, nested, why);
                }
            }
            Ignored | Ends | Passes => {}
        }
    }
    pieces.sort_by_key(|piece| (piece.outer.start(), std::cmp::Reverse(piece.outer.end())));
    pieces
}
