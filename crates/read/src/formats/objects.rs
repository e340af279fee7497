//! What an object in JSON is, wherever it stands: a report's record, a JSON Feed, a ninjs item,
//! or a list of any of these in one field.

use serde_json::{Map, Value};

use crate::draft::Draft;
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{json_feed, ninjs, record};
use crate::sink::{Flow, Sink};

/// What came before a draft was made of a record: doubts about it, and its digest.
pub(super) struct Origin<'o> {
    pub(super) place: &'o Place,
    pub(super) prepare: &'o dyn Fn(&mut Draft),
}

/// Gives everything that an object holds; an error if it holds nothing.
pub(super) fn give(
    object: &Map<String, Value>,
    origin: &Origin<'_>,
    sink: &mut Sink<'_>,
) -> Result<Flow, ReadError> {
    if json_feed::is_feed(object) {
        return Ok(json_feed::give(object, origin, sink));
    }
    let made = if ninjs::is_item(object) {
        ninjs::draft(object, sink)
    } else {
        record::draft(object)
    };
    let message = match made {
        Ok(mut draft) => {
            (origin.prepare)(&mut draft);
            return Ok(sink.report(draft, origin.place));
        }
        Err(message) => message,
    };
    let Some(records) = list(object) else {
        return Err(bad(origin.place, message));
    };
    for (record, item) in records.iter().zip(1..) {
        let place = origin.place.item(item);
        let made = match record {
            Value::Object(record) if ninjs::is_item(record) => ninjs::draft(record, sink),
            Value::Object(record) => record::draft(record),
            other => Err(format!("it is {}, not an object", record::kind(other))),
        };
        let flow = match made {
            Ok(draft) => sink.report(draft, &place),
            Err(message) => sink.error(bad(&place, message)),
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(Flow::Continue(()))
}

/// The one field of an answer of an interface that holds a list of objects.
fn list(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    let mut lists = object.values().filter_map(|value| match value {
        Value::Array(items) if items.first().is_some_and(Value::is_object) => Some(items),
        _ => None,
    });
    let list = lists.next()?;
    lists.next().is_none().then_some(list)
}

fn bad(place: &Place, message: String) -> ReadError {
    ReadError::new(
        ErrorKind::BadRecord,
        place.clone(),
        message,
        "name the field that holds the text `text`",
    )
}
