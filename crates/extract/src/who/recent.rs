//! What was spoken of last: a short list, so that a report of any length costs the same a word.

/// The entities last spoken of, latest last, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent(Vec<usize>);

/// How many are kept. A pronoun looks back eight sentences at most; nobody names more in them.
const KEPT: usize = 64;

impl Recent {
    pub(super) fn note(&mut self, entity: usize) {
        if self.0.last() == Some(&entity) {
            return;
        }
        self.0.retain(|&known| known != entity);
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(entity);
    }

    /// Latest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().rev().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_first_each_once_and_never_too_many() {
        let mut recent = Recent::default();
        for entity in [1, 2, 3, 1, 1] {
            recent.note(entity);
        }
        assert_eq!(recent.iter().collect::<Vec<_>>(), [1, 3, 2]);
        (0..1000).for_each(|entity| recent.note(entity));
        assert_eq!(recent.iter().count(), KEPT);
        assert_eq!(recent.iter().next(), Some(999));
    }
}
