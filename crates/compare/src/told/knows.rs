//! Whether a report also knows what another says: then it is not set against it.

/// Something that a report says in answer to a question.
pub(crate) trait Answer {
    /// Whether it says what `rival` says, where both may answer one question.
    fn gives(&self, rival: &Self) -> bool;
}

/// Whether a report, of which `own` is what it says, also says what `rival` says.
pub(crate) fn knows<'a, A: Answer + 'a>(own: impl IntoIterator<Item = &'a A>, rival: &A) -> bool {
    own.into_iter().any(|own| own.gives(rival))
}
