//! The list of a model's files with their sums, as it stands in the repository.

/// A model's files that the runtime reads.
#[derive(Debug)]
pub struct Manifest {
    entries: Vec<Entry>,
}

/// One file of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// SHA-256, in lower-case hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Its path in the model's folder, with forward slashes.
    pub path: String,
}

impl Manifest {
    /// Reads `SUM SIZE PATH` lines; `#` begins a comment.
    ///
    /// # Panics
    ///
    /// When a line is malformed: manifests are compiled in, so the crate's tests meet it first.
    pub(crate) fn parse(text: &str) -> Manifest {
        let lines = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let entries: Vec<Entry> = lines
            .map(|line| Entry::parse(line).expect("a line `SUM SIZE PATH`"))
            .collect();
        Manifest { entries }
    }

    /// The files, sorted by path.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What they take together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.entries.iter().map(|entry| entry.bytes).sum()
    }
}

impl Entry {
    fn parse(line: &str) -> Option<Entry> {
        let mut fields = line.splitn(3, ' ');
        let (sha256, bytes, path) = (fields.next()?, fields.next()?, fields.next()?);
        let is_sum = sha256.len() == 64
            && sha256
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let is_inside =
            !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        (is_sum && is_inside && !path.contains('\\')).then_some(())?;
        Some(Entry {
            sha256: sha256.to_owned(),
            bytes: bytes.parse().ok()?,
            path: path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;

    #[test]
    fn lines() {
        let sum = "0123456789abcdef".repeat(4);
        let entry = Entry::parse(&format!("{sum} 12 ner/model")).unwrap();
        assert_eq!((entry.bytes, entry.path.as_str()), (12, "ner/model"));
        for line in [
            format!("{sum} twelve ner/model"),
            format!("{sum} 12 ../model"),
            format!("{sum} 12 /etc/passwd"),
            format!("{sum} 12 ner\\model"),
            format!("{} 12 ner/model", &sum[1..]),
            format!("{sum} 12"),
        ] {
            assert_eq!(Entry::parse(&line), None, "{line}");
        }
    }
}
