//! The classes of a transition system, from its `moves` file.

use crate::error::Fault;
use crate::msgpack::{self, Value};
use serde_json::Value as Json;

/// The classes in the order of the scores: each an action's number and a label.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<(u8, String)>, Fault> {
    let file = msgpack::parse(bytes)?;
    let wrong = |message: &str| Fault::new("moves", message);
    let moves = file
        .get("moves")
        .and_then(Value::as_str)
        .ok_or_else(|| wrong("is missing"))?;
    let moves: Json = serde_json::from_str(moves).map_err(|error| wrong(&error.to_string()))?;
    let moves = moves.as_object().ok_or_else(|| wrong("is not a map"))?;
    let mut classes = Vec::new();
    for action in 0..moves.len() {
        let labels = moves.get(&action.to_string()).and_then(Json::as_object);
        let labels = labels.ok_or_else(|| wrong(&format!("has no action {action}")))?;
        let mut labels: Vec<(i64, &String)> = labels
            .iter()
            .map(|(label, count)| Some((count.as_i64().filter(|&count| count >= 0)?, label)))
            .collect::<Option<_>>()
            .ok_or_else(|| wrong(&format!("has counts in action {action} that are no counts")))?;
        // spaCy orders by count, then label, both falling.
        labels.sort_by(|a, b| b.cmp(a));
        let action = u8::try_from(action).map_err(|_| wrong("has too many actions"))?;
        classes.extend(labels.into_iter().map(|(_, label)| (action, label.clone())));
    }
    Ok(classes)
}
