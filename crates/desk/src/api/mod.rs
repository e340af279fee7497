//! The API: every endpoint is a row of one table, from which both the router and the OpenAPI
//! document are made, so that neither can say what the other does not.

mod answer;
mod endpoints;
mod export;
mod openapi;

use axum::Router;
use axum::routing::{MethodRouter, get};
use schemars::{Schema, SchemaGenerator};

use crate::state::Shared;

use answer::Json;
pub(crate) use endpoints::{About, Order, keep, put};

/// One thing that can be asked.
pub(crate) struct Endpoint {
    pub(crate) method: &'static str,
    /// As the router and OpenAPI both write it: `/api/v1/stories/{id}`.
    pub(crate) path: &'static str,
    /// One line.
    pub(crate) summary: &'static str,
    pub(crate) parameters: Vec<Parameter>,
    /// The media type and description of the body that is sent.
    pub(crate) body: Option<Body>,
    /// What a good answer is.
    pub(crate) answer: Answer,
    pub(crate) serve: fn() -> MethodRouter<Shared>,
}

/// A parameter of a path (when its name is in it) or a query.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

/// What a parameter looks like.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// Text of at most 1,000 characters.
    Text,
    /// A whole number within bounds.
    Number(u32, u32),
    /// A share, 0 to 1.
    Share,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
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
    for endpoint in endpoints::all() {
        router = router.route(endpoint.path, (endpoint.serve)());
    }
    router
}
