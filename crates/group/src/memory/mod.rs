//! What a grouper remembers, row by row, so that a store can hold it.
//!
//! A [`Memory`] keeps rows of bytes by key; a ledger makes one of a table. After some reports were
//! added [`Grouper::keep`] writes the rows that changed, a few hundred small ones for each report
//! however many came before; [`Grouper::recall`] reads them all and goes on exactly as the grouper
//! that kept them would have. Rows are little-endian and carry the version of their form.

mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::grouper::{Grouper, Options};
use crate::minhash::Signature;
use crate::story::Gathered;
use rows::{Bytes, Row};

/// The version of the rows' form; rows of another are refused.
const FORM: u32 = 3;

/// Numbers of stories that one report can have used up, on average.
const MOST_STORIES: usize = 8;

/// Where rows are kept.
pub trait Memory {
    /// Why a row could not be kept or read.
    type Error;

    /// Keeps a row in the place of the one with its key.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn keep(&mut self, key: Key, row: &[u8]) -> Result<(), Self::Error>;

    /// Takes the row of this key away, if there is one.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn forget(&mut self, key: Key) -> Result<(), Self::Error>;

    /// Hands over every row, in any order.
    ///
    /// # Errors
    ///
    /// When the store fails.
    fn recall(&self, each: &mut dyn FnMut(Key, &[u8])) -> Result<(), Self::Error>;
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which sort of row.
    pub part: Part,
    /// Its number: a hash, a report's place in the order of arrival, a story's number.
    pub number: u32,
}

/// The sorts of rows. Their numbers never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Part {
    /// How many reports and stories there were; one row, number 0.
    Head = 0,
    /// In how many reports a term was met.
    Term = 1,
    /// The stories that used a term last.
    List = 2,
    /// A report, as grouping keeps it.
    Report = 3,
    /// A story and the places of its reports.
    Story = 4,
}

/// Why a grouper could not be recalled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecallError<E> {
    /// The store failed.
    Store(E),
    /// A row is not what was kept: cut short, of another form, or of something that is not there.
    Row(Key),
}

/// The rows that changed since they were kept last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) terms: BTreeSet<u32>,
    pub(crate) lists: BTreeSet<u32>,
    pub(crate) stories: BTreeSet<u32>,
    /// Reports before this one were kept.
    reports: usize,
}

impl Grouper {
    /// Without any story yet, and noting what changes, for [`Grouper::keep`].
    #[must_use]
    pub fn remembering(options: Options) -> Grouper {
        let mut grouper = Grouper::new(options);
        grouper.changes = Some(Changes::default());
        grouper
    }

    /// Writes the rows that changed since this was last done; nothing for a grouper that was made
    /// without [`Grouper::remembering`] or [`Grouper::recall`].
    ///
    /// # Errors
    ///
    /// When the store fails; then all rows count as changed still.
    pub fn keep<M: Memory>(&mut self, memory: &mut M) -> Result<(), M::Error> {
        let Some(changes) = &self.changes else {
            return Ok(());
        };
        let mut bytes = Bytes::default();
        let key = |part, number| Key { part, number };
        for &term in &changes.terms {
            bytes.clear();
            bytes.number(self.frequencies.get(&term).copied().unwrap_or(0));
            memory.keep(key(Part::Term, term), bytes.row())?;
        }
        for &term in &changes.lists {
            bytes.clear();
            bytes.numbers(self.index.listed(term));
            memory.keep(key(Part::List, term), bytes.row())?;
        }
        let mut moved: BTreeSet<u32> = (changes.reports as u32..self.placed.len() as u32).collect();
        for &story in &changes.stories {
            match &self.stories[story as usize] {
                Some(gathered) => {
                    bytes.clear();
                    bytes.story(gathered);
                    memory.keep(key(Part::Story, story), bytes.row())?;
                    for member in gathered.members.iter().filter(|m| moved.remove(&m.at)) {
                        bytes.clear();
                        bytes.report(member, self.signatures[member.at as usize].as_ref());
                        memory.keep(key(Part::Report, member.at), bytes.row())?;
                    }
                }
                None => memory.forget(key(Part::Story, story))?,
            }
        }
        bytes.clear();
        for number in [
            FORM,
            self.seen,
            self.placed.len() as u32,
            self.stories.len() as u32,
        ] {
            bytes.number(number);
        }
        memory.keep(key(Part::Head, 0), bytes.row())?;
        self.changes = Some(Changes {
            reports: self.placed.len(),
            ..Changes::default()
        });
        Ok(())
    }

