//! What the user set once: in the environment, else in a file.
//!
//! Flags come before the environment, the environment before `config.toml`. The file is optional;
//! one that cannot be understood is an error with its place, never half obeyed.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::args::Colour;

/// What `config.toml` may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Said {
    pub(crate) ledger: Option<PathBuf>,
    pub(crate) model: Option<PathBuf>,
    pub(crate) threads: Option<usize>,
    pub(crate) offline: Option<bool>,
    pub(crate) color: Option<Colour>,
    pub(crate) pager: Option<String>,
}

/// The file and what it says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Where the file is looked for; `None` where the machine has no place for it.
    pub(crate) file: Option<PathBuf>,
    /// Whether it is there.
    pub(crate) found: bool,
    pub(crate) said: Said,
}

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// A file with every setting, as `crosswire config --example` prints it.
pub(crate) const EXAMPLE: &str = "\
# Crosswire's configuration. Every line may be left out; flags and the environment come before it.

# The ledger of all commands that take --ledger (CROSSWIRE_LEDGER)
# ledger = \"/home/me/news.db\"

# The language model: md, sm, or a folder of one's own (CROSSWIRE_MODEL)
# model = \"md\"

# How many threads to use; one for each core where it is left out
# threads = 4

# Never use the network
# offline = false

# When to use colours: auto, always or never (NO_COLOR)
# color = \"auto\"

# What shows text that is longer than the terminal; \"\" for nothing (CROSSWIRE_PAGER, PAGER)
# pager = \"less\"
";

/// Reads the file, once, before anything else.
pub(crate) fn read() -> anyhow::Result<()> {
    let settings = load(file())?;
    // A second reading would find the same.
    let _ = SETTINGS.set(settings);
    Ok(())
}

/// What was read.
pub(crate) fn get() -> &'static Settings {
    SETTINGS.get_or_init(Settings::default)
}

fn load(file: Option<PathBuf>) -> anyhow::Result<Settings> {
    let Some(path) = &file else {
        return Ok(Settings::default());
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Settings {
                file,
                ..Settings::default()
            });
        }
        Err(error) => {
            return Err(error).with_context(|| format!("the configuration {}", path.display()));
        }
    };
    let said: Said = toml::from_str(&text).with_context(|| {
        format!(
            "the configuration {} (crosswire config --example prints one that is right)",
            path.display()
        )
    })?;
    if said.threads == Some(0) {
        bail!(
            "the configuration {}: threads: at least 1 is needed",
            path.display()
        );
    }
    Ok(Settings {
        file,
        found: true,
        said,
    })
}

/// Where the file is looked for.
fn file() -> Option<PathBuf> {
    let folder = |name: &str| {
        let said = std::env::var_os(name).filter(|said| !said.is_empty());
        said.map(PathBuf::from)
    };
    if let Some(file) = folder("CROSSWIRE_CONFIG") {
        return Some(file);
    }
    let base = if cfg!(windows) {
        folder("APPDATA")
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")))
    };
    base.map(|base| base.join("crosswire").join("config.toml"))
}

/// A variable of the environment that says something.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|said| !said.is_empty())
}

/// The ledger that a flag, the environment or the file names.
pub(crate) fn ledger(flag: Option<&Path>) -> anyhow::Result<PathBuf> {
    let named = flag
        .map(Path::to_path_buf)
        .or_else(|| variable("CROSSWIRE_LEDGER").map(PathBuf::from))
        .or_else(|| get().said.ledger.clone());
    named.context(
        "which ledger? Give --ledger FILE, set CROSSWIRE_LEDGER, or write `ledger = \"FILE\"` into \
         the configuration (crosswire config says where it is)",
    )
}

/// When to use colours, as a flag or the file says; on standard output that is.
pub(crate) fn coloured(flag: Option<Colour>) -> bool {
    use std::io::IsTerminal;
    match flag.or(get().said.color).unwrap_or_default() {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(name: &str, text: &str) -> anyhow::Result<Settings> {
        let file =
            std::env::temp_dir().join(format!("crosswire-{}-{name}.toml", std::process::id()));
        std::fs::write(&file, text).expect("a file for the test");
        let loaded = load(Some(file.clone()));
        std::fs::remove_file(&file).expect("the file can go");
        loaded
    }

    #[test]
    fn the_example_is_right_with_and_without_its_signs() {
        assert!(loaded("plain", EXAMPLE).is_ok());
        let all: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let said = loaded("all", &all).expect("every setting is one").said;
        assert_eq!(said.threads, Some(4));
        assert_eq!(said.color, Some(Colour::Auto));
        assert_eq!(said.pager.as_deref(), Some("less"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_what_there_is() {
        let error = loaded("unknown", "ledgr = \"a.db\"\n").expect_err("no such setting");
        let told = format!("{error:#}");
        assert!(
            told.contains("ledgr") && told.contains("ledger") && told.contains("line 1"),
            "{told}"
        );
        assert!(loaded("none", "threads = 0\n").is_err());
    }
}
