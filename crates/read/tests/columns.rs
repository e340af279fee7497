//! Parquet and Arrow IPC: every type that tables of reports have, and files that are not whole.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Int64Array, LargeStringArray, RecordBatch,
    TimestampMillisecondArray, types::Int32Type,
};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use crosswire_read::{ErrorKind, Options, ReadError, read_bytes};
use crosswire_report::Report;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

const GOOD: &str =
    "The harbour of Port Ellery stayed closed on Monday after the storm, officials said.";

/// 300 reports in three batches, published on the days and at the moment that the types allow.
fn batches() -> Vec<RecordBatch> {
    (0..3).map(|batch| table(batch * 100, 100)).collect()
}

fn table(from: i64, count: i64) -> RecordBatch {
    let ids: ArrayRef = Arc::new((from..from + count).collect::<Int64Array>());
    let texts: LargeStringArray = (from..from + count)
        .map(|id| Some(format!("{GOOD} Boat {id} came in.")))
        .collect();
    let outlets: DictionaryArray<Int32Type> = (from..from + count)
        .map(|id| {
            if id % 2 == 0 {
                Some("Harbour Post")
            } else {
                None
            }
        })
        .collect();
    let mut authors = ListBuilder::new(StringBuilder::new());
    for _ in 0..count {
        authors.values().append_value("Jo Arden");
        authors.values().append_value("Kim Vale");
        authors.append(true);
    }
    let moments = TimestampMillisecondArray::from(vec![
        1_930_000_000_000;
        usize::try_from(count).expect("few")
    ])
    .with_timezone("UTC");
    let days = Date32Array::from(vec![22_340; usize::try_from(count).expect("few")]);
    RecordBatch::try_from_iter(vec![
        ("id", ids),
        ("Article Text", Arc::new(texts)),
        ("outlet", Arc::new(outlets)),
        ("authors", Arc::new(authors.finish())),
        ("published", Arc::new(moments)),
        ("updated", Arc::new(days)),
    ])
    .expect("columns of one length")
}

fn parquet(compression: Compression) -> Vec<u8> {
    let batches = batches();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batches[0].schema(), Some(properties)).expect("a writer");
    for batch in &batches {
        writer.write(batch).expect("memory");
    }
    writer.close().expect("memory");
    bytes
}

fn arrow_file() -> Vec<u8> {
    let batches = batches();
    let mut bytes = Vec::new();
    let mut writer = FileWriter::try_new(&mut bytes, &batches[0].schema()).expect("a writer");
    for batch in &batches {
        writer.write(batch).expect("memory");
    }
    writer.finish().expect("memory");
    drop(writer);
    bytes
}

fn arrow_stream() -> Vec<u8> {
    let batches = batches();
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batches[0].schema()).expect("a writer");
    for batch in &batches {
        writer.write(batch).expect("memory");
    }
    writer.finish().expect("memory");
    drop(writer);
    bytes
}

fn outcomes(bytes: &[u8], options: &Options) -> (Vec<Report>, Vec<ReadError>) {
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for outcome in read_bytes("input", bytes, options) {
        match outcome {
            Ok(report) => reports.push(report),
            Err(error) => errors.push(error),
        }
    }
    (reports, errors)
}

fn check(name: &str, bytes: &[u8]) {
    let (reports, errors) = outcomes(bytes, &Options::default());
    assert!(errors.is_empty(), "{name}: {errors:?}");
    assert_eq!(reports.len(), 300, "{name}");
    let last = &reports[298];
    assert_eq!(
        (&*last.id, last.outlet.as_deref()),
        ("298", Some("Harbour Post")),
        "{name}"
    );
    assert_eq!(reports[299].outlet, None);
    assert_eq!(&*last.text, format!("{GOOD} Boat 298 came in."));
    assert_eq!(last.authors, ["Jo Arden", "Kim Vale"]);
    let stamps = (last.published, last.details.updated);
    let stamps = (
        stamps.0.map(|stamp| stamp.to_string()),
        stamps.1.map(|stamp| stamp.to_string()),
    );
    assert_eq!(
        stamps,
        (
            Some("2031-02-27T23:06:40Z".to_owned()),
            Some("2031-03-02".to_owned())
        )
    );
    assert_eq!(last.details.record, Some(299));
    assert!(
        last.details
            .provenance
            .iter()
            .any(|known| known.from.starts_with("column"))
    );
    let options = Options {
        from_record: 251,
        ..Options::default()
    };
    assert_eq!(outcomes(bytes, &options).0.len(), 50, "{name}");
}

#[test]
fn rows_are_reports() {
    check("plain Parquet", &parquet(Compression::UNCOMPRESSED));
    check("Parquet with Snappy", &parquet(Compression::SNAPPY));
    check(
        "Parquet with zstd",
        &parquet(Compression::ZSTD(Default::default())),
    );
    check("Arrow file", &arrow_file());
    check("Arrow stream", &arrow_stream());
}

#[test]
fn what_is_not_whole_is_told() {
    let whole = parquet(Compression::SNAPPY);
    let (reports, errors) = outcomes(&whole[..whole.len() / 2], &Options::default());
    assert_eq!((reports.len(), errors[0].kind()), (0, ErrorKind::Broken));
    for whole in [arrow_file(), arrow_stream()] {
        let (reports, errors) = outcomes(&whole[..whole.len() * 2 / 3], &Options::default());
        assert!(
            reports.len() >= 100 && reports.len() < 300,
            "{}",
            reports.len()
        );
        assert_eq!(errors[0].kind(), ErrorKind::Broken, "{errors:?}");
    }
}

#[test]
fn damage_is_told_and_never_ends_the_program() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap_or(0) % most
    };
    for whole in [parquet(Compression::SNAPPY), arrow_file(), arrow_stream()] {
        for _ in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..1 + below(3) {
                // Directories and headers, at either end, break more than texts do.
                let at = match below(3) {
                    0 => below(bytes.len().min(800)),
                    1 => bytes.len() - 1 - below(bytes.len().min(2_000)),
                    _ => below(bytes.len()),
                };
                bytes[at] = u8::try_from(below(256)).unwrap_or(0);
            }
            let archive = zip(&[("a", &bytes), ("b.txt", GOOD.as_bytes())]);
            let (reports, _) = outcomes(&archive, &Options::default());
            assert!(
                reports.iter().any(|report| &*report.text == GOOD),
                "what stands beside is lost"
            );
        }
    }
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::write::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("a member");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}
