//! The API: every endpoint is a row of one table, from which both the router and the OpenAPI
//! document are made, so that neither can say what the other does not.

mod answer;
mod asked;
mod corrections;
mod endpoints;
mod export;
mod inbox;
mod openapi;
mod table;
mod watching;

use axum::Router;
use axum::routing::{MethodRouter, get};
use schemars::{Schema, SchemaGenerator};

use crate::state::Shared;

use answer::Json;
pub(crate) use answer::moved;
pub(crate) use asked::{About, Order};
pub(crate) use endpoints::{check_name, correct, keep, put};

/// One thing that can be asked.
pub(crate) struct Endpoint {
    pub(crate) method: &'static str,
    /// As the router and OpenAPI both write it: `/api/v1/stories/{id}`.
    pub(crate) path: &'static str,
    /// One line.
    pub(crate) summary: &'static str,
    /// What the `{id}` of the path is, where it has one.
    pub(crate) id: Option<&'static str>,
    /// The members that a query may have.
    pub(crate) query: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// The media type and description of the body that is sent.
    pub(crate) body: Option<Body>,
    /// What a good answer is.
    pub(crate) answer: Answer,
    pub(crate) serve: fn() -> MethodRouter<Shared>,
}

/// What is sent.
pub(crate) enum Body {
    /// Bytes of any format that `crosswire read` reads.
    Bytes,
    /// JSON of this schema.
    Json(fn(&mut SchemaGenerator) -> Schema),
}

/// What comes back when all is well.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) about: &'static str,
    pub(crate) media: &'static str,
    pub(crate) schema: Option<fn(&mut SchemaGenerator) -> Schema>,
}

pub(crate) fn router() -> Router<Shared> {
    let mut router = Router::new()
        .route("/api/v1/openapi.json", get(openapi::document))
        .fallback(answer::nothing_here)
        .method_not_allowed_fallback(answer::not_so);
    for endpoint in table::all() {
        router = router.route(endpoint.path, (endpoint.serve)());
    }
    router
}
