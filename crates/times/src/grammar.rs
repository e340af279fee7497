//! The rule files, compiled: stages of patterns over words and phrases.
//!
//! Each stage goes over the items of a stretch from left to right. Where a pattern matches, its
//! items become one phrase that later stages can match in turn; the longest match wins, then the
//! earlier rule. Rules are found by the word or class that they begin with.

use std::sync::LazyLock;

use crate::actions::{self, Action};
use crate::class::{Class, Classes};
use crate::guards::{self, Guard};
use crate::holiday;
use crate::lexicon::Lexicon;

const WORDS: &str = include_str!("../data/words.txt");
const FILES: [(&str, &str); 4] = [
    ("1-numbers.rules", include_str!("../data/1-numbers.rules")),
    ("2-dates.rules", include_str!("../data/2-dates.rules")),
    ("3-relative.rules", include_str!("../data/3-relative.rules")),
    ("4-compound.rules", include_str!("../data/4-compound.rules")),
];

/// One place of a pattern: a word or class of those named, or nothing where it is optional.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) words: Vec<u16>,
    pub(crate) classes: Vec<Class>,
    pub(crate) any: Classes,
    pub(crate) optional: bool,
}

/// What a rule puts in the place of what it matched.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gives {
    Action(Action),
    Holiday(u8),
}

/// One rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    pub(crate) name: String,
    pub(crate) elements: Vec<Element>,
    pub(crate) classes: Classes,
    pub(crate) gives: Gives,
    pub(crate) guard: Option<Guard>,
    /// The guideline that it follows, for the reader of the rule files.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test that every rule has one")
    )]
    pub(crate) guideline: String,
}

/// The rules of one pass, by what they can begin with.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    pub(crate) rules: Vec<Rule>,
    by_class: Vec<Vec<u16>>,
    by_word: Vec<Vec<u16>>,
    /// All classes that some rule can begin with.
    first: Classes,
}

/// All rules and words.
#[derive(Debug)]
pub(crate) struct Grammar {
    pub(crate) lexicon: Lexicon,
    pub(crate) stages: Vec<Stage>,
}

impl Grammar {
    /// The compiled rules; a test holds that they compile.
    pub(crate) fn get() -> &'static Grammar {
        static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| match Grammar::read() {
            Ok(grammar) => grammar,
            Err(message) => panic!("rule files: {message}"),
        });
        &GRAMMAR
    }

    fn read() -> Result<Grammar, String> {
        let mut stages: Vec<Vec<RawRule<'_>>> = Vec::new();
        for (file, text) in FILES {
            for (n, line) in text.lines().enumerate() {
                if line.starts_with("==") {
                    stages.push(Vec::new());
                } else if !line.starts_with('#') && !line.trim().is_empty() {
                    let rule =
                        RawRule::read(line).ok_or_else(|| format!("{file}:{}: {line}", n + 1))?;
                    stages
                        .last_mut()
                        .ok_or_else(|| format!("{file}: a rule before a stage"))?
                        .push(rule);
                }
            }
        }
        let mut literals: Vec<&str> = Vec::new();
        for rule in stages.iter().flatten() {
            literals.extend(
                rule.alternatives()
                    .filter(|word| Class::of_name(word).is_none()),
            );
        }
        for name in holiday::table().iter().map(|holiday| holiday.name) {
            literals.extend(holiday::words(name));
        }
        let mut lexicon = Lexicon::new(WORDS, &literals)?;
        for word in holiday::table()
            .iter()
            .flat_map(|holiday| holiday::words(holiday.name))
        {
            if word.len() > 3 {
                lexicon.mark(word, Class::NAMED);
            }
        }
        // A rule of literal words alone starts a search by its last word that must be there.
        for rule in stages.iter().flatten() {
            if rule
                .alternatives()
                .all(|word| Class::of_name(word).is_none())
                && let Some(element) = rule.required().next_back()
            {
                for word in element.split('|') {
                    lexicon.mark(word, Class::NAMED);
                }
            }
        }
        let mut compiled = Vec::with_capacity(stages.len());
        for (at, raw) in stages.iter().enumerate() {
            let mut rules = Vec::with_capacity(raw.len());
            if at == 0 {
                rules.extend(holiday_rules(&lexicon));
            }
            for rule in raw {
                rules.push(rule.compile(&lexicon)?);
            }
            compiled.push(Stage::new(rules, &lexicon));
        }
        Ok(Grammar {
            lexicon,
            stages: compiled,
        })
    }
}

impl Stage {
    fn new(rules: Vec<Rule>, lexicon: &Lexicon) -> Stage {
        let mut stage = Stage {
            by_class: vec![Vec::new(); Class::count()],
            by_word: vec![Vec::new(); lexicon.len()],
            first: Classes::NONE,
            rules: Vec::new(),
        };
        for (number, rule) in rules.iter().enumerate() {
            for element in &rule.elements {
                for &class in &element.classes {
                    stage.by_class[class as usize].push(number as u16);
                    stage.first = stage.first | class.into();
                }
                for &word in &element.words {
                    stage.by_word[usize::from(word)].push(number as u16);
                }
                if !element.optional {
                    break;
                }
            }
        }
        stage.rules = rules;
        stage
    }

