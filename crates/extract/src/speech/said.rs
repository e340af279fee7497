//! Stretches that somebody is reported as saying, one inside the other.

use crosswire_report::Passage;

use crate::Attribution;

/// A stretch that somebody says, and who.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) passage: Passage,
    pub(crate) chain: Vec<Attribution>,
}

/// All such stretches of a report; quick to ask which of them lie around a place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Saids {
    /// By start, the longer first.
    all: Vec<Said>,
    /// For each the nearest one before it that is still open where it starts.
    below: Vec<Option<usize>>,
}

impl Saids {
    pub(crate) fn new(mut all: Vec<Said>) -> Saids {
        all.sort_by_key(|said| {
            let span = said.passage.span;
            (
                said.passage.field,
                span.start(),
                std::cmp::Reverse(span.end()),
            )
        });
        let mut below = Vec::with_capacity(all.len());
        let mut open: Vec<usize> = Vec::new();
        for (i, said) in all.iter().enumerate() {
            while open.last().is_some_and(|&at| {
                let before: &Said = &all[at];
                before.passage.field != said.passage.field
                    || before.passage.span.end() <= said.passage.span.start()
            }) {
                open.pop();
            }
            below.push(open.last().copied());
            open.push(i);
        }
        Saids { all, below }
    }

    /// Who says what stands at a place, innermost first.
    pub(crate) fn chain_at(&self, place: Passage) -> Vec<Attribution> {
        self.chain_around(place, &[])
    }

    /// The chain `own` of what is said at a place, and of all who say that it is said.
    pub(crate) fn chain_around(&self, place: Passage, own: &[Attribution]) -> Vec<Attribution> {
        let after = self.all.partition_point(|said| {
            (said.passage.field, said.passage.span.start()) <= (place.field, place.span.start())
        });
        let mut around: Vec<&Said> = Vec::new();
        let mut at = after.checked_sub(1);
        while let Some(i) = at {
            let said = &self.all[i];
            if said.passage.field == place.field && said.passage.span.contains(place.span) {
                around.push(said);
            }
            at = self.below[i];
        }
        around.sort_by_key(|said| said.passage.span.len());
        let mut chain = own.to_vec();
        for link in around.into_iter().flat_map(|said| &said.chain) {
            let same = |known: &Attribution| {
                known.cue == link.cue && (link.cue.is_some() || known.mention == link.mention)
            };
            if !chain.iter().any(same) {
                chain.push(link.clone());
            }
        }
        chain
    }
}
