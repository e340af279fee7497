//! Text to tokens: white space, affixes, infixes and special cases, as spaCy's tokenizer has them.
//!
//! The rules come from the model's `tokenizer` file. A chunk (a stretch without white space, or of
//! white space only) splits the same way wherever it stands, so callers may remember what
//! [`Tokenizer::chunk`] said. What depends on neighbours is [`Tokenizer::rejoin`].

use crate::error::Fault;
use crate::msgpack::{self, Value};
use crate::python::is_space;
use crate::regex::Regex;
use std::collections::HashMap;

/// A special case's norm for a token, as a number; 0 for none. See [`Tokenizer::norm`].
pub(crate) type NormId = u16;

/// One token of a chunk: its length in bytes, and its norm where a special case gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) len: u32,
    pub(crate) norm: NormId,
}

/// The rules of a model's tokenizer.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    prefix: Regex,
    suffix: Regex,
    infix: Regex,
    url: Regex,
    specials: HashMap<Box<str>, Box<[Piece]>>,
    longest_special: usize,
    norms: Vec<Box<str>>,
    phrases: Vec<Phrase>,
    /// Phrases by the text of their first token.
    phrases_from: HashMap<Box<str>, Vec<u32>>,
}

/// The tokens that a special case has when special cases are off: where they turn up in a text, the
/// special case may have to be restored.
#[derive(Debug)]
struct Phrase {
    words: Vec<Box<str>>,
}

/// A place in which tokens are to be replaced.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rejoined<'t> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) pieces: &'t [Piece],
}

impl Tokenizer {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Tokenizer, Fault> {
        let file = msgpack::parse(bytes)?;
        let regex = |name: &str| {
            let pattern = file.get(name).and_then(Value::as_str);
            let pattern = pattern.ok_or_else(|| Fault::new(name, "is missing"))?;
            Regex::new(pattern).map_err(|message| Fault::new(name, message))
        };
        if !matches!(file.get("token_match"), None | Some(Value::Nil)) {
            return Err(Fault::new(
                "token_match",
                "is set, and unknown to this runtime",
            ));
        }
        if file.get("faster_heuristics") != Some(&Value::Bool(true)) {
            return Err(Fault::new("faster_heuristics", "is not true"));
        }
        let mut tokenizer = Tokenizer {
            prefix: regex("prefix_search")?,
            suffix: regex("suffix_search")?,
            infix: regex("infix_finditer")?,
            url: regex("url_match")?,
            specials: HashMap::new(),
            longest_special: 0,
            norms: vec!["".into()],
            phrases: Vec::new(),
            phrases_from: HashMap::new(),
        };
        let rules = file
            .get("rules")
            .or_else(|| file.get("exceptions"))
            .and_then(Value::as_map);
        for (key, tokens) in rules.ok_or_else(|| Fault::new("exceptions", "is missing"))? {
            tokenizer.add_special(key, tokens).ok_or_else(|| {
                Fault::new(
                    format!("exceptions[{:?}]", key.as_str().unwrap_or("?")),
                    "is not a split of its text",
                )
            })?;
        }
        tokenizer.add_phrases();
        Ok(tokenizer)
    }

    fn add_special(&mut self, key: &Value<'_>, tokens: &Value<'_>) -> Option<()> {
        const ORTH: u64 = 65;
        const NORM: u64 = 67;
        let key = key.as_str()?;
        let mut pieces = Vec::new();
        let mut rest = key;
        for token in tokens.as_array()? {
            let (mut orth, mut norm) = (None, 0);
            for (attribute, value) in token.as_map()? {
                match attribute.as_u64()? {
                    ORTH => orth = value.as_str(),
                    NORM => norm = self.norm_id(value.as_str()?)?,
                    _ => return None,
                }
            }
            rest = rest.strip_prefix(orth.filter(|orth| !orth.is_empty())?)?;
            pieces.push(Piece {
                len: orth?.len() as u32,
                norm,
            });
        }
        self.longest_special = self.longest_special.max(key.len());
        self.specials.insert(key.into(), pieces.into());
        rest.is_empty().then_some(())
    }

    fn norm_id(&mut self, norm: &str) -> Option<NormId> {
        if let Some(at) = self.norms.iter().position(|known| **known == *norm) {
            return NormId::try_from(at).ok();
        }
        self.norms.push(norm.into());
        NormId::try_from(self.norms.len() - 1).ok()
    }

