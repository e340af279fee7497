//! `crosswire correct`: a person's word on stories and reports.

use std::io::Write;

use anyhow::bail;
use crosswire_ledger::{Corrected, Correction, Ledger, Run};
use jiff::Timestamp;

use crate::args::{AnswerFormat, Correct, CorrectWhat};
use crate::commands::kept;
use crate::settings;
use crate::status::Status;

pub(crate) fn run(arguments: Correct) -> anyhow::Result<Status> {
    let ledger = &settings::ledger(arguments.ledger.as_deref())?;
    let mut out = std::io::stdout().lock();
    let correction = match arguments.what {
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
        CorrectWhat::Split { story, reports } => Correction::Split { story, reports },
        CorrectWhat::Merge { story, into } => Correction::Merge { story, into },
        CorrectWhat::Rename { story, label } => Correction::Rename { story, label },
        CorrectWhat::Move { report, into } => Correction::Move { report, into },
        CorrectWhat::Withdraw { report } => Correction::Withdraw { report },
        CorrectWhat::Redate {
            report,
            published,
            outlet,
        } => Correction::Redate {
            report,
            published,
            outlet,
        },
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
    let corrected = ledger.correct(&correction, said, &run, Timestamp::now())?;
    if arguments.format == AnswerFormat::Json {
        return kept::print_json(&mut out, &corrected);
    }
    print(&mut out, &corrected)?;
    Ok(Status::Done)
}

fn print(out: &mut impl Write, corrected: &Corrected) -> std::io::Result<()> {
    let what = match &corrected.correction {
        Correction::Split { story, reports } => format!("split {story}: {}", reports.join(", ")),
        Correction::Merge { story, into } => format!("merge {story} into {into}"),
        Correction::Rename { story, label } => format!("rename {story}: {label}"),
        Correction::Move { report, into } => format!("move {report} into {into}"),
        Correction::Withdraw { report } => format!("withdraw {report}"),
        Correction::Redate {
            report,
            published,
            outlet,
        } => {
            let said = [published, outlet]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>();
            format!("redate {report}: {}", said.join(", "))
        }
    };
    let story = corrected
        .story
        .as_ref()
        .map_or(String::new(), |story| format!(" (story {story})"));
    writeln!(out, "{}{story}", kept::line(&what))?;
    let why = if corrected.note.is_empty() { "" } else { ": " };
    writeln!(
        out,
        "  {} {}{why}{}",
        corrected.at,
        kept::line(&corrected.name),
        kept::line(&corrected.note)
    )
}
