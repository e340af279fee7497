//! From JSON values to Arrow arrays, by the schema.
//!
//! A value that is missing where it may not be is the empty one of its type: the tables promise
//! their columns, and the commands that fill them are tested to.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, ListArray, StringArray, StructArray, UInt32Array,
    UInt64Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use serde_json::Value;

/// The columns of these rows, for tables of a shape of one's own: text, numbers of 32 and 64 bits without
/// a sign, `f64`, truths, and structs and lists of them.
///
/// # Errors
///
/// When a column is of another type.
pub fn columns(fields: &Fields, rows: &[Value]) -> Result<Vec<ArrayRef>, ArrowError> {
    let column = |field: &Arc<Field>| {
        let values: Vec<&Value> = rows.iter().map(|row| &row[field.name()]).collect();
        array(field, &values)
    };
    fields.iter().map(column).collect()
}

fn array(field: &Field, values: &[&Value]) -> Result<ArrayRef, ArrowError> {
    let nullable = field.is_nullable();
    Ok(match field.data_type() {
        DataType::Utf8 => {
            let values = values.iter().map(|value| kept(value.as_str(), nullable));
            Arc::new(values.collect::<StringArray>())
        }
        DataType::UInt32 => {
            let number = |value: &Value| u32::try_from(value.as_u64()?).ok();
            let values = values.iter().map(|value| kept(number(value), nullable));
            Arc::new(values.collect::<UInt32Array>())
        }
        DataType::UInt64 => {
            let values = values.iter().map(|value| kept(value.as_u64(), nullable));
            Arc::new(values.collect::<UInt64Array>())
        }
        DataType::Float64 => {
            let values = values.iter().map(|value| kept(value.as_f64(), nullable));
            Arc::new(values.collect::<Float64Array>())
        }
        DataType::Boolean => {
            let values = values.iter().map(|value| kept(value.as_bool(), nullable));
            Arc::new(values.collect::<BooleanArray>())
        }
        DataType::Struct(fields) => {
            let part = |field: &Arc<Field>| {
                let parts: Vec<&Value> = values.iter().map(|value| &value[field.name()]).collect();
                array(field, &parts)
            };
            let parts: Vec<ArrayRef> = fields.iter().map(part).collect::<Result<_, _>>()?;
            let absent = values.iter().map(|value| !value.is_null());
            let absent = nullable.then(|| absent.collect::<Vec<bool>>().into());
            Arc::new(StructArray::try_new(fields.clone(), parts, absent)?)
        }
        DataType::List(item) => {
            let lists = values
                .iter()
                .map(|value| value.as_array().map_or(&[] as &[Value], Vec::as_slice));
            let items: Vec<&Value> = lists.clone().flatten().collect();
            let lengths = lists.map(<[Value]>::len);
            let offsets = OffsetBuffer::from_lengths(lengths);
            Arc::new(ListArray::try_new(
                item.clone(),
                offsets,
                array(item, &items)?,
                None,
            )?)
        }
        other => {
            let reason = format!("column {}: no way to make a {other}", field.name());
            return Err(ArrowError::NotYetImplemented(reason));
        }
    })
}

/// A value, or the empty one where there must be one.
fn kept<T: Default>(value: Option<T>, nullable: bool) -> Option<T> {
    if nullable {
        value
    } else {
        Some(value.unwrap_or_default())
    }
}
