//! Watch rules and channels, as the user says them: a small file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crosswire_record::{About, FindingKind, Word};
use serde::{Deserialize, Serialize};

use crate::words::Phrase;

/// Rules of one file at most, and words of one rule.
const MOST: usize = 1_000;
const MOST_WORDS: usize = 10_000;
/// Bytes of a file at most.
const LONGEST: usize = 4 << 20;

/// One rule: what is to be told of, and to whom. Everything that it says must hold; of a list, one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// What it is called; no other has the name.
    pub name: String,
    /// What it looks at: findings, or whole reports as they come in.
    #[serde(rename = "in")]
    pub of: Of,
    /// How the reports lie to each other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<FindingKind>,
    /// What sort of slot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<About>,
    /// Of these stories, by their ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub story: Vec<String>,
    /// Words, or words in a row; a star stands for any ending.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// A file with more of them, a line each; only in a rule file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words_file: Option<PathBuf>,
    /// Persons or bodies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<String>,
    /// Places, with all that lies in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// Outlets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outlet: Vec<String>,
    /// At least so sure, 0 to 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub least_confidence: f64,
    /// At least so many independent origins.
    #[serde(skip_serializing_if = "is_none")]
    pub least_origins: usize,
    /// When somebody says this of a finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<Word>,
    /// When a number differs from what it was, or from what others say, by more than this: "5", "10%".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moves_by: Option<String>,
    /// The channels that are told, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tell: Vec<String>,
    /// When: at once, or what came together once an hour or a day.
    #[serde(skip_serializing_if = "Digest::is_none")]
    pub digest: Digest,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_none(number: &usize) -> bool {
    *number == 0
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// Findings, new or changed.
    #[default]
    Findings,
    /// Reports, new or in a new version.
    Reports,
}

/// When a channel is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Digest {
    /// At once.
    #[default]
    None,
    /// At the next full hour, all that came together.
    Hourly,
    /// At the next midnight, by UTC.
    Daily,
}

impl Digest {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over references"
    )]
    fn is_none(&self) -> bool {
        *self == Digest::None
    }
}

/// How much a number must move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Move {
    By(f64),
    Share(f64),
}

/// A rule, ready to be held against what came in.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    pub(crate) rule: Rule,
    pub(crate) words: Vec<Phrase>,
    pub(crate) who: Vec<Phrase>,
    pub(crate) places: Vec<Phrase>,
    pub(crate) outlets: Vec<Phrase>,
    pub(crate) moves: Option<Move>,
}

/// A way to tell people.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// What rules call it.
    pub name: String,
    /// What it is.
    pub way: Way,
}

/// What a channel is.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// A line on the terminal.
    Terminal,
    /// A signed request to an address.
    Webhook {
        /// The address.
        url: String,
        /// What signs it.
        secret: Vec<u8>,
        /// Hosts that may be private.
        allow: Vec<String>,
    },
    /// A program that is run, the alert on its standard input.
    Command(Vec<String>),
    /// A folder that gets a file for each message.
    Spool(PathBuf),
    /// Mail to these addresses.
    Mail(Vec<String>),
}

/// How mail is sent.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The server, as `host` or `host:port`.
    pub server: String,
    /// Whom it is from.
    pub from: String,
    /// How the connection is kept from others.
    #[serde(default)]
    pub security: Security,
    /// As whom one signs in.
    #[serde(default)]
    pub user: Option<String>,
    /// Where the password stands.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
}

/// How a connection to a mail server is kept from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the start.
    #[default]
    Tls,
    /// TLS after a greeting, and not without.
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}

/// A rule file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The channels that they name, the terminal among them.
    pub channels: Vec<Channel>,
    /// How mail is sent.
    pub mail: Option<Mail>,
}

/// What is wrong with rules: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct Wrong {
    /// The file, and the entry in it.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    rule: Vec<Rule>,
    channel: Vec<Entry>,
    mail: Option<Mail>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    name: String,
    terminal: bool,
    webhook: Option<String>,
    secret_file: Option<PathBuf>,
    secret_env: Option<String>,
    allow: Vec<String>,
    command: Vec<String>,
    spool: Option<PathBuf>,
    mail: Vec<String>,
}

