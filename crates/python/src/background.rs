//! Long work on threads of its own, without the interpreter's lock: Ctrl-C ends it, a bar shows how
//! far it is.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crosswire::Watch;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyResult, Python};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::CrosswireError;

/// How often the caller looks whether to go on.
const LOOK: Duration = Duration::from_millis(50);

/// Pools by process and number of threads: threads do not live on in a forked process, and what a
/// thread has learned of words (`crosswire-annotate` keeps it) is worth keeping.
static POOLS: Mutex<BTreeMap<(u32, usize), Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());

/// A pool of so many threads, one for each core when nothing is said.
fn pool(threads: Option<usize>) -> PyResult<Arc<ThreadPool>> {
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.filter(|&threads| threads > 0).unwrap_or_else(cores);
    let key = (std::process::id(), threads);
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = pools.get(&key) {
        return Ok(Arc::clone(pool));
    }
    // Dropping a pool of the process that this one was forked from would wait for threads that are
    // not here.
    let foreign: Vec<_> = pools
        .keys()
        .filter(|kept| kept.0 != key.0)
        .copied()
        .collect();
    for key in foreign {
        std::mem::forget(pools.remove(&key));
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| {
        CrosswireError::new_err(format!(
            "no {threads} threads could be started: {error}; give a smaller threads="
        ))
    })?;
    let pool = Arc::new(pool);
    pools.insert(key, Arc::clone(&pool));
    Ok(pool)
}

/// Does some work on a pool and waits for it, looking up now and then: a Ctrl-C asks the work for an
/// end (it then gives `None`) and is raised.
///
/// # Errors
///
/// What was raised while it was waited for.
pub(crate) fn run<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    bar: &Bar<'_>,
    work: impl FnOnce(&Watch) -> Option<T> + Send,
) -> PyResult<T> {
    let pool = pool(threads)?;
    let watch = Watch::default();
    let (sender, mut ended) = channel::<()>();
    let mut trouble = None;
    let worked = thread::scope(|scope| {
        let worker = scope.spawn(|| {
            // Gone when the work ends, however that is.
            let _sender = sender;
            pool.install(|| work(&watch))
        });
        loop {
            let (back, waited) = py.detach(move || {
                let waited = ended.recv_timeout(LOOK);
                (ended, waited)
            });
            ended = back;
            if waited != Err(RecvTimeoutError::Timeout) {
                break;
            }
            if trouble.is_none()
                && let Err(error) = py.check_signals().and_then(|()| bar.show(watch.done()))
            {
                watch.stop();
                trouble = Some(error);
            }
        }
        worker.join()
    });
    let worked = worked.unwrap_or_else(|panic| resume_unwind(panic));
    if let Some(error) = trouble {
        return Err(error);
    }
    bar.show(watch.done())?;
    worked.ok_or_else(|| CrosswireError::new_err("the work was asked for an end"))
}

/// How far the work is, for people: `crosswire._progress` draws it.
pub(crate) struct Bar<'py>(Option<Bound<'py, PyAny>>);

impl<'py> Bar<'py> {
    /// None.
    pub(crate) fn none() -> Bar<'py> {
        Bar(None)
    }

    /// Over so many things; `wanted` is what the user said: true, false, or nothing.
    pub(crate) fn begin(
        py: Python<'py>,
        wanted: Option<bool>,
        total: usize,
        unit: &str,
    ) -> PyResult<Bar<'py>> {
        let bar = py
            .import("crosswire._progress")?
            .call_method1("begin", (wanted, total, unit))?;
        Ok(Bar((!bar.is_none()).then_some(bar)))
    }

    fn show(&self, done: usize) -> PyResult<()> {
        match &self.0 {
            Some(bar) => bar.call_method1("reach", (done,)).map(drop),
            None => Ok(()),
        }
    }
}

impl Drop for Bar<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            // A bar that cannot be taken away is no reason to lose what was found.
            let _ = bar.call_method0("close");
        }
    }
}
