//! A long run seen from another thread: how far it is, and that it shall stop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far a long run is, and whether it shall go on.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicUsize,
    stopped: AtomicBool,
}

impl Watch {
    /// How many reports or stories are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Asks for an end; what is being worked on is still finished.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked for an end.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Does one piece of the work and counts it; none after somebody asked for an end.
    pub fn step<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        if self.is_stopped() {
            return None;
        }
        let made = work();
        self.done.fetch_add(1, Ordering::Relaxed);
        Some(made)
    }
}
