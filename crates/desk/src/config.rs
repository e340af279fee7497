//! What the desk is told when it starts.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crosswire_extract::Extracted;
use crosswire_ledger::Run;
use crosswire_report::Report;

/// Annotates and extracts reports, in the order given, and says with what; loads the model when
/// it is first called.
pub type Analyse =
    Box<dyn FnMut(Vec<Arc<Report>>) -> anyhow::Result<(Vec<Extracted>, Run)> + Send + 'static>;

/// What the desk is told when it starts.
pub struct Config {
    /// The ledger, which is made where it is not there.
    pub ledger: PathBuf,
    /// Where to answer.
    pub listen: SocketAddr,
    /// What a client must show before it may write, or read from another address than loopback.
    pub token: Token,
    /// Names by which the desk may be asked for, beside loopback and the address itself.
    pub hosts: Vec<String>,
    /// Looks into what is uploaded.
    pub analyse: Analyse,
    /// What is followed; `None` for nothing: then nothing is fetched.
    pub following: Option<Following>,
    /// Whom to tell of what, beside the rules that are made on the desk.
    pub rules: crosswire_watch::Rules,
}

/// What is followed beside the serving, and how.
pub struct Following {
    /// The sources that are followed from now on; `None` for those that the ledger knows.
    pub sources: Option<Vec<crosswire_follow::Source>>,
    /// How.
    pub options: crosswire_follow::Options,
}

/// A secret of 32 hexadecimal digits, or one of the user's own.
#[derive(Clone)]
pub struct Token(Arc<str>);

impl Token {
    /// The user's own; at least 16 characters, none of them white space.
    #[must_use]
    pub fn new(secret: &str) -> Option<Token> {
        let fits = secret.len() >= 16 && !secret.contains(|c: char| c.is_whitespace() || c == ';');
        fits.then(|| Token(secret.into()))
    }

    /// A random one.
    ///
    /// # Errors
    ///
    /// When the system has no randomness to give.
    pub fn random() -> anyhow::Result<Token> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        Ok(Token(hex(&bytes).into()))
    }

    /// The secret itself.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Whether `said` is the secret; takes as long whether it is or not.
    #[must_use]
    pub fn is(&self, said: &str) -> bool {
        let (a, b) = (digest(&self.0), digest(said));
        a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }

    /// What a form of the desk's own carries, so that no other site's form can pass for it.
    #[must_use]
    pub fn form(&self) -> String {
        hex(&digest(&format!("form {}", self.0))[..16])
    }
}

fn digest(text: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).into()
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn tokens_are_themselves_only() {
        let token = Token::random().unwrap();
        assert_eq!(token.secret().len(), 32);
        assert!(token.is(token.secret()));
        assert!(!token.is(""));
        assert!(!token.is(&token.form()));
        assert!(Token::new("short").is_none());
        assert!(Token::new("0123456789 abcdef").is_none());
    }
}
