//! Pages for people: each page a file, and what they share in `frame.rs`.

mod add;
mod axis;
mod beside;
mod card;
mod chart;
mod compare;
mod copy;
mod correcting;
mod corrections;
mod difference;
mod finding;
mod frame;
mod grid;
mod health;
mod holding;
mod inbox;
mod lit;
mod marking;
mod names;
mod outlet;
mod reference;
mod report;
mod right;
mod search;
mod sources;
mod speaker;
mod stories;
mod story;
mod texts;
mod timeline;
mod versions;
pub(crate) mod watch;
mod when;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use crosswire_present::html::{BESIDE, LIGHT, LOOK};

use crate::live;
use crate::state::Shared;

pub(crate) use frame::trouble;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/", get(stories::page))
        .route("/stories/{id}", get(story::page))
        .route("/stories/{id}/reports/{report}", get(beside::whole))
        .route("/findings", get(inbox::page))
        .route("/findings/marks", post(marking::take))
        .route("/findings/seen", post(marking::seen))
        .route("/name", post(marking::name))
        .route("/right", get(right::page))
        .route("/findings/{id}", get(finding::page))
        .route("/findings/{id}/as/{form}", get(copy::page))
        .route(
            "/corrections",
            get(corrections::page).post(correcting::take),
        )
        .route("/events", get(live::events))
        .route("/findings/{id}/marks", post(finding::mark))
        .route("/reports/{id}", get(report::page))
        .route("/speakers", get(speaker::page))
        .route("/reports/{id}/changes", get(versions::page))
        .route("/compare", get(compare::page))
        .route("/outlets", get(outlet::page))
        .route("/reference", get(reference::page).post(reference::take))
        .route("/names", get(names::names))
        .route("/search", get(search::page).post(search::save))
        .route("/add", get(add::page).post(add::take))
        .route("/jobs/{id}", get(add::job))
        .route("/jobs/{id}/events", get(add::events))
        .route("/sources", get(sources::page))
        .route("/watch", get(watch::page))
        .route("/watch/badge", get(watch::badge))
        .route("/watch/rules", post(watch::take))
        .route("/watch/rules/{name}/remove", post(watch::remove))
        .route("/watch/feeds", post(watch::feed_made))
        .route("/watch/feeds/{id}/revoke", post(watch::feed_revoked))
        .route("/feeds/{secret}", get(watch::feed))
        .route("/health", get(health::page))
        .route("/healthz", get(health::beat))
        .route("/metrics", get(health::metrics))
        .route("/static/{name}", get(asset))
        .route("/favicon.ico", get(icon))
}

/// Styles and scripts: those that all pages of Crosswire share, and the desk's own.
const ASSETS: [(&str, &str); 8] = [
    ("look.css", LOOK),
    ("desk.css", include_str!("../../assets/desk.css")),
    ("light.js", LIGHT),
    ("beside.js", BESIDE),
    ("desk.js", include_str!("../../assets/desk.js")),
    ("inbox.js", include_str!("../../assets/inbox.js")),
    ("live.js", include_str!("../../assets/live.js")),
    ("palette.js", include_str!("../../assets/palette.js")),
];

async fn asset(Path(name): Path<String>) -> Response {
    if name == "icon.svg" {
        return icon().await;
    }
    let Some((_, body)) = ASSETS.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = if name.ends_with(".css") {
        "text/css; charset=utf-8"
    } else {
        "text/javascript; charset=utf-8"
    };
    ([(header::CONTENT_TYPE, kind)], *body).into_response()
}

/// The sign of the desk in a browser's tabs.
async fn icon() -> Response {
    let head = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "max-age=86400"),
    ];
    (head, include_str!("../../assets/icon.svg")).into_response()
}
