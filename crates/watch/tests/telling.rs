//! The outbox handed over: by every channel, again where it failed, once where it did not.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crosswire_fetch::{Guest, Options};
use crosswire_ledger::{Ledger, NewAlert, Page, Waiting};
use crosswire_watch::{Rules, Teller, rules, signature};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("crosswire-telling-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("key"), "a secret for tests only\n").unwrap();
        Folder(path)
    }

    fn ledger(&self) -> PathBuf {
        self.0.join("news.db")
    }

    fn rules(&self, text: &str) -> Rules {
        let place = self.0.join("rules.toml").display().to_string();
        rules(text, &place, &|path| std::fs::read_to_string(path)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn guest() -> Guest {
    Guest::new(Options::new("desk@example.org").unwrap())
}

/// Puts alerts for a channel into the outbox of a ledger.
fn wait(ledger: &mut Ledger, names: &[&str], channel: &str, batch: Option<&str>, due: Timestamp) {
    let from = ledger.watch_from(0).unwrap();
    let alerts: Vec<NewAlert> = names
        .iter()
        .map(|name| NewAlert {
            name: (*name).to_owned(),
            rule: "tolls".to_owned(),
            data: json!({"id": name, "rule": "tolls", "at": "2031-03-06T08:00:00Z", "of": "finding", "title": format!("How many? {name}"),
                "text": "The number moved.\u{1b}[2J", "page": "/findings/f", "story": null, "label": null, "record": {}})
            .to_string(),
            channels: vec![Waiting {
                channel: channel.to_owned(),
                batch: batch.map(str::to_owned),
                due,
            }],
        })
        .collect();
    assert_eq!(
        ledger
            .keep_alerts((from, from + 1), &alerts, Timestamp::now())
            .unwrap(),
        names.len()
    );
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn waiting(ledger: &Ledger) -> (u64, u64) {
    let outbox = ledger.latest().unwrap().outbox().unwrap();
    outbox
        .iter()
        .fold((0, 0), |(waiting, given_up), (_, a, b)| {
            (waiting + a, given_up + b)
        })
}

/// What a hook was sent: the head, in lower case, and the body.
type Sent = (String, Vec<u8>);

/// A hook that answers with each of some statuses in turn, the last for ever; and what it was sent.
fn hook(statuses: &'static [u16]) -> (SocketAddr, Arc<Mutex<Vec<Sent>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let sent: Arc<Mutex<Vec<Sent>>> = Arc::default();
    let kept = Arc::clone(&sent);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).to_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"));
            let mut body = vec![
                0;
                length
                    .and_then(|length| length.trim().parse().ok())
                    .unwrap_or(0)
            ];
            stream.read_exact(&mut body).unwrap();
            let mut kept = kept.lock().unwrap();
            let status = statuses[kept.len().min(statuses.len() - 1)];
            kept.push((head, body));
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }
    });
    (address, sent)
}

fn value<'h>(head: &'h str, name: &str) -> &'h str {
    head.lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_default()
        .trim()
}

#[test]
fn a_webhook_is_signed_and_tried_again_under_the_same_id() {
    let folder = Folder::new("hook");
    let (address, sent) = hook(&[500, 204]);
    let rules = folder.rules(&format!("[[channel]]\nname = \"hook\"\nwebhook = \"http://{address}/in\"\nsecret_file = \"key\"\nallow = [\"{address}\"]\n"));
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    wait(&mut ledger, &["a1"], "hook", None, Timestamp::now());
    let teller = Teller::start(&folder.ledger(), &rules, guest()).unwrap();
    until("told at the second try", || waiting(&ledger).0 == 0);
    teller.finish(Duration::from_secs(5));
    let sent = sent.lock().unwrap();
    assert_eq!(sent.len(), 2);
    for (head, body) in sent.iter() {
        assert_eq!(value(head, "webhook-id:"), "a1");
        let seconds: i64 = value(head, "webhook-timestamp:").parse().unwrap();
        let signed = signature(b"a secret for tests only", "a1", seconds, body);
        assert_eq!(value(head, "webhook-signature:"), signed.to_lowercase());
        let told: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(
            (&told["id"], &told["rule"]),
            (&json!("a1"), &json!("tolls"))
        );
    }
}

