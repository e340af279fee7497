//! Columns from a JSON Schema: what is kept has one shape (`crosswire-record`), and its columns
//! follow from that.
//!
//! A string is text, a whole number a `u32`, a list a list, an object a struct; what may be null or
//! may be absent is nullable.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields};
use serde_json::Value;

/// The columns of the objects that a schema describes, in the schema's order.
pub(crate) fn columns(schema: &Value) -> Vec<Field> {
    members(schema, schema)
}

fn members(object: &Value, root: &Value) -> Vec<Field> {
    let required: Vec<&str> = object["required"]
        .as_array()
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let properties = object["properties"].as_object();
    properties
        .into_iter()
        .flatten()
        .map(|(name, property)| {
            let (kind, may_be_null) = column(property, root);
            let absent = !required.contains(&name.as_str());
            Field::new(name, kind, may_be_null || absent)
        })
        .collect()
}

/// The type of a value, and whether it may be null.
fn column(schema: &Value, root: &Value) -> (DataType, bool) {
    if let Some(reference) = schema["$ref"].as_str() {
        let at = root.pointer(reference.trim_start_matches('#'));
        return column(at.unwrap_or(&Value::Null), root);
    }
    let choices = schema["anyOf"].as_array();
    if let Some(choices) = choices {
        let is_null = |choice: &&Value| choice["type"] == "null";
        let of = choices.iter().find(|choice| !is_null(choice));
        let (kind, null) = column(of.unwrap_or(&Value::Null), root);
        return (kind, null || choices.iter().any(|choice| is_null(&choice)));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match types.iter().find(|name| **name != "null") {
        Some(&"integer") => DataType::UInt32,
        Some(&"number") => DataType::Float64,
        Some(&"boolean") => DataType::Boolean,
        Some(&"array") => {
            let (item, null) = column(&schema["items"], root);
            DataType::List(Arc::new(Field::new("item", item, null)))
        }
        Some(&"object") => DataType::Struct(Fields::from(members(schema, root))),
        // Words of a few are text too.
        _ => DataType::Utf8,
    };
    (kind, types.contains(&"null"))
}
