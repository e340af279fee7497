//! From chances to a speaker: the likeliest, with the others beside.

use crosswire_forest::Forest;

use super::{Rows, rows};
use crate::speech::speakers::Speakers;
use crate::tables;
use crate::{Attribution, EntityId, Polarity, Quotation, SpeakerCandidate, TokenId};

/// How the rules say that somebody answers.
const ANSWER: &str = "the answer of the one asked";

/// How the rules say that a name stands right beside the words.
const BESIDE: &str = "right after a name";

/// So many candidates are told.
const TOLD: usize = 3;
/// What is less likely than this is not told as a candidate.
const LEAST: f32 = 0.05;
/// Nobody whose chance is less takes the place of whom the cue names: of all that may have said it,
/// none is likely then.
const CHANGES: f32 = 0.3;

/// Somebody this likely takes the place of one below [`HARDLY`] also where the rules have them pass on what
/// that one says.
const LIKELY: f32 = 0.6;
const HARDLY: f32 = 0.35;

/// Says of every quotation who speaks, how surely, and who else may.
pub(crate) fn decide(speakers: &Speakers<'_>, quotations: &mut [Quotation], forest: &Forest) {
    let chances = |rows: &Rows| -> Vec<f32> {
        let of = |row: &Vec<f32>| forest.probability(row);
        rows.candidates.iter().map(|(_, _, row)| of(row)).collect()
    };
    for all in rows(speakers, quotations) {
        let chances = chances(&all);
        let mut order: Vec<usize> = (0..chances.len()).collect();
        order.sort_by(|&a, &b| chances[b].total_cmp(&chances[a]).then(a.cmp(&b)));
        let Some(&best) = order.first() else {
            continue;
        };
        let quotation = &mut quotations[all.quotation];
        quotation.candidates = order
            .iter()
            .take(TOLD)
            .filter(|&&at| chances[at] >= LEAST)
            .filter_map(|&at| {
                Some(SpeakerCandidate {
                    speaker: all.candidates[at].0?,
                    confidence: chances[at],
                })
            })
            .collect();
        let (entity, mention, _) = &all.candidates[best];
        // How likely the one is whom the rules name; nobody is no one.
        let ruled = quotation.chain.first().and_then(|link| {
            let at = all
                .candidates
                .iter()
                .position(|(id, ..)| *id == link.speaker)?;
            Some(chances[at])
        });
        quotation.confidence = ruled.unwrap_or(0.0);
        if quotation
            .chain
            .first()
            .is_some_and(|link| link.speaker == *entity)
        {
            continue;
        }
        let Some(entity) = *entity else { continue };
        // Answers to a question put to somebody, and names before a bracket or behind a dash, are too rare
        // in what was learned from.
        let by_rule = [ANSWER, BESIDE]
            .iter()
            .any(|why| quotation.why.ends_with(why));
        if by_rule || ruled.is_some() && chances[best] < CHANGES {
            continue;
        }
        // Who passes on what another says did not say it, unless next to nothing speaks for the other ("Brell
        // said the book showed ...").
        let mut outer = quotation.chain.iter().skip(1);
        let hardly = ruled.unwrap_or(0.0) < HARDLY && chances[best] >= LIKELY;
        if outer.any(|link| link.speaker == Some(entity) && (link.relay || !hardly)) {
            continue;
        }
        quotation.confidence = chances[best];
        if let Some(chain) = chain(speakers, entity, *mention, quotation) {
            quotation.chain = chain;
            quotation
                .why
                .push_str("; likelier than whom the cue seems to name");
        }
    }
}

/// The chain of a speaker who was chosen by a mention.
fn chain(
    speakers: &Speakers<'_>,
    entity: EntityId,
    mention: Option<usize>,
    quotation: &Quotation,
) -> Option<Vec<Attribution>> {
    let plain = |passage| Attribution {
        speaker: Some(entity),
        mention: passage,
        cue: None,
        cue_lemma: String::new(),
        polarity: Polarity::Positive,
        joint: Vec::new(),
        relay: false,
    };
    let Some(at) = mention else {
        return Some(vec![plain(None)]);
    };
    let mention = &speakers.who.mentions[at];
    let TokenId { block, token } = mention.head;
    let doc = &speakers.annotated.blocks()[block as usize].doc;
    let head = doc.token(token as usize);
    let place = if head.dep() == "appos" {
        head.head()
    } else {
        head
    };
    let verb = place.head();
    let near = speakers.annotated.blocks()[block as usize]
        .own(quotation.passage)
        .is_some();
    if near
        && place.dep() == "nsubj"
        && tables::cue_verb(verb).is_some()
        && !speakers.is_quoted(block as usize, verb.index())
    {
        let chain = speakers.chain(block as usize, verb);
        if chain
            .first()
            .is_some_and(|link| link.speaker == Some(entity))
        {
            return Some(chain);
        }
    }
    Some(vec![plain(Some(mention.passage))])
}
