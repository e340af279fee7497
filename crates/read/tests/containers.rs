//! Archives and packings: what they hold is read, what they cannot hold is told, and none of them
//! unpacks without end.

use std::io::{Cursor, Write};

use crosswire_read::{ErrorKind, Limits, Options, ReadError, read_bytes};
use crosswire_report::Report;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::{SimpleFileOptions, ZipWriter};

const STORY: &[u8] = b"date 2031-03-06\n\nThe harbour of Port Ellery stayed closed on Monday.\n";
const LINES: &[u8] =
    b"{\"id\": \"a\", \"text\": \"The ferry sank.\"}\n{\"id\": \"b\", \"text\": \"It rose.\"}\n";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a member");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, name, *bytes)
            .expect("a member");
    }
    builder.into_inner().expect("memory")
}

fn outcomes(name: &str, bytes: &[u8], options: &Options) -> (Vec<Report>, Vec<ReadError>) {
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    for outcome in read_bytes(name, bytes, options) {
        match outcome {
            Ok(report) => reports.push(report),
            Err(error) => errors.push(error),
        }
    }
    (reports, errors)
}

fn sources(reports: &[Report]) -> Vec<&str> {
    reports.iter().map(|report| &*report.source).collect()
}

#[test]
fn archives_within_archives() {
    let inner = gzip(&tar(&[
        ("day/a.txt", STORY),
        ("day/.hidden", STORY),
        ("day/p.png", PICTURE),
    ]));
    let outer = zip(&[
        ("lines.jsonl", LINES),
        ("day.tar.gz", &inner),
        ("__MACOSX/x", STORY),
    ]);
    for (name, bytes) in [
        ("all.zip", outer.clone()),
        (
            "all.zip.zst",
            zstd::stream::encode_all(&*outer, 1).expect("memory"),
        ),
    ] {
        let (reports, errors) = outcomes(name, &bytes, &Options::default());
        let member = |inside: &str| format!("{name}!/{inside}");
        assert_eq!(
            sources(&reports),
            [
                member("lines.jsonl"),
                member("lines.jsonl"),
                member("day.tar.gz!/day/a.txt")
            ]
        );
        assert_eq!(
            reports[2]
                .published
                .map(|stamp| stamp.to_string())
                .as_deref(),
            Some("2031-03-06")
        );
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(
            (errors[0].kind(), errors[0].is_failure()),
            (ErrorKind::Skipped, false)
        );
        assert_eq!(errors[0].place().source, member("day.tar.gz!/day/p.png"));
    }
}

#[test]
fn members_go_on_at_a_record() {
    let options = Options {
        from_record: 2,
        ..Options::default()
    };
    let archive = gzip(&tar(&[("a.txt", STORY), ("b.jsonl", LINES)]));
    let (reports, _) = outcomes("all.tgz", &archive, &options);
    assert_eq!(sources(&reports), ["all.tgz!/b.jsonl", "all.tgz!/b.jsonl"]);
    assert_eq!(reports[1].details.record, Some(2));
}

#[test]
fn what_would_unpack_without_end_is_stopped() {
    let zeros = vec![b'0'; 80 << 20];
    let packed = gzip(&zeros);
    let zipped = zip(&[("zeros.jsonl", &zeros), ("a.txt", STORY)]);
    let zst = zstd::stream::encode_all(&*zeros, 3).expect("memory");
    for (name, bytes) in [
        ("zeros.gz", packed),
        ("zeros.zip", zipped),
        ("zeros.zst", zst),
    ] {
        let (_, errors) = outcomes(name, &bytes, &Options::default());
        let error = errors
            .iter()
            .find(|error| error.is_failure())
            .expect("an error");
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    }
}

#[test]
fn depth_and_members_are_bounded() {
    let mut deep = STORY.to_vec();
    for _ in 0..6 {
        deep = gzip(&deep);
    }
    let (reports, errors) = outcomes("deep.gz", &deep, &Options::default());
    assert!(reports.is_empty());
    assert_eq!(errors[0].kind(), ErrorKind::TooLarge);
    let options = Options {
        limits: Limits {
            members: 2,
            ..Limits::default()
        },
        ..Options::default()
    };
    let three: [(&str, &[u8]); 3] = [("a.txt", STORY), ("b.jsonl", LINES), ("c.txt", STORY)];
    for archive in [zip(&three), tar(&three)] {
        let (reports, errors) = outcomes("three", &archive, &options);
        assert_eq!((reports.len(), errors.len()), (3, 1), "{errors:?}");
        assert!(errors[0].message().contains("more than 2 members"));
    }
}

#[test]
fn what_is_cut_off_gives_what_it_has() {
    let lines = LINES.repeat(400);
    let packed = gzip(&lines);
    let (reports, errors) = outcomes("cut.gz", &packed[..packed.len() - 12], &Options::default());
    assert!(!reports.is_empty());
    assert!(
        errors.iter().any(|error| error.kind() == ErrorKind::Broken),
        "{errors:?}"
    );

    let archive = tar(&[("a.txt", STORY), ("b.txt", &STORY.repeat(100))]);
    let (reports, errors) = outcomes("cut.tar", &archive[..2_000], &Options::default());
    assert_eq!(sources(&reports), ["cut.tar!/a.txt", "cut.tar!/b.txt"]);
    assert_eq!(errors[0].kind(), ErrorKind::Broken);

    let archive = zip(&[("a.txt", STORY)]);
    let (_, errors) = outcomes(
        "cut.zip",
        &archive[..archive.len() / 2],
        &Options::default(),
    );
    assert_eq!(errors[0].kind(), ErrorKind::Broken);
}
