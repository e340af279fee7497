//! What is followed, and how far each source is.

use axum::extract::{Extension, State};
use maud::html;

use super::frame::{Page, Paged, framed};
use super::when::time;
use crate::guard::Access;
use crate::state::Shared;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
) -> Paged {
    let read = state.read(None, |view| Ok((view.sources()?, view.outbox()?)));
    let (sources, outbox) = read.await.map_err(Page::of(access))?.value;
    let known: Vec<_> = sources
        .iter()
        .filter_map(|followed| Some((crosswire_follow::known(followed)?, followed.active)))
        .collect();
    let body = html! {
        h1 { "Sources" }
        @if known.is_empty() {
            p { "Nothing is followed. Start the desk with " code { "--follow SOURCES" } "; " code { "crosswire follow --help" } " shows how a list of sources looks." }
        } @else {
            table.sources {
                thead { tr {
                    th scope="col" { "Source" } th scope="col" { "Outlet" } th scope="col" { "Every" }
                    th scope="col" { "Last success" } th scope="col" { "Reports" } th scope="col" { "Errors" }
                } }
                tbody {
                    @for ((source, of), active) in &known {
                        tr {
                            td {
                                b { (source.name) } @if !active { " (not followed any more)" }
                                br; span.note { (source.what.word()) " " (source.what.place()) }
                                @if let Some(trouble) = &of.trouble { p.problem { (trouble) } }
                                @if let Some(moved) = &of.moved { p.note { "It says that it has moved to " (moved) } }
                            }
                            td { (source.outlet.as_deref().unwrap_or("as it says")) }
                            td { (source.interval.as_secs()) " s" }
                            td { @match of.succeeded { Some(when) => (time(&when.to_string())), None => "never" } }
                            td { (of.reports) }
                            td { (of.troubles) @if of.failures > 0 { " (" (of.failures) " in a row)" } }
                        }
                    }
                }
            }
        }
        @for (channel, waiting, given_up) in &outbox {
            p { "Channel " b { (channel) } ": " (waiting) " alerts wait, " (given_up) " were given up" }
        }
        p.note { "Nothing is fetched that is not in this list. Where it is set: the file given with " code { "--follow" } ", never here." }
    };
    Ok(framed("Sources", access, &body))
}
