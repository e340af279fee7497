//! The attribute ruler: from fine tags to parts of speech and features, and corrections by word.
//!
//! Each of the model's patterns asks things of a token's word and things of its tag and relation.
//! The answers are bit sets, one for each word, tag and label, so that matching a token against all
//! patterns is the intersection of three sets.

use crate::error::Fault;
use crate::labels::Interner;
use crate::msgpack::{self, Value};
use crate::regex::Regex;
use std::collections::HashMap;

/// Bits of a set of token patterns.
const WORDS: usize = 4;

/// A set of token patterns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PatternSet([u64; WORDS]);

impl PatternSet {
    fn insert(&mut self, bit: usize) {
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn contains(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn and(self, other: PatternSet) -> PatternSet {
        PatternSet(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    fn bits(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(i, mut word)| {
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros() as usize;
                    word &= word - 1;
                    i * 64 + bit
                })
            })
        })
    }
}

/// What a token is annotated with; numbers of label texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Annotation {
    pub(crate) tag: u16,
    pub(crate) pos: u16,
    pub(crate) morph: u16,
    pub(crate) dep: u16,
    /// Set by the ruler, one up; 0 leaves the lemma to the lemmatizer.
    pub(crate) lemma: u16,
}

/// The ruler of a model.
#[derive(Debug)]
pub(crate) struct Ruler {
    tokens: Vec<TokenPattern>,
    /// Patterns of one token each, by bit.
    single: PatternSet,
    pairs: Vec<Pair>,
    /// Of each bit, what a match sets.
    effects: Vec<Effect>,
    by_tag: Vec<PatternSet>,
    by_dep: Vec<PatternSet>,
    /// Patterns that ask a word only to be a certain one, by that one.
    by_lower: HashMap<Box<str>, Vec<u16>>,
    /// All others, to be asked of every new word.
    asked: Vec<u16>,
}

/// Conditions on one token.
#[derive(Debug, Default)]
struct TokenPattern {
    tag: Test,
    dep: Test,
    lower: Test,
    is_space: Option<bool>,
}

#[derive(Debug, Default)]
enum Test {
    #[default]
    Any,
    In(Vec<String>),
    NotIn(Vec<String>),
    Regex(Regex),
}

impl Test {
    fn holds(&self, text: &str) -> bool {
        match self {
            Test::Any => true,
            Test::In(texts) => texts.iter().any(|known| known == text),
            Test::NotIn(texts) => !texts.iter().any(|known| known == text),
            Test::Regex(regex) => regex.search(text, 0).is_some(),
        }
    }
}

/// A pattern of two tokens: their bits, and which of the two it annotates.
#[derive(Debug)]
struct Pair {
    first: u16,
    second: u16,
    annotates: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Effect {
    tag: Option<u16>,
    pos: Option<u16>,
    morph: Option<u16>,
    dep: Option<u16>,
    lemma: Option<u16>,
}

impl Ruler {
    pub(crate) fn parse(bytes: &[u8], names: &mut Interner) -> Result<Ruler, Fault> {
        let file = msgpack::parse(bytes)?;
        let entries = file
            .as_array()
            .ok_or_else(|| Fault::new("patterns", "is not a list"))?;
        let mut ruler = Ruler {
            tokens: Vec::new(),
            single: PatternSet::default(),
            pairs: Vec::new(),
            effects: Vec::new(),
            by_tag: Vec::new(),
            by_dep: Vec::new(),
            by_lower: HashMap::new(),
            asked: Vec::new(),
        };
        for (number, entry) in entries.iter().enumerate() {
            ruler
                .add(entry, names)
                .map_err(|message| Fault::new(format!("patterns[{number}]"), message))?;
        }
        for (bit, token) in ruler.tokens.iter().enumerate() {
            match &token.lower {
                Test::In(words) => {
                    for word in words {
                        ruler
                            .by_lower
                            .entry(word.as_str().into())
                            .or_default()
                            .push(bit as u16);
                    }
                }
                _ => ruler.asked.push(bit as u16),
            }
        }
        Ok(ruler)
    }

    fn add(&mut self, entry: &Value<'_>, names: &mut Interner) -> Result<(), String> {
        let mut effect = Effect::default();
        for (name, value) in entry
            .get("attrs")
            .and_then(Value::as_map)
            .ok_or("has no attrs")?
        {
            let value = value.as_str().ok_or("sets what is no string")?;
            let value = Some(names.id(if value == "_" { "" } else { value }));
            match name.as_str() {
                Some("TAG") => effect.tag = value,
                Some("POS") => effect.pos = value,
                Some("MORPH") => effect.morph = value,
                Some("DEP") => effect.dep = value,
                Some("LEMMA") => effect.lemma = value,
                _ => return Err(format!("sets {name:?}, which is unknown to this runtime")),
            }
        }
        let annotates = entry
            .get("index")
            .and_then(Value::as_u64)
            .ok_or("has no index")? as usize;
        for pattern in entry
            .get("patterns")
            .and_then(Value::as_array)
            .ok_or("has no patterns")?
        {
            let tokens = pattern.as_array().ok_or("has a pattern that is no list")?;
            let first = self.tokens.len();
            if tokens.is_empty()
                || tokens.len() > 2
                || annotates >= tokens.len()
                || first + 2 > WORDS * 64
            {
                return Err("has a pattern of a length that is unknown to this runtime".into());
            }
            for token in tokens {
                self.tokens.push(TokenPattern::parse(token)?);
                self.effects.push(effect);
            }
            if tokens.len() == 1 {
                self.single.insert(first);
            } else {
                self.pairs.push(Pair {
                    first: first as u16,
                    second: first as u16 + 1,
                    annotates,
                });
            }
        }
        Ok(())
    }