    fn add_phrases(&mut self) {
        let mut keys: Vec<&str> = self.specials.keys().map(|key| &**key).collect();
        keys.sort_unstable();
        let mut phrases: Vec<Phrase> = Vec::new();
        for key in keys {
            let affixed = self
                .prefix
                .search(key, 0)
                .is_some_and(|(start, end)| end > start)
                || self.infix.search(key, 0).is_some()
                || self
                    .suffix
                    .search_at_end(key)
                    .is_some_and(|(start, end)| end > start);
            if !affixed && !key.contains(' ') {
                continue;
            }
            let mut words = Vec::new();
            for span in Spans::new(key) {
                let mut pieces = Vec::new();
                self.split(&key[span.start..span.end], false, &mut pieces);
                let mut at = span.start;
                for piece in pieces {
                    words.push(key[at..at + piece.len as usize].into());
                    at += piece.len as usize;
                }
            }
            if !words.is_empty() && !phrases.iter().any(|known| known.words == words) {
                phrases.push(Phrase { words });
            }
        }
        for (number, phrase) in phrases.iter().enumerate() {
            self.phrases_from
                .entry(phrase.words[0].clone())
                .or_default()
                .push(number as u32);
        }
        self.phrases = phrases;
    }

    /// The norm that a special case gives; empty for number 0.
    pub(crate) fn norm(&self, id: NormId) -> &str {
        &self.norms[usize::from(id)]
    }

    /// Splits one chunk of a text into tokens.
    pub(crate) fn chunk(&self, chunk: &str, out: &mut Vec<Piece>) {
        match self.special(chunk) {
            Some(pieces) => out.extend_from_slice(pieces),
            None => self.split(chunk, true, out),
        }
    }

    fn special(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest_special {
            return None;
        }
        self.specials.get(text).map(|pieces| &**pieces)
    }

    fn split(&self, chunk: &str, with_specials: bool, out: &mut Vec<Piece>) {
        let special = |text: &str| {
            if with_specials {
                self.special(text)
            } else {
                None
            }
        };
        let mut core = chunk;
        let mut suffixes: Vec<u32> = Vec::new();
        let mut last = usize::MAX;
        while !core.is_empty() && core.len() != last {
            if special(core).is_some() {
                break;
            }
            last = core.len();
            let prefix = self.prefix.match_at(core, 0).unwrap_or(0);
            if prefix > 0 && !core[prefix..].is_empty() && special(&core[prefix..]).is_some() {
                out.push(Piece {
                    len: prefix as u32,
                    norm: 0,
                });
                core = &core[prefix..];
                break;
            }
            let suffix = self
                .suffix
                .search_at_end(&core[prefix..])
                .map_or(0, |(start, end)| end - start);
            let without = core.len() - suffix;
            if suffix > 0 && without > 0 && special(&core[..without]).is_some() {
                suffixes.push(suffix as u32);
                core = &core[..without];
                break;
            }
            if prefix > 0 && suffix > 0 && prefix + suffix <= core.len() {
                out.push(Piece {
                    len: prefix as u32,
                    norm: 0,
                });
                suffixes.push(suffix as u32);
                core = &core[prefix..without];
            } else if prefix > 0 {
                out.push(Piece {
                    len: prefix as u32,
                    norm: 0,
                });
                core = &core[prefix..];
            } else if suffix > 0 {
                suffixes.push(suffix as u32);
                core = &core[..without];
            }
        }
        if !core.is_empty() {
            match special(core) {
                Some(pieces) => out.extend_from_slice(pieces),
                None if self.is_url(core) => out.push(Piece {
                    len: core.len() as u32,
                    norm: 0,
                }),
                None => self.split_infixes(core, out),
            }
        }
        out.extend(suffixes.iter().rev().map(|&len| Piece { len, norm: 0 }));
    }

    /// Whether the core of a chunk is an address of the web.
    fn is_url(&self, core: &str) -> bool {
        // Hosts and IP addresses have a dot inside; nearly no other word has one.
        core.as_bytes()[1..].contains(&b'.') && self.url.match_at(core, 0).is_some()
    }

