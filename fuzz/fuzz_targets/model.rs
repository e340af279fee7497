//! Loads a model one of whose files is what the fuzzer makes of it.
//!
//! `CROSSWIRE_MODEL` names the folder of a whole one; `en_core_web_sm` is the quicker. The first byte
//! chooses the file, the next eight a place in it, and the rest is written there; with an odd first
//! byte the file ends behind it. A model that cannot be used must be told with the file's name.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

const FILES: [&str; 13] = [
    "tokenizer",
    "vocab/lookups.bin",
    "vocab/vectors",
    "vocab/key2row",
    "tok2vec/model",
    "tagger/cfg",
    "tagger/model",
    "parser/moves",
    "parser/model",
    "ner/moves",
    "ner/model",
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
];

/// A copy of the model, and its files as they were.
static COPY: LazyLock<(PathBuf, Vec<Vec<u8>>)> = LazyLock::new(|| {
    let source = PathBuf::from(std::env::var("CROSSWIRE_MODEL").expect("CROSSWIRE_MODEL names a model's folder"));
    let copy = std::env::temp_dir().join(format!("crosswire-fuzz-model-{}", std::process::id()));
    let files = FILES.map(|file| {
        let bytes = std::fs::read(source.join(file)).expect("the model is whole");
        let to = copy.join(file);
        std::fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("a folder is made");
        std::fs::write(to, &bytes).expect("a file is copied");
        bytes
    });
    (copy, files.into())
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((&[choice, ref place @ ..], rest)) = data.split_first_chunk::<9>() else {
        return;
    };
    let (copy, files) = &*COPY;
    let which = usize::from(choice / 2) % FILES.len();
    let mut bytes = files[which].clone();
    let place = u64::from_le_bytes(*<&[u8; 8]>::try_from(place).expect("eight bytes")) as usize;
    let at = place % (bytes.len() + 1);
    let end = (at + rest.len()).min(bytes.len());
    bytes.splice(at..end, rest.iter().copied());
    if choice % 2 == 1 {
        bytes.truncate(at + rest.len());
    }
    let file = copy.join(FILES[which]);
    std::fs::write(&file, &bytes).expect("a file is written");
    match crosswire_annotate::Pipeline::load(copy) {
        Ok(pipeline) => drop(pipeline.annotate("Nobody's 3 boats left Velden on 4 May.")),
        Err(error) => assert!(error.to_string().contains(FILES[which]) || !error.field().is_empty(), "{error}"),
    }
    std::fs::write(&file, &files[which]).expect("a file is put back");
});
