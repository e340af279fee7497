//! The cheapest sequence of readings: a shortest path over marks and ends of blocks.

use super::mark::{Class, Mark};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum State {
    Outside,
    Double,
    Single,
    /// The same, opened by the first character of a block: many a paragraph that begins so is never
    /// closed.
    SingleParagraph,
    /// Single inside double.
    DoubleSingle,
    /// Double inside single.
    SingleDouble,
    /// Double inside double.
    DoubleDouble,
    /// Between blocks: double marks were left open, and a later block opens with one.
    CarriedDouble,
    /// Single marks inside a caption that stands between two paragraphs of one speech.
    CarriedDoubleSingle,
    /// Speech left open as in [`CarriedDouble`], with single marks.
    CarriedSingle,
}

use State::{
    CarriedDouble, CarriedDoubleSingle, CarriedSingle, Double, DoubleDouble, DoubleSingle, Outside,
    Single, SingleDouble, SingleParagraph,
};

const STATES: [State; 10] = [
    Outside,
    Double,
    Single,
    SingleParagraph,
    DoubleSingle,
    SingleDouble,
    DoubleDouble,
    CarriedDouble,
    CarriedDoubleSingle,
    CarriedSingle,
];

/// How a mark, or the end of a block, is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Opens,
    Closes,
    /// Opens again without having been closed: what was open ends before it.
    Reopens,
    /// Goes on with the speech that an earlier block left open.
    Resumes,
    OpensInner,
    ClosesInner,
    /// An apostrophe, a prime, or a mark without a partner.
    Ignored,
    /// The block's end; what is open ends with it.
    Ends,
    /// The block's end or start changes nothing.
    Passes,
}

use Reading::{Closes, ClosesInner, Ends, Ignored, Opens, OpensInner, Passes, Reopens, Resumes};

#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Mark(usize),
    /// Whether speech left open here can go on in a block soon after: with double, with single marks.
    BlockEnd {
        block: usize,
        double_goes_on: bool,
        single_goes_on: bool,
    },
    /// Class of the mark with which the block starts.
    BlockStart {
        first: Option<Class>,
    },
}

type Step = (State, Reading, f32);

/// Where an event can lead from a state.
fn steps(state: State, event: Event, marks: &[Mark]) -> Vec<Step> {
    match event {
        Event::BlockStart { first } => match (state, first) {
            (CarriedDouble, Some(Class::Double | Class::TwoSingles))
            | (CarriedSingle, Some(Class::Single)) => {
                vec![(state, Passes, 0.0), (Outside, Passes, 2.5)]
            }
            (CarriedDouble, _) => vec![(CarriedDouble, Passes, 0.5), (Outside, Passes, 2.5)],
            (CarriedSingle, _) => vec![(Outside, Passes, 2.5)],
            _ => vec![(Outside, Passes, 0.0)],
        },
        Event::BlockEnd {
            double_goes_on,
            single_goes_on,
            ..
        } => {
            let mut steps = match state {
                Outside => vec![(Outside, Passes, 0.0)],
                Double => vec![(Outside, Ends, 2.5)],
                DoubleSingle | DoubleDouble => vec![(Outside, Ends, 4.5)],
                Single => vec![(Outside, Ends, 5.0)],
                SingleParagraph => vec![(Outside, Ends, 2.2)],
                CarriedDoubleSingle => vec![(CarriedDouble, Ends, 5.0)],
                SingleDouble => vec![(Outside, Ends, 6.5)],
                CarriedDouble if double_goes_on => vec![(CarriedDouble, Passes, 0.0)],
                CarriedDouble | CarriedSingle => vec![(Outside, Passes, 2.5)],
            };
            match state {
                Double if double_goes_on => steps.push((CarriedDouble, Ends, 1.0)),
                DoubleSingle | DoubleDouble if double_goes_on => {
                    steps.push((CarriedDouble, Ends, 2.5));
                }
                Single if single_goes_on => steps.push((CarriedSingle, Ends, 1.5)),
                SingleParagraph if single_goes_on => steps.push((CarriedSingle, Ends, 0.5)),
                SingleDouble if single_goes_on => steps.push((CarriedSingle, Ends, 3.5)),
                _ => {}
            }
            steps
        }
        Event::Mark(index) => mark_steps(state, &marks[index]),
    }
}

