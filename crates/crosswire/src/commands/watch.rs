//! `crosswire watch`: people told what rules find in a ledger.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use crosswire_fetch::Guest;
use crosswire_follow::alone;
use crosswire_ledger::Ledger;
use crosswire_watch::{Rule, Rules, Teller, Watcher, rules, would_have_told};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::args::{AnswerFormat, Watch};
use crate::commands::follow::log;
use crate::interruption::Interruption;
use crate::status::Status;

/// How often the ledger is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long what is due may take once the program is asked to stop.
const GRACE: Duration = Duration::from_secs(5);

pub(crate) fn run(arguments: &Watch) -> anyhow::Result<Status> {
    let path = arguments.ledger.path()?;
    if arguments.test {
        return test(arguments, &path);
    }
    log();
    let mut ledger = Ledger::open(&path)?;
    let _alone = alone(&path)?;
    let watching = Watching::start(&path, &mut ledger, arguments.rules.as_deref(), None)?;
    let interruption = Interruption::watch();
    while !interruption.happened() {
        watching.look(&mut ledger)?;
        std::thread::sleep(LOOK);
    }
    watching.finish();
    Ok(Status::Done)
}

/// The rules and those who are told, at work beside whoever adds reports.
pub(crate) struct Watching {
    watcher: Watcher,
    teller: Teller,
}

impl Watching {
    /// Begins to watch a ledger with the rules of a file, and those of the desk.
    pub(crate) fn start(
        path: &Path,
        ledger: &mut Ledger,
        file: Option<&Path>,
        contact: Option<&str>,
    ) -> anyhow::Result<Watching> {
        let rules = read(file)?;
        let contact = contact.unwrap_or("nobody@crosswire.invalid");
        let guest = Guest::new(crosswire_fetch::Options::new(contact)?);
        let watcher = Watcher::new(&rules);
        watcher.begin(ledger)?;
        let teller =
            Teller::start(path, &rules, guest).context("starting the threads that tell")?;
        Ok(Watching { watcher, teller })
    }

    /// Looks at what was committed since the last look, and has it told.
    pub(crate) fn look(&self, ledger: &mut Ledger) -> anyhow::Result<()> {
        if self.watcher.look(ledger)? > 0 {
            self.teller.wake();
        }
        Ok(())
    }

    /// Tells what is due, and ends.
    pub(crate) fn finish(self) {
        self.teller.finish(GRACE);
    }
}

/// The rules of a file; none where none is named.
pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<Rules> {
    let Some(file) = file else {
        return Ok(Rules::default());
    };
    let place = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{place}: the rules cannot be read"))?;
    Ok(rules(&text, &place, &|path| std::fs::read_to_string(path))?)
}

/// `--test`: what the rules would have told.
fn test(arguments: &Watch, path: &Path) -> anyhow::Result<Status> {
    let ledger = Ledger::open_read_only(path)?;
    let view = ledger.latest()?;
    let given = read(arguments.rules.as_deref())?;
    let mut all: Vec<Rule> = given.rules;
    for (name, data) in ledger.rules()? {
        if !all.iter().any(|known| known.name == name) {
            all.push(Rule::of_the_desk(&data, &given.channels)?);
        }
    }
    let since = match &arguments.since {
        Some(said) => said.parse().with_context(|| {
            format!("--since {said}: expected a time such as 2031-03-06T08:10Z")
        })?,
        None => {
            let last = view
                .stats()?
                .last
                .and_then(|last| last.parse::<Timestamp>().ok());
            last.unwrap_or(Timestamp::UNIX_EPOCH)
                .checked_sub((30 * 24).hours())?
        }
    };
    let told = would_have_told(&all, &view, since)?;
    let mut out = std::io::stdout().lock();
    if arguments.format == AnswerFormat::Json {
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&json!({"since": since, "alerts": told}))?
        )?;
        return Ok(Status::Done);
    }
    for rule in &all {
        let own: Vec<_> = told.iter().filter(|told| told.rule == rule.name).collect();
        writeln!(
            out,
            "{}: {} since {}",
            rule.name,
            own.len(),
            since.strftime("%F %H:%M UTC")
        )?;
        for told in own {
            writeln!(out, "  {} {}", told.at, told.title)?;
            if let Some(label) = &told.label {
                writeln!(out, "    story: {label}")?;
            }
        }
    }
    if all.is_empty() {
        writeln!(
            out,
            "there are no rules; name a file with --rules, or make some on the desk"
        )?;
    }
    Ok(Status::Done)
}
