//! The dependency parser: arc-eager transitions that can put tokens back, then the repair of arcs
//! that cross.

use crate::error::Fault;
use crate::labels::Interner;
use crate::math::Cpu;
use crate::moves;
use crate::scorer::{Products, Scorer};
use crate::thinc::Network;
use std::ops::Range;

/// Tokens that the parser's state points its network at.
pub(crate) const FEATURES: usize = 8;

const NONE: i32 = -1;

/// The parser of a model.
#[derive(Debug)]
pub(crate) struct Parser {
    scorer: Scorer,
    left: Range<usize>,
    right: Range<usize>,
    break_class: usize,
    /// Of each class, the label as text id.
    labels: Vec<u16>,
    /// Of labels written `own||head's`, the two parts.
    decorated: Vec<Option<(u16, u16)>>,
    root: u16,
}

/// The parse of a document, and room to work in.
#[derive(Debug, Default)]
pub(crate) struct Parse {
    pub(crate) heads: Vec<u32>,
    pub(crate) deps: Vec<u16>,
    pub(crate) left_edges: Vec<u32>,
    pub(crate) right_edges: Vec<u32>,
    pub(crate) sentence_starts: Vec<bool>,
    state: State,
}

const SHIFT: usize = 0;
const REDUCE: usize = 1;

impl Parser {
    /// Reads the network and its classes; labels go to `names`.
    pub(crate) fn parse_moves(bytes: &[u8]) -> Result<Vec<(u8, String)>, Fault> {
        let classes = moves::parse(bytes)?;
        // Shift, reduce, left-arcs, right-arcs, break.
        let count = |action| classes.iter().filter(|class| class.0 == action).count();
        if count(0) != 1
            || count(1) != 1
            || count(4) != 1
            || count(2) + count(3) + 3 != classes.len()
        {
            return Err(Fault::new(
                "moves",
                "are not those of the dependency parser",
            ));
        }
        Ok(classes)
    }

    pub(crate) fn parse(
        network: &Network<'_>,
        classes: &[(u8, String)],
        names: &mut Interner,
    ) -> Result<Parser, Fault> {
        let scorer = Scorer::parse(network, FEATURES, classes.len())?;
        let range = |action: u8| {
            let first = classes
                .iter()
                .position(|class| class.0 == action)
                .unwrap_or(0);
            first..first + classes.iter().filter(|class| class.0 == action).count()
        };
        let labels: Vec<u16> = classes.iter().map(|(_, label)| names.id(label)).collect();
        let mut decorated = Vec::new();
        for (&id, (_, label)) in labels.iter().zip(classes) {
            if let Some((own, head)) = label.split_once("||") {
                let parts = (names.id(own), names.id(head));
                decorated.resize(decorated.len().max(usize::from(id) + 1), None);
                decorated[usize::from(id)] = Some(parts);
            }
        }
        let (left, right, break_class) = (range(2), range(3), range(4).start);
        Ok(Parser {
            scorer,
            left,
            right,
            break_class,
            labels,
            decorated,
            root: names.id("ROOT"),
        })
    }

    /// Parses a document from its tokens' vectors.
    pub(crate) fn annotate(
        &self,
        cpu: Cpu,
        vectors: &[f32],
        is_space: &dyn Fn(usize) -> bool,
        products: &mut Products,
        parse: &mut Parse,
    ) {
        self.scorer.start(cpu, vectors, products);
        let state = &mut parse.state;
        state.start(vectors.len() / crate::math::WIDTH);
        // Every token is moved a bounded number of times; the bound stands against weights that loop.
        let mut steps = 0;
        let most = 8 * state.tokens + 16;
        while !state.is_done() && steps < most {
            steps += 1;
            let scores = self.scorer.scores(cpu, state.features(), products);
            let Some(class) = self.best(state, scores) else {
                break;
            };
            self.apply(state, class);
        }
        let n = state.tokens;
        parse.heads.clear();
        parse
            .heads
            .extend((0..n).map(|i| state.heads[i].try_into().unwrap_or(i as u32)));
        parse.deps.clear();
        parse.deps.extend((0..n).map(|i| {
            if state.heads[i] == NONE {
                self.root
            } else {
                state.deps[i]
            }
        }));
        self.attach_crossing(parse, is_space);
    }

