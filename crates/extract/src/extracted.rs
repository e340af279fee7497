//! All that was found in one report.

use crosswire_calendar::Stamp;
use crosswire_quantities::Quantity;
use crosswire_report::{Passage, Problem, Role};
use crosswire_times::{Context, Timex};

use crate::doubtful;

use crate::sets::Set;
use crate::speech::{self, Weights};
use crate::statements::{self, Found};
use crate::{
    Annotated, Attribution, Entity, EntityId, Mention, MentionKind, Polarity, Quotation,
    QuotationKind, Statement, TokenId,
};

/// An annotated report and everything found in it.
#[derive(Clone, Debug)]
pub struct Extracted {
    /// The report and its annotation.
    pub annotated: Annotated,
    /// Time expressions, in order.
    pub times: Vec<FoundTime>,
    /// Quantities, in order.
    pub quantities: Vec<FoundQuantity>,
    /// Who and what the report speaks of; [`EntityId`] indexes it.
    pub entities: Vec<Entity>,
    /// Where it does, in order.
    pub mentions: Vec<Mention>,
    /// Quotations, in order.
    pub quotations: Vec<Quotation>,
    /// Statements, in order.
    pub statements: Vec<Statement>,
    /// Stretches that somebody is reported as saying, quoted or not.
    pub(crate) said: speech::Saids,
    /// What makes the date of publication doubtful; times are then counted from none.
    doubt: Option<Problem>,
}

/// A time expression and where it stands in the report.
#[derive(Clone, Debug)]
pub struct FoundTime {
    /// Index of the block it is in.
    pub block: usize,
    /// Where it stands in the report.
    pub passage: Passage,
    /// The expression; its own span and tokens are of the block.
    pub timex: Timex,
}

/// A quantity and where it stands in the report.
#[derive(Clone, Debug)]
pub struct FoundQuantity {
    /// Index of the block it is in.
    pub block: usize,
    /// Where it stands in the report.
    pub passage: Passage,
    /// The quantity; its own spans and tokens are of the block.
    pub quantity: Quantity,
}

/// A description on one line, as it stands inside a sentence: "the mayor", not "The mayor".
fn inside_sentence(description: &str) -> String {
    let mut words = description
        .split_whitespace()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    if let Some(first) = words
        .first_mut()
        .filter(|first| Set::Opening.has(&first.to_lowercase()))
        // "THE BOARD" is no beginning of a sentence.
        .filter(|first| first.chars().skip(1).all(char::is_lowercase))
    {
        *first = first.to_lowercase();
    }
    words.join(" ")
}

/// A name and a description together are told in so many words at most.
const LONGEST_TOLD: usize = 8;

impl Extracted {
    /// An entity.
    ///
    /// # Panics
    ///
    /// When the id is of another report.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The mention that a token heads or, failing that, the smallest one that covers it.
    #[must_use]
    pub fn mention_of(&self, token: TokenId) -> Option<&Mention> {
        // Mentions stand in the order of their heads, and none reaches further than this.
        const REACH: u32 = 64;
        if let Ok(at) = self
            .mentions
            .binary_search_by_key(&token, |mention| mention.head)
        {
            return self.mentions.get(at);
        }
        let place = self.place(token);
        let near = |at| TokenId { token: at, ..token };
        let first = self
            .mentions
            .partition_point(|mention| mention.head < near(token.token.saturating_sub(REACH)));
        self.mentions[first..]
            .iter()
            .take_while(|mention| mention.head <= near(token.token.saturating_add(REACH)))
            .filter(|mention| {
                mention.passage.field == place.field && mention.passage.span.contains(place.span)
            })
            .min_by_key(|mention| mention.passage.span.len())
    }

    /// What a token refers to.
    #[must_use]
    pub fn entity_of(&self, token: TokenId) -> Option<EntityId> {
        self.mention_of(token).map(|mention| mention.entity)
    }

