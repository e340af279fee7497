//! How a long fetch tells what it is doing.

/// Is told how a fetch goes on. The CLI draws a bar; a server logs.
pub trait Progress {
    /// A step begins: what it does, and how many bytes it is about where that is known.
    fn begin(&mut self, step: &str, total: Option<u64>);

    /// So many bytes of the step are done.
    fn reach(&mut self, bytes: u64);

    /// The step did not work, and another will be tried.
    fn fail(&mut self, step: &str, reason: &str);

    /// The last step begun is over.
    fn end(&mut self);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&mut self, _step: &str, _total: Option<u64>) {}
    fn reach(&mut self, _bytes: u64) {}
    fn fail(&mut self, _step: &str, _reason: &str) {}
    fn end(&mut self) {}
}
