//! What stands round a value: words near and far, the verb and noun it hangs on, whose it is, who
//! says it, and where in the report it is told.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{
    EntityId, EntityKind, Extracted, Factuality, Gender, Polarity, Role as Part, Statement, TokenId,
};
use crosswire_report::{Passage, Role};

use super::Source;
use super::bag::{Bag, Word};
use super::words::Words;

/// Where a value stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// The block.
    pub block: usize,
    /// The stretch of the report.
    pub passage: Passage,
    /// The tokens of the block.
    pub tokens: Range<usize>,
}

/// What stands round a value, the value left out.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Words within three tokens.
    pub near: Bag,
    /// Words within eight tokens.
    pub around: Bag,
    /// Words of the sentence.
    pub sentence: Bag,
    /// Words of the sentence before.
    pub before: Bag,
    /// The counted noun, or what has the age or the measure.
    pub noun: Option<Word>,
    /// What stands before the noun, and what the value is part of.
    pub narrowing: Bag,
    /// The event word that the number goes with.
    pub event: Option<Word>,
    /// The nearest verb above.
    pub verb: Option<Word>,
    /// The content words above, up to the verb of the sentence.
    pub above: Bag,
    /// The preposition that governs the value.
    pub preposition: Option<Word>,
    /// The relation of the value to its head, as a hash.
    pub relation: u32,
    /// The relations up to the verb, as a hash.
    pub path: u32,
    /// The word before and the word after.
    pub beside: [Option<Word>; 2],
    /// Names in the clause.
    pub clause_names: Bag,
    /// Names in the sentence.
    pub sentence_names: Bag,
    /// The names of whom or what the value is of.
    pub owner: Bag,
    /// The descriptions of whom or what the value is of, over the whole report.
    pub described: Bag,
    /// Grammatical gender of whom the value is of.
    pub gender: Option<Gender>,
    /// Words of who does it, names and descriptions.
    pub agent: Bag,
    /// Words of whom it is done to.
    pub patient: Bag,
    /// Other values of the sentence.
    pub others: Vec<u64>,
    /// Who says it.
    pub speaker: Bag,
    /// Whether anybody but the report says it.
    pub attributed: bool,
    /// How it is told.
    pub factuality: u8,
    /// Whether it is denied.
    pub negative: bool,
    /// Whether it is told in passing, of an earlier happening.
    pub background: bool,
    /// Whether a statement holds it at all.
    pub stated: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Past, present, to come: 0 to 2; 3 where nothing tells.
    pub tense: u8,
    /// Number of the sentence in the report.
    pub line: u16,
    /// Place in the report, 0 to 1.
    pub at: f32,
    /// How many values of its group come before.
    pub rank: u16,
    /// Tokens of the sentence.
    pub length: u16,
    /// Whether it stands in a title or a heading.
    pub titled: bool,
    /// Whether it stands in a caption.
    pub caption: bool,
    /// Whether it is the first value of its sentence.
    pub first: bool,
}

/// Tells the context of each value of one report.
pub struct Teller<'r> {
    report: &'r Extracted,
    words: Words,
    of_quantity: Vec<Option<usize>>,
    of_time: Vec<Option<usize>>,
    /// Sentences before each block.
    lines: Vec<usize>,
    names: Vec<Bag>,
    described: Vec<Bag>,
    length: f32,
}