    /// Who says what stands at a token, innermost first; empty for the report's own word.
    #[must_use]
    pub fn attribution_of(&self, token: TokenId) -> Vec<Attribution> {
        self.said.chain_at(self.place(token))
    }

    /// A chain of attribution in words: "Ana Brell and Tom Orlin, quoted by the Courier", "Ana Brell,
    /// according to Tom Orlin"; `None` when the report tells nobody.
    #[must_use]
    pub fn attributed_to(&self, chain: &[Attribution]) -> Option<String> {
        let (first, outer) = chain.split_first()?;
        let mut words = self.speaker_words(first)?;
        for link in outer {
            let Some(who) = self.speaker_words(link) else {
                continue;
            };
            if words == who || words.ends_with(&format!(" {who}")) {
                continue;
            }
            words.push_str(match (link.relay, link.cue_lemma.as_str()) {
                (true, "quote" | "cite") => ", quoted by ",
                (true, "say" | "report" | "write") => ", cited by ",
                (true, _) => ", speaking to ",
                (false, _) if link.polarity == Polarity::Negative => ", as denied by ",
                (false, _) => ", according to ",
            });
            words.push_str(&who);
        }
        Some(words)
    }

    /// Those who speak in one link, with the words of the report that stand for them where these are a
    /// description: "Ana Brell, the harbour mistress"; so a reader sees what the name rests on.
    #[must_use]
    pub fn speaker_as_told(&self, link: &Attribution) -> Option<String> {
        let words = self.speaker_words(link)?;
        let described = self.description(link).filter(|_| link.joint.is_empty());
        let Some((mention, _)) = described else {
            return Some(words);
        };
        let description = inside_sentence(self.annotated.words(mention));
        let n = words.split_whitespace().count() + description.split_whitespace().count();
        // "Sund Zoo, the zoo" would tell nothing more.
        let known: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let more = description.split_whitespace().skip(1);
        let more = more
            .map(str::to_lowercase)
            .any(|word| !known.contains(&word));
        if n > LONGEST_TOLD || description.contains(&words) || !more {
            return Some(words);
        }
        Some(format!("{words}, {description}"))
    }

    /// Whether a link names somebody by a description that the report itself does not give to them: "the
    /// sailor", where one who was named before is thought to be meant.
    #[must_use]
    pub fn is_concluded(&self, link: &Attribution) -> bool {
        self.description(link).is_some_and(|(_, told)| !told)
    }

    /// The description by which a link speaks of somebody who has a name, and whether the report itself
    /// gives it to them.
    fn description(&self, link: &Attribution) -> Option<(Passage, bool)> {
        let (speaker, passage) = (link.speaker?, link.mention?);
        let at = self.annotated.blocks().partition_point(|block| {
            (block.passage.field, block.passage.span.end()) <= (passage.field, passage.span.start())
        });
        let block = self.annotated.blocks().get(at)?;
        block.own(passage)?;
        let tokens = block.tokens(passage);
        let own = tokens.filter_map(|i| {
            let head = TokenId::new(at, i);
            let found = self
                .mentions
                .binary_search_by_key(&head, |mention| mention.head);
            self.mentions.get(found.ok()?)
        });
        let mut own = own.filter(|mention| mention.entity == speaker);
        let mention = own.next()?;
        let named = self.entity(speaker).has_name;
        let other = own.any(|mention| mention.kind == MentionKind::Name);
        (named && !other && mention.kind == MentionKind::Nominal)
            .then_some((mention.passage, mention.told))
    }

    /// Those who speak in one link: their names, else the words that stand for them.
    #[must_use]
    pub fn speaker_words(&self, link: &Attribution) -> Option<String> {
        let Some(speaker) = link.speaker else {
            let mention = link.mention?;
            return Some(crate::who::shortened(self.annotated.words(mention)));
        };
        let mut words = self.entity(speaker).name.clone();
        for (i, &other) in link.joint.iter().enumerate() {
            words.push_str(if i + 1 == link.joint.len() {
                " and "
            } else {
                ", "
            });
            words.push_str(&self.entity(other).name);
        }
        Some(words)
    }

