//! From tokens to phrases: finds stretches of known words and runs the stages over them.

use crosswire_annotate::Doc;

use crate::atoms::{self, Item};
use crate::class::{Class, Classes};
use crate::grammar::{Gives, Grammar, Rule};
use crate::meaning::{Meaning, Point};

/// One matched place of a pattern, with the class that it was matched as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) item: Item,
    pub(crate) class: Option<Class>,
}

/// What a rule has matched, and where.
#[derive(Clone, Copy)]
pub(crate) struct Match<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) grammar: &'a Grammar,
    pub(crate) parts: &'a [Part],
    /// All items of the stretch in this stage, and the range of them that matched.
    pub(crate) items: &'a [Item],
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Longer stretches are cut here: no time expression has so many words.
const LONGEST: usize = 48;

/// Calls `emit` with every stretch of phrases, after all stages, in text order.
pub(crate) fn stretches(doc: &Doc, grammar: &Grammar, mut emit: impl FnMut(&[Item])) {
    let mut items: Vec<Item> = Vec::with_capacity(LONGEST);
    let mut trigger = false;
    let mut parser = Parser::default();
    let mut flush = |items: &mut Vec<Item>, trigger: &mut bool| {
        if *trigger {
            parser.run(doc, grammar, items);
            emit(items);
        }
        items.clear();
        *trigger = false;
    };
    for token in doc.tokens() {
        // One blank between tokens may be a line break; an empty line ends the stretch.
        let bytes = &doc.text().as_bytes()[token.bytes()];
        if bytes.iter().all(u8::is_ascii_whitespace) {
            if bytes.iter().filter(|byte| **byte == b'\n').count() > 1 {
                flush(&mut items, &mut trigger);
            }
            continue;
        }
        let from = items.len();
        let known = atoms::cut(token, &grammar.lexicon, &mut items);
        // The stop of "4 a.m. Saturday" ends no sentence, whatever the parse says.
        let starts = token.is_sentence_start()
            && from > 0
            && !(items[from - 1].classes.has(Class::AMPM)
                && items.get(from).is_some_and(|item| {
                    item.classes.has(Class::WEEKDAY) || item.classes.has(Class::MONTH)
                }));
        if !known || starts {
            let own = items.split_off(from);
            flush(&mut items, &mut trigger);
            items.extend(own);
        }
        trigger |= items
            .iter()
            .skip(from.min(items.len().saturating_sub(1)))
            .any(|item| !item.classes.is_empty());
        if items.len() >= LONGEST {
            flush(&mut items, &mut trigger);
        }
    }
    flush(&mut items, &mut trigger);
}

#[derive(Default)]
struct Parser {
    next: Vec<Item>,
    parts: Vec<Part>,
    best: Vec<Part>,
}

impl Parser {
    fn run(&mut self, doc: &Doc, grammar: &Grammar, items: &mut Vec<Item>) {
        for stage in &grammar.stages {
            let mut changed = false;
            self.next.clear();
            let mut at = 0;
            while at < items.len() {
                let (word, classes) = (items[at].word, items[at].classes);
                let mut found: Option<(usize, u16, Meaning, Classes)> = None;
                for (number, rule) in stage.beginning(word, classes) {
                    self.parts.clear();
                    let Some(end) = longest(rule, 0, items, at, &mut self.parts) else {
                        continue;
                    };
                    #[cfg(test)]
                    crate::reach::REACHED
                        .with_borrow_mut(|reached| reached.insert(rule.name.clone()));
                    // Longer wins, then the earlier rule.
                    if found.is_some_and(|(to, other, ..)| end < to || end == to && number >= other)
                    {
                        continue;
                    }
                    let m = Match {
                        doc,
                        grammar,
                        parts: &self.parts,
                        items,
                        from: at,
                        to: end,
                    };
                    if rule.guard.is_some_and(|guard| !guard(&m)) {
                        continue;
                    }
                    let meaning = match rule.gives {
                        Gives::Action(action) => action(&m),
                        Gives::Holiday(number) => Some(Meaning::Point(Point {
                            holiday: Some(number),
                            ..Point::default()
                        })),
                    };
                    if let Some(meaning) = meaning {
                        found = Some((end, number, meaning, rule.classes));
                        std::mem::swap(&mut self.parts, &mut self.best);
                    }
                }
                match found {
                    Some((end, _, meaning, classes)) => {
                        if !changed {
                            // Most stages change nothing, and copy nothing.
                            self.next.extend_from_slice(&items[..at]);
                        }
                        let (start, last) = (items[at], items[end - 1]);
                        self.next.push(Item {
                            word: 0,
                            classes,
                            meaning,
                            start: start.start,
                            end: last.end,
                            first: start.first,
                            last: last.last,
                        });
                        changed = true;
                        at = end;
                    }
                    None => {
                        if changed {
                            self.next.push(items[at]);
                        }
                        at += 1;
                    }
                }
            }
            if changed {
                std::mem::swap(items, &mut self.next);
            }
        }
    }
}

/// The end of the longest match of the rule's elements from `element` on, at item `at`.
fn longest(
    rule: &Rule,
    element: usize,
    items: &[Item],
    at: usize,
    parts: &mut Vec<Part>,
) -> Option<usize> {
    let Some(wanted) = rule.elements.get(element) else {
        return Some(at);
    };
    if let Some(item) = items.get(at) {
        let by_word = item.word != 0 && wanted.words.contains(&item.word);
        if by_word || item.classes.meets(wanted.any) {
            let class = wanted
                .classes
                .iter()
                .copied()
                .find(|class| item.classes.has(*class));
            let kept = parts.len();
            parts.push(Part { item: *item, class });
            if let Some(end) = longest(rule, element + 1, items, at + 1, parts) {
                return Some(end);
            }
            parts.truncate(kept);
        }
    }
    if wanted.optional {
        return longest(rule, element + 1, items, at, parts);
    }
    None
}

impl Match<'_> {
    /// The text of one part.
    pub(crate) fn text(&self, part: &Part) -> &str {
        self.doc
            .text()
            .get(part.item.start as usize..part.item.end as usize)
            .unwrap_or("")
    }

    /// Whether one of the parts is this word.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.parts
            .iter()
            .any(|part| self.text(part).eq_ignore_ascii_case(word))
    }

    /// What a part means as what it was matched.
    pub(crate) fn meaning(&self, part: &Part) -> Meaning {
        if part.item.word != 0
            && let Some(class) = part.class
            && let Some((_, meaning)) = self
                .grammar
                .lexicon
                .word(part.item.word)
                .meanings
                .iter()
                .find(|(c, _)| *c == class)
        {
            return *meaning;
        }
        part.item.meaning
    }

    /// The meanings of all parts.
    pub(crate) fn meanings(&self) -> impl Iterator<Item = (Option<Class>, Meaning)> {
        self.parts
            .iter()
            .map(|part| (part.class, self.meaning(part)))
    }

    /// The first and the last token.
    pub(crate) fn tokens(&self) -> (usize, usize) {
        (
            self.items[self.from].first as usize,
            self.items[self.to - 1].last as usize,
        )
    }
}
