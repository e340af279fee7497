//! The language model: found, fetched at first need with a progress bar, loaded.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use crosswire_annotate::Pipeline;
use crosswire_model::{Options, Progress, obtain};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Language;
use crate::status::complain;

/// Finds the model, fetching it at first need, and loads it.
pub(crate) fn load(language: &Language) -> anyhow::Result<Pipeline> {
    let options = options(language.model.as_deref(), language.offline);
    let located = obtain(&options, &mut Bar::default())?;
    Pipeline::load(&located.path)
        .with_context(|| format!("the model in {}", located.path.display()))
}

/// What `--model` and `--offline` say.
pub(crate) fn options(model: Option<&Path>, offline: bool) -> Options {
    Options {
        offline,
        ..Options::from_argument(model)
    }
}

/// A pool of as many threads as were asked for.
pub(crate) fn pool(language: &Language) -> anyhow::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(language.threads.unwrap_or(0))
        .build()
        .context("starting threads")
}

/// Draws the fetch on standard error: a bar on a terminal, a line a step elsewhere.
#[derive(Default)]
pub(crate) struct Bar {
    bar: Option<ProgressBar>,
}

impl Progress for Bar {
    fn begin(&mut self, step: &str, total: Option<u64>) {
        if !std::io::stderr().is_terminal() {
            complain(step);
            return;
        }
        let bar = match total {
            Some(total) => ProgressBar::new(total).with_style(
                ProgressStyle::with_template("{msg}\n{wide_bar} {bytes}/{total_bytes} {eta}")
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            ),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.set_message(step.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        self.bar = Some(bar);
    }

    fn reach(&mut self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
        }
    }

    fn fail(&mut self, step: &str, reason: &str) {
        self.end();
        complain(&format!("{step}: {reason}; trying the next way"));
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
