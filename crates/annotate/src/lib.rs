#![doc = include_str!("../README.md")]

mod chunks;
mod conllu;
mod displacy;
mod doc;
mod encoder;
mod error;
mod json;
mod labels;
mod lemmatizer;
mod lexicon;
mod load;
mod math;
mod moves;
mod msgpack;
mod names;
mod parser;
mod pipeline;
mod python;
mod regex;
mod ruler;
mod scorer;
mod strings;
mod tagger;
mod thinc;
mod token;
mod tokenizer;
mod words;
mod worker;

pub use conllu::write_conllu;
pub use displacy::displacy;
pub use doc::{Doc, Entity, TokenParts};
pub use error::LoadError;
pub use json::to_json;
pub use math::Cpu;
pub use pipeline::Pipeline;
pub use token::Token;