    fn split_infixes(&self, core: &str, out: &mut Vec<Piece>) {
        let mut cut = 0;
        let mut from = 0;
        while let Some((start, end)) = self.infix.search(core, from) {
            from = if end > start {
                end
            } else {
                end + core[end..].chars().next().map_or(1, char::len_utf8)
            };
            if start > 0 {
                if start > cut {
                    out.push(Piece {
                        len: (start - cut) as u32,
                        norm: 0,
                    });
                }
                if end > start {
                    out.push(Piece {
                        len: (end - start) as u32,
                        norm: 0,
                    });
                }
                cut = end;
            }
            if from >= core.len() {
                break;
            }
        }
        if cut < core.len() {
            out.push(Piece {
                len: (core.len() - cut) as u32,
                norm: 0,
            });
        }
    }

    /// Whether a special case may have to be restored at a token with this text.
    pub(crate) fn starts_phrase(&self, word: &str) -> bool {
        self.phrases_from.contains_key(word)
    }

    /// The places where tokens spell a special case that the rules took apart.
    ///
    /// `candidates` are the tokens for which [`starts_phrase`](Self::starts_phrase) holds, in order.
    pub(crate) fn rejoin(
        &self,
        text: &str,
        spans: &[(u32, u32)],
        candidates: &[u32],
    ) -> Vec<Rejoined<'_>> {
        let word = |i: usize| &text[spans[i].0 as usize..spans[i].1 as usize];
        let mut matches: Vec<(usize, usize)> = Vec::new();
        for &start in candidates {
            let start = start as usize;
            for &number in self
                .phrases_from
                .get(word(start))
                .map_or(&[][..], |numbers| numbers)
            {
                let words = &self.phrases[number as usize].words;
                let end = start + words.len();
                if end <= spans.len() && (1..words.len()).all(|i| *words[i] == *word(start + i)) {
                    matches.push((start, end));
                }
            }
        }
        // The longest first, then the earliest.
        matches.sort_unstable_by_key(|&(start, end)| (usize::MAX - (end - start), start));
        let mut covered = std::collections::HashSet::new();
        let mut accepted = Vec::new();
        for (start, end) in matches {
            if !covered.contains(&start) && !covered.contains(&(end - 1)) {
                let whole = &text[spans[start].0 as usize..spans[end - 1].1 as usize];
                if let Some(pieces) = self.special(whole) {
                    accepted.push(Rejoined { start, end, pieces });
                }
            }
            covered.extend(start..end);
        }
        accepted.sort_unstable_by_key(|rejoined| rejoined.start);
        accepted
    }
}

/// One chunk of a text, and whether a plain space that belongs to its last token follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) space: bool,
}

/// The chunks of a text: stretches of white space and of everything else, one plain space after a
/// stretch of the latter left out.
pub(crate) struct Spans<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Spans<'a> {
    pub(crate) fn new(text: &'a str) -> Spans<'a> {
        Spans { text, at: 0 }
    }
}

impl Iterator for Spans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.at;
        let rest = &self.text[start..];
        let white = is_space(rest.chars().next()?);
        let len = if white {
            rest.find(|c| !is_space(c))
        } else {
            // Plain words end at a plain space or a line feed; anything else asks the table.
            rest.char_indices()
                .find(|&(_, c)| c <= ' ' && is_space(c) || c > '\x7f' && is_space(c))
                .map(|(i, _)| i)
        };
        let end = start + len.unwrap_or(rest.len());
        let space = !white && self.text.as_bytes().get(end) == Some(&b' ');
        self.at = end + usize::from(space);
        Some(Span { start, end, space })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_cut_as_spacy_cuts_it() {
        let cut = |text: &str| {
            Spans::new(text)
                .map(|s| (text[s.start..s.end].to_owned(), s.space))
                .collect::<Vec<_>>()
        };
        let own = |words: &[(&str, bool)]| {
            words
                .iter()
                .map(|w| (w.0.to_owned(), w.1))
                .collect::<Vec<_>>()
        };
        assert_eq!(cut("a  b"), own(&[("a", true), (" ", false), ("b", false)]));
        assert_eq!(
            cut(" a\n\n b "),
            own(&[(" ", false), ("a", false), ("\n\n ", false), ("b", true)])
        );
        assert_eq!(cut(""), own(&[]));
        assert_eq!(
            cut("a\u{a0}b"),
            own(&[("a", false), ("\u{a0}", false), ("b", false)])
        );
    }
}
