//! A ledger: one file that remembers every report, what was found in it, the stories and findings.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crosswire::{End, analysis, raw};
use crosswire_ledger::{
    Arrival, Error, FindingFilter, Ledger as Store, Page, Run, StoryFilter, StoryOrder,
    View as Seen,
};
use crosswire_record::{About, FindingKind, Word};
use jiff::Timestamp;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyResult, Python, pyclass, pymethods};
use pyo3::pyclass_init::PyClassInitializer;
use serde::Serialize;
use serde_json::Value;

use crate::background::{self, Bar};
use crate::pipeline::Pipeline;
use crate::report::Reports;
use crate::table::{Table, named};
use crate::{error, values};

/// Rows asked for at once.
const PART: usize = 500;

/// One file that remembers every report, what was found in it, the stories and the findings; made
/// where there is none.
///
/// What was known is never overwritten: `as_of` looks at the ledger as it stood at any time. Readers
/// never wait, writers queue, and what `add` gave back is safe.
///
/// >>> import crosswire, os, tempfile
/// >>> ledger = crosswire.Ledger(os.path.join(tempfile.mkdtemp(), "news.db"))
/// >>> reports = crosswire.reports([
/// ...     {"id": "a", "text": "Three people died when the ferry struck a pier at Port Maren."},
/// ...     {"id": "b", "text": "Five people died when the ferry struck a pier at Port Maren."},
/// ... ])
/// >>> [added["outcome"] for added in ledger.add(reports)]
/// ['new', 'new']
/// >>> [found["kind"] for found in ledger.findings(kind=["update"])]
/// ['update']
/// >>> [hit["id"] for hit in ledger.search("ferry") if hit["found"] == "report"]
/// ['b', 'a']
#[pyclass(frozen, extends = View, module = "crosswire")]
pub(crate) struct Ledger;

/// What a ledger answers, as it stood at a time (what `Ledger.as_of` gives) or, where it is the
/// `Ledger` itself, as it stands.
#[pyclass(frozen, subclass, module = "crosswire")]
pub(crate) struct View {
    store: Arc<Mutex<Store>>,
    time: Option<Timestamp>,
}

impl View {
    /// Works on the store without the interpreter's lock: another thread may hold the store and wait
    /// for that lock.
    fn locked<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut Store) -> T + Send) -> T {
        py.detach(|| work(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn asked<'py>(
        &self,
        py: Python<'py>,
        question: impl FnOnce(&Seen<'_>) -> Result<Value, Error> + Send,
    ) -> PyResult<Bound<'py, PyAny>> {
        let answer = self.locked(py, |store| {
            let view = self.of(store)?;
            question(&view)
        });
        let answer = answer.map_err(|error| error::ledger(&error))?;
        values::from_json(py, &answer)
    }

    fn of<'s>(&self, store: &'s Store) -> Result<Seen<'s>, Error> {
        match self.time {
            None => store.latest(),
            Some(time) => store.as_of(time),
        }
    }
}

/// Collects a long answer part by part, up to `limit`.
fn collected<T: Serialize>(
    limit: Option<usize>,
    mut part: impl FnMut(Page) -> Result<(Vec<T>, Option<String>), Error>,
) -> Result<Value, Error> {
    let limit = limit.unwrap_or(usize::MAX);
    let mut all = Vec::new();
    let mut after = None;
    while all.len() < limit {
        let page = Page {
            limit: PART.min(limit - all.len()),
            after,
        };
        let (items, next) = part(page)?;
        // What a ledger gives is made of text, numbers and lists, which JSON has.
        all.extend(
            items
                .iter()
                .filter_map(|item| serde_json::to_value(item).ok()),
        );
        after = next;
        if after.is_none() {
            break;
        }
    }
    Ok(Value::Array(all))
}

fn json(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// One of a few words, by its name.
fn word<T: Copy>(what: &str, name: &str, all: &[T], named: fn(T) -> &'static str) -> PyResult<T> {
    let found = all.iter().copied().find(|&word| named(word) == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().copied().map(named).collect();
        PyValueError::new_err(format!("{what}={name:?}: there are {}", names.join(", ")))
    })
}

/// A time as a user gives it: text, or a `datetime`.
fn moment(given: &Bound<'_, PyAny>) -> PyResult<Timestamp> {
    crosswire::time("as_of", &values::written(given)?, End::Of)
        .map_err(|error| PyValueError::new_err(format!("{error:#}")))
}

