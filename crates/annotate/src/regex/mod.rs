//! The part of Python's `re` that the tokenizer's and the ruler's patterns are written in.
//!
//! The patterns are read from the model as they stand, so they need Python's meaning: the leftmost
//! match, alternatives tried in written order, look-around, classes as Python's Unicode sees them.
//! Matching backtracks over an explicit stack with a budget, so that no text can overflow or stall it.

mod compile;
mod parse;

use crate::python::CharSet;
use compile::{Op, Program};
use std::cell::RefCell;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Regex {
    alternatives: Vec<Alternative>,
    sets: Vec<CharSet>,
    /// Alternatives that can begin with an ASCII character, by that character.
    by_ascii: Vec<Vec<u16>>,
    /// All alternatives that can begin with a character beyond ASCII.
    beyond_ascii: Vec<u16>,
}

/// One alternative at the top of a pattern, and what is known of its matches.
#[derive(Debug)]
struct Alternative {
    program: Program,
    /// What a match can begin with; none if it may be empty.
    first: Option<CharSet>,
    /// It matches only up to the end of the text.
    at_end: bool,
    /// Of a match, how many characters it has at most (none: no bound).
    longest: Option<usize>,
    /// All characters that a match can hold.
    held: CharSet,
}

impl Regex {
    /// Compiles a pattern; the message says what is wrong with it, and where.
    pub(crate) fn new(pattern: &str) -> Result<Regex, String> {
        let mut parsed = parse::parse(pattern)?;
        let alternatives = parsed.alternatives();
        if alternatives.len() > usize::from(u16::MAX) {
            return Err("too many alternatives".into());
        }
        let alternatives: Vec<Alternative> = alternatives
            .into_iter()
            .map(|node| {
                Ok(Alternative {
                    program: compile::compile(&node)?,
                    first: node.first(&parsed.sets),
                    at_end: node.ends_at_end(),
                    longest: node.width().1,
                    held: node.held(&parsed.sets),
                })
            })
            .collect::<Result<_, String>>()?;
        let can_begin = |alternative: &Alternative, test: &dyn Fn(&CharSet) -> bool| {
            alternative.first.as_ref().is_none_or(test)
        };
        let with = |test: &dyn Fn(&CharSet) -> bool| -> Vec<u16> {
            let numbered = alternatives.iter().enumerate();
            numbered
                .filter(|(_, a)| can_begin(a, test))
                .map(|(i, _)| i as u16)
                .collect()
        };
        let by_ascii = (0..128u8)
            .map(|byte| with(&|set: &CharSet| set.contains(char::from(byte))))
            .collect();
        let beyond_ascii = with(&|set: &CharSet| set.ranges().last().is_some_and(|r| r.1 >= 128));
        Ok(Regex {
            alternatives,
            sets: parsed.sets,
            by_ascii,
            beyond_ascii,
        })
    }

    /// The end of the match that starts at `at`, as `Pattern.match` finds it.
    pub(crate) fn match_at(&self, text: &str, at: usize) -> Option<usize> {
        let rest = &text[at..];
        let candidates: &[u16] = match rest.bytes().next() {
            Some(byte) if byte < 128 => &self.by_ascii[usize::from(byte)],
            Some(_) => &self.beyond_ascii,
            None => return self.alternatives.iter().find_map(|a| self.run(a, text, at)),
        };
        let first = rest.chars().next();
        for &i in candidates {
            let alternative = &self.alternatives[usize::from(i)];
            let possible = match (&alternative.first, first) {
                (Some(set), Some(c)) => c.is_ascii() || set.contains(c),
                _ => true,
            };
            if possible && let Some(end) = self.run(alternative, text, at) {
                return Some(end);
            }
        }
        None
    }

    /// The leftmost match at or after `from`, as `Pattern.search` finds it.
    pub(crate) fn search(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut at = from;
        loop {
            if let Some(end) = self.match_at(text, at) {
                return Some((at, end));
            }
            at += text[at..].chars().next()?.len_utf8();
        }
    }

