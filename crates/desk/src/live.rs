//! Pages that are open learn what came in: one look at the ledger a commit, told to all who listen.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use crosswire_ledger::{Heard, Ledger};
use serde::Deserialize;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::problem::Problem;
use crate::state::Shared;

/// News that wait for a slow listener at most; who misses some is told that there is more.
const WAITING: usize = 64;
/// How often a silent connection is kept alive.
const BEAT: Duration = Duration::from_secs(10);

/// What came in, as it is sent.
#[derive(Clone)]
struct News {
    commit: u64,
    data: Arc<str>,
}

impl News {
    fn of(heard: &Heard) -> News {
        News {
            commit: heard.commit,
            // Names and words are strings: nothing of it cannot be written.
            data: serde_json::to_string(heard).unwrap_or_default().into(),
        }
    }

    fn event(&self) -> Event {
        let event = Event::default().id(self.commit.to_string());
        event.event("news").data(&*self.data)
    }
}

/// Tells all who listen.
pub(crate) struct Live {
    told: broadcast::Sender<News>,
}

impl Live {
    pub(crate) fn new() -> Live {
        Live {
            told: broadcast::channel(WAITING).0,
        }
    }

    /// Looks whether there were commits since, this program's or another's, and tells of them.
    pub(crate) fn look(&self, ledger: &Ledger, through: &mut u64) {
        let look = || {
            let view = ledger.latest()?;
            if view.commit() == *through || self.told.receiver_count() == 0 {
                return Ok((view.commit(), None));
            }
            Ok((view.commit(), Some(view.heard(*through)?)))
        };
        let looked: Result<_, crosswire_ledger::Error> = look();
        match looked {
            Ok((commit, heard)) => {
                *through = commit;
                if let Some(heard) = heard {
                    let _ = self.told.send(News::of(&heard));
                }
            }
            Err(error) => tracing::warn!(%error, "open pages were not told what came in"),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct After {
    /// The commit that the page is of.
    after: Option<u64>,
}

/// What came in since the commit that a page is of, and from then on whenever something does.
pub(crate) async fn events(
    State(state): State<Shared>,
    headers: HeaderMap,
    Query(After { after }): Query<After>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let told = state.live.told.subscribe();
    let last = headers.get("last-event-id");
    let last = last.and_then(|id| id.to_str().ok()?.parse().ok());
    let after: Option<u64> = last.or(after);
    let read = state.read(None, move |view| match after {
        Some(after) if after < view.commit() => Ok(Some(view.heard(after)?)),
        _ => Ok(None),
    });
    let read = read.await?;
    let commit = read.commit;
    let first = read.value.map(|heard| Ok(News::of(&heard).event()));
    let more = BroadcastStream::new(told).filter_map(move |news| match news {
        Ok(news) if news.commit > commit => Some(Ok(news.event())),
        Ok(_) => None,
        // Too slow: what it missed is there all the same.
        Err(_) => Some(Ok(Event::default().event("news").data(r#"{"more":true}"#))),
    });
    let events = tokio_stream::iter(first).chain(more);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(BEAT)))
}
