//! All that is written: one queue, one thread, and what has become of each upload.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crosswire_ledger::{Arrival, Error, Finding, Ledger, Outcome, Run, Saying, Word};
use crosswire_read::{Options, read_bytes};
use crosswire_report::Report;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::{oneshot, watch};

use crate::config::{Analyse, sha256};
use crate::following::Work;
use crate::live::Live;
use crate::metrics::Metrics;

/// Uploads that wait at most; more are refused.
const WAITING: usize = 64;
/// Jobs that are remembered after they ended.
const REMEMBERED: usize = 500;
/// Reports that are added as one commit.
const BATCH: usize = 16;
/// How long the thread waits for a job before it looks what the followed sources gave, and what others
/// committed.
const TURN: Duration = Duration::from_millis(50);

/// What is to be read and added.
pub(crate) struct Upload {
    /// What the client calls it.
    pub(crate) name: String,
    /// The bytes, in any format that `crosswire read` reads.
    pub(crate) bytes: Vec<u8>,
    /// What the client says of reports that do not say it themselves.
    pub(crate) options: Options,
}

/// How an upload goes on.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Progress {
    /// Its number.
    pub(crate) id: u64,
    /// What the client calls it.
    pub(crate) name: String,
    /// Whether nothing more will be done.
    pub(crate) ended: bool,
    /// Reports found in it so far.
    pub(crate) read: usize,
    /// Reports that were new.
    pub(crate) added: usize,
    /// Reports that were later versions of known ones.
    pub(crate) revised: usize,
    /// Reports that were known already.
    pub(crate) known: usize,
    /// The stories that they are in.
    pub(crate) stories: Vec<String>,
    /// What these are called, in the same order.
    pub(crate) labels: Vec<String>,
    /// What could not be read or added, and what to do.
    pub(crate) errors: Vec<String>,
    /// What is wrong with reports that were read.
    pub(crate) problems: Vec<Doubt>,
}

/// Something that is wrong with a report that was read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Doubt {
    /// The report's id.
    pub(crate) report: String,
    /// Where it stands in the upload: its name, and the line or record where it holds several.
    pub(crate) place: String,
    /// Its title, else its outlet, else its id.
    pub(crate) title: String,
    /// The kind of problem.
    pub(crate) kind: String,
    /// What happened.
    pub(crate) message: String,
    /// What to do.
    pub(crate) mend: String,
}

impl Doubt {
    /// All that is wrong with a report.
    fn of(report: &Report) -> impl Iterator<Item = Doubt> {
        let title = report.title.as_deref().or(report.outlet.as_deref());
        let title = title.unwrap_or(&report.id);
        report.problems.iter().map(move |problem| Doubt {
            report: report.id.clone(),
            place: report.place(),
            title: title.to_owned(),
            kind: problem.kind.name().to_owned(),
            message: problem.message.clone(),
            mend: problem.mend.clone(),
        })
    }
}

/// Problems of reports that an upload tells at most.
const DOUBTS: usize = 500;

/// What a person says of a finding.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct Said {
    /// What it is.
    pub(crate) word: Word,
    /// Why.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub(crate) note: String,
    /// Who says so.
    #[schemars(length(min = 1, max = 200))]
    pub(crate) name: String,
}

enum Job {
    Add(Upload, watch::Sender<Progress>),
    Mark(
        Vec<String>,
        Said,
        oneshot::Sender<Result<Vec<Finding>, Error>>,
    ),
    Do(Change, oneshot::Sender<Result<(), Error>>),
}

