//! Equal to spaCy 3.8.18 in every field, on our own nasty texts, with both models and every
//! instruction set of this machine; and what damaged models are told.

use crosswire_annotate::{Cpu, Pipeline, Token, to_json};
use crosswire_model::{Model, Options, Silent, obtain};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// The folder of a model, which is fetched where it is not there.
fn model(name: &str) -> PathBuf {
    let options = Options {
        model: Model::named(name).unwrap(),
        ..Options::default()
    };
    obtain(&options, &mut Silent).unwrap().path
}

fn fixtures(name: &str) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{name}.jsonl.gz"));
    let lines = BufReader::new(flate2::read::GzDecoder::new(
        std::fs::File::open(file).unwrap(),
    ))
    .lines();
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

fn equals_spacy(name: &str) {
    let fixtures = fixtures(name);
    let tokens: usize = fixtures
        .iter()
        .map(|fixture| fixture["tokens"].as_array().unwrap().len())
        .sum();
    assert!(tokens >= 6_000, "{tokens} tokens");
    for cpu in Cpu::available() {
        let pipeline = Pipeline::load_for(model(name), cpu).unwrap();
        for (number, fixture) in fixtures.iter().enumerate() {
            let text = fixture["text"].as_str().unwrap();
            let doc = pipeline.annotate(text);
            let expected = fixture["tokens"].as_array().unwrap();
            assert_eq!(doc.len(), expected.len(), "{cpu:?}, text {number}");
            for (token, expected) in doc.tokens().zip(expected) {
                let found = json!([
                    text[..token.start()].chars().count(),
                    token.text(),
                    token.tag(),
                    token.pos(),
                    token.morph(),
                    token.lemma(),
                    token.head().index(),
                    token.dep(),
                    token.is_sentence_start(),
                ]);
                assert_eq!(
                    found,
                    *expected,
                    "{cpu:?}, text {number}, token {}",
                    token.index()
                );
            }
            let entities: Vec<_> = doc
                .entities()
                .iter()
                .map(|e| json!([e.tokens.start, e.tokens.end, &*e.label]))
                .collect();
            assert_eq!(
                json!(entities),
                fixture["entities"],
                "{cpu:?}, text {number}"
            );
            let chunks: Vec<_> = doc
                .noun_chunks()
                .map(|chunk| json!([chunk.start, chunk.end]))
                .collect();
            assert_eq!(json!(chunks), fixture["chunks"], "{cpu:?}, text {number}");
        }
    }
}

#[test]
fn md_equals_spacy() {
    equals_spacy("md");
}

#[test]
fn sm_equals_spacy() {
    equals_spacy("sm");
}

#[test]
fn results_do_not_depend_on_order() {
    let texts: Vec<String> = fixtures("sm")
        .iter()
        .map(|f| f["text"].as_str().unwrap().to_owned())
        .collect();
    let show = |pipeline: &Pipeline, text: &String| format!("{:?}", pipeline.annotate(text));
    let forwards = Pipeline::load(model("sm")).unwrap();
    let backwards = Pipeline::load(model("sm")).unwrap();
    let first: Vec<_> = texts.iter().map(|text| show(&forwards, text)).collect();
    let mut second: Vec<_> = texts
        .iter()
        .rev()
        .map(|text| show(&backwards, text))
        .collect();
    second.reverse();
    assert!(first == second);
}

#[test]
fn results_do_not_depend_on_company() {
    let texts: Vec<String> = fixtures("sm")
        .iter()
        .map(|f| f["text"].as_str().unwrap().to_owned())
        .collect();
    // Long and short, odd and even, empty ones between.
    let mut many: Vec<&str> = vec!["", "One.", " "];
    for text in &texts {
        many.push(text);
        many.extend(text.lines().take(3));
    }
    for cpu in Cpu::available() {
        let pipeline = Pipeline::load_for(model("sm"), cpu).unwrap();
        let together = pipeline.annotate_each(&many);
        assert_eq!(together.len(), many.len());
        for (text, doc) in many.iter().zip(together) {
            let alone = pipeline.annotate(text);
            assert_eq!(format!("{alone:?}"), format!("{doc:?}"), "{cpu:?}");
        }
    }
}