/// Reads a rule file's text. `place` is what it is called in errors; paths in it count from its folder,
/// and `look_up` reads the files that it names.
///
/// # Errors
///
/// When it cannot be read, or names what is not there.
pub fn rules(
    text: &str,
    place: &str,
    look_up: &dyn Fn(&Path) -> std::io::Result<String>,
) -> Result<Rules, Wrong> {
    let wrong = |place: String, message: String| Err(Wrong { place, message });
    if text.len() > LONGEST {
        return wrong(
            place.to_owned(),
            "the file is longer than 4 MB; split it".to_owned(),
        );
    }
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = 1 + text.as_bytes()[..at]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        Wrong {
            place: format!("{place}:{line}"),
            message: error.message().to_owned(),
        }
    })?;
    let folder = Path::new(place).parent().unwrap_or(Path::new(""));
    let read = |path: &Path, place: &str| {
        let path = folder.join(path);
        look_up(&path).map_err(|error| Wrong {
            place: place.to_owned(),
            message: format!("{}: {error}", path.display()),
        })
    };
    let mut channels = vec![Channel {
        name: "terminal".to_owned(),
        way: Way::Terminal,
    }];
    for (at, entry) in file.channel.into_iter().enumerate() {
        let place = format!("{place}, channel {}", at + 1);
        let channel = channel(entry, folder, &place, &read)?;
        let is_again =
            channel.name != "terminal" && channels.iter().any(|known| known.name == channel.name);
        if is_again {
            return wrong(
                place,
                format!("there is a channel {:?} already", channel.name),
            );
        }
        if matches!(channel.way, Way::Mail(_)) && file.mail.is_none() {
            return wrong(
                place,
                "mail needs a server: give [mail] with server and from".to_owned(),
            );
        }
        if channel.name != "terminal" {
            channels.push(channel);
        }
    }
    let mut rules = Vec::new();
    let mut names = BTreeSet::new();
    for (at, mut rule) in file.rule.into_iter().enumerate() {
        let place = format!("{place}, rule {}", at + 1);
        if at == MOST {
            return wrong(place, format!("there are more than {MOST} rules"));
        }
        if let Some(path) = rule.words_file.take() {
            let list = read(&path, &place)?;
            let lines = list.lines().map(str::trim);
            rule.words.extend(
                lines
                    .filter(|line| !line.is_empty() && !line.starts_with('#'))
                    .map(str::to_owned),
            );
        }
        check(&rule, &channels, &place)?;
        if !names.insert(rule.name.clone()) {
            return wrong(place, format!("there is a rule {:?} already", rule.name));
        }
        rules.push(rule);
    }
    let mut mail = file.mail;
    if let Some(path) = mail.as_mut().and_then(|mail| mail.password_file.as_mut()) {
        *path = folder.join(&*path);
    }
    Ok(Rules {
        rules,
        channels,
        mail,
    })
}

fn channel(
    entry: Entry,
    folder: &Path,
    place: &str,
    read: &dyn Fn(&Path, &str) -> Result<String, Wrong>,
) -> Result<Channel, Wrong> {
    let wrong = |message: &str| {
        Err(Wrong {
            place: place.to_owned(),
            message: message.to_owned(),
        })
    };
    if entry.name.trim().is_empty() {
        return wrong("give it a name");
    }
    let said = usize::from(entry.terminal)
        + usize::from(entry.webhook.is_some())
        + usize::from(!entry.command.is_empty())
        + usize::from(entry.spool.is_some())
        + usize::from(!entry.mail.is_empty());
    if said != 1 {
        return wrong("give exactly one of terminal, webhook, command, spool and mail");
    }
    let way = if let Some(url) = entry.webhook {
        let secret = match (entry.secret_file, entry.secret_env) {
            (Some(path), None) => read(&path, place)?,
            (None, Some(name)) => match std::env::var(&name) {
                Ok(secret) => secret,
                Err(_) => {
                    return wrong(
                        "the environment has no secret under the name that secret_env gives",
                    );
                }
            },
            _ => return wrong("a webhook is signed: give secret_file or secret_env"),
        };
        match crate::webhook::secret(secret.trim()) {
            Some(secret) => Way::Webhook {
                url,
                secret,
                allow: entry.allow,
            },
            None => {
                return wrong(
                    "the secret is shorter than 16 characters, or what follows whsec_ is no Base64",
                );
            }
        }
    } else if let Some(spool) = entry.spool {
        Way::Spool(folder.join(spool))
    } else if !entry.command.is_empty() {
        Way::Command(entry.command)
    } else if !entry.mail.is_empty() {
        Way::Mail(entry.mail)
    } else {
        Way::Terminal
    };
    Ok(Channel {
        name: entry.name.trim().to_owned(),
        way,
    })
}

