//! What waits in the outbox, handed over: a thread for each channel, so that a slow one holds up no
//! other.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crosswire_fetch::Guest;
use crosswire_ledger::{Delivery, Ledger, Options};
use jiff::{SignedDuration, Timestamp};

use crate::alert::{Message, message, moment};
use crate::rules::{Channel, Mail, Rules, Way};
use crate::{mail, webhook};

/// How long after a failure a message is tried again: this, then twice that, up to an hour.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(3600);
/// How long a message is tried.
const TRIED: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a command may run.
const COMMAND: Duration = Duration::from_secs(60);
/// How often the outbox is looked into though nobody says that something came.
const LOOK: Duration = Duration::from_secs(1);
/// Messages that are handed over before the outbox is looked into again.
const AT_ONCE: usize = 64;
/// Messages that are noted as told together, and how long one that was told waits for that.
const NOTED: usize = 16;
const NOTED_WITHIN: Duration = Duration::from_millis(200);

/// Why a message was not handed over.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) why: String,
    /// Whether it is tried again.
    pub(crate) again: bool,
    /// How long the other end wants it to take.
    pub(crate) wait: Option<Duration>,
}

impl Failed {
    pub(crate) fn for_now(why: String) -> Failed {
        Failed {
            why,
            again: true,
            wait: None,
        }
    }

    pub(crate) fn for_good(why: String) -> Failed {
        Failed {
            why,
            again: false,
            wait: None,
        }
    }
}

/// Hands over what waits in the outbox; ends when it is dropped.
pub struct Teller {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    stop: AtomicBool,
    /// Counts how often somebody said that something came.
    came: Mutex<u64>,
    wake: Condvar,
}

struct Telling {
    ledger: PathBuf,
    channel: Channel,
    mail: Option<Mail>,
    guest: Arc<Guest>,
    shared: Arc<Shared>,
}

impl Teller {
    /// Begins to hand over what waits for the channels of some rules.
    ///
    /// # Errors
    ///
    /// When no thread can be started.
    pub fn start(ledger: &Path, rules: &Rules, guest: Guest) -> std::io::Result<Teller> {
        let shared = Arc::new(Shared {
            stop: AtomicBool::new(false),
            came: Mutex::new(0),
            wake: Condvar::new(),
        });
        let guest = Arc::new(guest);
        let mut threads = Vec::new();
        for channel in &rules.channels {
            let telling = Telling {
                ledger: ledger.to_owned(),
                channel: channel.clone(),
                mail: rules.mail.clone(),
                guest: Arc::clone(&guest),
                shared: Arc::clone(&shared),
            };
            let thread = std::thread::Builder::new().name(format!("tell {}", channel.name));
            threads.push(thread.spawn(move || telling.run())?);
        }
        Ok(Teller { shared, threads })
    }

    /// Says that something came into the outbox.
    pub fn wake(&self) {
        if let Ok(mut came) = self.shared.came.lock() {
            *came += 1;
        }
        self.shared.wake.notify_all();
    }

