//! Mail (RFC 5322 with MIME): newsletters, alerts, a report that somebody sent on.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::draft::{Draft, hex};
use crate::error::{ErrorKind, Place, ReadError};
use crate::formats::{self, Format, Head};
use crate::input::Input;
use crate::page;
use crate::sink::{Flow, Sink};
use crate::xml::escaped;
use sha2::{Digest, Sha256};

/// Attachments beyond this many are not looked at.
const ATTACHMENTS: usize = 100;

/// One message.
pub(crate) struct Mail;

impl Format for Mail {
    fn recognises(&self, head: &Head<'_>) -> bool {
        let mut names = Vec::new();
        for line in head.start.split(|&byte| byte == b'\n').take(200) {
            let line = String::from_utf8_lossy(line);
            let line = line.trim_end_matches('\r');
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) && !names.is_empty() {
                continue;
            }
            let Some((name, _)) = line.split_once(':') else {
                return false;
            };
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return false;
            }
            names.push(name.to_ascii_lowercase());
        }
        let has = |name: &str| names.iter().any(|known| known == name);
        let made = [
            "message-id",
            "mime-version",
            "received",
            "return-path",
            "delivered-to",
        ];
        has("from")
            && (made.iter().any(|name| has(name)) || has("to") && has("subject") && has("date"))
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let Some(bytes) = input.into_bytes(sink.options.limits.record, sink)? else {
            return Flow::Continue(());
        };
        let Some(mail) = MessageParser::default().parse(&bytes) else {
            return sink.error(ReadError::new(
                ErrorKind::BadRecord,
                around.name.as_str(),
                "it begins as a mail does but is none",
                "save the message again",
            ));
        };
        let mut draft = Draft::default();
        draft.details.raw_sha256 = hex(&Sha256::digest(&bytes));
        let header = |name: &'static str| mail.header_raw(name).map(str::trim);
        draft.id = mail.message_id().map(str::to_owned);
        draft.entitle(mail.subject().map(escaped), "mail Subject");
        let sender = mail.from().and_then(|from| from.first());
        let name = sender.and_then(|sender| sender.name()).map(str::to_owned);
        let host = sender
            .and_then(|sender| sender.address())
            .and_then(|address| address.rsplit_once('@'))
            .map(|(_, host)| host.to_owned());
        // A list is sent by an outlet, any other mail by a person.
        if header("List-Id").or(header("List-Unsubscribe")).is_some() {
            draft.issue(name.as_deref().map(escaped), "mail From");
        } else {
            draft.credit(&Vec::from_iter(name), "mail From");
        }
        draft.issue(host, "mail From");
        if let Some(printed) = header("Date") {
            draft.publish(printed, "mail Date");
        }
        draft.speak(header("Content-Language"), "mail Content-Language");
        let html = mail.html_bodies().find_map(|part| match &part.body {
            PartType::Html(html) => Some(html.to_string()),
            _ => None,
        });
        match html {
            Some(html) => page::fragment(&mut draft, &html, &sink.options.limits),
            None => {
                draft.text = mail
                    .body_text(0)
                    .map(std::borrow::Cow::into_owned)
                    .unwrap_or_default();
            }
        }
        sink.report(draft, &Place::from(around.name.as_str()))?;
        for (at, part) in mail.attachments().enumerate().take(ATTACHMENTS) {
            let media = part.content_type().map(|media| media.ctype().to_owned());
            if matches!(media.as_deref(), Some("image" | "audio" | "video")) {
                continue;
            }
            let name = part
                .attachment_name()
                .map_or_else(|| format!("part {}", at + 1), str::to_owned);
            let stream = Box::new(std::io::Cursor::new(part.contents().to_vec()));
            if let Ok(input) = Input::member(&around, &name, stream) {
                formats::read(input, sink)?;
            }
        }
        Flow::Continue(())
    }
}