/// Whether a rule can be held against anything.
fn check(rule: &Rule, channels: &[Channel], place: &str) -> Result<(), Wrong> {
    let wrong = |message: String| {
        Err(Wrong {
            place: place.to_owned(),
            message,
        })
    };
    let name = rule.name.trim();
    if name.is_empty() || name != rule.name || name.len() > 200 || name.contains(char::is_control) {
        return wrong("give it a name, of at most 200 bytes".to_owned());
    }
    for tell in &rule.tell {
        if !channels.iter().any(|channel| channel.name == *tell) {
            let known: Vec<&str> = channels
                .iter()
                .map(|channel| channel.name.as_str())
                .collect();
            return wrong(format!(
                "there is no channel {tell:?}; there are {}",
                known.join(", ")
            ));
        }
    }
    if rule.words.len() > MOST_WORDS {
        return wrong(format!("it has more than {MOST_WORDS} words"));
    }
    let of_findings = !rule.kind.is_empty()
        || !rule.about.is_empty()
        || !rule.marked.is_empty()
        || rule.moves_by.is_some()
        || rule.least_confidence > 0.0
        || rule.least_origins > 0;
    if rule.of == Of::Reports && of_findings {
        return wrong("a report has no kind, about, confidence, origins, marks or moves; those are for in = \"findings\"".to_owned());
    }
    if !(0.0..=1.0).contains(&rule.least_confidence) {
        return wrong("least_confidence lies between 0 and 1".to_owned());
    }
    Ready::new(rule.clone())
        .map(|_| ())
        .map_err(|message| Wrong {
            place: place.to_owned(),
            message,
        })
}

impl Rule {
    /// Reads a rule of the desk, as JSON. It may name channels only that are webhooks or mail, and no
    /// file: commands and folders are set on disk alone.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or asks for what the desk may not.
    pub fn of_the_desk(json: &str, channels: &[Channel]) -> Result<Rule, Wrong> {
        let place = "the rule";
        let wrong = |message: String| {
            Err(Wrong {
                place: place.to_owned(),
                message,
            })
        };
        let rule: Rule = match serde_json::from_str(json) {
            Ok(rule) => rule,
            Err(error) => return wrong(error.to_string()),
        };
        if rule.words_file.is_some() {
            return wrong("files are named only in the rule file on disk".to_owned());
        }
        let open: Vec<Channel> = channels
            .iter()
            .filter(|channel| channel.is_open())
            .cloned()
            .collect();
        check(&rule, &open, place)?;
        Ok(rule)
    }
}

impl Channel {
    /// Whether rules of the desk may name it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.way, Way::Webhook { .. } | Way::Mail(_))
    }
}

impl Ready {
    pub(crate) fn new(rule: Rule) -> Result<Ready, String> {
        let phrases = |said: &[String], what: &str| {
            said.iter()
                .map(|said| {
                    Phrase::new(said)
                        .ok_or_else(|| format!("{said:?} under {what} has no word in it"))
                })
                .collect::<Result<Vec<Phrase>, String>>()
        };
        let moves = match &rule.moves_by {
            None => None,
            Some(said) => {
                let (number, share) = match said.trim().strip_suffix('%') {
                    Some(number) => (number, true),
                    None => (said.trim(), false),
                };
                let number = number
                    .trim()
                    .parse::<f64>()
                    .ok()
                    .filter(|number| number.is_finite() && *number >= 0.0);
                let number = number
                    .ok_or_else(|| format!("moves_by = {said:?}: write it as \"5\" or \"10%\""))?;
                Some(if share {
                    Move::Share(number / 100.0)
                } else {
                    Move::By(number)
                })
            }
        };
        Ok(Ready {
            words: phrases(&rule.words, "words")?,
            who: phrases(&rule.who, "who")?,
            places: phrases(&rule.place, "place")?,
            outlets: phrases(&rule.outlet, "outlet")?,
            moves,
            rule,
        })
    }
}

#[cfg(test)]
mod tests;
