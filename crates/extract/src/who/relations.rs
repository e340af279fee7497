//! Who is whose: "her husband, Tom Orlin", and then "her husband" alone; and she is his wife.

use std::collections::HashMap;

use crate::tables;

/// Of one sort so many are kept of somebody.
const MOST: usize = 8;

/// What a report says of people by whose they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Relations {
    /// By owner and sort: kin by what they are, others by their noun.
    of: HashMap<(usize, String), Vec<usize>>,
}

impl Relations {
    /// Notes that `one` is the `noun` of `owner`.
    pub(super) fn note(&mut self, owner: usize, noun: &str, one: usize) {
        if owner == one {
            return;
        }
        match tables::kin(noun) {
            Some((is, other)) => {
                self.add(owner, is, one);
                self.add(one, other, owner);
            }
            None => self.add(owner, noun, one),
        }
    }

    fn add(&mut self, owner: usize, sort: &str, one: usize) {
        let known = self.of.entry((owner, sort.to_owned())).or_default();
        if known.len() < MOST && !known.contains(&one) {
            known.push(one);
        }
    }

    /// The only one that is the `noun` of `owner`, of those that `fit`.
    pub(super) fn only(
        &self,
        owner: usize,
        noun: &str,
        fit: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let sort = tables::kin(noun).map_or(noun, |(is, _)| is);
        let known = self.of.get(&(owner, sort.to_owned()))?;
        let mut fitting = known.iter().copied().filter(|&one| fit(one));
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }

    /// Forgets all but the first `n` entities.
    pub(super) fn keep(&mut self, n: usize) {
        self.of.retain(|(owner, _), known| {
            known.retain(|&one| one < n);
            *owner < n && !known.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_go_both_ways_and_two_sons_are_nobody() {
        let mut relations = Relations::default();
        relations.note(1, "father", 2);
        relations.note(1, "lawyer", 3);
        assert_eq!(relations.only(1, "dad", |_| true), Some(2));
        assert_eq!(relations.only(2, "son", |_| true), Some(1));
        assert_eq!(relations.only(1, "lawyer", |_| true), Some(3));
        assert_eq!(relations.only(3, "lawyer", |_| true), None);
        relations.note(4, "father", 2);
        assert_eq!(relations.only(2, "son", |_| true), None);
        assert_eq!(relations.only(2, "son", |one| one == 4), Some(4));
        relations.keep(3);
        assert_eq!(relations.only(2, "son", |_| true), Some(1));
    }
}
