//! From a model's folder, as spaCy publishes it, to a pipeline.

use crate::encoder::Encoder;
use crate::error::{Fault, LoadError};
use crate::labels::Interner;
use crate::lemmatizer::Lemmatizer;
use crate::lexicon::{Lexicon, RowTable};
use crate::math::{Cpu, Packed, WIDTH};
use crate::msgpack;
use crate::names::Recogniser;
use crate::parser::Parser;
use crate::pipeline::Parts;
use crate::ruler::Ruler;
use crate::tagger::Tagger;
use crate::thinc::Network;
use crate::tokenizer::Tokenizer;
use serde_json::Value as Json;
use std::path::Path;

/// Tables that the encoder of the tagger and the parser has, and that of the entity recogniser.
const TABLES: (usize, usize) = (6, 4);

pub(crate) fn load(folder: &Path, cpu: Cpu) -> Result<Parts, LoadError> {
    // The networks' shapes are asserted below; where the folder says what it is, that is checked first.
    if folder.join("meta.json").exists() {
        read(folder, "meta.json", check_meta)?;
    }
    // The vectors and their index are four fifths of all bytes; they are read beside the rest. Where
    // both fail, it is the rest's error that is told.
    std::thread::scope(|scope| {
        let words = std::thread::Builder::new().spawn_scoped(scope, || lexicon(folder));
        let without = rest(folder)?;
        let lexicon = match words.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(lexicon)) => lexicon?,
            // No thread was to be had.
            _ => lexicon(folder)?,
        };
        for encoder in [&without.encoder, &without.name_encoder] {
            if encoder.reads_vectors() != lexicon.has_vectors() {
                let message = "has vectors where the networks read none, or none where they do";
                let file = folder.join("vocab/vectors");
                return Err(Fault::new("shape", message).in_file(&file));
            }
        }
        Ok(Parts {
            cpu,
            lexicon,
            ..without
        })
    })
}

/// `vocab`: what is known of single words.
fn lexicon(folder: &Path) -> Result<Lexicon, LoadError> {
    let norms = read(folder, "vocab/lookups.bin", Lexicon::parse_norms)?;
    let vectors = read(folder, "vocab/vectors", Lexicon::parse_vectors)?;
    let rows = if vectors.is_empty() {
        RowTable::default()
    } else {
        let rows = vectors.len() / crate::lexicon::VECTOR;
        read(folder, "vocab/key2row", |bytes| {
            Lexicon::parse_rows(bytes, rows)
        })?
    };
    Ok(Lexicon::new(norms, rows, vectors))
}

/// All but what is known of single words, which is left empty.
fn rest(folder: &Path) -> Result<Parts, LoadError> {
    let mut names = Interner::default();
    names.id("");
    let tokenizer = read(folder, "tokenizer", Tokenizer::parse)?;
    let encoder = network(folder, "tok2vec/model", |net| Encoder::parse(net, TABLES.0))?;
    let tags = read(folder, "tagger/cfg", |bytes| tags(bytes, &mut names))?;
    let tagger = network(folder, "tagger/model", |net| tagger(net, tags))?;
    let classes = read(folder, "parser/moves", Parser::parse_moves)?;
    let parser = network(folder, "parser/model", |net| {
        Parser::parse(net, &classes, &mut names)
    })?;
    let classes = read(folder, "ner/moves", Recogniser::parse_moves)?;
    let (name_encoder, recogniser) = network(folder, "ner/model", |net| {
        let encoder = Encoder::parse(net, TABLES.1)?;
        Ok((encoder, Recogniser::parse(net, &classes, &mut names)?))
    })?;
    let mut ruler = read(folder, "attribute_ruler/patterns", |bytes| {
        Ruler::parse(bytes, &mut names)
    })?;
    let lemmatizer = read(folder, "lemmatizer/lookups/lookups.bin", Lemmatizer::parse)?;
    let labels = names.finish();
    ruler.prepare(&labels);
    Ok(Parts {
        cpu: Cpu::Portable,
        tokenizer,
        lexicon: Lexicon::default(),
        encoder,
        tagger,
        parser,
        name_encoder,
        recogniser,
        ruler,
        lemmatizer,
        labels,
    })
}

fn read<T>(
    folder: &Path,
    name: &str,
    parse: impl FnOnce(&[u8]) -> Result<T, Fault>,
) -> Result<T, LoadError> {
    let file = folder.join(name);
    let bytes = std::fs::read(&file).map_err(|error| LoadError::io(&file, error))?;
    parse(&bytes).map_err(|fault| fault.in_file(&file))
}

fn network<T>(
    folder: &Path,
    name: &str,
    parse: impl FnOnce(&Network<'_>) -> Result<T, Fault>,
) -> Result<T, LoadError> {
    read(folder, name, |bytes| {
        parse(&Network::new(&msgpack::parse(bytes)?)?)
    })
}

/// The model must be one whose networks are known here.
fn check_meta(bytes: &[u8]) -> Result<(), Fault> {
    let meta: Json =
        serde_json::from_slice(bytes).map_err(|error| Fault::new("", error.to_string()))?;
    let text = |name: &str| meta[name].as_str().unwrap_or_default();
    if text("lang") != "en" {
        return Err(Fault::new(
            "lang",
            format!("is {:?} where \"en\" belongs", text("lang")),
        ));
    }
    // Packages that carry the same folder under another name add to the model's.
    if !["core_web_md", "core_web_sm"]
        .iter()
        .any(|name| text("name").starts_with(name))
    {
        return Err(Fault::new(
            "name",
            format!(
                "is {:?}; core_web_md and core_web_sm are known",
                text("name")
            ),
        ));
    }
    if !text("version").starts_with("3.8.") {
        return Err(Fault::new(
            "version",
            format!("is {:?}; 3.8 is known", text("version")),
        ));
    }
    Ok(())
}

fn tags(bytes: &[u8], names: &mut Interner) -> Result<Vec<u16>, Fault> {
    let cfg: Json =
        serde_json::from_slice(bytes).map_err(|error| Fault::new("", error.to_string()))?;
    let labels = cfg["labels"]
        .as_array()
        .ok_or_else(|| Fault::new("labels", "is missing"))?;
    let ids = labels
        .iter()
        .map(|label| label.as_str().map(|label| names.id(label)));
    let ids: Option<Vec<_>> = ids.collect();
    ids.filter(|ids| !ids.is_empty())
        .ok_or_else(|| Fault::new("labels", "is not a list of strings"))
}

fn tagger(network: &Network<'_>, tags: Vec<u16>) -> Result<Tagger, Fault> {
    let softmax = network.named("softmax", 1)?[0];
    let weights = softmax.floats("W", &[tags.len(), WIDTH])?;
    let weights = Packed::new(WIDTH, tags.len(), |i, tag| weights[tag * WIDTH + i]);
    let mut bias = softmax.floats("b", &[tags.len()])?;
    bias.resize(weights.columns(), 0.0);
    Ok(Tagger {
        weights,
        bias,
        tags,
    })
}
