//! Mail: a message built once, sent through a server, or put into a folder.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message as Letter, SmtpTransport, Transport};

use crate::alert::Message;
use crate::rules::{Mail, Security};
use crate::teller::Failed;

/// How long a server may take for each step.
const PATIENCE: Duration = Duration::from_secs(30);

/// The letter of a message.
fn letter(from: &str, to: &[String], message: &Message) -> Result<Letter, Failed> {
    let wrong = |what: &str, error: &dyn std::fmt::Display| {
        Failed::for_good(format!("{what}: {error}; mend the rule file"))
    };
    let mut letter = Letter::builder()
        .from(from.parse().map_err(|error| wrong(from, &error))?)
        .subject(message.title.clone())
        // By which the same message that comes twice is told apart.
        .message_id(Some(format!("<{}@crosswire.invalid>", message.id)))
        .header(ContentType::TEXT_PLAIN);
    for to in to {
        letter = letter.to(to.parse().map_err(|error| wrong(to, &error))?);
    }
    letter
        .body(message.text.clone())
        .map_err(|error| wrong("the letter", &error))
}

pub(crate) fn send(mail: &Mail, to: &[String], message: &Message) -> Result<(), Failed> {
    let letter = letter(&mail.from, to, message)?;
    let (host, port) = match mail.server.rsplit_once(':') {
        Some((host, port)) => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => {
                return Err(Failed::for_good(format!(
                    "{}: not host:port; mend [mail]",
                    mail.server
                )));
            }
        },
        None => (mail.server.as_str(), None),
    };
    let failed = |error: lettre::transport::smtp::Error| Failed {
        again: !error.is_permanent(),
        why: format!("{}: {error}", mail.server),
        wait: None,
    };
    let tls = || TlsParameters::new(host.to_owned()).map_err(failed);
    let (tls, usual) = match mail.security {
        Security::Tls => (Tls::Wrapper(tls()?), 465),
        Security::Starttls => (Tls::Required(tls()?), 587),
        Security::None => (Tls::None, 25),
    };
    let mut transport = SmtpTransport::builder_dangerous(host)
        .port(port.unwrap_or(usual))
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some(user) = &mail.user {
        let password = match &mail.password_file {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Failed::for_now(format!("{}: {error}", path.display())))?,
        };
        transport =
            transport.credentials(Credentials::new(user.clone(), password.trim().to_owned()));
    }
    transport.build().send(&letter).map(|_| ()).map_err(failed)
}

/// Puts a message into a folder, moved in whole: `ID.eml`, the same name however often it is told.
pub(crate) fn spool(folder: &Path, from: &str, message: &Message) -> Result<(), Failed> {
    let letter = letter(from, &[from.to_owned()], message)?;
    let broken = |error: std::io::Error| Failed::for_now(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(broken)?;
    let unfinished = folder.join(format!(".{}.tmp", message.id));
    let mut file = std::fs::File::create(&unfinished).map_err(broken)?;
    file.write_all(&letter.formatted()).map_err(broken)?;
    file.sync_all().map_err(broken)?;
    std::fs::rename(&unfinished, folder.join(format!("{}.eml", message.id))).map_err(broken)
}