    /// The quotation that a token stands in, marks of any sort.
    #[must_use]
    pub fn in_quotation(&self, token: TokenId) -> Option<&Quotation> {
        // Quotations stand in text order, those in marks side by side.
        const AROUND: usize = 16;
        let place = self.place(token);
        let after = self.quotations.partition_point(|quotation| {
            (quotation.passage.field, quotation.passage.span.start())
                <= (place.field, place.span.start())
        });
        self.quotations[..after]
            .iter()
            .rev()
            .take(AROUND)
            .find(|quotation| {
                !matches!(
                    quotation.kind,
                    QuotationKind::Indirect | QuotationKind::Reported
                ) && quotation.passage.field == place.field
                    && quotation.passage.span.contains(place.span)
            })
    }

    /// When the report was published, as far as it can be trusted: `None` where the report itself makes its date doubtful, so that
    /// nothing is counted from that date and no order rests on it.
    #[must_use]
    pub fn published(&self) -> Option<Stamp> {
        let published = self.annotated.report().published;
        published.filter(|_| self.doubt.is_none())
    }

    /// The problem of a report whose own words contradict its date of publication, if they do.
    #[must_use]
    pub fn doubtful_date(&self) -> Option<&Problem> {
        self.doubt.as_ref()
    }

    fn place(&self, token: TokenId) -> Passage {
        let at = token.token as usize;
        self.annotated.passage(token.block as usize, at..at + 1)
    }
}

/// Finds everything in an annotated report.
#[must_use]
pub fn extract(annotated: Annotated) -> Extracted {
    extract_with(annotated, Weights::built_in())
}

/// Finds everything, with other weights than those of this version.
pub(crate) fn extract_with(annotated: Annotated, weights: Option<&Weights>) -> Extracted {
    let mut extracted = Extracted {
        annotated,
        times: Vec::new(),
        quantities: Vec::new(),
        entities: Vec::new(),
        mentions: Vec::new(),
        quotations: Vec::new(),
        statements: Vec::new(),
        said: speech::Saids::default(),
        doubt: None,
    };
    let found = speech::find(&extracted.annotated, weights);
    extracted.entities = found.who.entities;
    extracted.mentions = found.who.mentions;
    extracted.quotations = found.quotations;
    extracted.said = found.said;
    extracted.times = times(&extracted.annotated, extracted.annotated.report().published);
    extracted.doubt = doubtful::doubt(&extracted.annotated, &extracted.times);
    if extracted.doubt.is_some() {
        extracted.times = times(&extracted.annotated, None);
    }
    for (index, block) in extracted.annotated.blocks().iter().enumerate() {
        for quantity in crosswire_quantities::find(&block.doc) {
            let passage = block.place(quantity.span);
            extracted.quantities.push(FoundQuantity {
                block: index,
                passage,
                quantity,
            });
        }
    }
    extracted.statements = statements::find(&Found {
        annotated: &extracted.annotated,
        times: &extracted.times,
        quantities: &extracted.quantities,
        mentions: &extracted.mentions,
        quotations: &extracted.quotations,
        said: &extracted.said,
    });
    extracted
}

/// The time expressions of a report, counted from this date.
fn times(annotated: &Annotated, published: Option<Stamp>) -> Vec<FoundTime> {
    let mut context = Context::new(published);
    let mut times = Vec::new();
    for (index, block) in annotated.blocks().iter().enumerate() {
        context.set_vivid(matches!(
            block.role,
            Role::Title | Role::Heading | Role::Caption
        ));
        for timex in crosswire_times::find(&block.doc, &mut context) {
            let passage = block.place(timex.span);
            times.push(FoundTime {
                block: index,
                passage,
                timex,
            });
        }
    }
    times
}
