//! Crosswire from Python: the extension module `crosswire._crosswire`.
//!
//! Nothing is found here either: each file wraps what a crate gives as a Python class, and long work
//! runs without the interpreter's lock (`background`). What is easier said in Python (paths, progress
//! bars, Spark) stands in `python/crosswire`, the types in `_crosswire.pyi`.

mod background;
mod checked;
mod doc;
mod error;
mod extracted;
mod keyed;
mod ledger;
mod pipeline;
mod report;
mod table;
mod values;

use std::ffi::OsString;

use pyo3::prelude::pymodule;

#[pymodule]
mod _crosswire {
    use pyo3::prelude::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use super::checked::{Finding, Outcome, Story};
    #[pymodule_export]
    use super::doc::{Doc, Span, Token};
    #[pymodule_export]
    use super::error::{CrosswireError, LedgerError, ModelError, ReadError};
    #[pymodule_export]
    use super::extracted::Extracted;
    #[pymodule_export]
    use super::keyed::{
        Batch, Frequencies, Meeting, compared, connect, extracted, grouped, keys, places, terms,
        told,
    };
    #[pymodule_export]
    use super::ledger::{Ledger, View};
    #[pymodule_export]
    use super::pipeline::Pipeline;
    #[pymodule_export]
    use super::report::{Report, Reports, Trouble};
    #[pymodule_export]
    use super::table::{Table, columns_of, stories};
    #[pymodule_export]
    use super::{command, schema};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs the `crosswire` command in this process and gives its exit code.
///
/// The first argument is the program's name.
#[pyo3::pyfunction]
#[pyo3(text_signature = "(arguments)")]
fn command(py: pyo3::Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| crosswire::run(arguments))
}

/// The JSON Schema of what `Result.to_json` gives, as `crosswire schema` prints it.
#[pyo3::pyfunction]
fn schema() -> String {
    crosswire_present::json::schema()
}