    /// The class of the highest score among those that may be taken; the first of equals.
    fn best(&self, state: &State, scores: &[f32]) -> Option<usize> {
        let valid = state.valid();
        let mut best: Option<(usize, f32)> = None;
        let mut consider = |range: Range<usize>| {
            for class in range {
                if best.is_none_or(|best| scores[class] > best.1) {
                    best = Some((class, scores[class]));
                }
            }
        };
        if valid.shift {
            consider(SHIFT..SHIFT + 1);
        }
        if valid.reduce {
            consider(REDUCE..REDUCE + 1);
        }
        if valid.arcs {
            consider(self.left.clone());
            consider(self.right.clone());
        }
        if valid.split {
            consider(self.break_class..self.break_class + 1);
        }
        best.map(|best| best.0)
    }

    fn apply(&self, state: &mut State, class: usize) {
        match class {
            SHIFT => state.push(),
            REDUCE => state.reduce(),
            _ if class == self.break_class => {
                let at = state.buffer(1);
                state.sentence_starts[at as usize] = true;
            }
            _ => {
                let (top, next) = (state.stack(0), state.buffer(0));
                if self.left.contains(&class) {
                    state.attach(next, top, self.labels[class]);
                    state.unshiftable[next as usize] = false;
                    state.stack.pop();
                } else {
                    state.attach(top, next, self.labels[class]);
                    state.push();
                }
            }
        }
    }

    /// Moves tokens with a label of two parts to where the second part says, then finds subtree
    /// edges and sentences.
    fn attach_crossing(&self, parse: &mut Parse, is_space: &dyn Fn(usize) -> bool) {
        edges(parse);
        let decorated = |label: u16| self.decorated.get(usize::from(label)).copied().flatten();
        let mut moved = false;
        for i in 0..parse.heads.len() {
            let Some((own, wanted)) = decorated(parse.deps[i]) else {
                continue;
            };
            parse.heads[i] = find_head(parse, i, wanted, is_space);
            parse.deps[i] = own;
            moved = true;
        }
        if moved {
            edges(parse);
        }
        let n = parse.heads.len();
        parse.sentence_starts.clear();
        parse.sentence_starts.resize(n, false);
        for i in 0..n {
            if parse.heads[i] as usize == i {
                parse.sentence_starts[parse.left_edges[i] as usize] = true;
            }
        }
    }
}