#[test]
fn who_is_gone_for_good_is_given_up_and_a_private_address_is_not_told() {
    let folder = Folder::new("gone");
    let (address, sent) = hook(&[410]);
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    let rules = folder.rules(&format!("[[channel]]\nname = \"gone\"\nwebhook = \"http://{address}/\"\nsecret_file = \"key\"\nallow = [\"{address}\"]\n"));
    wait(&mut ledger, &["a1"], "gone", None, Timestamp::now());
    Teller::start(&folder.ledger(), &rules, guest())
        .unwrap()
        .finish(Duration::from_secs(5));
    until("given up", || waiting(&ledger) == (0, 1));
    let rules = folder.rules(&format!(
        "[[channel]]\nname = \"inside\"\nwebhook = \"http://{address}/\"\nsecret_file = \"key\"\n"
    ));
    wait(&mut ledger, &["a2"], "inside", None, Timestamp::now());
    Teller::start(&folder.ledger(), &rules, guest())
        .unwrap()
        .finish(Duration::from_secs(5));
    assert_eq!(
        waiting(&ledger),
        (1, 1),
        "it is tried again, should the list change"
    );
    assert_eq!(sent.lock().unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_alert_and_no_shell_reads_it() {
    let folder = Folder::new("command");
    let out = folder.0.join("out");
    // A program that keeps its standard input, its arguments and its environment.
    let script = folder.0.join("tell");
    std::fs::write(&script, format!("#!/bin/sh\ncat > {0}.json\necho \"$1\" \"$CROSSWIRE_ALERT\" \"$CROSSWIRE_RULE\" > {0}.tmp && mv {0}.tmp {0}\n", out.display())).unwrap();
    let run = |rest: &str| {
        format!(
            "[[channel]]\nname = \"run\"\ncommand = [\"/bin/sh\", \"{}\", {rest}]\n",
            script.display()
        )
    };
    let rules = folder.rules(&run("\"$(touch /tmp/x); `id`\""));
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    wait(&mut ledger, &["a1"], "run", None, Timestamp::now());
    let teller = Teller::start(&folder.ledger(), &rules, guest()).unwrap();
    until("it ran", || waiting(&ledger).0 == 0);
    teller.finish(Duration::from_secs(5));
    assert_eq!(
        std::fs::read_to_string(&out).unwrap(),
        "$(touch /tmp/x); `id` a1 tolls\n"
    );
    let told: Value =
        serde_json::from_str(&std::fs::read_to_string(out.with_extension("json")).unwrap())
            .unwrap();
    assert_eq!(told["id"], "a1");
    // One that fails is tried again, one that is not there too.
    for (name, argv) in [
        ("bad", "\"/bin/false\""),
        ("absent", "\"/no/such/program\""),
    ] {
        let rules = folder.rules(&format!(
            "[[channel]]\nname = \"{name}\"\ncommand = [{argv}]\n"
        ));
        wait(&mut ledger, &[name], name, None, Timestamp::now());
        Teller::start(&folder.ledger(), &rules, guest())
            .unwrap()
            .finish(Duration::from_secs(5));
    }
    assert_eq!(waiting(&ledger), (2, 0));
}

#[test]
fn a_spool_gets_one_file_an_alert_however_often_it_is_told() {
    let folder = Folder::new("spool");
    let rules = folder.rules("[[channel]]\nname = \"drop\"\nspool = \"out\"\n");
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    wait(&mut ledger, &["a1", "a2"], "drop", None, Timestamp::now());
    // As after a kill between telling and noting it: it is told again.
    let due = ledger.due("drop", Timestamp::now(), 10).unwrap();
    for round in 0..2 {
        Teller::start(&folder.ledger(), &rules, guest())
            .unwrap()
            .finish(Duration::from_secs(5));
        until("told", || waiting(&ledger).0 == 0);
        if round == 0 {
            for delivery in &due {
                ledger
                    .keep_trouble(delivery, "", Some(Timestamp::now()), Timestamp::now())
                    .unwrap();
            }
        }
    }
    let mut files: Vec<String> = std::fs::read_dir(folder.0.join("out"))
        .unwrap()
        .flatten()
        .map(|file| file.file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["a1.eml", "a2.eml"]);
    let letter = std::fs::read_to_string(folder.0.join("out/a1.eml")).unwrap();
    assert!(
        letter.contains("Subject: [tolls] How many? a1")
            && letter.contains("Message-ID: <a1@crosswire.invalid>"),
        "{letter}"
    );
}

/// A mail server that keeps what it is sent.
fn mail_server() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let letters: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&letters);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            stream.write_all(b"220 here\r\n").unwrap();
            let mut line = String::new();
            while lines.read_line(&mut line).unwrap_or(0) > 0 {
                let answer = match line.get(..4).unwrap_or("") {
                    "DATA" => {
                        stream.write_all(b"354 go on\r\n").unwrap();
                        let mut letter = String::new();
                        while !letter.ends_with("\r\n.\r\n")
                            && lines.read_line(&mut letter).unwrap_or(0) > 0
                        {
                        }
                        kept.lock().unwrap().push(letter);
                        "250 kept"
                    }
                    "QUIT" => "221 bye",
                    _ => "250 well",
                };
                line.clear();
                if stream
                    .write_all(format!("{answer}\r\n").as_bytes())
                    .is_err()
                {
                    break;
                }
            }
        }
    });
    (address, letters)
}

