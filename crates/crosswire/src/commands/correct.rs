//! `crosswire correct`: a person's word on stories, reports and names.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use crosswire_ledger::{Alias, Corrected, Correction, Ledger, MOST_NAME_BYTES, Run, name_list};
use jiff::Timestamp;

use crate::args::{AnswerFormat, Correct, CorrectWhat};
use crate::commands::kept;
use crate::settings;
use crate::status::Status;

pub(crate) fn run(arguments: Correct) -> anyhow::Result<Status> {
    let ledger = &settings::ledger(arguments.ledger.as_deref())?;
    let mut out = std::io::stdout().lock();
    let wanted = match arguments.what {
        CorrectWhat::List => {
            let ledger = kept::open_file(ledger)?;
            let said = ledger.latest()?.corrections()?;
            if arguments.format == AnswerFormat::Json {
                return kept::print_json(&mut out, &said);
            }
            for corrected in &said {
                print(&mut out, corrected)?;
            }
            if said.is_empty() {
                writeln!(out, "Nothing was corrected.")?;
            }
            return Ok(Status::Done);
        }
        CorrectWhat::Names { file } => Wanted::Names(names(&file)?),
        CorrectWhat::Same { name, alias } => Wanted::One(Correction::Same { name, alias }),
        CorrectWhat::Apart { name, alias } => Wanted::One(Correction::Apart { name, alias }),
        CorrectWhat::Split { story, reports } => Wanted::One(Correction::Split { story, reports }),
        CorrectWhat::Merge { story, into } => Wanted::One(Correction::Merge { story, into }),
        CorrectWhat::Rename { story, label } => Wanted::One(Correction::Rename { story, label }),
        CorrectWhat::Move { report, into } => Wanted::One(Correction::Move { report, into }),
        CorrectWhat::Withdraw { report } => Wanted::One(Correction::Withdraw { report }),
        CorrectWhat::Redate {
            report,
            published,
            outlet,
            language,
        } => Wanted::One(Correction::Redate {
            report,
            published,
            outlet,
            language,
        }),
        CorrectWhat::Speaker {
            report,
            start,
            end,
            speaker,
            in_title,
        } => Wanted::One(Correction::Speaker {
            report,
            start,
            end,
            in_title,
            speaker,
            text: String::new(),
        }),
        CorrectWhat::Undo { number } => Wanted::One(Correction::Undo { correction: number }),
    };
    if arguments.name.is_empty() {
        bail!("who says so? Give --name NAME");
    }
    let run = Run {
        tool: format!("crosswire {}", env!("CARGO_PKG_VERSION")),
        model: String::new(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    };
    let mut ledger = Ledger::open(ledger)?;
    let said = [arguments.note.as_str(), arguments.name.as_str()];
    let done = match &wanted {
        Wanted::One(correction) => {
            let done = ledger.correct(correction, said, &run, Timestamp::now())?;
            if arguments.format == AnswerFormat::Json {
                return kept::print_json(&mut out, &done);
            }
            vec![done]
        }
        Wanted::Names(aliases) => {
            let done = ledger.correct_names(aliases, said, &run, Timestamp::now())?;
            if arguments.format == AnswerFormat::Json {
                return kept::print_json(&mut out, &done);
            }
            done
        }
    };
    for corrected in &done {
        print(&mut out, corrected)?;
    }
    Ok(Status::Done)
}

/// What is to be kept.
enum Wanted {
    One(Correction),
    Names(Vec<Alias>),
}

/// The names of a file.
fn names(file: &Path) -> anyhow::Result<Vec<Alias>> {
    let unread = || format!("{}: cannot be read", file.display());
    let mut bytes = Vec::new();
    // One byte more than is taken shows that there is more.
    let opened = File::open(file).with_context(unread)?;
    opened
        .take(MOST_NAME_BYTES + 1)
        .read_to_end(&mut bytes)
        .with_context(unread)?;
    name_list(&bytes).with_context(|| format!("{}", file.display()))
}

fn print(out: &mut impl Write, corrected: &Corrected) -> std::io::Result<()> {
    let what = match &corrected.correction {
        Correction::Same { name, alias } => format!("same {name}: {alias}"),
        Correction::Apart { name, alias } => format!("apart {name}: {alias}"),
        Correction::Split { story, reports } => format!("split {story}: {}", reports.join(", ")),
        Correction::Merge { story, into } => format!("merge {story} into {into}"),
        Correction::Rename { story, label } => format!("rename {story}: {label}"),
        Correction::Move { report, into } => format!("move {report} into {into}"),
        Correction::Withdraw { report } => format!("withdraw {report}"),
        Correction::Redate {
            report,
            published,
            outlet,
            language,
        } => {
            let said = [published, outlet, language]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>();
            format!("redate {report}: {}", said.join(", "))
        }
        Correction::Speaker {
            report,
            speaker,
            text,
            ..
        } => format!("speaker of “{text}” in {report}: {speaker}"),
        Correction::Undo { correction } => format!("undo {correction}"),
    };
    let story = corrected
        .story
        .as_ref()
        .map_or(String::new(), |story| format!(" (story {story})"));
    let undone = if corrected.undone { " (undone)" } else { "" };
    let number = corrected.id;
    writeln!(out, "{number}  {}{story}{undone}", kept::line(&what))?;
    let why = if corrected.note.is_empty() { "" } else { ": " };
    writeln!(
        out,
        "  {} {}{why}{}",
        corrected.at,
        kept::line(&corrected.name),
        kept::line(&corrected.note)
    )
}
