//! The desk put together, started and stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use crosswire_ledger::{Ledger, Options};
use tokio::net::TcpListener;

use crate::config::Config;
use crate::connections::{Patient, Peer};
use crate::following::Work;
use crate::jobs::Jobs;
use crate::metrics::Metrics;
use crate::state::{Shared, State};
use crate::{api, guard, pages};

/// Bytes of an upload at most.
pub(crate) const LARGEST_UPLOAD: usize = 64 << 20;
/// Threads that look at the ledger at most; the others' requests wait. Four are what exports may take.
const LOOKING: usize = 8;
/// What the writer keeps in memory, in KiB of pages and in reports: its commits are small ones.
const WRITER_CACHE: u32 = 4_096;
const WRITER_KEPT: usize = 64;
/// How long requests under way may take once the desk is asked to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Answers until the process is asked to stop (interrupt or termination), and `ready` is told the
/// address once the desk listens. Reports that an upload has been told are added stay added.
///
/// # Errors
///
/// When the ledger cannot be opened for writing, or the address cannot be listened on.
pub fn serve(config: Config, ready: impl FnOnce(std::net::SocketAddr)) -> anyhow::Result<()> {
    let options = Options {
        cache: WRITER_CACHE,
        kept: WRITER_KEPT,
        ..Options::default()
    };
    let mut ledger = Ledger::create_with(&config.ledger, options)?;
    let (work, channels) = Work::begin(&mut ledger, config.following, config.rules)?;
    let (jobs, writer) = Jobs::new(ledger, config.analyse, work);
    let mut hosts = config.hosts;
    hosts.push(config.listen.ip().to_string());
    let state = Arc::new(State::new(
        config.ledger,
        config.token,
        config.listen.ip().is_loopback(),
        hosts,
        jobs,
        Metrics::new(),
        channels,
    ));
    let (metrics, stop) = (Arc::clone(&state), Arc::new(AtomicBool::new(false)));
    let stopped_too = Arc::clone(&stop);
    let writing = std::thread::Builder::new()
        .name("writer".to_owned())
        .spawn(move || {
            writer.run(&metrics.metrics, &metrics.live, &stopped_too);
            metrics.writes.store(false, Ordering::SeqCst);
        })
        .context("starting the thread that writes")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(LOOKING)
        .build()
        .context("starting the server's threads")?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(config.listen).await.with_context(|| {
            format!(
                "{}: cannot listen there; choose another with --listen",
                config.listen
            )
        })?;
        ready(listener.local_addr()?);
        let listener = Patient::new(listener);
        let app = app(state).into_make_service_with_connect_info::<Peer>();
        let (asked, stop) = tokio::sync::oneshot::channel::<()>();
        let server = axum::serve(listener, app).with_graceful_shutdown(async move {
            stopped().await;
            let _ = asked.send(());
        });
        tokio::select! {
            served = server => served.context("serving"),
            () = async {
                // Streams of progress would hold the stop up for ever.
                let _ = stop.await;
                tokio::time::sleep(GRACE).await;
            } => Ok(()),
        }
    });
    runtime.shutdown_timeout(GRACE);
    // What is being committed is; what was not yet was not acknowledged, and what was gathered and not
    // taken is gathered again.
    stop.store(true, Ordering::SeqCst);
    let until = Instant::now() + GRACE;
    while !writing.is_finished() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    served
}

fn app(state: Shared) -> Router {
    Router::new()
        .merge(pages::router())
        .merge(api::router())
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
        .layer(from_fn_with_state(Arc::clone(&state), guard::guard))
        .with_state(state)
}

async fn stopped() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}
