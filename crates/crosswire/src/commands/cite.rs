//! `crosswire cite`: a finding as a sheet, with all that is needed to check it.

use std::fmt::Write as _;
use std::io::Write;

use crosswire_ledger::{Citation, Evidence, Source};
use crosswire_present::html::claim;
use maud::{DOCTYPE, html};

use crate::args::{Cite, CiteFormat};
use crate::commands::kept;
use crate::status::Status;

pub(crate) fn run(arguments: &Cite) -> anyhow::Result<Status> {
    let ledger = kept::open(&arguments.ledger)?;
    let view = kept::view(&ledger, arguments.as_of.as_deref())?;
    let citation = view.citation(&arguments.id)?;
    kept::led("finding", &arguments.id, &citation.finding.id);
    let mut out = std::io::stdout().lock();
    match arguments.format {
        CiteFormat::Json => return kept::print_json(&mut out, &citation),
        CiteFormat::Markdown => out.write_all(markdown(&citation).as_bytes())?,
        CiteFormat::Html => out.write_all(page(&citation).as_bytes())?,
    }
    out.flush()?;
    Ok(Status::Done)
}

/// The evidence of one source.
fn passages<'a>(citation: &'a Citation, source: &Source) -> Vec<&'a Evidence> {
    let rows = citation.finding.evidence.iter();
    rows.filter(|row| row.report == source.report.id).collect()
}

/// What is told of a source, as name and value.
fn facts(source: &Source) -> Vec<(&'static str, String)> {
    let report = &source.report;
    let told = [
        ("report", Some(report.id.clone())),
        ("outlet", report.outlet.clone()),
        ("title", report.title.clone()),
        ("published", report.published.clone()),
        ("address", report.url.clone()),
        ("read from", Some(report.source.clone())),
        ("captured", Some(report.captured.clone())),
        ("SHA-256 of the text", Some(report.sha256.clone())),
        (
            "SHA-256 as captured",
            Some(source.raw_sha256.clone()).filter(|sum| !sum.is_empty()),
        ),
    ];
    told.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// Outlet and date of a source.
fn named(source: &Source) -> String {
    let report = &source.report;
    let outlet = report.outlet.as_deref().unwrap_or(&report.source);
    format!("{outlet}, {}", kept::short(report.published.as_deref()))
}

/// Where a passage stands.
fn place(row: &Evidence) -> String {
    format!(
        "characters {} to {} of the {}{}{}",
        row.start,
        row.end,
        if row.in_title { "title" } else { "text" },
        match row.revision {
            Some(version) => format!(" of version {version}"),
            None => String::new(),
        },
        match &row.attributed_to {
            Some(source) => format!(", according to {source}"),
            None => String::new(),
        }
    )
}

fn seal(citation: &Citation) -> String {
    format!(
        "Finding {} as of {}, ledger sealed {}; found by {} with {} (SHA-256 {}).",
        citation.finding.id,
        citation.as_of,
        citation.seal,
        citation.tool,
        citation.model,
        citation.model_digest
    )
}

fn summary(citation: &Citation) -> String {
    let finding = &citation.finding;
    format!(
        "{}; {}, confidence {:.2}",
        finding.kind.name().replace('_', " "),
        kept::count(finding.origins, "independent origin"),
        finding.confidence
    )
}

fn markdown(citation: &Citation) -> String {
    let finding = &citation.finding;
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", escaped(&finding.question));
    let _ = writeln!(out, "{}\n", escaped(&finding.explanation));
    let _ = writeln!(out, "{}\n", escaped(&summary(citation)));
    for assumption in &finding.assumptions {
        let _ = writeln!(out, "Assuming {}\n", escaped(assumption));
    }
    for source in &citation.sources {
        let _ = writeln!(out, "## {}\n", escaped(&named(source)));
        for row in passages(citation, source) {
            let _ = writeln!(out, "> {}\n", escaped(&row.text));
            let _ = writeln!(out, "{}\n", escaped(&place(row)));
        }
        for (name, value) in facts(source) {
            let _ = writeln!(out, "- {name}: {}", escaped(&value));
        }
        out.push('\n');
    }
    for mark in &finding.marks {
        let _ = writeln!(
            out,
            "{} by {} at {}: {}\n",
            mark.word,
            escaped(&mark.name),
            mark.at,
            escaped(&mark.note)
        );
    }
    let _ = writeln!(out, "{}", escaped(&seal(citation)));
    out
}

/// Words on one line, with what Markdown would take for its own escaped.
fn escaped(words: &str) -> String {
    let mut out = String::new();
    for char in kept::line(words).chars() {
        if matches!(
            char,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&'
        ) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

fn page(citation: &Citation) -> String {
    let finding = &citation.finding;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (finding.question) }
            }
            body {
                main {
                    h1 { (claim(finding)) }
                    p { (finding.explanation) }
                    p { (summary(citation)) }
                    @for assumption in &finding.assumptions { p { "Assuming " (assumption) } }
                    @for source in &citation.sources {
                        section {
                            h2 { (named(source)) }
                            @for row in passages(citation, source) {
                                figure {
                                    blockquote { (row.text) }
                                    figcaption { (place(row)) }
                                }
                            }
                            dl {
                                @for (name, value) in facts(source) { dt { (name) } dd { (value) } }
                            }
                        }
                    }
                    @for mark in &finding.marks {
                        p { (mark.word) " by " (mark.name) " at " (mark.at) ": " (mark.note) }
                    }
                    footer { p { (seal(citation)) } }
                }
            }
        }
    }
    .into_string()
}
