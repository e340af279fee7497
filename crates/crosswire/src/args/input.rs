//! What to read, and with how much of the machine.

use std::path::PathBuf;

use clap::Args;

/// What to read.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files, folders, patterns such as 'pages/*.html', or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The outlet of reports that do not name one
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// The publication of reports that do not state one, as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Begin the first PATH at this record, as an interrupted run said
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) from_record: u64,
}

/// What reports are taken to be, where a ledger can be asked instead of reading them.
#[derive(Clone, Debug, Args)]
pub(crate) struct Given {
    /// The outlet of reports that do not name one
    #[arg(long, value_name = "NAME", conflicts_with = "ledger")]
    outlet: Option<String>,
    /// The publication of reports that do not state one, as 2031-03-06 or 2031-03-06T08:10Z
    #[arg(long, value_name = "DATE", conflicts_with = "ledger")]
    published: Option<String>,
}

impl Given {
    /// These paths from a record on.
    pub(crate) fn of(&self, paths: &[PathBuf], from_record: u64) -> Input {
        Input {
            paths: paths.to_vec(),
            outlet: self.outlet.clone(),
            published: self.published.clone(),
            from_record,
        }
    }
}

/// The same for what reads record by record.
#[derive(Clone, Debug, Args)]
pub(crate) struct Reading {
    #[command(flatten)]
    given: Given,
    /// Begin the first PATH at this record, as an interrupted run said
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "ledger", value_parser = clap::value_parser!(u64).range(1..))]
    from_record: u64,
}

impl Reading {
    /// These paths, read so.
    pub(crate) fn of(&self, paths: &[PathBuf]) -> Input {
        self.given.of(paths, self.from_record)
    }
}

/// Which language model, and how much of the machine.
#[derive(Debug, Args)]
pub(crate) struct Language {
    /// Which model: md (the default), sm (smaller, finds names less well), or a folder of one's own
    /// [env: CROSSWIRE_MODEL]
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// Never use the network: fail if the model is not there
    #[arg(long)]
    pub(crate) offline: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) threads: Option<usize>,
}

/// A count of which there is at least one.
pub(crate) fn at_least_one(said: &str) -> Result<usize, String> {
    match said.parse::<usize>() {
        Ok(0) => Err("at least 1 is needed".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("expected a number such as 4".to_owned()),
    }
}