#[test]
fn hostile_texts_have_true_spans() {
    let pipeline = Pipeline::load(model("sm")).unwrap();
    let texts = [
        "",
        " ",
        "\u{1c}",
        "\0",
        &"(".repeat(20_000),
        &"a.".repeat(20_000),
        &"é\u{301}".repeat(5_000),
    ];
    for text in texts {
        let doc = pipeline.annotate(text);
        let mut last = 0;
        for token in doc.tokens() {
            assert!(token.start() >= last && token.end() > token.start());
            assert!(text[last..token.start()].chars().all(char::is_whitespace));
            last = token.end();
        }
        assert!(text[last..].chars().all(char::is_whitespace));
    }
}

/// Every file of the small model, cut short or with bytes changed, loads or is told by name.
#[test]
fn damaged_models_are_named() {
    let source = model("sm");
    let copy = std::env::temp_dir().join(format!("crosswire-damaged-{}", std::process::id()));
    let files = [
        "tokenizer",
        "vocab/lookups.bin",
        "vocab/vectors",
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
    for file in files.iter().chain(&["vocab/key2row"]) {
        std::fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
        std::fs::copy(source.join(file), copy.join(file)).unwrap();
    }
    Pipeline::load(&copy).unwrap();
    let mut state = 7usize;
    for file in files {
        let whole = std::fs::read(source.join(file)).unwrap();
        for part in 0..4 {
            std::fs::write(copy.join(file), &whole[..whole.len() * part / 4]).unwrap();
            let error = Pipeline::load(&copy).unwrap_err();
            assert_eq!(error.file(), copy.join(file), "{error}");
        }
        for round in 0..10 {
            let mut bytes = whole.clone();
            for _ in 0..4 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                // Heads of files say most; what is further in may change what is computed.
                let within = if round < 6 { 4_000 } else { usize::MAX };
                let at = (state >> 20) % bytes.len().min(within);
                bytes[at] ^= (state >> 8) as u8 | 1;
            }
            std::fs::write(copy.join(file), &bytes).unwrap();
            // A change may go unseen, then no text stalls it; where it is told, the file is named.
            match Pipeline::load(&copy) {
                Ok(pipeline) => drop(pipeline.annotate("Nobody's 3 boats left Velden on 4 May.")),
                Err(error) => assert!(error.to_string().contains(file), "{error}"),
            }
        }
        std::fs::write(copy.join(file), &whole).unwrap();
    }
    std::fs::remove_file(copy.join("tokenizer")).unwrap();
    assert!(
        Pipeline::load(&copy)
            .unwrap_err()
            .to_string()
            .contains("tokenizer")
    );
    std::fs::remove_dir_all(&copy).unwrap();
}

/// Tokenizing alone cuts as annotating does, and the JSON says what the document says.
#[test]
fn tokens_and_json_are_the_documents() {
    let pipeline = Pipeline::load(model("sm")).unwrap();
    let text = "Mayor Brinkhorst’s  café re-opened in Øst-Velden 🚢 on 4 May.\n\nNobody came.";
    let doc = pipeline.annotate(text);
    let bytes: Vec<_> = doc.tokens().map(Token::bytes).collect();
    assert_eq!(pipeline.tokenize(text), bytes);
    let json = to_json(&doc);
    let characters: Vec<char> = text.chars().collect();
    for (token, row) in doc.tokens().zip(json["tokens"].as_array().unwrap()) {
        let (start, end) = (row["start"].as_u64().unwrap(), row["end"].as_u64().unwrap());
        let words: String = characters[start as usize..end as usize].iter().collect();
        assert_eq!(words, token.text());
        assert_eq!(row["head"], json!(token.head().index()));
    }
    assert_eq!(json["tokens"].as_array().unwrap().len(), doc.len());
    let sentences = json["sents"].as_array().unwrap();
    assert_eq!(sentences.len(), doc.sentences().count());
    assert_eq!(sentences.last().unwrap()["end"], json!(characters.len()));
}
