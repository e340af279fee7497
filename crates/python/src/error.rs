//! What goes wrong, as Python exceptions that say what to do.

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::PyErr;

create_exception!(
    crosswire,
    CrosswireError,
    PyException,
    "What Crosswire could not do: what happened, where, and what to do about it."
);
create_exception!(
    crosswire,
    ReadError,
    CrosswireError,
    "An input that could not be read."
);
create_exception!(
    crosswire,
    ModelError,
    CrosswireError,
    "The language model is not there and cannot be fetched, or is not as published."
);
create_exception!(
    crosswire,
    LedgerError,
    CrosswireError,
    "What a ledger could not do."
);

/// Trouble with the model.
pub(crate) fn model(error: &anyhow::Error) -> PyErr {
    ModelError::new_err(format!("{error:#}"))
}

/// Trouble with a ledger.
pub(crate) fn ledger(error: &crosswire_ledger::Error) -> PyErr {
    LedgerError::new_err(error.to_string())
}

/// Trouble that nobody should see: rows that cannot be made into columns or JSON.
pub(crate) fn rows(error: &impl std::fmt::Display) -> PyErr {
    CrosswireError::new_err(format!(
        "{error}; this is a defect of crosswire, please report it"
    ))
}