#[pymethods]
impl Ledger {
    #[new]
    #[pyo3(signature = (path, *, read_only=false))]
    fn new(py: Python<'_>, path: PathBuf, read_only: bool) -> PyResult<PyClassInitializer<Ledger>> {
        let opened = py.detach(|| {
            if read_only {
                Store::open_read_only(&path)
            } else {
                Store::create(&path)
            }
        });
        let store = opened.map_err(|error| error::ledger(&error))?;
        let store = Arc::new(Mutex::new(store));
        let now = View { store, time: None };
        Ok(PyClassInitializer::from(now).add_subclass(Ledger))
    }

    /// The file.
    #[getter]
    fn path(slf: &Bound<'_, Ledger>) -> PathBuf {
        let view = slf.as_super().get();
        view.locked(slf.py(), |store| store.path().to_owned())
    }

    /// Adds reports, `batch` at a time in the order given; each batch is safe, whole or not at all,
    /// before the next begins. What is known already is not annotated again.
    ///
    /// Gives for each report its id, its `outcome` (`new`, `revision`, `known`) and its story.
    #[pyo3(signature = (reports, *, pipeline=None, batch=64, threads=None, progress=None))]
    fn add<'py>(
        slf: &Bound<'py, Ledger>,
        reports: &Bound<'py, PyAny>,
        pipeline: Option<Bound<'py, Pipeline>>,
        batch: usize,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let view = slf.as_super().get();
        let pipeline = match pipeline {
            Some(pipeline) => pipeline,
            None => py
                .import("crosswire")?
                .call_method0("pipeline")?
                .cast_into::<Pipeline>()?,
        };
        let pipeline = pipeline.get();
        let used = pipeline.used()?;
        let run = Run {
            tool: format!("crosswire {}", env!("CARGO_PKG_VERSION")),
            model: used.name,
            model_digest: used.digest,
            options: "{}".to_owned(),
        };
        let reports = Reports::list(reports)?;
        let bar = Bar::begin(py, progress, reports.len(), "report")?;
        let added = background::run(py, pipeline.threads(threads), &bar, |watch| {
            let mut store = view.store.lock().unwrap_or_else(PoisonError::into_inner);
            let mut added = Vec::new();
            for batch in reports.chunks(batch.clamp(1, 10_000)) {
                let captured = Timestamp::now();
                let mut unknown = Vec::new();
                for report in batch {
                    match store.knows(report) {
                        Ok(true) => added.push(serde_json::json!({
                            "report": report.id, "outcome": "known", "story": null,
                        })),
                        Ok(false) => unknown.push(Arc::clone(report)),
                        Err(error) => return Some((added, Err(error))),
                    }
                }
                let extracted = analysis::watched(&pipeline.model, unknown, watch)?;
                let arrivals = extracted.into_iter().map(|extracted| Arrival {
                    raw: raw(extracted.annotated.report()),
                    extracted,
                    captured,
                    fetch: None,
                });
                match store.add(arrivals.collect(), &run, Timestamp::now()) {
                    Ok(told) => added.extend(told.iter().map(json)),
                    Err(error) => return Some((added, Err(error))),
                }
            }
            Some((added, Ok(())))
        })?;
        match added {
            (added, Ok(())) => values::from_json(py, &Value::Array(added)),
            (added, Err(error)) => Err(error::LedgerError::new_err(format!(
                "{error} ({} reports of this call are safe)",
                added.len()
            ))),
        }
    }

    /// Keeps a person's word on a finding: `confirmed`, `wrong` or `explained`.
    #[pyo3(signature = (finding, said, *, name, note=""))]
    fn mark<'py>(
        slf: &Bound<'py, Ledger>,
        finding: &str,
        said: &str,
        name: &str,
        note: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let said = word("said", said, &Word::ALL, Word::name)?;
        let run = Run {
            tool: format!("crosswire {}", env!("CARGO_PKG_VERSION")),
            model: String::new(),
            model_digest: String::new(),
            options: "{}".to_owned(),
        };
        let marked = slf.as_super().get().locked(slf.py(), |store| {
            store.mark(finding, said, note, name, &run, Timestamp::now())
        });
        let marked = marked.map_err(|error| error::ledger(&error))?;
        values::of(slf.py(), &marked)
    }

    /// The ledger as it stood at a time: `2031-03-06T08:10Z`, a day for its end, or a `datetime`.
    fn as_of(slf: &Bound<'_, Ledger>, time: &Bound<'_, PyAny>) -> PyResult<View> {
        Ok(View {
            store: Arc::clone(&slf.as_super().get().store),
            time: Some(moment(time)?),
        })
    }

    /// Computes every digest again; gives what was looked at.
    fn verify<'py>(slf: &Bound<'py, Ledger>) -> PyResult<Bound<'py, PyAny>> {
        let view = slf.as_super().get();
        view.asked(slf.py(), |view| Ok(json(&view.verify()?)))
    }

    fn __repr__(slf: &Bound<'_, Ledger>) -> String {
        format!("Ledger({:?})", Ledger::path(slf))
    }
}

