//! What can be wrong with a model's folder.

use std::fmt;
use std::path::{Path, PathBuf};

/// A model that cannot be loaded: which file, which part of it, and what is wrong.
#[derive(Debug)]
pub struct LoadError {
    file: PathBuf,
    field: String,
    message: String,
    source: Option<std::io::Error>,
}

impl LoadError {
    /// The file that is missing, foreign, truncated or altered.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The part of the file that is wrong, such as `params[24].W`; empty for the file as a whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    pub(crate) fn io(file: &Path, source: std::io::Error) -> LoadError {
        LoadError {
            file: file.to_owned(),
            field: String::new(),
            message: "cannot be read".into(),
            source: Some(source),
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file.display())?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{}", self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => write!(
                f,
                " (this is not an unaltered en_core_web_md or en_core_web_sm 3.8)"
            ),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// What is wrong with a field; the reader of the file adds the file's name.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) field: String,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Fault {
        Fault {
            field: field.into(),
            message: message.into(),
        }
    }

    pub(crate) fn in_file(self, file: &Path) -> LoadError {
        LoadError {
            file: file.to_owned(),
            field: self.field,
            message: self.message,
            source: None,
        }
    }
}