    /// Prepares the sets of all tags and labels, whose texts are known now.
    pub(crate) fn prepare(&mut self, texts: &[std::sync::Arc<str>]) {
        let set = |test: &dyn Fn(&TokenPattern) -> bool| {
            let mut set = PatternSet::default();
            for (bit, _) in self
                .tokens
                .iter()
                .enumerate()
                .filter(|(_, token)| test(token))
            {
                set.insert(bit);
            }
            set
        };
        let by_tag = texts
            .iter()
            .map(|text| set(&|token| token.tag.holds(text)))
            .collect();
        let by_dep = texts
            .iter()
            .map(|text| set(&|token| token.dep.holds(text)))
            .collect();
        (self.by_tag, self.by_dep) = (by_tag, by_dep);
    }

    /// The patterns whose conditions on the word hold.
    pub(crate) fn word(&self, lower: &str, is_space: bool) -> PatternSet {
        let mut set = PatternSet::default();
        let fits = |bit: u16| {
            self.tokens[usize::from(bit)]
                .is_space
                .is_none_or(|wanted| wanted == is_space)
        };
        for &bit in self
            .by_lower
            .get(lower)
            .into_iter()
            .flatten()
            .filter(|&&bit| fits(bit))
        {
            set.insert(usize::from(bit));
        }
        for &bit in self.asked.iter().filter(|&&bit| fits(bit)) {
            if self.tokens[usize::from(bit)].lower.holds(lower) {
                set.insert(usize::from(bit));
            }
        }
        set
    }

    /// Annotates a document. `words` are the sets of its tokens' words; `annotations` have tags and
    /// relations and get the rest.
    pub(crate) fn annotate(
        &self,
        words: impl Iterator<Item = PatternSet>,
        annotations: &mut [Annotation],
    ) {
        // What matched the token before, and effects of pairs that are due on this token.
        let mut before = PatternSet::default();
        let mut words = words.enumerate().peekable();
        let set = |i: usize, word: PatternSet, annotations: &[Annotation]| {
            let annotation = &annotations[i];
            word.and(self.by_tag[usize::from(annotation.tag)])
                .and(self.by_dep[usize::from(annotation.dep)])
        };
        let mut ahead = words.next().map(|(i, word)| set(i, word, annotations));
        let mut i = 0;
        while let Some(here) = ahead {
            // The next token is matched before this one is changed.
            ahead = words.next().map(|(i, word)| set(i, word, annotations));
            let next = ahead.unwrap_or_default();
            let annotation = &mut annotations[i];
            let mut bits = here.and(self.single);
            for pair in &self.pairs {
                let (first, second) = (usize::from(pair.first), usize::from(pair.second));
                if pair.annotates == 0 && here.contains(first) && next.contains(second)
                    || pair.annotates == 1 && before.contains(first) && here.contains(second)
                {
                    bits.insert(first);
                }
            }
            // Bits are numbered in the order of the entries, so later ones overwrite earlier ones.
            for bit in bits.bits() {
                let effect = &self.effects[bit];
                annotation.tag = effect.tag.unwrap_or(annotation.tag);
                annotation.pos = effect.pos.unwrap_or(annotation.pos);
                annotation.morph = effect.morph.unwrap_or(annotation.morph);
                annotation.dep = effect.dep.unwrap_or(annotation.dep);
                annotation.lemma = effect.lemma.map_or(annotation.lemma, |lemma| lemma + 1);
            }
            before = here;
            i += 1;
        }
    }
}

impl TokenPattern {
    fn parse(token: &Value<'_>) -> Result<TokenPattern, String> {
        let mut pattern = TokenPattern::default();
        for (name, value) in token.as_map().ok_or("has a token that is no map")? {
            match (name.as_str(), value) {
                (Some("TAG"), _) => pattern.tag = Test::parse(value)?,
                (Some("DEP"), _) => pattern.dep = Test::parse(value)?,
                (Some("LOWER"), _) => pattern.lower = Test::parse(value)?,
                (Some("IS_SPACE"), Value::Bool(wanted)) => pattern.is_space = Some(*wanted),
                _ => {
                    return Err(format!(
                        "asks for {name:?}, which is unknown to this runtime"
                    ));
                }
            }
        }
        Ok(pattern)
    }
}

impl Test {
    fn parse(value: &Value<'_>) -> Result<Test, String> {
        if let Some(text) = value.as_str() {
            return Ok(Test::In(vec![text.into()]));
        }
        let unknown = || format!("has a condition {value:?} that is unknown to this runtime");
        let [(name, value)] = value.as_map().ok_or_else(unknown)? else {
            return Err(unknown());
        };
        let texts = || {
            let texts = value
                .as_array()
                .ok_or_else(unknown)?
                .iter()
                .map(|text| text.as_str().map(String::from));
            texts.collect::<Option<Vec<_>>>().ok_or_else(unknown)
        };
        match name.as_str() {
            Some("IN") => Ok(Test::In(texts()?)),
            Some("NOT_IN") => Ok(Test::NotIn(texts()?)),
            Some("REGEX") => Ok(Test::Regex(Regex::new(
                value.as_str().ok_or_else(unknown)?,
            )?)),
            _ => Err(unknown()),
        }
    }
}
