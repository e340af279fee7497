//! What the palette offers: pages, stories, outlets and speakers by their names.

use axum::extract::{Extension, Query, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::frame::{cut, escaped, parts, site};
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

/// Names that are offered.
const MOST: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Letters {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Offer {
    sort: String,
    name: String,
    address: String,
}

pub(super) async fn names(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(letters): Query<Letters>,
) -> Result<Response, Problem> {
    let wanted = letters.q.trim().to_lowercase();
    let mut offers: Vec<Offer> = parts(access)
        .filter(|(_, name)| name.to_lowercase().contains(&wanted))
        .map(|(address, name)| Offer {
            sort: "page".to_owned(),
            name: name.to_owned(),
            address: address.to_owned(),
        })
        .collect();
    if !wanted.is_empty() {
        let read = state.read(None, move |view| view.named(&wanted)).await?;
        offers.extend(read.value.into_iter().map(|named| Offer {
            address: match named.sort.as_str() {
                "story" => format!("/stories/{}", escaped(&named.id)),
                "outlet" => format!("/outlets?name={}", escaped(&named.id)),
                _ => format!("/speakers?by={}", escaped(&named.id)),
            },
            name: match named.sort.as_str() {
                "outlet" => site(&named.name).to_owned(),
                _ => cut(&named.name, 90),
            },
            sort: named.sort,
        }));
        let search = letters.q.trim();
        offers.push(Offer {
            sort: "search".to_owned(),
            name: cut(search, 90),
            address: format!("/search?q={}", escaped(search)),
        });
    }
    offers.truncate(MOST);
    Ok(axum::Json(offers).into_response())
}
