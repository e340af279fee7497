//! What can go wrong when something is asked for.

/// Why there is no answer, or none that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address}: {message}")]
pub struct Trouble {
    /// What kind of trouble.
    pub kind: Kind,
    /// What was asked for.
    pub address: String,
    /// What happened, and what to do where something can be done.
    pub message: String,
}

/// A kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The address is one that is never asked: private, not of the web, with a password in it.
    Refused,
    /// The host has no address, or does not answer.
    Unreachable,
    /// It took too long.
    Slow,
    /// There is more than is taken.
    TooLarge,
    /// The answer broke off, or is none.
    Broken,
    /// The host could not show that it is who it says.
    Unverified,
}

impl Trouble {
    pub(crate) fn new(kind: Kind, address: &str, message: impl Into<String>) -> Trouble {
        Trouble {
            kind,
            address: address.to_owned(),
            message: message.into(),
        }
    }

    /// What the client says, as a kind of trouble.
    pub(crate) fn of(address: &str, error: ureq::Error) -> Trouble {
        use ureq::Error;
        match error {
            Error::Other(inner) => match inner.downcast::<Private>() {
                Ok(private) => Trouble::new(Kind::Refused, address, private.to_string()),
                Err(other) => Trouble::new(Kind::Broken, address, other.to_string()),
            },
            Error::Timeout(reason) => Trouble::new(
                Kind::Slow,
                address,
                format!("it took too long ({reason}); it is tried again later"),
            ),
            Error::HostNotFound => Trouble::new(
                Kind::Unreachable,
                address,
                "the host's name stands for no address",
            ),
            Error::Rustls(error) => Trouble::new(
                Kind::Unverified,
                address,
                format!("the host cannot show that it is who it says: {error}"),
            ),
            Error::LargeResponseHeader(..) | Error::BodyExceedsLimit(_) => {
                Trouble::new(Kind::TooLarge, address, error.to_string())
            }
            Error::Io(error) => Trouble::of_stream(address, &error),
            other => Trouble::new(Kind::Broken, address, other.to_string()),
        }
    }

    /// What a stream says, also of what the client wrapped into it.
    pub(crate) fn of_stream(address: &str, error: &std::io::Error) -> Trouble {
        use std::io::ErrorKind;
        if let Some(inner) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<ureq::Error>())
        {
            return match inner {
                ureq::Error::Timeout(reason) => Trouble::of(address, ureq::Error::Timeout(*reason)),
                other => Trouble::new(Kind::Broken, address, format!("it broke off: {other}")),
            };
        }
        if error
            .get_ref()
            .is_some_and(|inner| inner.to_string().contains("certificate"))
        {
            return Trouble::new(
                Kind::Unverified,
                address,
                format!("the host cannot show that it is who it says: {error}"),
            );
        }
        let kind = match error.kind() {
            ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::AddrNotAvailable => Kind::Unreachable,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Kind::Slow,
            _ => Kind::Broken,
        };
        Trouble::new(kind, address, error.to_string())
    }
}

/// A host whose name stands for an address that is never connected to.
#[derive(Debug, thiserror::Error)]
#[error(
    "{host} is at {address}, and {address} is a private address, which nothing here asks; if it is meant, \
    list \"{host}:{port}\" under `allow` of the source"
)]
pub(crate) struct Private {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) address: std::net::IpAddr,
}
