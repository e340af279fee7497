//! From records to Python's own values.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyDictMethods, PyListMethods, PyResult, Python};
use pyo3::types::{PyDict, PyList};
use serde::Serialize;
use serde_json::Value;

use crate::error;

/// A record as dictionaries, lists, text, numbers.
pub(crate) fn of<'py>(py: Python<'py>, record: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let value = serde_json::to_value(record).map_err(|error| error::rows(&error))?;
    from_json(py, &value)
}

/// A time as a user gives it, as text: text, or a `date` or `datetime`.
pub(crate) fn written(time: &Bound<'_, PyAny>) -> PyResult<String> {
    match time.getattr("isoformat") {
        Ok(written) => written.call0()?.extract(),
        Err(_) => time.extract(),
    }
}

/// JSON as Python's `json.loads` would have it. What we make is nested a few levels, never deep.
pub(crate) fn from_json<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Bool(truth) => truth.into_bound_py_any(py),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => number.into_bound_py_any(py),
            (_, Some(number), _) => number.into_bound_py_any(py),
            (.., number) => number.into_bound_py_any(py),
        },
        Value::String(words) => words.into_bound_py_any(py),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(from_json(py, item)?)?;
            }
            Ok(list.into_any())
        }
        Value::Object(members) => {
            let dict = PyDict::new(py);
            for (name, member) in members {
                dict.set_item(name, from_json(py, member)?)?;
            }
            Ok(dict.into_any())
        }
    }
}