/// How what people say on the desk is signed.
pub(crate) fn own_run() -> Run {
    Run {
        tool: format!("crosswire {}", env!("CARGO_PKG_VERSION")),
        model: String::new(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    }
}

/// A small change of what is no report and no finding.
pub(crate) type Change = Box<dyn FnOnce(&mut Ledger) -> Result<(), Error> + Send>;

/// The queue's near end.
pub(crate) struct Jobs {
    queue: mpsc::SyncSender<Job>,
    known: Mutex<BTreeMap<u64, watch::Receiver<Progress>>>,
}

/// The queue's far end, run by the thread that writes.
pub(crate) struct Writer {
    queue: mpsc::Receiver<Job>,
    ledger: Ledger,
    analyse: Analyse,
    work: Work,
}

impl Jobs {
    pub(crate) fn new(ledger: Ledger, analyse: Analyse, work: Work) -> (Jobs, Writer) {
        let (near, far) = mpsc::sync_channel(WAITING);
        let jobs = Jobs {
            queue: near,
            known: Mutex::new(BTreeMap::new()),
        };
        let writer = Writer {
            queue: far,
            ledger,
            analyse,
            work,
        };
        (jobs, writer)
    }

    /// Puts an upload in the queue; `None` when too many wait.
    pub(crate) fn put(&self, upload: Upload) -> Option<u64> {
        let mut known = self.known.lock().ok()?;
        let id = known.last_key_value().map_or(1, |(last, _)| last + 1);
        let (progress, watched) = watch::channel(Progress {
            id,
            name: upload.name.clone(),
            ..Progress::default()
        });
        self.queue.try_send(Job::Add(upload, progress)).ok()?;
        known.insert(id, watched);
        while known.len() > REMEMBERED {
            known.pop_first();
        }
        Some(id)
    }

    /// Keeps what a person says of findings, and gives these with it; `None` when too much waits to
    /// be written.
    pub(crate) async fn mark(
        &self,
        findings: Vec<String>,
        said: Said,
    ) -> Option<Result<Vec<Finding>, Error>> {
        let (near, far) = oneshot::channel();
        self.queue.try_send(Job::Mark(findings, said, near)).ok()?;
        far.await.ok()
    }

    /// Has a small change made; `None` when too much waits to be written.
    pub(crate) async fn change(&self, change: Change) -> Option<Result<(), Error>> {
        let (near, far) = oneshot::channel();
        self.queue.try_send(Job::Do(change, near)).ok()?;
        far.await.ok()
    }

    pub(crate) fn watch(&self, id: u64) -> Option<watch::Receiver<Progress>> {
        self.known.lock().ok()?.get(&id).cloned()
    }
}

impl Writer {
    /// Works until the queue's near end is gone, or it is told to stop.
    pub(crate) fn run(mut self, metrics: &Metrics, live: &Live, stop: &AtomicBool) {
        let mut more = false;
        let mut told = self.ledger.latest().map_or(0, |view| view.commit());
        while !stop.load(Ordering::SeqCst) {
            let wait = if more { Duration::ZERO } else { TURN };
            match self.queue.recv_timeout(wait) {
                Ok(job) => self.job(job, metrics),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            more = self.work.turn(&mut self.ledger, &mut self.analyse, metrics);
            live.look(&self.ledger, &mut told);
        }
        self.work.finish();
    }

    fn job(&mut self, job: Job, metrics: &Metrics) {
        match job {
            Job::Add(upload, progress) => {
                self.add(upload, &progress, metrics);
                progress.send_modify(|progress| progress.ended = true);
            }
            Job::Mark(findings, said, answer) => {
                let findings: Vec<&str> = findings.iter().map(String::as_str).collect();
                let saying = Saying {
                    word: said.word,
                    note: said.note.trim(),
                    name: said.name.trim(),
                };
                let now = Timestamp::now();
                let marked = self.ledger.mark_all(&findings, saying, &own_run(), now);
                // Whoever asked may have gone; the mark is kept all the same.
                let _ = answer.send(marked);
            }
            Job::Do(change, answer) => {
                let _ = answer.send(change(&mut self.ledger));
            }
        }
    }

    fn add(&mut self, upload: Upload, progress: &watch::Sender<Progress>, metrics: &Metrics) {
        let mut reports: Vec<Arc<Report>> = Vec::new();
        for read in read_bytes(&upload.name, &upload.bytes, &upload.options) {
            match read {
                Ok(report) => reports.push(Arc::new(report)),
                Err(error) => {
                    metrics.refused.inc();
                    progress.send_modify(|progress| progress.errors.push(error.to_string()));
                }
            }
        }
        progress.send_modify(|progress| {
            progress.read = reports.len();
            let doubts = reports.iter().flat_map(|report| Doubt::of(report));
            progress.problems = doubts.take(DOUBTS).collect();
        });
        let captured = Timestamp::now();
        // An upload that is one report is kept as it came.
        let raw = match reports.as_slice() {
            [report] => {
                Some(&upload.bytes).filter(|bytes| sha256(bytes) == report.details.raw_sha256)
            }
            _ => None,
        };
        for batch in reports.chunks(BATCH) {
            if let Err(error) = self.batch(batch, (captured, raw), progress, metrics) {
                tracing::error!(%error, upload = upload.name, "a batch was not added");
                progress.send_modify(|progress| {
                    progress.errors.push(
                        "some reports were not added; what was added before is safe, and the \
                         server's log says why"
                            .to_owned(),
                    );
                });
                break;
            }
        }
    }

    fn batch(
        &mut self,
        batch: &[Arc<Report>],
        (captured, raw): (Timestamp, Option<&Vec<u8>>),
        progress: &watch::Sender<Progress>,
        metrics: &Metrics,
    ) -> anyhow::Result<()> {
        let mut unknown = Vec::new();
        for report in batch {
            if self.ledger.knows(report)? {
                progress.send_modify(|progress| progress.known += 1);
            } else {
                unknown.push(Arc::clone(report));
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let (extracted, run) = (self.analyse)(unknown)?;
        let arrivals = extracted
            .into_iter()
            .map(|extracted| Arrival {
                extracted,
                captured,
                raw: raw.cloned(),
                fetch: None,
            })
            .collect();
        let added = self.ledger.add(arrivals, &run, Timestamp::now())?;
        let view = self.ledger.latest()?;
        let mut labels = Vec::with_capacity(added.len());
        for added in &added {
            let story = added.story.as_deref().unwrap_or("");
            labels.push(view.label(story)?.unwrap_or_default());
        }
        let kept = added.iter().filter(|added| added.outcome != Outcome::Known);
        metrics.added.inc_by(kept.count() as u64);
        progress.send_modify(|progress| {
            for (added, label) in added.into_iter().zip(labels) {
                match added.outcome {
                    Outcome::New => progress.added += 1,
                    Outcome::Revision => progress.revised += 1,
                    Outcome::Known => progress.known += 1,
                }
                if let Some(story) = added.story
                    && !progress.stories.contains(&story)
                {
                    progress.stories.push(story);
                    progress.labels.push(label);
                }
            }
        });
        Ok(())
    }
}
