//! `crosswire mentions`: whom and what every name, pronoun and description refers to.

use serde::Serialize;

use crate::args::Listing;
use crate::commands::listing::{self, Row};
use crate::status::Status;

#[derive(Serialize)]
struct MentionJson {
    kind: &'static str,
    entity: u32,
    name: String,
    metonym: bool,
}

pub(crate) fn run(arguments: &Listing) -> anyhow::Result<Status> {
    listing::run(arguments, "report", "mentions", |extracted| {
        extracted
            .mentions
            .iter()
            .map(|mention| {
                let name = extracted.entity(mention.entity).name.clone();
                let kind = mention.kind.name();
                Row {
                    passage: mention.passage,
                    gloss: format!("{kind} {name}"),
                    fields: MentionJson {
                        kind,
                        entity: mention.entity.0,
                        name,
                        metonym: mention.metonym,
                    },
                }
            })
            .collect()
    })
}
