//! From reports to extracted reports, on several threads, in the order given.

use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_report::{ProblemKind, Report};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// How many reports are in memory at once when results are printed as they come.
pub(crate) const BATCH: usize = 64;

/// Whether the words of a report can be looked into at all.
pub(crate) fn is_readable(report: &Report) -> bool {
    !report.problems.iter().any(|problem| {
        matches!(
            problem.kind,
            ProblemKind::Empty | ProblemKind::Binary | ProblemKind::TooLong | ProblemKind::Language
        )
    })
}

/// Annotates one report, block by block; one that cannot be looked into gets no blocks.
pub(crate) fn annotated(pipeline: &Pipeline, report: Arc<Report>) -> Annotated {
    if is_readable(&report) {
        Annotated::new(report, |text| pipeline.annotate(text))
    } else {
        Annotated::unread(report)
    }
}

/// Annotates and extracts each report, in the order given, on the current thread pool.
pub(crate) fn extracted(pipeline: &Pipeline, reports: Vec<Arc<Report>>) -> Vec<Extracted> {
    reports
        .into_par_iter()
        .map(|report| extract(annotated(pipeline, report)))
        .collect()
}
