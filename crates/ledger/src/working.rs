//! What a writer keeps in memory between batches. It can be made anew from the file at any time,
//! and is, after another writer or a failed batch.

use std::collections::HashMap;
use std::sync::Arc;

use crosswire_extract::Extracted;

use crate::annotation::Labels;
use crate::grouping::Grouping;

/// Extracted reports that are kept: the stories that grow today are met again soon.
const KEPT: usize = 512;

/// A writer's memory.
#[derive(Default)]
pub(crate) struct Working {
    pub(crate) labels: Labels,
    pub(crate) grouping: Grouping,
    pub(crate) extracted: Recent,
    /// The last commit that the rest knows of.
    pub(crate) commit: i64,
}

impl Working {
    pub(crate) fn forget(&mut self) {
        self.labels.forget();
        self.grouping = Grouping::default();
        self.extracted = Recent::default();
        self.commit = 0;
    }
}

/// The extracted reports used last.
#[derive(Default)]
pub(crate) struct Recent {
    kept: HashMap<i64, (u64, Arc<Extracted>)>,
    clock: u64,
}

impl Recent {
    pub(crate) fn get(&mut self, report: i64) -> Option<Arc<Extracted>> {
        self.clock += 1;
        let (used, extracted) = self.kept.get_mut(&report)?;
        *used = self.clock;
        Some(Arc::clone(extracted))
    }

    pub(crate) fn keep(&mut self, report: i64, extracted: Arc<Extracted>) {
        self.clock += 1;
        self.kept.insert(report, (self.clock, extracted));
        if self.kept.len() > 2 * KEPT {
            let mut used: Vec<u64> = self.kept.values().map(|kept| kept.0).collect();
            used.sort_unstable();
            let oldest = used[used.len() - KEPT];
            self.kept.retain(|_, kept| kept.0 >= oldest);
        }
    }
}