#[pymethods]
impl View {
    /// The time looked at; none for the ledger as it stands.
    #[getter]
    fn time(&self) -> Option<String> {
        self.time.map(|time| time.to_string())
    }

    /// The stories, in lists of dictionaries: `sort` is `newest`, `disputed` or `covered`.
    #[pyo3(signature = (*, sort="newest", limit=None))]
    fn stories<'py>(
        &self,
        py: Python<'py>,
        sort: &str,
        limit: Option<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let order = match sort {
            "newest" => StoryOrder::Newest,
            "disputed" => StoryOrder::Disputed,
            "covered" => StoryOrder::Covered,
            other => {
                return Err(PyValueError::new_err(format!(
                    "sort={other:?}: there are newest, disputed and covered"
                )));
            }
        };
        self.asked(py, |view| {
            collected(limit, |page| {
                let filter = StoryFilter {
                    order,
                    page,
                    ..StoryFilter::default()
                };
                view.stories(&filter)
                    .map(|listed| (listed.items, listed.next))
            })
        })
    }

    /// One story with its reports and findings.
    fn story<'py>(&self, py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyAny>> {
        self.asked(py, |view| Ok(json(&view.story(id)?)))
    }

    /// The findings, the last found first.
    #[pyo3(signature = (*, kind=None, about=None, story=None, least_confidence=0.0, limit=None))]
    fn findings<'py>(
        &self,
        py: Python<'py>,
        kind: Option<Vec<String>>,
        about: Option<&str>,
        story: Option<String>,
        least_confidence: f64,
        limit: Option<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kinds = kind.unwrap_or_default();
        let kinds = kinds
            .iter()
            .map(|name| word("kind", name, &FindingKind::ALL, FindingKind::name));
        let filter = FindingFilter {
            kinds: kinds.collect::<PyResult<_>>()?,
            about: about
                .map(|name| word("about", name, &About::ALL, About::name))
                .transpose()?,
            story,
            least_confidence,
            least_origins: 0,
            since: None,
            page: Page::default(),
        };
        self.asked(py, |view| {
            collected(limit, |page| {
                let filter = FindingFilter {
                    page,
                    ..filter.clone()
                };
                view.findings(&filter)
                    .map(|listed| (listed.items, listed.next))
            })
        })
    }

    /// Looks for words and filters; `crosswire search --help` describes the language.
    #[pyo3(signature = (query, *, limit=None))]
    fn search<'py>(
        &self,
        py: Python<'py>,
        query: &str,
        limit: Option<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.asked(py, |view| {
            collected(limit, |page| {
                view.search(query, &page)
                    .map(|found| (found.hits, found.next))
            })
        })
    }

    /// How much it holds.
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.asked(py, |view| Ok(json(&view.stats()?)))
    }

    /// All of it as a table: `reports`, `stories`, `findings`, `quotes` or `statements`.
    fn export(&self, py: Python<'_>, what: &str) -> PyResult<Table> {
        let names = ["reports", "stories", "findings", "quotes", "statements"];
        if !names.contains(&what) {
            return Err(PyValueError::new_err(format!(
                "{what:?} cannot be exported; there are {}",
                names.join(", ")
            )));
        }
        let table = named(&format!("ledger_{what}"))?;
        let rows = self.locked(py, |store| -> anyhow::Result<Vec<Value>> {
            let view = self.of(store)?;
            let mut rows = Vec::new();
            let mut page = Page {
                limit: PART,
                after: None,
            };
            loop {
                let (part, next) = crosswire::tables::of_ledger(&view, table, &page)?;
                rows.extend(part);
                page.after = next;
                if page.after.is_none() {
                    return Ok(rows);
                }
            }
        });
        let rows = rows.map_err(|error| error::LedgerError::new_err(format!("{error:#}")))?;
        Ok(Table::new(table, rows))
    }

    fn __repr__(&self) -> String {
        match self.time {
            None => "View(as it stands)".to_owned(),
            Some(time) => format!("View(as of {time})"),
        }
    }
}