/// The first token with a label below the head of `token`, level by level, left to right.
fn find_head(parse: &Parse, token: usize, label: u16, is_space: &dyn Fn(usize) -> bool) -> u32 {
    let head = parse.heads[token];
    let mut level = vec![head];
    // Levels cannot be more than tokens, unless the heads loop.
    for _ in 0..parse.heads.len() {
        let mut below = Vec::new();
        for &above in &level {
            let at = above as usize;
            for child in parse.left_edges[at] as usize..=parse.right_edges[at] as usize {
                if child == at || parse.heads[child] != above || child == token || is_space(child) {
                    continue;
                }
                if parse.deps[child] == label {
                    return child as u32;
                }
                below.push(child as u32);
            }
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    head
}

/// First and last token of every subtree, found by sweeps as spaCy finds them: trees with crossing
/// arcs take several, and where spaCy gives up so does this.
fn edges(parse: &mut Parse) {
    const SWEEPS: usize = 12;
    let n = parse.heads.len();
    let Parse {
        heads,
        left_edges,
        right_edges,
        ..
    } = parse;
    left_edges.clear();
    left_edges.extend(0..n as u32);
    right_edges.clear();
    right_edges.extend(0..n as u32);
    let mut starts = Vec::new();
    for _ in 0..SWEEPS {
        let mut widen = |i: usize| {
            let head = heads[i] as usize;
            left_edges[head] = left_edges[head].min(left_edges[i]);
            right_edges[head] = right_edges[head].max(right_edges[i]);
        };
        (0..n).for_each(&mut widen);
        (0..n).rev().for_each(&mut widen);
        starts.clear();
        starts.resize(n, false);
        for i in (0..n).filter(|&i| heads[i] as usize == i) {
            starts[left_edges[i] as usize] = true;
        }
        let mut start = 0;
        let mut inside = true;
        for end in 0..n {
            if end > 0 && starts[end] || end + 1 == n {
                inside &= heads[start..end]
                    .iter()
                    .all(|&head| (start..=end).contains(&(head as usize)));
                start = end;
            }
        }
        if inside {
            break;
        }
    }
}

/// Which actions may be taken.
struct Valid {
    shift: bool,
    reduce: bool,
    arcs: bool,
    split: bool,
}

/// A stack, a buffer and the arcs so far.
#[derive(Debug, Default)]
struct State {
    tokens: usize,
    stack: Vec<i32>,
    /// Tokens put back, read before the rest, the last first.
    put_back: Vec<i32>,
    next: usize,
    heads: Vec<i32>,
    deps: Vec<u16>,
    unshiftable: Vec<bool>,
    sentence_starts: Vec<bool>,
    /// Of each token, the child added last on either side; of each child, the one added before it.
    newest: [Vec<i32>; 2],
    older: Vec<i32>,
}

impl State {
    fn start(&mut self, tokens: usize) {
        fn refill<T: Clone>(list: &mut Vec<T>, n: usize, value: T) {
            list.clear();
            list.resize(n, value);
        }
        self.tokens = tokens;
        self.stack.clear();
        self.put_back.clear();
        self.next = 0;
        refill(&mut self.heads, tokens, NONE);
        refill(&mut self.deps, tokens, 0);
        refill(&mut self.unshiftable, tokens, false);
        refill(&mut self.sentence_starts, tokens, false);
        refill(&mut self.newest[0], tokens, NONE);
        refill(&mut self.newest[1], tokens, NONE);
        refill(&mut self.older, tokens, NONE);
        if tokens > 0 {
            self.sentence_starts[0] = true;
        }
    }

    fn is_done(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    fn buffered(&self) -> usize {
        self.tokens - self.next + self.put_back.len()
    }

    fn stack(&self, depth: usize) -> i32 {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .map_or(NONE, |at| self.stack[at])
    }

    fn buffer(&self, ahead: usize) -> i32 {
        if ahead < self.put_back.len() {
            return self.put_back[self.put_back.len() - 1 - ahead];
        }
        let at = self.next + ahead - self.put_back.len();
        if at < self.tokens { at as i32 } else { NONE }
    }

    fn newest(&self, side: usize, token: i32) -> i32 {
        usize::try_from(token).map_or(NONE, |token| self.newest[side][token])
    }

    fn features(&self) -> [i32; FEATURES] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        let children = [self.newest(0, b0), self.newest(0, s0), self.newest(1, s0)];
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            children[0],
            children[1],
            children[2],
        ]
    }

    fn valid(&self) -> Valid {
        let buffered = self.buffered();
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        let starts =
            |token: i32| usize::try_from(token).is_ok_and(|token| self.sentence_starts[token]);
        let unshiftable = usize::try_from(b0).is_ok_and(|b0| self.unshiftable[b0]);
        Valid {
            shift: self.stack.is_empty() || buffered >= 2 && !starts(b0) && !unshiftable,
            reduce: !self.stack.is_empty(),
            arcs: !self.stack.is_empty() && buffered >= 1 && !starts(b0),
            split: buffered >= 2 && b1 == b0 + 1 && !starts(b1),
        }
    }

    fn push(&mut self) {
        let token = self.buffer(0);
        if self.put_back.pop().is_none() {
            self.next += 1;
        }
        self.stack.push(token);
    }

    fn reduce(&mut self) {
        let alone = self.stack.len() == 1;
        let Some(top) = self.stack.pop() else { return };
        if self.heads[top as usize] == NONE && !alone {
            self.unshiftable[top as usize] = true;
            self.put_back.push(top);
        }
    }

    fn attach(&mut self, head: i32, child: i32, label: u16) {
        let at = child as usize;
        let old = self.heads[at];
        if old != NONE {
            // An arc is only ever replaced while its child is the newest of its head.
            let side = usize::from(child > old);
            if self.newest[side][old as usize] == child {
                self.newest[side][old as usize] = self.older[at];
            }
        }
        let side = usize::from(child > head);
        self.older[at] = self.newest[side][head as usize];
        self.newest[side][head as usize] = child;
        self.heads[at] = head;
        self.deps[at] = label;
    }
}