impl<'r> Teller<'r> {
    /// Makes ready what every value of the report needs.
    #[must_use]
    pub fn new(report: &'r Extracted) -> Teller<'r> {
        let mut of_quantity: Vec<Option<usize>> = vec![None; report.quantities.len()];
        let mut of_time: Vec<Option<usize>> = vec![None; report.times.len()];
        let size = |at: usize| report.statements[at].passage.span.len();
        for (index, statement) in report.statements.iter().enumerate() {
            let closer = |slot: &mut Option<usize>| {
                if slot.is_none_or(|held| size(index) < size(held)) {
                    *slot = Some(index);
                }
            };
            for &at in &statement.quantities {
                of_quantity.get_mut(at).into_iter().for_each(closer);
            }
            for &at in &statement.times {
                of_time.get_mut(at).into_iter().for_each(closer);
            }
        }
        let mut lines = Vec::new();
        let mut before = 0;
        for block in report.annotated.blocks() {
            lines.push(before);
            before += block.doc.sentences().count();
        }
        let words = Words::new(report);
        let names = report.entities.iter().map(|entity| {
            let named = entity.kind != EntityKind::Unknown;
            let all = std::iter::once(&entity.name).chain(&entity.aliases);
            all.filter(|_| named)
                .flat_map(|name| name.split_whitespace())
                .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
                .map(|word| Word::new(word.trim_matches(|c: char| !c.is_alphanumeric())))
                .collect()
        });
        let names = names.collect();
        let mut described: Vec<Vec<Word>> = vec![Vec::new(); report.entities.len()];
        for mention in &report.mentions {
            let word = words.word(mention.head.block as usize, mention.head.token as usize);
            described[mention.entity.0 as usize].extend(word);
        }
        Teller {
            report,
            words,
            of_quantity,
            of_time,
            lines,
            names,
            described: described
                .into_iter()
                .map(|words| words.into_iter().collect())
                .collect(),
            length: report.annotated.report().text.len().max(1) as f32,
        }
    }

    /// The context of the value at `place`; `spans` are the values of the report.
    #[must_use]
    pub fn context(
        &self,
        place: &Place,
        source: Source,
        rank: u16,
        spans: &[(usize, Range<usize>, u64)],
        at: usize,
    ) -> Context {
        let block = &self.report.annotated.blocks()[place.block];
        let doc = &block.doc;
        let own = place.tokens.clone();
        let sentence = doc.sentence_of(own.start);
        let within = |reach: usize| {
            own.start.saturating_sub(reach).max(sentence.start)..(own.end + reach).min(sentence.end)
        };
        let bag = |tokens: Range<usize>| self.words.bag(place.block, tokens, &own);
        let before = sentence
            .start
            .checked_sub(1)
            .map(|token| doc.sentence_of(token));
        let statement = match source {
            Source::Quantity(index) => self.of_quantity[index],
            Source::Time(index) => self.of_time[index],
        };
        let statement = statement.map(|index| &self.report.statements[index]);
        let top = top(doc, &own);
        let mut context = Context {
            near: bag(within(3)),
            around: bag(within(8)),
            sentence: bag(sentence.clone()),
            before: before.map(bag).unwrap_or_default(),
            relation: mixed(0, top.dep()),
            beside: [
                sentence
                    .contains(&own.start.wrapping_sub(1))
                    .then(|| own.start - 1),
                sentence.contains(&own.end).then_some(own.end),
            ]
            .map(|token| Some(Word::new(doc.token(token?).lemma()))),
            sentence_names: self.words.names(place.block, sentence.clone(), &own),
            others: self.others(place, &sentence, spans, at),
            quoted: (self.report)
                .in_quotation(TokenId::new(place.block, own.start))
                .is_some(),
            tense: 3,
            line: self.line(place, &sentence),
            at: place.passage.span.start() as f32 / self.length,
            rank,
            length: u16::try_from(sentence.len()).unwrap_or(u16::MAX),
            titled: matches!(block.role, Role::Title | Role::Heading),
            caption: block.role == Role::Caption,
            ..Context::default()
        };
        context.first =
            !spans[..at].iter().rev().take(16).any(|(other, tokens, _)| {
                *other == place.block && sentence.contains(&tokens.start)
            });
        self.climb(place.block, top, &mut context);
        self.count(place, source, &mut context);
        if let Some(statement) = statement {
            self.state(place, &own, statement, &mut context);
        }
        context
    }

    fn line(&self, place: &Place, sentence: &Range<usize>) -> u16 {
        let doc = &self.report.annotated.blocks()[place.block].doc;
        let inside = doc.tokens().take(sentence.start);
        let before = inside.filter(|token| token.is_sentence_start()).count();
        u16::try_from(self.lines[place.block] + before).unwrap_or(u16::MAX)
    }

    /// The other values of the sentence.
    fn others(
        &self,
        place: &Place,
        sentence: &Range<usize>,
        spans: &[(usize, Range<usize>, u64)],
        at: usize,
    ) -> Vec<u64> {
        let inside = |(block, tokens, _): &&(usize, Range<usize>, u64)| {
            *block == place.block && sentence.contains(&tokens.start)
        };
        let apart = |(_, tokens, _): &&(usize, Range<usize>, u64)| {
            tokens.start >= place.tokens.end || place.tokens.start >= tokens.end
        };
        let before = spans[..at].iter().rev().take(16);
        let after = spans[at + 1..].iter().take(16);
        let mut others: Vec<u64> = before
            .chain(after)
            .filter(inside)
            .filter(apart)
            .map(|(.., key)| *key)
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Everything above the value in the parse.
    fn climb(&self, block: usize, top: Token<'_>, context: &mut Context) {
        const HIGHEST: usize = 8;
        let mut above = Vec::new();
        let mut path = mixed(0, top.dep());
        for token in top.ancestors().take(HIGHEST) {
            if token.pos() == "ADP" && context.preposition.is_none() && above.is_empty() {
                context.preposition = Some(Word::new(token.lemma()));
            }
            above.extend(self.words.word(block, token.index()));
            if matches!(token.pos(), "VERB" | "AUX") {
                context.verb = Some(Word::new(token.lemma()));
                context.tense = tense(token);
                break;
            }
            path = mixed(path, token.dep());
        }
        context.path = path;
        context.above = above.into_iter().collect();
    }

    /// The noun, the event and the bearer of a number.
    fn count(&self, place: &Place, source: Source, context: &mut Context) {
        let Source::Quantity(index) = source else {
            return;
        };
        let quantity = &self.report.quantities[index].quantity;
        let doc = &self.report.annotated.blocks()[place.block].doc;
        context.event = quantity
            .event
            .and_then(|token| doc.get(token))
            .map(|token| Word::new(token.lemma()));
        let mut narrowing: Vec<Word> = Vec::new();
        if let Some(noun) = &quantity.noun
            && let Some(token) = doc.get(noun.token)
        {
            context.noun = Some(Word::new(&noun.lemma));
            let modifiers = token
                .children()
                .filter(|child| matches!(child.dep(), "amod" | "compound" | "poss" | "nmod"));
            narrowing.extend(modifiers.filter_map(|t| self.words.word(place.block, t.index())));
            if let Some(entity) = (self.report).entity_of(TokenId::new(place.block, noun.token)) {
                self.own(entity, context);
            }
        }
        let narrower = quantity.of.as_ref().and_then(|whole| whole.token);
        let narrower = narrower.into_iter().chain(quantity.narrowed);
        narrowing.extend(narrower.filter_map(|token| self.words.word(place.block, token)));
        context.narrowing = narrowing.into_iter().collect();
    }

    fn own(&self, entity: EntityId, context: &mut Context) {
        let index = entity.0 as usize;
        context.owner = self.names[index].clone();
        context.described = self.described[index].clone();
        context.gender = self.report.entities[index].gender;
    }

    fn state(
        &self,
        place: &Place,
        own: &Range<usize>,
        statement: &Statement,
        context: &mut Context,
    ) {
        context.stated = true;
        context.negative = statement.polarity == Polarity::Negative;
        context.background = statement.background;
        context.factuality = match statement.factuality {
            Factuality::Asserted => 0,
            Factuality::Planned => 1,
            // The forests were trained before what is only claimed was told apart.
            Factuality::Possible | Factuality::Claimed => 2,
            Factuality::Conditional => 3,
            Factuality::Predicted => 4,
            Factuality::Requested => 5,
        };
        let clause = self.report.annotated.blocks()[place.block].tokens(statement.passage);
        context.clause_names = self.words.names(place.block, clause, own);
        if let Some(link) = statement.attribution.first() {
            context.attributed = true;
            if let Some(speaker) = link.speaker {
                context.speaker = self.known(speaker);
            }
        }
        for argument in &statement.arguments {
            let bag = match argument.entity {
                Some(entity) => self.known(entity),
                None => (self.words)
                    .word(argument.head.block as usize, argument.head.token as usize)
                    .into_iter()
                    .collect(),
            };
            match argument.role {
                Part::Agent if context.agent.is_empty() => context.agent = bag,
                Part::Patient if context.patient.is_empty() => context.patient = bag,
                _ => {}
            }
        }
    }

    /// What an entity is called anywhere in the report.
    fn known(&self, entity: EntityId) -> Bag {
        let index = entity.0 as usize;
        let all = self.names[index].words().iter();
        all.chain(self.described[index].words()).copied().collect()
    }
}

/// The token of a stretch that the others hang on.
fn top<'d>(doc: &'d Doc, tokens: &Range<usize>) -> Token<'d> {
    let mut top = doc.token(tokens.end - 1);
    for _ in 0..tokens.len() {
        let head = top.head();
        if top.is_root() || !tokens.contains(&head.index()) {
            break;
        }
        top = head;
    }
    top
}

pub(crate) fn tense(verb: Token<'_>) -> u8 {
    let helper = |word: &str| verb.children().any(|child| child.is(word));
    let auxiliaries = verb
        .children()
        .filter(|child| matches!(child.dep(), "aux" | "auxpass"));
    let tags: Vec<&str> = auxiliaries.map(Token::tag).collect();
    if helper("will") || helper("would") || helper("'ll") || helper("shall") {
        2
    } else if verb.tag() == "VBD" || tags.contains(&"VBD") {
        0
    } else if matches!(verb.tag(), "VBZ" | "VBP")
        || tags.iter().any(|t| matches!(*t, "VBZ" | "VBP"))
    {
        1
    } else {
        3
    }
}

fn mixed(hash: u32, label: &str) -> u32 {
    label.bytes().fold(hash ^ 0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
