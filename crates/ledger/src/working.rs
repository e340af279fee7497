//! What a writer keeps in memory between batches. It can be made anew from the file at any time,
//! and is, after another writer or a failed batch.

use std::collections::HashMap;
use std::sync::Arc;

use crosswire_extract::Extracted;

use crate::annotation::Labels;
use crate::grouping::Grouping;

/// A writer's memory.
pub(crate) struct Working {
    pub(crate) labels: Labels,
    pub(crate) grouping: Grouping,
    pub(crate) extracted: Recent,
    /// The last commit that the rest knows of.
    pub(crate) commit: i64,
}

impl Working {
    /// Nothing yet, and room for so many extracted reports.
    pub(crate) fn new(kept: usize) -> Working {
        Working {
            labels: Labels::default(),
            grouping: Grouping::default(),
            extracted: Recent::new(kept),
            commit: 0,
        }
    }

    /// What a rolled-back transaction may have numbered is not to be relied on.
    pub(crate) fn forget(&mut self) {
        *self = Working::new(self.extracted.most);
    }
}

/// The extracted reports used last.
pub(crate) struct Recent {
    most: usize,
    kept: HashMap<i64, (u64, Arc<Extracted>)>,
    clock: u64,
}

impl Recent {
    fn new(most: usize) -> Recent {
        Recent {
            most,
            kept: HashMap::new(),
            clock: 0,
        }
    }

    pub(crate) fn get(&mut self, report: i64) -> Option<Arc<Extracted>> {
        self.clock += 1;
        let (used, extracted) = self.kept.get_mut(&report)?;
        *used = self.clock;
        Some(Arc::clone(extracted))
    }

    /// What was extracted of a report is not to be used again.
    pub(crate) fn forget(&mut self, report: i64) {
        self.kept.remove(&report);
    }

    pub(crate) fn keep(&mut self, report: i64, extracted: Arc<Extracted>) {
        self.clock += 1;
        self.kept.insert(report, (self.clock, extracted));
        if self.kept.len() > self.most {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.0);
            if let Some(oldest) = oldest.map(|(&report, _)| report) {
                self.kept.remove(&oldest);
            }
        }
    }
}
