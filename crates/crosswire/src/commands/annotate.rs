//! `crosswire annotate`: spaCy's English pipeline over reports.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use crosswire_annotate::{Doc, write_conllu};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::args::{Annotate, AnnotateFormat, Unit};
use crate::status::{Status, complain};
use crate::{analysis, input, language};

pub(crate) fn run(arguments: &Annotate) -> anyhow::Result<Status> {
    let pipeline = language::load(&arguments.language)?;
    let pool = language::pool(&arguments.language)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let started = Instant::now();
    let mut words = 0;
    let status = input::in_batches(&arguments.input, analysis::BATCH, |reports| {
        let annotated: Vec<Vec<Doc>> = pool.install(|| {
            reports
                .clone()
                .into_par_iter()
                .map(|report| match arguments.unit {
                    Unit::Text => vec![pipeline.annotate(&report.text)],
                    Unit::Block => {
                        let annotated = analysis::annotated(&pipeline, report);
                        annotated
                            .into_blocks()
                            .into_iter()
                            .map(|block| block.doc)
                            .collect()
                    }
                })
                .collect()
        });
        for (report, docs) in reports.iter().zip(&annotated) {
            words += docs
                .iter()
                .map(|doc| doc.text().split_whitespace().count())
                .sum::<usize>();
            let docs: Vec<&Doc> = docs.iter().collect();
            match arguments.format {
                AnnotateFormat::Conllu => write_conllu(&docs, &report.id, &mut out)?,
            }
        }
        Ok(Status::Done)
    })?;
    out.flush()?;
    if std::io::stderr().is_terminal() {
        let seconds = started.elapsed().as_secs_f64();
        complain(&format!(
            "{words} words in {seconds:.1} s, {:.0} words/s",
            words as f64 / seconds.max(1e-9)
        ));
    }
    Ok(status)
}