#[test]
fn mail_goes_through_the_server_that_is_named() {
    let folder = Folder::new("mail");
    let (address, letters) = mail_server();
    let rules = folder.rules(&format!(
        "[mail]\nserver = \"{address}\"\nsecurity = \"none\"\nfrom = \"desk@example.org\"\n[[channel]]\nname = \"ida\"\nmail = [\"ida@example.org\", \"Ola <ola@example.org>\"]\n"
    ));
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    wait(&mut ledger, &["a1"], "ida", None, Timestamp::now());
    let teller = Teller::start(&folder.ledger(), &rules, guest()).unwrap();
    until("sent", || waiting(&ledger).0 == 0);
    teller.finish(Duration::from_secs(5));
    let letters = letters.lock().unwrap();
    assert_eq!(letters.len(), 1);
    for part in [
        "From: desk@example.org",
        "ida@example.org",
        "ola@example.org",
        "Subject: [tolls] How many? a1",
        "Message-ID: <a1@crosswire.invalid>",
    ] {
        assert!(letters[0].contains(part), "{part}: {}", letters[0]);
    }
    // A server that cannot keep it from others is not used where that is asked for.
    let rules = folder.rules(&format!(
        "[mail]\nserver = \"{address}\"\nsecurity = \"starttls\"\nfrom = \"desk@example.org\"\n[[channel]]\nname = \"safe\"\nmail = [\"ida@example.org\"]\n"
    ));
    wait(&mut ledger, &["a2"], "safe", None, Timestamp::now());
    Teller::start(&folder.ledger(), &rules, guest())
        .unwrap()
        .finish(Duration::from_secs(5));
    assert_eq!(waiting(&ledger), (1, 0));
}

#[test]
fn what_comes_together_is_told_together_when_it_is_time() {
    let folder = Folder::new("digest");
    let (address, sent) = hook(&[204]);
    let rules = folder.rules(&format!("[[channel]]\nname = \"hook\"\nwebhook = \"http://{address}/\"\nsecret_file = \"key\"\nallow = [\"{address}\"]\n"));
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    let due = Timestamp::now() + 2.seconds();
    wait(
        &mut ledger,
        &["a1", "a2", "a3"],
        "hook",
        Some("tolls hourly"),
        due,
    );
    wait(
        &mut ledger,
        &["b1"],
        "hook",
        Some("tolls hourly later"),
        Timestamp::now() + 1.hours(),
    );
    let teller = Teller::start(&folder.ledger(), &rules, guest()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(sent.lock().unwrap().len(), 0, "it is not time yet");
    until("told", || waiting(&ledger).0 == 1);
    teller.finish(Duration::from_secs(5));
    let sent = sent.lock().unwrap();
    assert_eq!(sent.len(), 1, "as one message");
    let told: Value = serde_json::from_slice(&sent[0].1).unwrap();
    let names: Vec<&str> = told["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|alert| alert["id"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["a1", "a2", "a3"]);
    assert_eq!(told["id"], value(&sent[0].0, "webhook-id:"));
}

#[test]
fn an_alert_is_kept_once_and_a_commit_is_dealt_with_once() {
    let folder = Folder::new("once");
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    wait(&mut ledger, &["a1"], "x", None, Timestamp::now());
    let alert = |name: &str| NewAlert {
        name: name.to_owned(),
        rule: "tolls".to_owned(),
        data: "{}".to_owned(),
        channels: Vec::new(),
    };
    let now = Timestamp::now();
    // Another program dealt with these commits in between.
    assert_eq!(
        ledger.keep_alerts((0, 5), &[alert("late")], now).unwrap(),
        0
    );
    assert_eq!(ledger.watched_through().unwrap(), Some(1));
    assert_eq!(
        ledger
            .keep_alerts((1, 2), &[alert("a1"), alert("a2")], now)
            .unwrap(),
        1
    );
    let all = ledger
        .latest()
        .unwrap()
        .alerts(None, &Page::default())
        .unwrap();
    let names: Vec<&str> = all.items.iter().map(|alert| alert.name.as_str()).collect();
    assert_eq!(names, ["a2", "a1"]);
    assert_eq!(ledger.latest().unwrap().alerts_after(1).unwrap(), (2, 1));
}

#[test]
fn feeds_have_addresses_until_they_are_revoked() {
    let folder = Folder::new("feeds");
    let mut ledger = Ledger::create(folder.ledger()).unwrap();
    let now = Timestamp::now();
    ledger.make_feed("one-secret", None, now).unwrap();
    ledger
        .make_feed("other-secret", Some("tolls"), now)
        .unwrap();
    let feeds = ledger.latest().unwrap().feeds().unwrap();
    assert_eq!(
        (feeds[0].rule.as_deref(), feeds[1].rule.as_deref()),
        (Some("tolls"), None)
    );
    assert!(ledger.revoke_feed(feeds[0].id, now).unwrap());
    assert!(
        !ledger.revoke_feed(feeds[0].id, now).unwrap(),
        "it was revoked before"
    );
    let feeds = ledger.latest().unwrap().feeds().unwrap();
    assert!(feeds[0].revoked.is_some() && feeds[1].revoked.is_none());
}

/// The ledger that a path names, for messages.
#[test]
fn a_ledger_that_is_not_there_is_no_reason_to_fall() {
    let rules = Rules::default();
    let teller = Teller::start(Path::new("/no/such/folder/news.db"), &rules, guest()).unwrap();
    teller.wake();
    teller.finish(Duration::from_secs(1));
}