    /// The rules that can begin with an item of this word and these classes.
    pub(crate) fn beginning(
        &self,
        word: u16,
        classes: Classes,
    ) -> impl Iterator<Item = (u16, &Rule)> {
        let by_word = self.by_word[usize::from(word)].iter();
        let by_class = Some(classes).filter(|classes| classes.meets(self.first));
        let by_class = by_class
            .into_iter()
            .flat_map(Classes::indices)
            .flat_map(|class| &self.by_class[class]);
        by_word
            .chain(by_class)
            .map(|&number| (number, &self.rules[usize::from(number)]))
    }
}

/// A rule as it stands in its file.
struct RawRule<'a> {
    name: &'a str,
    pattern: &'a str,
    classes: &'a str,
    action: &'a str,
    guard: Option<&'a str>,
    guideline: &'a str,
}

impl<'a> RawRule<'a> {
    fn read(line: &'a str) -> Option<RawRule<'a>> {
        let mut columns = line.split(" | ");
        let (name, body, guideline) = (
            columns.next()?.trim(),
            columns.next()?,
            columns.next()?.trim(),
        );
        let (pattern, result) = body.split_once("=>")?;
        let (result, guard) = match result.split_once(" if ") {
            Some((result, guard)) => (result, Some(guard.trim())),
            None => (result, None),
        };
        let (classes, action) = result.trim().split_once(' ')?;
        (columns.next().is_none() && !name.is_empty()).then_some(RawRule {
            name,
            pattern: pattern.trim(),
            classes,
            action: action.trim(),
            guard,
            guideline,
        })
    }

    fn alternatives(&self) -> impl Iterator<Item = &'a str> {
        self.pattern
            .split_whitespace()
            .flat_map(|element| element.trim_end_matches('?').split('|'))
    }

    /// The elements that are not optional.
    fn required(&self) -> impl DoubleEndedIterator<Item = &'a str> {
        self.pattern
            .split_whitespace()
            .filter(|element| !element.ends_with('?'))
    }

    fn compile(&self, lexicon: &Lexicon) -> Result<Rule, String> {
        let wrong = |what: &str, name: &str| format!("rule {}: no {what} `{name}`", self.name);
        let elements = self.pattern.split_whitespace().map(|element| {
            let optional = element.ends_with('?');
            let (mut words, mut classes, mut any) = (Vec::new(), Vec::new(), Classes::NONE);
            for alternative in element.trim_end_matches('?').split('|') {
                match Class::of_name(alternative) {
                    Some(class) => {
                        classes.push(class);
                        any = any | class.into();
                    }
                    None => words.push(lexicon.number(alternative)),
                }
            }
            Element {
                words,
                classes,
                any,
                optional,
            }
        });
        let mut classes = Classes::NONE;
        for name in self.classes.split('+') {
            classes = classes
                | Class::of_name(name)
                    .ok_or_else(|| wrong("class", name))?
                    .into();
        }
        let guard = match self.guard {
            Some(name) => Some(guards::of_name(name).ok_or_else(|| wrong("guard", name))?),
            None => None,
        };
        Ok(Rule {
            name: self.name.to_owned(),
            elements: elements.collect(),
            classes,
            gives: Gives::Action(
                actions::of_name(self.action).ok_or_else(|| wrong("action", self.action))?,
            ),
            guard,
            guideline: self.guideline.to_owned(),
        })
    }
}

/// Name and pattern of every rule of the files.
#[cfg(test)]
pub(crate) fn raw_rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = FILES.iter().flat_map(|(_, text)| text.lines());
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(RawRule::read)
        .map(|rule| (rule.name, rule.pattern))
}

/// A rule for each named day of holidays.txt.
fn holiday_rules(lexicon: &Lexicon) -> Vec<Rule> {
    let element = |word: &str| Element {
        words: vec![lexicon.number(word)],
        classes: Vec::new(),
        any: Classes::NONE,
        optional: false,
    };
    let rule = |(number, holiday): (usize, &holiday::Holiday)| Rule {
        name: holiday.name.to_owned(),
        elements: holiday::words(holiday.name).map(element).collect(),
        classes: Class::HOLIDAY.into(),
        gives: Gives::Holiday(number as u8),
        guard: None,
        guideline: "TIDES 2.1: holidays are triggers".to_owned(),
    };
    holiday::table().iter().enumerate().map(rule).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn rules_compile_and_each_names_a_guideline() {
        let grammar = Grammar::read().unwrap();
        let mut names = HashSet::new();
        for rule in grammar.stages.iter().flat_map(|stage| &stage.rules) {
            assert!(
                !rule.guideline.is_empty(),
                "{} follows no guideline",
                rule.name
            );
            assert!(
                rule.elements.iter().any(|element| !element.optional),
                "{} can match nothing",
                rule.name
            );
            names.insert(rule.name.clone());
        }
        assert!(names.len() > 150);
    }

    #[test]
    fn words_are_sorted_and_unique() {
        let rows: Vec<&str> = WORDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(rows.len() > 250);
        assert!(rows.is_sorted());
        assert_eq!(rows.iter().collect::<HashSet<_>>().len(), rows.len());
    }
}
