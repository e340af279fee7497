//! The OpenAPI 3.1 document, made from the table of endpoints and the types that they give.

use axum::response::IntoResponse;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{Body, Endpoint, table};
use crate::problem::Problem;

pub(super) async fn document() -> impl IntoResponse {
    axum::Json(made())
}

pub(crate) fn made() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = SchemaGenerator::new(settings);
    let problem = generator.subschema_for::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in table::all() {
        let operation = operation(&endpoint, &problem.clone().into(), &mut generator);
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method.to_lowercase()] = operation;
    }
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Crosswire",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What news reports agree on and where they part, from one ledger. Objects are \
                those of `crosswire check --format json`. A list gives `items` and `next`; `next` goes into \
                `after` for the next part. Answers carry an ETag that changes when the ledger does.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    })
}

fn operation(endpoint: &Endpoint, problem: &Value, generator: &mut SchemaGenerator) -> Value {
    let mut parameters = Vec::new();
    if let Some(about) = endpoint.id {
        parameters.push(json!({
            "name": "id",
            "in": "path",
            "required": true,
            "description": about,
            "schema": {"type": "string", "minLength": 1, "maxLength": 1000},
        }));
    }
    if let Some(query) = endpoint.query {
        parameters.extend(members(query));
    }
    let mut content = json!({});
    content[endpoint.answer.media] = match endpoint.answer.schema {
        Some(schema) => json!({"schema": schema(generator)}),
        None => json!({"schema": {"type": "string"}}),
    };
    let mut responses = json!({});
    let status = endpoint.answer.status.to_string();
    responses[&status] = json!({"description": endpoint.answer.about});
    // What is only done says nothing.
    if endpoint.answer.status != 204 {
        responses[&status]["content"] = content;
    }
    let mut refusals = vec![
        (400, "The request does not make sense."),
        (404, "There is nothing of this id."),
        (
            410,
            "There is nothing of this id any more; `as_of` an earlier time shows it.",
        ),
        (421, "The desk does not answer to this name."),
        (429, "Too many requests from this address."),
        (503, "The ledger is busy, or this took too long."),
    ];
    let is_write = endpoint.method != "GET";
    if is_write {
        refusals.extend([
            (401, "The token is missing."),
            (409, "It cannot be done as things stand."),
            (413, "More than 64 MiB."),
            (415, "The body is of another kind."),
            (422, "The body does not have the shape asked for."),
            (507, "The disk is full."),
        ]);
    } else {
        responses["304"] = json!({"description": "Nothing has changed since the ETag sent."});
        refusals.push((
            401,
            "The token is missing (where the desk listens beyond loopback).",
        ));
    }
    for (status, about) in refusals {
        responses[status.to_string()] = json!({
            "description": about,
            "content": {"application/problem+json": {"schema": problem}},
        });
    }
    let mut operation = json!({
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": responses,
    });
    if is_write {
        operation["security"] = json!([{"token": []}]);
    }
    operation["requestBody"] = match &endpoint.body {
        None => return operation,
        Some(Body::Bytes) => json!({
            "required": true,
            "description": "Bytes of any format that `crosswire read` reads.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }),
        Some(Body::Json(schema)) => json!({
            "required": true,
            "content": {"application/json": {"schema": schema(generator)}},
        }),
    };
    operation
}

/// The parameters of a query, from the schema of the type that reads it.
fn members(query: fn(&mut SchemaGenerator) -> Schema) -> Vec<Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    let schema = query(&mut settings.into_generator()).to_value();
    let is_required = |name: &str| {
        let required = schema["required"].as_array();
        required.is_some_and(|names| names.iter().any(|one| one == name))
    };
    let members = schema["properties"].as_object();
    members
        .into_iter()
        .flatten()
        .map(|(name, member)| {
            let mut shape = present(member);
            let about = shape.as_object_mut().and_then(|shape| {
                shape.remove("default");
                shape.remove("description")
            });
            json!({
                "name": name,
                "in": "query",
                "required": is_required(name),
                "description": about,
                "schema": shape,
            })
        })
        .collect()
}

/// The schema of a member where it is given: a query has no null. Words of a few stand as one list.
fn present(member: &Value) -> Value {
    let mut shape = member.clone();
    if let Some(choices) = member["anyOf"].as_array() {
        let given = choices.iter().find(|choice| choice["type"] != "null");
        shape = given.cloned().unwrap_or_default();
        shape["description"] = member["description"].clone();
    }
    if let Some(words) = shape["oneOf"].as_array() {
        let words: Vec<&Value> = words.iter().map(|word| &word["const"]).collect();
        shape = json!({"type": "string", "enum": words, "description": shape["description"]});
    }
    let given = shape["type"].as_array().and_then(|types| {
        let mut given = types.iter().filter(|name| *name != "null");
        given.next().cloned()
    });
    if let Some(given) = given {
        shape["type"] = given;
    }
    shape
}

#[cfg(test)]
mod tests {
    use crosswire_record::FindingKind;

    use super::made;

    #[test]
    fn every_reference_leads_somewhere() {
        let document = made();
        let mut wanted = Vec::new();
        references(&document, &mut wanted);
        assert!(wanted.len() > 20, "{wanted:?}");
        for reference in wanted {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    /// A parameter stands once: the type that reads it is what the document shows.
    #[test]
    fn the_document_shows_what_is_read() {
        let document = made();
        let parameters = document["paths"]["/api/v1/findings"]["get"]["parameters"].clone();
        let parameters = parameters.as_array().cloned().unwrap_or_default();
        let shape = |name: &str| {
            let found = parameters.iter().find(|one| one["name"] == name);
            found.map(|one| one["schema"].clone()).unwrap_or_default()
        };
        let kinds: Vec<&str> = FindingKind::ALL.map(FindingKind::name).to_vec();
        assert_eq!(shape("kind")["enum"], serde_json::json!(kinds));
        assert_eq!(shape("about")["enum"][0], "time");
        assert_eq!(
            (&shape("limit")["minimum"], &shape("limit")["maximum"]),
            (&1.into(), &500.into())
        );
        assert_eq!(shape("as_of")["type"], "string");
        let least = parameters.iter().filter(|one| one["required"] == true);
        assert_eq!(least.count(), 0, "nothing of it must be said");
    }

    fn references(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, field) in fields {
                    match field.as_str() {
                        Some(text) if name == "$ref" => found.push(text.to_owned()),
                        _ => references(field, found),
                    }
                }
            }
            serde_json::Value::Array(items) => {
                for item in items {
                    references(item, found);
                }
            }
            _ => {}
        }
    }
}