    /// Hands over what is due, for at most so long, and ends.
    pub fn finish(mut self, within: Duration) {
        self.shared.stop.store(true, Ordering::SeqCst);
        self.wake();
        let until = Instant::now() + within;
        for thread in self.threads.drain(..) {
            while !thread.is_finished() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

impl Telling {
    fn run(self) {
        let options = Options {
            cache: 1_024,
            kept: 1,
            ..Options::default()
        };
        let mut ledger = None;
        let mut seen = 0;
        loop {
            let last = self.shared.stop.load(Ordering::SeqCst);
            if ledger.is_none() {
                ledger = Ledger::create_with(&self.ledger, options).ok();
            }
            let more = match &mut ledger {
                Some(open) => match self.round(open) {
                    Ok(more) => more,
                    Err(error) => {
                        tracing::error!(channel = self.channel.name, %error, "the outbox cannot be used");
                        ledger = None;
                        false
                    }
                },
                None => false,
            };
            if more {
                continue;
            }
            if last {
                return;
            }
            let Ok(mut came) = self.shared.came.lock() else {
                return;
            };
            if *came == seen {
                match self.shared.wake.wait_timeout(came, LOOK) {
                    Ok((guard, _)) => came = guard,
                    Err(_) => return,
                }
            }
            seen = *came;
        }
    }

    /// Hands over what is due now; whether there may be more. What was told is noted a few messages at a
    /// time: a kill in between tells these again.
    fn round(&self, ledger: &mut Ledger) -> Result<bool, crosswire_ledger::Error> {
        let due = ledger.due(&self.channel.name, Timestamp::now(), AT_ONCE)?;
        let more = due.len() == AT_ONCE;
        let mut told: Vec<Delivery> = Vec::new();
        let mut noted = Instant::now();
        for delivery in due {
            let now = Timestamp::now();
            let message = message(delivery.batch.as_deref(), &delivery.alerts);
            match self.tell(&message, &delivery, now) {
                Ok(()) => {
                    tracing::info!(channel = self.channel.name, alert = message.id, "told");
                    told.push(delivery);
                }
                Err(failed) => {
                    tracing::warn!(
                        channel = self.channel.name,
                        alert = message.id,
                        why = failed.why,
                        "not told"
                    );
                    let again = failed
                        .again
                        .then(|| again(&delivery, failed.wait, now))
                        .flatten();
                    ledger.keep_trouble(&delivery, &failed.why, again, now)?;
                }
            }
            if told.len() >= NOTED || noted.elapsed() >= NOTED_WITHIN {
                ledger.keep_told(&told, Timestamp::now())?;
                told.clear();
                noted = Instant::now();
            }
        }
        if !told.is_empty() {
            ledger.keep_told(&told, Timestamp::now())?;
        }
        Ok(more)
    }

    fn tell(&self, message: &Message, delivery: &Delivery, now: Timestamp) -> Result<(), Failed> {
        match &self.channel.way {
            Way::Terminal => terminal(message),
            Way::Webhook { url, secret, allow } => {
                webhook::send(&self.guest, (url, secret, allow), message, now)
            }
            Way::Command(argv) => command(argv, message, delivery),
            Way::Spool(folder) => {
                let from = self
                    .mail
                    .as_ref()
                    .map_or("crosswire@localhost", |mail| mail.from.as_str());
                mail::spool(folder, from, message)
            }
            Way::Mail(to) => match &self.mail {
                Some(mail) => mail::send(mail, to, message),
                None => Err(Failed::for_good(
                    "there is no [mail] in the rule file".to_owned(),
                )),
            },
        }
    }
}

/// When a message is tried again; `None` when it was tried for long enough.
fn again(delivery: &Delivery, wait: Option<Duration>, now: Timestamp) -> Option<Timestamp> {
    let began = delivery
        .alerts
        .iter()
        .map(|alert| moment(&alert.at))
        .max()?;
    if now.duration_since(began) > TRIED {
        return None;
    }
    let doubled = FIRST
        .saturating_mul(1 << delivery.attempts.min(12))
        .min(LONGEST);
    let wait = doubled.max(wait.unwrap_or_default());
    now.checked_add(SignedDuration::try_from(wait).ok()?).ok()
}

fn terminal(message: &Message) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    // A page's words must not move a terminal's cursor.
    let line: String = message.title.chars().filter(|c| !c.is_control()).collect();
    writeln!(out, "{line} ({})", message.id)
        .and_then(|()| out.flush())
        .map_err(|error| Failed::for_now(format!("the terminal: {error}")))
}

/// Runs a program with the alert as JSON on its standard input. No shell reads any of it.
fn command(argv: &[String], message: &Message, delivery: &Delivery) -> Result<(), Failed> {
    let Some((program, arguments)) = argv.split_first() else {
        return Err(Failed::for_good("the command is empty".to_owned()));
    };
    let failed = |error: std::io::Error| Failed::for_now(format!("{program}: {error}"));
    let rule = delivery
        .alerts
        .first()
        .map_or("", |alert| alert.rule.as_str());
    let mut child = Command::new(program)
        .args(arguments)
        .env("CROSSWIRE_ALERT", &message.id)
        .env("CROSSWIRE_RULE", rule)
        .env_remove("CROSSWIRE_TOKEN")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    // A program that reads nothing must not hold this up; it is killed when its time is over.
    let writing = child.stdin.take().map(|mut input| {
        let json = message.json.clone();
        std::thread::spawn(move || {
            let _ = input.write_all(json.as_bytes());
        })
    });
    let until = Instant::now() + COMMAND;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failed::for_now(format!(
                "{program}: it ran for more than a minute and was ended"
            )));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    if let Some(writing) = writing {
        let _ = writing.join();
    }
    if status.success() {
        Ok(())
    } else {
        Err(Failed::for_now(format!(
            "{program}: it ended with {status}"
        )))
    }
}