fn mark_steps(state: State, mark: &Mark) -> Vec<Step> {
    let mut steps = vec![(state, Ignored, mark.ignored)];
    if mark.inside_word && mark.class == Class::Single {
        return steps;
    }
    let reopens = mark.opens + if mark.after_sentence { 1.2 } else { 3.2 };
    if mark.class != Class::Single {
        match state {
            Outside => steps.push((Double, Opens, mark.opens)),
            // A speech goes on where its next paragraph begins.
            CarriedDouble => {
                let late = if mark.leads { 0.0 } else { 2.0 };
                steps.push((Double, Resumes, mark.opens + late));
            }
            Double => {
                steps.push((Outside, Closes, mark.closes));
                steps.push((Double, Reopens, reopens));
                steps.push((DoubleDouble, OpensInner, mark.opens + 1.5));
            }
            DoubleDouble => steps.push((Double, ClosesInner, mark.closes)),
            // The inner single mark was never closed.
            DoubleSingle => steps.push((Outside, Closes, mark.closes + 1.5)),
            Single | SingleParagraph => {
                steps.push((SingleDouble, OpensInner, mark.opens + 0.2));
                if mark.class == Class::TwoSingles {
                    steps.push((Outside, Closes, mark.closes + 0.5));
                }
            }
            SingleDouble => steps.push((Single, ClosesInner, mark.closes)),
            CarriedSingle | CarriedDoubleSingle => {}
        }
    }
    if mark.class == Class::Single {
        let opened = if mark.at_start {
            SingleParagraph
        } else {
            Single
        };
        match state {
            Outside => steps.push((opened, Opens, mark.opens)),
            CarriedSingle => steps.push((opened, Resumes, mark.opens)),
            CarriedDouble => steps.push((CarriedDoubleSingle, OpensInner, mark.opens + 0.3)),
            CarriedDoubleSingle => steps.push((CarriedDouble, ClosesInner, mark.closes)),
            Double => {
                steps.push((DoubleSingle, OpensInner, mark.opens));
                // A double quotation closed by a single mark.
                steps.push((Outside, Closes, mark.closes + 3.5));
            }
            DoubleSingle => steps.push((Double, ClosesInner, mark.closes)),
            Single | SingleParagraph => steps.push((Outside, Closes, mark.closes)),
            SingleDouble => steps.push((Single, ClosesInner, mark.closes + 2.5)),
            DoubleDouble => {}
        }
    }
    steps
}

/// The cheapest reading of every event: from which state, how.
pub(super) fn cheapest(events: &[Event], marks: &[Mark]) -> Vec<(State, Reading, State)> {
    let mut costs = [f32::INFINITY; STATES.len()];
    costs[Outside as usize] = 0.0;
    let mut back: Vec<[(State, Reading); STATES.len()]> = Vec::with_capacity(events.len());
    for &event in events {
        let mut next = [f32::INFINITY; STATES.len()];
        let mut from = [(Outside, Passes); STATES.len()];
        for state in STATES {
            let cost = costs[state as usize];
            if cost.is_infinite() {
                continue;
            }
            for (to, reading, step) in steps(state, event, marks) {
                if cost + step < next[to as usize] {
                    next[to as usize] = cost + step;
                    from[to as usize] = (state, reading);
                }
            }
        }
        // Costs only matter relative to each other; a long report must not lose precision.
        let least = next.iter().copied().fold(f32::INFINITY, f32::min);
        for cost in &mut next {
            *cost -= least;
        }
        back.push(from);
        costs = next;
    }
    let mut at = STATES
        .into_iter()
        .min_by(|a, b| costs[*a as usize].total_cmp(&costs[*b as usize]))
        .unwrap_or(Outside);
    let mut path = Vec::with_capacity(events.len());
    for from in back.iter().rev() {
        let (state, reading) = from[at as usize];
        path.push((state, reading, at));
        at = state;
    }
    path.reverse();
    path
}
