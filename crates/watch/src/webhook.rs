//! A signed request, as the Standard Webhooks specification has it: `webhook-id`, `webhook-timestamp`
//! and `webhook-signature`, the last a HMAC-SHA-256 over id, time and body.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crosswire_fetch::{Guest, Url, retry_after};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::alert::Message;
use crate::teller::Failed;

/// What a secret's text stands for: after `whsec_` Base64, else the text itself; `None` where it is too
/// short to keep anything.
pub(crate) fn secret(said: &str) -> Option<Vec<u8>> {
    let secret = match said.strip_prefix("whsec_") {
        Some(packed) => STANDARD.decode(packed).ok()?,
        None => said.as_bytes().to_vec(),
    };
    (secret.len() >= 16).then_some(secret)
}

/// The signature of a message.
///
/// ```
/// let signature = crosswire_watch::signature(b"0123456789abcdef", "a1", 1_930_000_000, b"{}");
/// assert!(signature.starts_with("v1,"));
/// assert_ne!(signature, crosswire_watch::signature(b"0123456789abcdef", "a1", 1_930_000_001, b"{}"));
/// ```
#[must_use]
pub fn signature(secret: &[u8], id: &str, seconds: i64, body: &[u8]) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return String::new();
    };
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

pub(crate) fn send(
    guest: &Guest,
    (url, secret, allow): (&str, &[u8], &[String]),
    message: &Message,
    now: Timestamp,
) -> Result<(), Failed> {
    let address = Url::parse(url).map_err(|error| Failed::for_good(format!("{url}: {error}")))?;
    let body = message.json.as_bytes();
    let seconds = now.as_second();
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("webhook-id", message.id.clone()),
        ("webhook-timestamp", seconds.to_string()),
        (
            "webhook-signature",
            signature(secret, &message.id, seconds, body),
        ),
    ];
    let answer = guest
        .post(&address, &headers, body, allow)
        .map_err(|trouble| Failed::for_now(trouble.to_string()))?;
    match answer.status {
        200..300 => Ok(()),
        // The other end wants no more of this.
        410 => Err(Failed::for_good(format!(
            "{url}: the other end is gone for good (status 410)"
        ))),
        status => Err(Failed {
            why: format!("{url}: the other end did not take it (status {status})"),
            again: true,
            wait: answer
                .retry_after
                .as_deref()
                .and_then(|said| retry_after(said, now))
                .map(|wait| wait.min(Duration::from_secs(86_400))),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_as_the_specification_shows() {
        // The example of the Standard Webhooks specification's reference libraries.
        let secret = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert!(super::secret("short").is_none() && super::secret("whsec_!").is_none());
    }
}
