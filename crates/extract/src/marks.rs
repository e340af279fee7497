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

use crosswire_text::Span;

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

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
enum State {
    Outside,
    Double,
    Single,
    /// Single inside double.
    DoubleSingle,
    /// Double inside single.
    SingleDouble,
    /// Double inside double.
    DoubleDouble,
    /// Between blocks: double marks were left open, and a later block opens with one.
    CarriedDouble,
    /// The same with single marks.
    CarriedSingle,
}

use State::{
    CarriedDouble, CarriedSingle, Double, DoubleDouble, DoubleSingle, Outside, Single, SingleDouble,
};

const STATES: [State; 8] = [
    Outside,
    Double,
    Single,
    DoubleSingle,
    SingleDouble,
    DoubleDouble,
    CarriedDouble,
    CarriedSingle,
];

/// How a mark, or the end of a block, is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Double,
    Single,
    /// Two straight single marks: a double mark that some systems print so.
    TwoSingles,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    block: usize,
    class: Class,
    /// Cost of reading it as opening, and as closing.
    opens: f32,
    closes: f32,
    ignored: f32,
    /// Whether the last visible character before it ends a sentence.
    after_sentence: bool,
    /// Whether it stands between two letters or digits.
    inside_word: bool,
}

#[derive(Clone, Copy, Debug)]
enum Event {
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

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‛' | '`' | '´' | '′')
}

fn is_mark(c: char) -> bool {
    is_double(c) || is_single(c)
}

/// Words that begin with an apostrophe.
const ELISIONS: [&str; 14] = [
    "em", "til", "till", "tis", "twas", "n", "cause", "cos", "bout", "round", "neath", "allo",
    "ere", "ello",
];

fn find_marks(text: &str, block: Span, index: usize, marks: &mut Vec<Mark>) {
    let Some(words) = block.get(text) else { return };
    let mut before: Option<char> = None;
    let mut visible: Option<char> = None;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_mark(c) {
            before = Some(c);
            if !c.is_whitespace() {
                visible = Some(c);
            }
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut class = if is_double(c) {
            Class::Double
        } else {
            Class::Single
        };
        if class == Class::Single && chars.peek().is_some_and(|&(_, next)| next == c) {
            chars.next();
            end += c.len_utf8();
            class = Class::TwoSingles;
        }
        let rest = &words[end..];
        let after = rest.chars().next();
        let word: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(8)
            .collect();
        let (opens, closes, ignored) = costs(c, class, before, after, &word);
        marks.push(Mark {
            start: block.start() + at,
            end: block.start() + end,
            block: index,
            class,
            opens,
            closes,
            ignored,
            after_sentence: visible
                .is_none_or(|c| matches!(c, '.' | '!' | '?' | '…' | ':' | ',') || is_mark(c)),
            inside_word: before.is_some_and(char::is_alphanumeric)
                && after.is_some_and(char::is_alphanumeric),
        });
        before = Some(c);
        visible = Some(c);
    }
}

/// What it costs to read a mark as opening, as closing, as neither, by shape and neighbours.
///
/// The figures are choices, not measurements; what matters is their order. Checked on the marks of
/// forty reports of many outlets.
fn costs(
    c: char,
    class: Class,
    before: Option<char>,
    after: Option<char>,
    word: &str,
) -> (f32, f32, f32) {
    let space_before = before.is_none_or(char::is_whitespace);
    let space_after = after.is_none_or(char::is_whitespace);
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after =
        after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '#' | '$' | '£'));
    let bracket_before = before
        .is_some_and(|c| matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | ':') || is_mark(c));
    let mut opens: f32 = if space_before {
        0.0
    } else if bracket_before {
        0.3
    } else if word_before {
        2.5
    } else {
        1.5
    };
    if after.is_none() {
        opens += 4.0;
    } else if space_after {
        opens += 1.5;
    } else if after.is_some_and(|c| matches!(c, ',' | ';' | ')' | '!' | '?')) {
        opens += 2.0;
    } else if after == Some('.') {
        opens += 0.8;
    }
    let mut closes: f32 = if space_before { 2.0 } else { 0.0 };
    if word_after {
        closes += if word_before || space_before {
            3.0
        } else {
            1.0
        };
    }
    let mut ignored: f32 = 3.0;
    match class {
        Class::Double | Class::TwoSingles => {
            match c {
                '“' | '‟' | '„' | '«' | '`' | '‘' => {
                    closes += 1.5;
                    if word_before {
                        opens -= 1.5;
                    }
                }
                '”' | '»' => {
                    opens += 1.5;
                    closes *= 0.4;
                }
                '″' => ignored = 0.2,
                _ => {}
            }
            if class == Class::Double
                && matches!(c, '"' | '”' | '″')
                && before.is_some_and(|c| c.is_ascii_digit())
            {
                // Inches, or seconds of arc.
                ignored = 0.4;
            }
        }
        Class::Single => {
            let elision = word.starts_with(|c: char| c.is_ascii_digit())
                || ELISIONS.contains(&word.to_ascii_lowercase().as_str());
            let possessive = before.is_some_and(|c| matches!(c, 's' | 'S' | 'x' | 'z'));
            ignored = if word_before && word_after {
                0.0
            } else if word_before {
                if possessive {
                    0.1
                } else if before == Some('n') {
                    0.5
                } else {
                    1.0
                }
            } else if elision {
                0.1
            } else {
                1.5
            };
            opens += 0.5;
            closes += 0.2;
            match c {
                '‘' | '‛' => {
                    opens -= 0.4;
                    closes += 1.5;
                }
                '’' | '´' | '′' => {
                    opens += 1.2;
                    if space_before {
                        ignored = ignored.min(0.6);
                    }
                }
                _ => {}
            }
            if c == '\'' && possessive && space_after {
                closes += 0.4;
            }
        }
    }
    (opens.max(0.0), closes.max(0.0), ignored)
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
            CarriedDouble => steps.push((Double, Resumes, mark.opens)),
            Double => {
                steps.push((Outside, Closes, mark.closes));
                steps.push((Double, Reopens, reopens));
                steps.push((DoubleDouble, OpensInner, mark.opens + 1.5));
            }
            DoubleDouble => steps.push((Double, ClosesInner, mark.closes)),
            // The inner single mark was never closed.
            DoubleSingle => steps.push((Outside, Closes, mark.closes + 1.5)),
            Single => {
                steps.push((SingleDouble, OpensInner, mark.opens + 0.2));
                if mark.class == Class::TwoSingles {
                    steps.push((Outside, Closes, mark.closes + 0.5));
                }
            }
            SingleDouble => steps.push((Single, ClosesInner, mark.closes)),
            CarriedSingle => {}
        }
    }
    if mark.class == Class::Single {
        match state {
            Outside => steps.push((Single, Opens, mark.opens)),
            CarriedSingle => steps.push((Single, Resumes, mark.opens)),
            Double => {
                steps.push((DoubleSingle, OpensInner, mark.opens));
                // A double quotation closed by a single mark.
                steps.push((Outside, Closes, mark.closes + 3.5));
            }
            DoubleSingle => steps.push((Double, ClosesInner, mark.closes)),
            Single => steps.push((Outside, Closes, mark.closes)),
            SingleDouble => steps.push((Single, ClosesInner, mark.closes + 2.5)),
            DoubleDouble | CarriedDouble => {}
        }
    }
    steps
}

