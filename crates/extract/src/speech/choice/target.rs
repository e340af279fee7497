//! What a speaker is chosen for: one quotation, where it stands, and what the cue says.

use crosswire_report::Passage;

use crate::speech::speakers::Speakers;
use crate::{Attribution, EntityId, MentionKind, Quotation, QuotationKind, TokenId};

/// One quotation and what is known of it before the choice.
pub(super) struct Target {
    pub(super) block: usize,
    /// The tokens of its block that it covers, marks included.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: QuotationKind,
    pub(super) utterance: Option<u32>,
    /// Why the rules name whom they name.
    pub(super) reason: u8,
    pub(super) link: Option<Attribution>,
    /// The mention that the cue names, and how it refers.
    pub(super) mention: Option<usize>,
}

impl Target {
    pub(super) fn new(speakers: &Speakers<'_>, quotation: &Quotation) -> Option<Target> {
        let (block, tokens) = place(speakers, quotation.passage)?;
        let link = quotation.chain.first().cloned();
        let mention = link.as_ref().and_then(|link| mention(speakers, link));
        Some(Target {
            block,
            start: tokens.start,
            end: tokens.end,
            kind: quotation.kind,
            utterance: quotation.utterance,
            reason: reason(&quotation.why),
            link,
            mention,
        })
    }

    pub(super) fn speaker(&self) -> Option<EntityId> {
        self.link.as_ref()?.speaker
    }

    pub(super) fn mention_kind(&self, speakers: &Speakers<'_>) -> Option<MentionKind> {
        Some(speakers.who.mentions[self.mention?].kind)
    }
}

/// The block and the tokens of a passage.
fn place(speakers: &Speakers<'_>, passage: Passage) -> Option<(usize, std::ops::Range<usize>)> {
    let blocks = speakers.annotated.blocks();
    let at = blocks.partition_point(|block| {
        (block.passage.field, block.passage.span.end()) <= (passage.field, passage.span.start())
    });
    let block = blocks.get(at)?;
    block.own(passage)?;
    let tokens = block.tokens(passage);
    (!tokens.is_empty()).then_some((at, tokens))
}

/// The mention that stands for the speaker of a link.
fn mention(speakers: &Speakers<'_>, link: &Attribution) -> Option<usize> {
    let (block, tokens) = place(speakers, link.mention?)?;
    let at = |i: usize| speakers.heads.get(TokenId::new(block, i));
    let of_speaker = |&at: &usize| {
        link.speaker
            .is_none_or(|id| speakers.who.mentions[at].entity == id)
    };
    tokens.filter_map(at).find(of_speaker)
}

/// The reasons that the rules give, the surest first.
const REASONS: [&str; 15] = [
    "colon",
    "the cue stands right before it",
    "the cue stands after it",
    "inside the clause of the cue",
    "right after a name",
    "according to",
    "what the noun above it names",
    "the last cue before it in the sentence",
    "what the noun before it names",
    "the speech of a neighbouring paragraph",
    "the answer of the one asked",
    "no cue, so whoever spoke in the sentence before goes on",
    "no cue, so the last speaker goes on",
    "no cue; whole sentences",
    "the same words have a speaker elsewhere",
];

fn reason(why: &str) -> u8 {
    let of = |words: &str| why.ends_with(words) || why.contains(words) && words.len() > 12;
    let at = REASONS.iter().rposition(|words| of(words));
    at.map_or(if why.starts_with("what “") { 20 } else { 0 }, |at| {
        at as u8 + 1
    })
}
