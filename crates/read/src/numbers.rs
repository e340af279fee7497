//! Which records of an input something is told of, when there may be thousands.

use std::fmt;

/// So many are told one by one.
const TOLD: usize = 5;

/// The numbers of some records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    first: Vec<u64>,
    count: u64,
}

impl Numbers {
    /// Takes one more.
    pub(crate) fn add(&mut self, number: u64) {
        if self.first.len() < TOLD {
            self.first.push(number);
        }
        self.count += 1;
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told: Vec<String> = self.first.iter().map(u64::to_string).collect();
        let told = told.join(", ");
        match self.count - self.first.len() as u64 {
            0 if self.count == 1 => write!(f, "record {told}"),
            0 => write!(f, "records {told}"),
            more => write!(f, "records {told} and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn the_first_are_told_and_the_rest_counted() {
        let mut numbers = Numbers::default();
        assert!(numbers.is_empty());
        numbers.add(4);
        assert_eq!(numbers.to_string(), "record 4");
        numbers.add(7);
        assert_eq!(numbers.to_string(), "records 4, 7");
        (8..20).for_each(|number| numbers.add(number));
        assert_eq!(numbers.to_string(), "records 4, 7, 8, 9, 10 and 9 more");
    }
}
