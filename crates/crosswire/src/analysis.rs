//! From reports to extracted reports, on several threads, in the order given.

use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_report::{ProblemKind, Report};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::watch::Watch;

/// How many reports are in memory at once when results are printed as they come.
pub const BATCH: usize = 64;

/// Whether the words of a report can be looked into at all.
#[must_use]
pub fn is_readable(report: &Report) -> bool {
    !report.problems.iter().any(|problem| {
        matches!(
            problem.kind,
            ProblemKind::Empty | ProblemKind::Binary | ProblemKind::TooLong | ProblemKind::Language
        )
    })
}

/// Annotates one report, block by block; one that cannot be looked into gets no blocks.
#[must_use]
pub fn annotated(pipeline: &Pipeline, report: Arc<Report>) -> Annotated {
    if is_readable(&report) {
        Annotated::new(report, |text| pipeline.annotate(text))
    } else {
        Annotated::unread(report)
    }
}

/// Annotates and extracts each report, in the order given, on the current thread pool.
#[must_use]
pub fn extracted(pipeline: &Pipeline, reports: Vec<Arc<Report>>) -> Vec<Extracted> {
    // Nobody asks for an end, so none is missing.
    watched(pipeline, reports, &Watch::default()).unwrap_or_default()
}

/// The same with somebody looking on; `None` when they asked for an end.
#[must_use]
pub fn watched(
    pipeline: &Pipeline,
    reports: Vec<Arc<Report>>,
    watch: &Watch,
) -> Option<Vec<Extracted>> {
    reports
        .into_par_iter()
        .map(|report| watch.step(|| extract(annotated(pipeline, report))))
        .collect()
}
