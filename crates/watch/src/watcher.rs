//! The rules, held against every commit once.

use std::collections::HashMap;

use crosswire_ledger::{Brought, Error, Ledger, NewAlert, View, Waiting};
use jiff::{Timestamp, ToSpan, Unit};

use crate::alert::Told;
use crate::matching::{Came, Seen, holds};
use crate::rules::{Channel, Digest, Ready, Rule, Rules};

/// Commits that are looked at before what they told is kept.
const TOGETHER: u64 = 64;

/// The rules of a file and of the desk, held against every commit once.
pub struct Watcher {
    own: Vec<Ready>,
    channels: Vec<Channel>,
}

impl Watcher {
    /// A watcher with the rules of a file; those of the desk stand in the ledger.
    #[must_use]
    pub fn new(rules: &Rules) -> Watcher {
        Watcher {
            own: rules
                .rules
                .iter()
                .filter_map(|rule| Ready::new(rule.clone()).ok())
                .collect(),
            channels: rules.channels.clone(),
        }
    }

    /// Begins where a ledger was watched last, or at its end; nothing is told of what was there before.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub fn begin(&self, ledger: &mut Ledger) -> Result<(), Error> {
        let last = ledger.latest()?.commit();
        ledger.watch_from(last)?;
        Ok(())
    }

    /// Holds the rules against what was committed since the last look, whoever committed it, and puts
    /// what they tell into the outbox; how many alerts are new.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read or written.
    pub fn look(&self, ledger: &mut Ledger) -> Result<usize, Error> {
        let mut new = 0;
        loop {
            let last = ledger.latest()?.commit();
            let from = match ledger.watched_through()? {
                Some(from) => from,
                None => ledger.watch_from(last)?,
            };
            if from >= last {
                return Ok(new);
            }
            let to = last.min(from + TOGETHER);
            let now = Timestamp::now();
            let rules = self.all(ledger)?;
            let mut alerts = Vec::new();
            if !rules.is_empty() {
                let view = ledger.latest()?;
                for commit in from + 1..=to {
                    for told in told(&rules, &view.at_commit(commit))? {
                        alerts.push(self.waiting(&rules, told, now));
                    }
                }
            }
            new += ledger.keep_alerts((from, to), &alerts, now)?;
            for alert in &alerts {
                tracing::info!(rule = alert.rule, alert = alert.name, "found");
            }
        }
    }

    /// Every rule, those of the file first; one of the desk that has the name of one of them, or can no
    /// longer be read, is passed over.
    fn all(&self, ledger: &Ledger) -> Result<Vec<Ready>, Error> {
        let mut all = self.own.clone();
        for (name, json) in ledger.rules()? {
            if all.iter().any(|known| known.rule.name == name) {
                continue;
            }
            match Rule::of_the_desk(&json, &self.channels) {
                Ok(rule) => all.extend(Ready::new(rule).ok()),
                Err(wrong) => {
                    tracing::warn!(rule = name, %wrong, "the rule is passed over");
                    // What it looks for still stands; only its channels may be gone.
                    if let Ok(mut rule) = serde_json::from_str::<Rule>(&json) {
                        rule.tell.clear();
                        rule.words_file = None;
                        all.extend(Ready::new(rule).ok());
                    }
                }
            }
        }
        Ok(all)
    }

    fn waiting(&self, rules: &[Ready], told: Told, now: Timestamp) -> NewAlert {
        let rule = rules
            .iter()
            .find(|ready| ready.rule.name == told.rule)
            .map(|ready| &ready.rule);
        let (tell, digest) = rule.map_or((&[][..], Digest::None), |rule| (&rule.tell, rule.digest));
        let (batch, due) = when(&told.rule, digest, now);
        NewAlert {
            channels: tell
                .iter()
                .map(|channel| Waiting {
                    channel: channel.clone(),
                    batch: batch.clone(),
                    due,
                })
                .collect(),
            name: told.id.clone(),
            rule: told.rule.clone(),
            data: serde_json::to_string(&told).unwrap_or_default(),
        }
    }
}

/// With what an alert is told together, and when.
fn when(rule: &str, digest: Digest, now: Timestamp) -> (Option<String>, Timestamp) {
    let (word, unit, span) = match digest {
        Digest::None => return (None, now),
        Digest::Hourly => ("hourly", Unit::Hour, 1.hour()),
        Digest::Daily => ("daily", Unit::Hour, 24.hours()),
    };
    let hour = jiff::TimestampRound::new()
        .smallest(unit)
        .mode(jiff::RoundMode::Trunc);
    let from = match digest {
        Digest::Daily => now
            .in_tz("UTC")
            .ok()
            .and_then(|day| day.start_of_day().ok())
            .map(|day| day.timestamp()),
        _ => now.round(hour).ok(),
    };
    let due = from
        .and_then(|from| from.checked_add(span).ok())
        .unwrap_or(now);
    (Some(format!("{rule} {word} {due}")), due)
}

