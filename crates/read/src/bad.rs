//! Records of an input that could not be read: the first are told one by one, the rest are counted.

use std::ops::ControlFlow;

use crate::error::{ErrorKind, ReadError};
use crate::sink::{Flow, Sink};

/// So many are told one by one.
const TOLD: u64 = 100;

/// How many there were, and the number of the last.
#[derive(Debug, Default)]
pub(crate) struct Bad {
    count: u64,
    last: u64,
}

impl Bad {
    /// Counts one more; whether it is told by itself.
    pub(crate) fn add(&mut self, number: u64) -> bool {
        self.count += 1;
        self.last = number;
        self.count <= TOLD
    }

    /// Tells of the rest, once the input is read: `many` is what they are, `one` what their numbers count.
    pub(crate) fn rest(
        &self,
        name: &str,
        [many, one]: [&str; 2],
        mend: &str,
        sink: &mut Sink<'_>,
    ) -> Flow {
        if self.count <= TOLD {
            return ControlFlow::Continue(());
        }
        sink.error(ReadError::new(
            ErrorKind::BadRecord,
            name,
            format!(
                "{} more {many} could not be read, the last of them {one} {}",
                self.count - TOLD,
                self.last
            ),
            mend,
        ))
    }
}
