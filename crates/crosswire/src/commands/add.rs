//! `crosswire add`: reports into a ledger, a batch at a time, each acknowledged once it is safe.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_ledger::{Added, Arrival, Finding, FindingFilter, Ledger, Outcome, Page, Run};
use crosswire_present::{order, terminal};
use crosswire_record::FindingKind;
use crosswire_report::Report;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::args::{Add, Language, ListingFormat};
use crate::commands::kept;
use crate::status::Status;
use crate::{analysis, input, language, screen};

pub(crate) fn run(arguments: &Add) -> anyhow::Result<Status> {
    let path = arguments.ledger.path()?;
    let begun = Timestamp::now();
    let mut adding = Adding {
        ledger: Ledger::create(&path)?,
        arguments,
        loaded: None,
        counts: [0; 3],
    };
    let batch = arguments.batch.min(10_000);
    let status = input::in_batches(&arguments.input, batch, |reports| adding.batch(reports));
    // What was acknowledged stays told, also where the rest could not be added.
    if arguments.format == ListingFormat::Text {
        let [new, revised, known] = adding.counts;
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{} added, {}, {known} known already",
            kept::count(new, "report"),
            kept::count(revised, "new version"),
        )?;
        if new + revised > 0 {
            disputed(&mut out, &adding.ledger, &path, begun)?;
        }
    }
    status
}

/// Disputes that are told one by one.
const MOST_TOLD: usize = 5;

/// Says what is newly disputed, and how to see it.
fn disputed(
    out: &mut impl Write,
    ledger: &Ledger,
    path: &Path,
    since: Timestamp,
) -> anyhow::Result<()> {
    const MOST: usize = 1000;
    let view = ledger.latest()?;
    let found = view.findings(&FindingFilter {
        kinds: FindingKind::disputes().collect(),
        since: Some(since),
        page: Page {
            limit: MOST,
            after: None,
        },
        ..FindingFilter::default()
    })?;
    let mut items: Vec<&Finding> = found.items.iter().collect();
    items.sort_by(|a, b| order::weight(b).total_cmp(&order::weight(a)));
    if items.is_empty() {
        writeln!(out, "Nothing is newly disputed.")?;
        return Ok(());
    }
    let more = if found.next.is_some() {
        " and more"
    } else {
        ""
    };
    writeln!(out, "Newly disputed or changed: {}{more}", items.len())?;
    let room = screen::width().saturating_sub(18);
    for finding in items.iter().take(MOST_TOLD) {
        let claim = terminal::safe(&terminal::cut(&finding.question, room));
        writeln!(out, "  {}  {claim}", finding.id)?;
    }
    if items.len() > MOST_TOLD {
        writeln!(out, "  and {} more", items.len() - MOST_TOLD)?;
    }
    writeln!(
        out,
        "crosswire findings --ledger {} --kind conflict,update,quote_variant --sort weight shows them",
        path.display()
    )?;
    Ok(())
}

struct Adding<'a> {
    ledger: Ledger,
    arguments: &'a Add,
    /// The model, loaded when the first report that is not known comes in.
    loaded: Option<(Pipeline, rayon::ThreadPool, Run)>,
    counts: [usize; 3],
}

impl Adding<'_> {
    fn batch(&mut self, reports: Vec<Arc<Report>>) -> anyhow::Result<Status> {
        let captured = Timestamp::now();
        let mut unknown = Vec::new();
        for report in reports {
            if self.ledger.knows(&report)? {
                self.acknowledge(&[Added {
                    report: report.id.clone(),
                    outcome: Outcome::Known,
                    story: None,
                }])?;
            } else {
                unknown.push(report);
            }
        }
        if !unknown.is_empty() {
            if self.loaded.is_none() {
                self.loaded = Some(load(&self.arguments.language)?);
            }
            let Some((pipeline, pool, run)) = &self.loaded else {
                return Ok(Status::Done);
            };
            let extracted = pool.install(|| analysis::extracted(pipeline, unknown));
            let arrivals = extracted
                .into_iter()
                .map(|extracted| Arrival {
                    raw: raw(extracted.annotated.report()),
                    extracted,
                    captured,
                    fetch: None,
                })
                .collect();
            let ledger = &mut self.ledger;
            let added = pool.install(|| ledger.add(arrivals, run, Timestamp::now()))?;
            self.acknowledge(&added)?;
        }
        Ok(Status::Done)
    }

    /// Tells what is safe now.
    fn acknowledge(&mut self, added: &[Added]) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        for added in added {
            let at = match added.outcome {
                Outcome::New => 0,
                Outcome::Revision => 1,
                Outcome::Known => 2,
            };
            self.counts[at] += 1;
            if self.arguments.format == ListingFormat::Jsonl {
                writeln!(out, "{}", serde_json::to_string(added)?)?;
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// The bytes of a file that is one report, if they are still what was read. What was a record of a
/// larger file is kept by its text and digest.
#[must_use]
pub fn raw(report: &Report) -> Option<Vec<u8>> {
    const LARGEST: u64 = 16 << 20;
    let path = Path::new(&report.source);
    let size = std::fs::metadata(path).ok()?.len();
    if report.details.raw_sha256.is_empty() || size > LARGEST {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    let digest = Sha256::digest(&bytes);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    (digest == report.details.raw_sha256).then_some(bytes)
}

/// The model, threads to use it on, and how a ledger names both.
pub(crate) fn load(language: &Language) -> anyhow::Result<(Pipeline, rayon::ThreadPool, Run)> {
    let pipeline = language::load(language)?;
    let used = language::used(language)?;
    let run = Run {
        tool: format!("crosswire {}", env!("CARGO_PKG_VERSION")),
        model: used.name,
        model_digest: used.digest,
        options: json!({}).to_string(),
    };
    Ok((pipeline, language::pool(language)?, run))
}