    /// What [`search`](Self::search) from 0 finds, for patterns whose alternatives all end at the
    /// end of the text: only the places are tried from which a match can reach it.
    pub(crate) fn search_at_end(&self, text: &str) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        let mut best_order = usize::MAX;
        for (order, alternative) in self.alternatives.iter().enumerate() {
            if !alternative.at_end {
                return self.search(text, 0);
            }
            let Some(last) = text.chars().next_back() else {
                return self.search(text, 0);
            };
            if last == '\n' {
                return self.search(text, 0);
            }
            if !alternative.held.contains(last) {
                continue;
            }
            // Every match lies in the characters at the end that the alternative can hold.
            let mut start = text.len();
            let limit = alternative.longest.unwrap_or(usize::MAX);
            for (i, c) in text.char_indices().rev().take(limit) {
                if !alternative.held.contains(c) {
                    break;
                }
                start = i;
            }
            let mut at = start;
            while at < text.len()
                && best.is_none_or(|b| at < b.0 || at == b.0 && order < best_order)
            {
                if let Some(end) = self.run(alternative, text, at) {
                    (best, best_order) = (Some((at, end)), order);
                    break;
                }
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        best
    }

    fn run(&self, alternative: &Alternative, text: &str, at: usize) -> Option<usize> {
        thread_local! {
            static STACK: RefCell<Vec<(u32, usize)>> = const { RefCell::new(Vec::new()) };
        }
        STACK.with_borrow_mut(|stack| {
            stack.clear();
            // Linear in practice; the budget stands against texts made to make it quadratic.
            let mut budget = 10_000 + text.len().saturating_mul(64);
            run(
                &alternative.program,
                &self.sets,
                text,
                at,
                stack,
                &mut budget,
            )
        })
    }
}

/// Runs a program from `at`; the end of its first match.
fn run(
    program: &Program,
    sets: &[CharSet],
    text: &str,
    at: usize,
    stack: &mut Vec<(u32, usize)>,
    budget: &mut usize,
) -> Option<usize> {
    let floor = stack.len();
    let (mut op, mut at) = (0u32, at);
    loop {
        *budget = budget.checked_sub(1)?;
        let step = match &program.ops[op as usize] {
            Op::Char(c) => text[at..]
                .starts_with(*c)
                .then(|| (op + 1, at + c.len_utf8())),
            Op::Set(set) => {
                let c = text[at..].chars().next();
                c.filter(|&c| sets[usize::from(*set)].contains(c))
                    .map(|c| (op + 1, at + c.len_utf8()))
            }
            Op::Split(first, second) => {
                stack.push((*second, at));
                Some((*first, at))
            }
            Op::Jump(to) => Some((*to, at)),
            Op::Start => (at == 0).then_some((op + 1, at)),
            Op::End => (at == text.len() || at + 1 == text.len() && text.ends_with('\n'))
                .then_some((op + 1, at)),
            Op::Look {
                program,
                behind,
                negative,
            } => {
                let start = match behind {
                    None => Some(at),
                    Some(0) => Some(at),
                    Some(width) => text[..at]
                        .char_indices()
                        .rev()
                        .nth(width - 1)
                        .map(|(i, _)| i),
                };
                let found = start.is_some_and(|start| {
                    let depth = stack.len();
                    let end = run(program, sets, text, start, stack, budget);
                    stack.truncate(depth);
                    end.is_some_and(|end| behind.is_none() || end == at)
                });
                (found != *negative).then_some((op + 1, at))
            }
            Op::Match => return Some(at),
        };
        (op, at) = match step {
            Some(next) => next,
            None if stack.len() > floor => stack.pop()?,
            None => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        let regex = Regex::new(pattern).unwrap();
        let found = regex.search(text, 0).map(|(start, end)| &text[start..end]);
        assert_eq!(found, expected, "{pattern} on {text}");
        if pattern.ends_with('$') {
            assert_eq!(
                regex
                    .search_at_end(text)
                    .map(|(start, end)| &text[start..end]),
                expected,
                "{pattern}"
            );
        }
    }

    #[test]
    fn patterns_mean_what_python_means() {
        check(r"a|ab", "xab", Some("a"));
        check(r"(?<=[0-9])(?:km|m)$", "5km", Some("km"));
        check(r"(?<=[0-9])(?:km|m)$", "km", None);
        check(r"\.\.+$|…$", "wait...", Some("..."));
        check(r"\.$|(?<=b)c\.$", "abc.", Some("c."));
        check(r"^\+(?![0-9])", "+a", Some("+"));
        check(r"^\+(?![0-9])", "+1", None);
        check(r"[\u00A6\U0001F300-\U0001F3FA-]", "x🌀", Some("🌀"));
        check(r"(?u)^(?:[\w\+\-\.]{2,}://)?x$", "ab://x", Some("ab://x"));
        check(r"^(?:a{0,3})a{2,}$", "aaaa", Some("aaaa"));
        check(r"\S+(?::\S*)?@", "u:p@h", Some("u:p@"));
        check(r"[^a-c]\d?", "abd٣", Some("d٣"));
        check(r"^n[ou]thin'$", "nuthin'", Some("nuthin'"));
        check(r"x$", "x\n", Some("x"));
        check(r"(?:a|b)*c", "ababc", Some("ababc"));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for pattern in [
            "(", ")", "[a", "a{2", r"\", r"\1", "(?P<x>a)", "*a", "(?<=a+)b", r"\u12", "[b-a]",
            "a**",
        ] {
            assert!(Regex::new(pattern).is_err(), "{pattern}");
        }
        assert!(Regex::new(&"(".repeat(100_000)).is_err());
        assert!(
            Regex::new("(?:a{60}){60}{60}").is_err() || Regex::new("((a{900}){900}){900}").is_err()
        );
    }

    #[test]
    fn no_text_stalls_it() {
        let regex = Regex::new(r"^(?:(?:a+)+)+b$").unwrap();
        assert_eq!(regex.match_at(&"a".repeat(5_000), 0), None);
    }
}
