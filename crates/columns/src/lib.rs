//! Each step's output as Arrow record batches, so that any engine can take it.
//!
//! A [`Table`] is a schema with a name and a version, both written into the schema's metadata
//! (`crosswire.table`, `crosswire.version`). Rows are the JSON objects that the same command prints
//! as JSON Lines; a [`Writer`] turns them into columns and writes an Arrow IPC stream or a Parquet
//! file. A version only ever grows by columns that can be null.
//!
//! ```
//! use crosswire_columns::{Format, Table, Writer};
//! use serde_json::json;
//!
//! let mut bytes = Vec::new();
//! let mut writer = Writer::new(Table::Stories, Format::Arrow, &mut bytes).unwrap();
//! writer.push(json!({"story": 0, "label": "Ferry", "keywords": ["ferry"], "report": "a"})).unwrap();
//! writer.finish().unwrap();
//! assert!(!bytes.is_empty());
//! ```
//!
//! Which rows there are is the business of the command. The columns of findings are those of
//! `crosswire-record`; what else there is stands in [`Table`].

mod arrays;
mod derived;
mod found;
mod kept;
mod table;
mod writer;

pub use arrays::columns as arrays;
pub use table::{Table, VERSION};
pub use writer::{ColumnsError, Format, Writer, batches};