/// What some rules tell of one commit.
fn told(rules: &[Ready], view: &View<'_>) -> Result<Vec<Told>, Error> {
    let brought: Brought = view.brought()?;
    let mut outlets: HashMap<String, Option<String>> = HashMap::new();
    let mut labels: HashMap<String, Option<String>> = HashMap::new();
    let mut found = Vec::new();
    let wants_outlets = rules.iter().any(|rule| !rule.outlets.is_empty());
    let mut outlets_of = |finding: &crosswire_record::Finding| -> Result<Vec<String>, Error> {
        let mut named = Vec::new();
        if !wants_outlets {
            return Ok(named);
        }
        for row in &finding.evidence {
            if !outlets.contains_key(&row.report) {
                let outlet = match view.report(&row.report) {
                    Ok((_, record)) => record.outlet,
                    Err(Error::Unknown { .. } | Error::Gone { .. }) => None,
                    Err(error) => return Err(error),
                };
                outlets.insert(row.report.clone(), outlet);
            }
            named.extend(outlets[&row.report].clone());
        }
        Ok(named)
    };
    let mut label_of = |story: Option<&String>| -> Result<Option<String>, Error> {
        let Some(story) = story else { return Ok(None) };
        if !labels.contains_key(story) {
            labels.insert(story.clone(), view.label(story)?);
        }
        Ok(labels[story].clone())
    };
    for changed in &brought.findings {
        let seen = Seen::new(Came::Finding(changed), outlets_of(&changed.now)?);
        for rule in rules.iter().filter(|rule| holds(rule, &seen)) {
            let label = label_of(changed.now.story.as_ref())?;
            found.push(Told::of_finding(
                &rule.rule.name,
                &brought.at,
                &changed.now,
                changed.before.as_ref(),
                label,
            ));
        }
    }
    for finding in &brought.marked {
        let seen = Seen::new(Came::Marked(finding), outlets_of(finding)?);
        for rule in rules.iter().filter(|rule| holds(rule, &seen)) {
            let label = label_of(finding.story.as_ref())?;
            found.extend(Told::of_mark(&rule.rule.name, &brought.at, finding, label));
        }
    }
    for (report, record) in &brought.reports {
        let seen = Seen::new(
            Came::Report(report, record),
            record.outlet.iter().cloned().collect(),
        );
        for rule in rules.iter().filter(|rule| holds(rule, &seen)) {
            let label = label_of(record.story.as_ref())?;
            found.push(Told::of_report(
                &rule.rule.name,
                &brought.at,
                record,
                &report.text,
                label,
            ));
        }
    }
    Ok(found)
}

/// What rules would have told of the time from `since` up to a view, the first first; nothing is kept
/// or sent, and what is the same is given once.
///
/// # Errors
///
/// When the ledger cannot be read.
pub fn would_have_told(
    rules: &[Rule],
    view: &View<'_>,
    since: Timestamp,
) -> Result<Vec<Told>, Error> {
    let rules: Vec<Ready> = rules
        .iter()
        .filter_map(|rule| Ready::new(rule.clone()).ok())
        .collect();
    let mut known = std::collections::HashSet::new();
    let mut all = Vec::new();
    for commit in view.first_since(since)?..=view.commit() {
        for told in told(&rules, &view.at_commit(commit))? {
            if known.insert(told.id.clone()) {
                all.push(told);
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_told_at_the_full_hour_and_at_midnight() {
        let now: Timestamp = "2031-03-06T08:10:20Z".parse().unwrap();
        let told = |digest| {
            let (batch, due) = when("r", digest, now);
            (batch, due.to_string())
        };
        assert_eq!(told(Digest::None), (None, now.to_string()));
        let hourly = "2031-03-06T09:00:00Z".to_owned();
        assert_eq!(
            told(Digest::Hourly),
            (Some(format!("r hourly {hourly}")), hourly)
        );
        let daily = "2031-03-07T00:00:00Z".to_owned();
        assert_eq!(
            told(Digest::Daily),
            (Some(format!("r daily {daily}")), daily)
        );
    }
}