/// The cheapest reading of every event: from which state, how.
fn cheapest(events: &[Event], marks: &[Mark]) -> Vec<(State, Reading, State)> {
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

struct Open {
    /// Where its mark starts, and where its words start.
    outer: usize,
    inner: usize,
    single: bool,
    speech: usize,
    why: &'static str,
}

fn collect(
    text: &str,
    blocks: &[Span],
    marks: &[Mark],
    events: &[Event],
    path: &[(State, Reading, State)],
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut speech = 0;
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
    for (&event, &(_, reading, to)) in events.iter().zip(path) {
        if let Event::Mark(index) = event {
            block = marks[index].block;
        }
        let mark = match event {
            Event::Mark(index) => marks[index],
            Event::BlockEnd { block: index, .. } => {
                block = index;
                let end = blocks[index].end();
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
                if reading == Opens {
                    speech += 1;
                }
                stack.push(Open {
                    outer: mark.start,
                    inner: mark.end,
                    single,
                    speech,
                    why: match reading {
                        Resumes => "goes on from an earlier paragraph that was left open",
                        _ => "opened and closed",
                    },
                });
            }
            Reopens => {
                if let Some(open) = stack.pop() {
                    let end = Span::new(open.inner, mark.start).trim(text).end();
                    let why = "not closed before the next mark opens the same speech again";
                    push(open, mark.start, end, block, false, why);
                }
                stack.push(Open {
                    outer: mark.start,
                    inner: mark.end,
                    single,
                    speech,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Outer pieces of a text whose lines are blocks, `+` before one that goes on.
    fn outer(text: &str) -> Vec<String> {
        let mut at = 0;
        let mut blocks = Vec::new();
        for line in text.split('\n') {
            if !line.trim().is_empty() {
                blocks.push(Span::new(at, at + line.len()).trim(text));
            }
            at += line.len() + 1;
        }
        let mut last = 0;
        pieces(text, &blocks)
            .into_iter()
            .filter(|piece| !piece.nested)
            .map(|piece| {
                let goes_on = piece.speech == last;
                last = piece.speech;
                let words = piece.inner.slice(text);
                format!("{}{words}", if goes_on { "+" } else { "" })
            })
            .collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(outer(text), expected, "in {text:?}");
    }

    #[test]
    fn every_shape_of_pair() {
        for text in [
            "\"We won,\" she said.",
            "“We won,” she said.",
            "“We won,\" she said.",
            "\"We won,” she said.",
            "”We won,“ she said.",
            "„We won,“ she said.",
            "''We won,'' she said.",
            "‘We won,’ she said.",
            "'We won,' she said.",
        ] {
            check(text, &["We won,"]);
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("The drivers’ union isn’t happy about the ‘90s deal.", &[]);
        check("It was QUALMER‘S deal, rock 'n' roll and all.", &[]);
        check(
            "‘The drivers’ strike isn’t over,’ he said.",
            &["The drivers’ strike isn’t over,"],
        );
        check(
            "He said 'it's the drivers' fault' twice.",
            &["it's the drivers' fault"],
        );
        check("She is 5'10\" tall and \"very quick\".", &["very quick"]);
    }

    #[test]
    fn one_kind_inside_the_other() {
        check(
            "\"He told me 'go now' and left,\" she said.",
            &["He told me 'go now' and left,"],
        );
        check(
            "'He told me \"go now\" and left,' she said.",
            &["He told me \"go now\" and left,"],
        );
        check(
            "“He told me “go now” and left,” she said.",
            &["He told me “go now” and left,"],
        );
        check("She wrote: \"Stop asking 'why?'\"", &["Stop asking 'why?'"]);
    }

    #[test]
    fn speech_over_paragraphs() {
        check(
            "Ana Brell said: “We mean it.\n“We will go on.”\n“New day,” said Tom.",
            &["We mean it.", "+We will go on.", "New day,"],
        );
        check(
            "She said: \"We mean it.\nA picture of the harbour\nMARLO/Harbour News\n\"We will go on.\"",
            &["We mean it.", "+We will go on."],
        );
    }

    #[test]
    fn run_together_and_never_closed() {
        check(
            "She said: \"It shook. \"Then it fell. \"We ran.\" Police came.",
            &["It shook.", "+Then it fell.", "+We ran."],
        );
        check(
            "They said it \"undervalues the firm by far.\nNext day they \"agreed\".",
            &["undervalues the firm by far.", "agreed"],
        );
        check("A stray mark here.\" Then \"speech\" again.", &["speech"]);
        check("He said: \" Quite so . \" And left.", &["Quite so ."]);
    }

    #[test]
    fn hostile_input() {
        for text in [
            "",
            "\"",
            "''''''",
            "“““”””",
            "\"'\"'\"'\n\"'\"'",
            "'\u{301}\"é”",
        ] {
            outer(text);
        }
        let long = "\"' ".repeat(20_000);
        assert!(outer(&long).len() < 20_000);
    }
}
