//! Finds the few stories that a report could belong to.
//!
//! Each story is listed under its heaviest terms, each term lists only the stories that used it
//! last. A look-up therefore costs the same whether there are a hundred stories or a million.

use crate::hashing::HashedMap;
use crate::vector::Vector;

/// Terms under which a story is listed.
const STORY_TERMS: usize = 32;
/// Terms of a report under which stories are looked up.
const REPORT_TERMS: usize = 32;
/// Stories that one term lists. A term that more live stories share tells nothing of them.
const LISTED: usize = 24;

/// Stories by their terms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    lists: HashedMap<u32, Vec<u32>>,
}

impl Index {
    /// Lists a story under the terms it has now, as the one used last; tells whose lists changed.
    pub(crate) fn list(&mut self, story: u32, sum: &Vector, mut changed: impl FnMut(u32)) {
        for (term, _) in sum.top(STORY_TERMS) {
            let list = self.lists.entry(term).or_default();
            match list.iter().rposition(|&listed| listed == story) {
                // Near the end it is recent enough: moving it each time would cost for nothing.
                Some(at) if at + LISTED / 4 >= list.len() => continue,
                Some(at) => {
                    list.remove(at);
                    list.push(story);
                }
                None => {
                    if list.len() >= LISTED {
                        list.remove(0);
                    }
                    list.push(story);
                }
            }
            changed(term);
        }
    }

    /// The stories listed under a term.
    pub(crate) fn listed(&self, term: u32) -> &[u32] {
        self.lists.get(&term).map_or(&[], Vec::as_slice)
    }

    /// Puts a list back that was kept.
    pub(crate) fn relist(&mut self, term: u32, list: Vec<u32>) {
        self.lists.insert(term, list);
    }

    /// A term that lists a story which is not one of the first `stories`.
    pub(crate) fn first_beyond(&self, stories: u32) -> Option<u32> {
        let beyond = |list: &[u32]| list.iter().any(|&story| story >= stories);
        let terms = self.lists.iter().filter(|(_, list)| beyond(list));
        terms.map(|(&term, _)| term).min()
    }

    /// The stories that share most with `vector`, best first, at most `n`, of those that `stand`:
    /// one that went into another stays in the lists until newer ones take its place. Those that
    /// share less than `worth` of the squared weights are left out.
    pub(crate) fn candidates(
        &self,
        vector: &Vector,
        n: usize,
        worth: f32,
        stand: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut shared: HashedMap<u32, f32> = HashedMap::default();
        for (term, weight) in vector.top(REPORT_TERMS) {
            for &story in self.lists.get(&term).into_iter().flatten() {
                *shared.entry(story).or_default() += weight * weight;
            }
        }
        let mut found: Vec<(f32, u32)> = shared
            .into_iter()
            .filter(|&(story, shared)| shared >= worth && stand(story))
            .map(|(story, worth)| (worth, story))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(n);
        found.into_iter().map(|(_, story)| story).collect()
    }
}
