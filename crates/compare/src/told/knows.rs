//! Whether a report also knows what another says: then it is not set against it.

/// Something that a report says in answer to a question.
pub(crate) trait Answer {
    /// Which report of the story says it.
    fn report(&self) -> usize;

    /// Whether it says what `rival` says, where both may answer one question.
    fn gives(&self, rival: &Self) -> bool;
}

/// Whether a report says, among `all`, what `rival` says.
pub(crate) fn knows<'a, A: Answer + 'a>(
    all: impl IntoIterator<Item = &'a A>,
    report: usize,
    rival: &A,
) -> bool {
    all.into_iter()
        .any(|own| own.report() == report && own.gives(rival))
}
