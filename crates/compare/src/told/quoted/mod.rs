//! What a story's reports quote: utterances as runs of words, who speaks, and how much each word tells.

pub(crate) mod rarity;
pub(crate) mod utterance;
pub(crate) mod words;

use crate::Story;
use rarity::Rarity;
use utterance::Utterance;

/// The direct and mixed quotations of a story.
#[derive(Debug)]
pub(crate) struct Quoted {
    /// The utterances, report by report.
    pub(crate) utterances: Vec<Utterance>,
    /// How much each of their words tells.
    pub(crate) rarity: Rarity,
}

impl Quoted {
    pub(crate) fn new(story: &Story<'_>) -> Quoted {
        let mut rarity = Rarity::of(story);
        let utterances = utterance::utterances(story, &mut rarity);
        Quoted { utterances, rarity }
    }
}