    /// The grouper whose rows these are, to go on where it was; a new one where there are none.
    ///
    /// # Errors
    ///
    /// When the store fails, or a row is not what was kept.
    pub fn recall<M: Memory>(
        options: Options,
        memory: &M,
    ) -> Result<Grouper, RecallError<M::Error>> {
        let mut grouper = Grouper::remembering(options);
        let mut head = [FORM, 0, 0, 0];
        let mut stories = Vec::new();
        let mut reports = Vec::new();
        let mut bad = None;
        let read = memory.recall(&mut |key, row| {
            let mut row = Row::new(row);
            let read = match key.part {
                Part::Head => row.head().map(|read| head = read),
                Part::Term => row.number().map(|count| {
                    grouper.frequencies.insert(key.number, count);
                }),
                Part::List => row
                    .numbers()
                    .map(|list| grouper.index.relist(key.number, list)),
                Part::Report => row
                    .report(key.number)
                    .map(|(member, signature)| reports.push((member, signature))),
                Part::Story => row.story().map(|story| stories.push((key.number, story))),
            };
            if read.is_none() || !row.is_empty() {
                bad.get_or_insert(key);
            }
        });
        read.map_err(RecallError::Store)?;
        let key = |part, number| Key { part, number };
        let [form, seen, n_reports, n_stories] = head;
        let head = key(Part::Head, 0);
        // Stories begin with a report or when one parts, which takes some reports each time.
        let most = reports.len().saturating_mul(MOST_STORIES);
        let whole =
            form == FORM && reports.len() == n_reports as usize && n_stories as usize <= most;
        if let Some(key) = bad.or((!whole).then_some(head)) {
            return Err(RecallError::Row(key));
        }
        grouper.seen = seen;
        // Rows come in any order; the bands of later reports take the place of earlier ones.
        reports.sort_by_key(|(member, _)| member.at);
        let mut members = Vec::with_capacity(reports.len());
        for (at, (member, signature)) in reports.into_iter().enumerate() {
            if member.at as usize != at {
                return Err(RecallError::Row(key(Part::Report, member.at)));
            }
            for band in signature.iter().flat_map(Signature::bands) {
                grouper.bands.insert(band, member.at);
            }
            grouper.signatures.push(signature);
            members.push(Some(member));
        }
        grouper.placed = vec![u32::MAX; members.len()];
        stories.sort_by_key(|story| story.0);
        for (number, story) in stories {
            let (sum, places) = (story.sum, story.members);
            let own = key(Part::Story, number);
            let taken: Option<Vec<_>> = places
                .iter()
                .map(|&at| members.get_mut(at as usize)?.take())
                .collect();
            let earlier = story.continues.is_none_or(|earlier| earlier < n_stories);
            let taken = taken.filter(|taken| !taken.is_empty() && number < n_stories && earlier);
            let taken = taken.ok_or(RecallError::Row(own))?;
            grouper.stories.resize(number as usize, None);
            places
                .iter()
                .for_each(|&at| grouper.placed[at as usize] = number);
            let mut gathered = Gathered::with_sum(taken, sum);
            gathered.continues = story.continues;
            grouper.stories.push(Some(gathered));
        }
        grouper.stories.resize(n_stories as usize, None);
        if let Some(lost) = members.iter().position(Option::is_some) {
            return Err(RecallError::Row(key(Part::Report, lost as u32)));
        }
        if let Some(term) = grouper.index.first_beyond(n_stories) {
            return Err(RecallError::Row(key(Part::List, term)));
        }
        grouper.changes = Some(Changes {
            reports: grouper.placed.len(),
            ..Changes::default()
        });
        Ok(grouper)
    }
}
