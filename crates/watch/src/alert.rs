//! What is told: one object, the same for every channel, with an id that stays.

use crosswire_ledger::Alert;
use crosswire_record::{Finding, ReportRecord};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::matching::key;

/// What is told of one thing that a rule found; the JSON that a webhook, a command and the outbox have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// What tells it apart: the same however often it is told.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// When the ledger had it.
    pub at: String,
    /// `finding`, `mark` or `report`.
    pub of: String,
    /// One line.
    pub title: String,
    /// More of it.
    pub text: String,
    /// The desk's page of it.
    pub page: String,
    /// The story that it belongs to.
    pub story: Option<String>,
    /// What the story is called.
    pub label: Option<String>,
    /// The values before, for a finding that was there before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
    /// The finding or report, as format 1 has it.
    pub record: Value,
}

impl Told {
    pub(crate) fn of_finding(
        rule: &str,
        at: &str,
        now: &Finding,
        before: Option<&Finding>,
        label: Option<String>,
    ) -> Told {
        let mut parts: Vec<String> = now
            .values
            .iter()
            .map(|value| key(&value.normal, &value.value))
            .collect();
        parts.sort_unstable();
        parts.extend(
            now.changed
                .iter()
                .filter(|change| change.meaning)
                .flat_map(|change| [change.from.clone(), change.to.clone()]),
        );
        let id = id(&[rule, "finding", &now.id, now.kind.name()], &parts);
        Told::with(id, rule, at, "finding", now, before, label)
    }

    pub(crate) fn of_mark(
        rule: &str,
        at: &str,
        finding: &Finding,
        label: Option<String>,
    ) -> Option<Told> {
        let mark = finding.marks.first()?;
        let id = id(
            &[
                rule,
                "mark",
                &finding.id,
                mark.word.name(),
                &mark.name,
                &mark.at,
            ],
            &[],
        );
        let mut told = Told::with(id, rule, at, "mark", finding, None, label);
        told.title = format!("{} by {}: {}", mark.word, mark.name, told.title);
        if !mark.note.is_empty() {
            told.text = format!("{} says: {}\n{}", mark.name, mark.note, told.text);
        }
        Some(told)
    }

    fn with(
        id: String,
        rule: &str,
        at: &str,
        of: &str,
        now: &Finding,
        before: Option<&Finding>,
        label: Option<String>,
    ) -> Told {
        let values: Vec<&str> = now
            .values
            .iter()
            .map(|value| value.value.as_str())
            .collect();
        let was = before.map(|before| {
            before
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect()
        });
        let mut text = now.explanation.clone();
        for row in now.best_rows().take(6) {
            text.push_str(&format!("\n| {}", row.text));
            if let Some(source) = &row.attributed_to {
                text.push_str(&format!(" ({source})"));
            }
        }
        Told {
            id,
            rule: rule.to_owned(),
            at: at.to_owned(),
            of: of.to_owned(),
            title: line(&format!("{} {}", now.question, values.join(" / "))),
            text,
            page: format!("/findings/{}", now.id),
            story: now.story.clone(),
            label,
            was: was.unwrap_or_default(),
            record: json!(now),
        }
    }

    pub(crate) fn of_report(
        rule: &str,
        at: &str,
        record: &ReportRecord,
        text: &str,
        label: Option<String>,
    ) -> Told {
        let outlet = record.outlet.as_deref().unwrap_or(&record.source);
        let title = record
            .title
            .as_deref()
            .unwrap_or(text.lines().next().unwrap_or(""));
        let beginning: String = text.chars().take(400).collect();
        Told {
            id: id(
                &[
                    rule,
                    "report",
                    &record.id,
                    &record.sha256,
                    record.title.as_deref().unwrap_or(""),
                ],
                &[],
            ),
            rule: rule.to_owned(),
            at: at.to_owned(),
            of: "report".to_owned(),
            title: line(&format!("{outlet}: {title}")),
            text: beginning,
            page: format!("/reports/{}", escaped(&record.id)),
            story: record.story.clone(),
            label,
            was: Vec::new(),
            record: json!(record),
        }
    }

    /// From what the outbox keeps; an alert that cannot be read is told with what there is.
    #[must_use]
    pub fn of(alert: &Alert) -> Told {
        serde_json::from_str(&alert.data).unwrap_or_else(|_| Told {
            id: alert.name.clone(),
            rule: alert.rule.clone(),
            at: alert.at.clone(),
            of: "finding".to_owned(),
            title: alert.rule.clone(),
            text: String::new(),
            page: "/".to_owned(),
            story: None,
            label: None,
            was: Vec::new(),
            record: Value::Null,
        })
    }

    /// As people read it, in several lines.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = format!("{}\n", self.title);
        if let Some(label) = &self.label {
            words.push_str(&format!("Story: {label}\n"));
        }
        if !self.was.is_empty() {
            words.push_str(&format!("Before: {}\n", self.was.join(" / ")));
        }
        words.push_str(&self.text);
        words.push_str(&format!(
            "\n\nRule {}, {}, id {}\n",
            self.rule, self.at, self.id
        ));
        words
    }
}

/// Several alerts that are told together.
pub(crate) struct Message {
    /// What tells it apart: the same however often it is told.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) json: String,
}

/// The message of some alerts: of one by itself, or of those that came together.
pub(crate) fn message(batch: Option<&str>, alerts: &[Alert]) -> Message {
    let told: Vec<Told> = alerts.iter().map(Told::of).collect();
    match (batch, told.as_slice()) {
        (None, [one]) => Message {
            id: one.id.clone(),
            title: format!("[{}] {}", one.rule, one.title),
            text: one.words(),
            json: serde_json::to_string(one).unwrap_or_default(),
        },
        (batch, all) => {
            let names: Vec<String> = all.iter().map(|one| one.id.clone()).collect();
            let batch = batch.unwrap_or("together");
            let id = id(&["batch", batch], &names);
            let rule = all.first().map_or("", |one| one.rule.as_str());
            let words: Vec<String> = all.iter().map(Told::words).collect();
            let json = json!({"id": id, "rule": rule, "batch": batch, "alerts": all});
            Message {
                title: line(&format!("[{rule}] {} alerts", all.len())),
                text: words.join("\n"),
                json: json.to_string(),
                id,
            }
        }
    }
}

/// One line of at most 300 characters.
fn line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match line.char_indices().nth(300) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

fn id(parts: &[&str], more: &[String]) -> String {
    let mut sha = Sha256::new();
    for part in parts.iter().copied().chain(more.iter().map(String::as_str)) {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    sha.finalize()[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A name as it stands in an address.
fn escaped(name: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(byte as char);
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// The moment of a time as the ledger has it.
pub(crate) fn moment(at: &str) -> Timestamp {
    at.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}
