//! The OpenAPI 3.1 document, made from the table of endpoints and the types that they give.

use axum::response::IntoResponse;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{Body, Endpoint, Shape, endpoints};
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
    for endpoint in endpoints::all() {
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
    let parameters: Vec<Value> = endpoint
        .parameters
        .iter()
        .map(|parameter| {
            let in_path = endpoint.path.contains(&format!("{{{}}}", parameter.name));
            json!({
                "name": parameter.name,
                "in": if in_path { "path" } else { "query" },
                "required": in_path || parameter.required,
                "description": parameter.about,
                "schema": shape(parameter.shape),
            })
        })
        .collect();
    let mut content = json!({});
    content[endpoint.answer.media] = match endpoint.answer.schema {
        Some(schema) => json!({"schema": schema(generator)}),
        None => json!({"schema": {"type": "string"}}),
    };
    let mut responses = json!({});
    responses[endpoint.answer.status.to_string()] =
        json!({"description": endpoint.answer.about, "content": content});
    let mut refusals = vec![
        (400, "The request does not make sense."),
        (404, "There is nothing of this id."),
        (421, "The desk does not answer to this name."),
        (429, "Too many requests from this address."),
        (503, "The ledger is busy, or this took too long."),
    ];
    let is_write = endpoint.method != "GET";
    if is_write {
        refusals.extend([
            (401, "The token is missing."),
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

fn shape(shape: Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string", "minLength": 1, "maxLength": 1000}),
        Shape::Number(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Shape::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
        Shape::Word(words) => json!({"type": "string", "enum": words()}),
    }
}

#[cfg(test)]
mod tests {
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
