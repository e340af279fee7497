//! The table of endpoints: what can be asked where, and what comes back.

use axum::routing::{MethodRouter, get, post};
use crosswire_ledger::{
    Finding, Listed, QuoteRecord, ReportRecord, Searched, Stats, StoryRecord, StorySummary,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::asked::{About, By, Part, Search, When, WhichFindings, WhichStories};
use super::{Answer, Body, Endpoint, corrections, endpoints, export, inbox, watching};
use crate::jobs::{Progress, Said};
use crate::state::Shared;

/// What a query may say, from the type that reads it.
fn query<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

const fn json(about: &'static str, schema: fn(&mut SchemaGenerator) -> Schema) -> Answer {
    Answer {
        status: 200,
        about,
        media: "application/json",
        schema: Some(schema),
    }
}

/// Every endpoint.
pub(super) fn all() -> Vec<Endpoint> {
    let asked = |path,
                 summary,
                 id: Option<&'static str>,
                 query: fn(&mut SchemaGenerator) -> Schema,
                 answer,
                 serve| Endpoint {
        method: "GET",
        path,
        summary,
        id,
        query: Some(query),
        body: None,
        answer,
        serve,
    };
    let mut all = vec![
        asked(
            "/api/v1/reports",
            "Reports, the last added first",
            None,
            query::<Part>,
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<ReportRecord>>,
            ),
            || get(endpoints::reports) as MethodRouter<Shared>,
        ),
        asked(
            "/api/v1/reports/{id}",
            "A report with its text, blocks, quotations and statements",
            Some("The report's id"),
            query::<When>,
            json(
                "The report",
                SchemaGenerator::subschema_for::<endpoints::FullReport>,
            ),
            || get(endpoints::report),
        ),
        asked(
            "/api/v1/jobs/{id}",
            "How an upload goes on",
            Some("Its number"),
            |_| Schema::default(),
            json("How far it is", SchemaGenerator::subschema_for::<Progress>),
            || get(endpoints::job),
        ),
        asked(
            "/api/v1/stories",
            "Stories",
            None,
            query::<WhichStories>,
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<StorySummary>>,
            ),
            || get(endpoints::stories),
        ),
        asked(
            "/api/v1/stories/{id}",
            "A story with its findings",
            Some("The story's id"),
            query::<When>,
            json("The story", SchemaGenerator::subschema_for::<StoryRecord>),
            || get(endpoints::story),
        ),
        asked(
            "/api/v1/findings",
            "Findings, the last found first",
            None,
            query::<WhichFindings>,
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<Finding>>,
            ),
            || get(endpoints::findings),
        ),
        asked(
            "/api/v1/findings/{id}",
            "A finding",
            Some("The finding's id"),
            query::<When>,
            json("The finding", SchemaGenerator::subschema_for::<Finding>),
            || get(endpoints::finding),
        ),
        asked(
            "/api/v1/quotes",
            "All that somebody is reported as saying",
            None,
            query::<By>,
            json(
                "A part of the list",
                SchemaGenerator::subschema_for::<Listed<QuoteRecord>>,
            ),
            || get(endpoints::quotes),
        ),
        asked(
            "/api/v1/search",
            "Reports, statements and quotations that a search finds",
            None,
            query::<Search>,
            json("What was found", SchemaGenerator::subschema_for::<Searched>),
            || get(endpoints::search),
        ),
        asked(
            "/api/v1/stats",
            "How much there is",
            None,
            query::<When>,
            json("Counts", SchemaGenerator::subschema_for::<Stats>),
            || get(endpoints::stats),
        ),
    ];
    all.extend(export::endpoints());
    all.extend(watching::endpoints());
    all.extend(inbox::endpoints());
    all.extend(corrections::endpoints());
    all.push(Endpoint {
        method: "POST",
        path: "/api/v1/findings/{id}/marks",
        summary: "Say of a finding that it is confirmed, wrong or explained, or take back what you said last of it",
        id: Some("The finding's id"),
        query: None,
        body: Some(Body::Json(SchemaGenerator::subschema_for::<Said>)),
        answer: Answer {
            status: 201,
            about: "The finding with what was said of it, the last first",
            media: "application/json",
            schema: Some(SchemaGenerator::subschema_for::<Finding>),
        },
        serve: || post(endpoints::mark),
    });
    all.push(Endpoint {
        method: "POST",
        path: "/api/v1/reports",
        summary: "Add reports in any format that `crosswire read` reads; they are taken in one after another",
        id: None,
        query: Some(query::<About>),
        body: Some(Body::Bytes),
        answer: Answer {
            status: 202,
            about: "Taken; `/api/v1/jobs/{id}` says how it goes on",
            media: "application/json",
            schema: Some(SchemaGenerator::subschema_for::<Progress>),
        },
        serve: || post(endpoints::add),
    });
    all
}
