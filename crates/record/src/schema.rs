//! The JSON Schema of format 1, generated from the types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::{Check, Finding};

/// The JSON Schema (draft 2020-12) of [`Check`].
#[must_use]
pub fn schema() -> Schema {
    let mut schema = of::<Check>();
    schema.insert("title".to_owned(), "Crosswire check, format 1".into());
    // Identity first, as readers of schemas expect.
    let mut named: serde_json::Map<String, Value> = serde_json::Map::new();
    named.insert(
        "$schema".to_owned(),
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    named.insert("$id".to_owned(), "urn:crosswire:check:1".into());
    named.extend(schema.as_object().cloned().unwrap_or_default());
    named.into()
}

/// The JSON Schema of one [`Finding`], from which its columns are made.
#[must_use]
pub fn finding_schema() -> Schema {
    of::<Finding>()
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
}
