//! Rows out of Arrow's columns: the text, date, number and list types that tables of reports have.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::bad::Bad;
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::record;
use crate::input::Around;
use crate::sink::{Flow, Sink};

/// The rows of a table as they come in batches.
#[derive(Default)]
pub(super) struct Rows {
    number: u64,
    bad: Bad,
}

impl Rows {
    /// Gives every row of a batch.
    pub(super) fn give(
        &mut self,
        batch: &RecordBatch,
        around: &Around,
        sink: &mut Sink<'_>,
    ) -> Flow {
        let schema = batch.schema();
        let columns: Vec<(&str, &ArrayRef)> = schema
            .fields()
            .iter()
            .map(|field| record::known(field.name()).unwrap_or(field.name()))
            .zip(batch.columns())
            .collect();
        for row in 0..batch.num_rows() {
            self.number += 1;
            if !around.wants(self.number, sink) {
                continue;
            }
            let fields: Map<String, Value> = columns
                .iter()
                .map(|(name, column)| ((*name).to_owned(), value(column, row, 0)))
                .collect();
            let place = Place::record(&around.name, self.number);
            match record::draft(&fields) {
                Ok(mut draft) => {
                    for known in &mut draft.details.provenance {
                        known.from = known.from.replace("field", "column");
                    }
                    sink.report(draft, &place)?;
                }
                Err(message) => {
                    if self.bad.add(self.number) {
                        sink.error(ReadError::new(
                            ErrorKind::BadRecord,
                            place,
                            message,
                            "name the column that holds the text `text`",
                        ))?;
                    }
                }
            }
        }
        Flow::Continue(())
    }

    /// Says how many more rows were bad than were told, and where the table broke off.
    pub(super) fn end(self, broken: Option<String>, around: &Around, sink: &mut Sink<'_>) -> Flow {
        let mend = "name the column that holds the text `text`";
        let rows = ["rows", "record"];
        self.bad.rest(&around.name, rows, mend, sink)?;
        match broken {
            None => Flow::Continue(()),
            Some(message) => sink.error(ReadError::new(
                ErrorKind::Broken,
                Place::record(&around.name, self.number + 1),
                format!("reading stopped: {message}"),
                "check that the file is whole; the rows before were read",
            )),
        }
    }
}

/// One value as JSON; what has no counterpart is null.
fn value(column: &dyn Array, row: usize, depth: usize) -> Value {
    if column.is_null(row) || depth > 4 {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => Value::from(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Value::from(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Value::from(column.as_string_view().value(row)),
        DataType::Int8 => Value::from(column.as_primitive::<Int8Type>().value(row)),
        DataType::Int16 => Value::from(column.as_primitive::<Int16Type>().value(row)),
        DataType::Int32 => Value::from(column.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => Value::from(column.as_primitive::<Int64Type>().value(row)),
        DataType::UInt8 => Value::from(column.as_primitive::<UInt8Type>().value(row)),
        DataType::UInt16 => Value::from(column.as_primitive::<UInt16Type>().value(row)),
        DataType::UInt32 => Value::from(column.as_primitive::<UInt32Type>().value(row)),
        DataType::UInt64 => Value::from(column.as_primitive::<UInt64Type>().value(row)),
        DataType::Date32 => day(i64::from(column.as_primitive::<Date32Type>().value(row))),
        DataType::Date64 => day(column.as_primitive::<Date64Type>().value(row) / 86_400_000),
        DataType::Timestamp(unit, zone) => {
            let moment = match unit {
                TimeUnit::Second => {
                    let seconds = column.as_primitive::<TimestampSecondType>().value(row);
                    Timestamp::from_second(seconds)
                }
                TimeUnit::Millisecond => {
                    let millis = column.as_primitive::<TimestampMillisecondType>().value(row);
                    Timestamp::from_millisecond(millis)
                }
                TimeUnit::Microsecond => {
                    let micros = column.as_primitive::<TimestampMicrosecondType>().value(row);
                    Timestamp::from_microsecond(micros)
                }
                TimeUnit::Nanosecond => {
                    let nanos = column.as_primitive::<TimestampNanosecondType>().value(row);
                    Timestamp::from_nanosecond(i128::from(nanos))
                }
            };
            // A stamp without a zone is a clock somewhere, not a moment.
            moment.map_or(Value::Null, |moment| match zone {
                Some(_) => Value::from(moment.to_string()),
                None => Value::from(moment.to_string().trim_end_matches('Z')),
            })
        }
        DataType::List(_) => list(&column.as_list::<i32>().value(row), depth),
        DataType::LargeList(_) => list(&column.as_list::<i64>().value(row), depth),
        DataType::Dictionary(_, _) => {
            let dictionary = column.as_any_dictionary();
            let key = dictionary.normalized_keys().get(row).copied();
            key.map_or(Value::Null, |key| {
                value(dictionary.values(), key, depth + 1)
            })
        }
        DataType::Struct(fields) => {
            let inner = column.as_struct();
            let fields = fields.iter().zip(inner.columns());
            fields
                .map(|(field, column)| (field.name().clone(), value(column, row, depth + 1)))
                .collect::<Map<String, Value>>()
                .into()
        }
        _ => Value::Null,
    }
}

fn list(items: &ArrayRef, depth: usize) -> Value {
    (0..items.len().min(1_000))
        .map(|item| value(items, item, depth + 1))
        .collect()
}

fn day(days: i64) -> Value {
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    let date = Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).unwrap_or_default());
    date.map_or(Value::Null, |date| Value::from(date.to_string()))
}
