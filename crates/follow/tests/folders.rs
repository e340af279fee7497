//! Folders, spools and running crawls.

mod served;

use std::io::Write;
use std::time::Duration;

use crosswire_follow::Follower;
use served::{Folder, keep, once, options, reports, states, until};

fn line(id: &str, text: &str) -> String {
    format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n")
}

#[test]
fn what_is_moved_in_is_taken_once_and_what_is_unfinished_is_left() {
    let folder = Folder::new("spool");
    let spool = folder.0.join("in");
    std::fs::create_dir(&spool).unwrap();
    let list = format!(
        "[[source]]\nname = \"spool\"\nfolder = \"{}\"\noutlet = \"The Spool\"\ninterval = \"50ms\"\n",
        spool.display()
    );
    let mut ledger = keep(&folder.ledger(), &list);
    let follower = Follower::start(&ledger, options(|_| {})).unwrap();
    for (unfinished, name) in [(".a.jsonl.tmp", "a.jsonl"), ("b.part", "b.jsonl")] {
        std::fs::write(
            spool.join(unfinished),
            line(name, "The pier at Oudhaven burned."),
        )
        .unwrap();
        std::thread::sleep(Duration::from_millis(120));
        std::fs::rename(spool.join(unfinished), spool.join(name)).unwrap();
    }
    std::fs::write(
        spool.join(".hidden.jsonl"),
        line("hidden", "Not for anybody."),
    )
    .unwrap();
    std::fs::write(spool.join("c.tmp"), line("c", "Not yet.")).unwrap();
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 2);
    let outlet = ledger.latest().unwrap().report("a.jsonl").unwrap().1.outlet;
    assert_eq!(outlet.as_deref(), Some("The Spool"));

    // A file that is written in place is taken when it is whole.
    let mut file = std::fs::File::create(spool.join("d.jsonl")).unwrap();
    for n in 0..4 {
        file.write_all(line(&format!("d{n}"), &format!("The road number {n} is open.")).as_bytes())
            .unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(file);
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 6);

    // A later change is seen, and what was there is known.
    let mut file = std::fs::File::options()
        .append(true)
        .open(spool.join("d.jsonl"))
        .unwrap();
    file.write_all(line("d4", "The bridge closed.").as_bytes())
        .unwrap();
    drop(file);
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 7);
    drop(follower);
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!(
        (taken.added.len(), taken.known, trouble.len()),
        (0, 0, 0),
        "nothing is read again after a restart"
    );
    assert_eq!(reports(&ledger), (7, 0));
}

#[test]
fn a_folder_that_is_not_there_is_told_and_one_that_comes_is_taken() {
    let folder = Folder::new("missing");
    let later = folder.0.join("later");
    let list = format!(
        "[[source]]\nname = \"later\"\nfolder = \"{}\"\ninterval = \"50ms\"\n",
        later.display()
    );
    let mut ledger = keep(&folder.ledger(), &list);
    let follower = Follower::start(&ledger, options(|_| {})).unwrap();
    let (_, trouble) = until(&mut ledger, &follower, |ledger| {
        states(ledger)["later"].failures > 0
    });
    assert!(trouble[0].contains("make the folder"), "{trouble:?}");
    std::fs::create_dir(&later).unwrap();
    std::fs::write(
        later.join("a.txt"),
        "date 2031-03-06\n\nThe pier at Oudhaven burned on Monday.",
    )
    .unwrap();
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 1);
    until(&mut ledger, &follower, |ledger| {
        states(ledger)["later"].failures == 0
    });
}

fn record(n: usize) -> Vec<u8> {
    let words = format!(
        "The ferry number {n} struck the northern breakwater at Port Maren late on Wednesday, and {n} people were injured, the harbour authority said."
    );
    let html = format!(
        "<html><head><title>Ferry {n}</title></head><body><article><h1>Ferry {n}</h1><p>{words}</p><p>{words} Nobody was killed.</p></article></body></html>"
    );
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{html}",
        html.len()
    );
    let record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{n}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(record.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_crawl_is_followed_while_it_writes() {
    let folder = Folder::new("crawl");
    let crawl = folder.0.join("warc");
    std::fs::create_dir(&crawl).unwrap();
    let list = format!(
        "[[source]]\nname = \"crawl\"\ncrawl = \"{}\"\ninterval = \"50ms\"\n",
        crawl.display()
    );
    let mut ledger = keep(&folder.ledger(), &list);
    let follower = Follower::start(&ledger, options(|_| {})).unwrap();
    let open = crawl.join("one.warc.gz.open");
    let mut file = std::fs::File::create(&open).unwrap();
    file.write_all(&record(1)).unwrap();
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 1);
    // Half of a record is nothing yet.
    let second = record(2);
    file.write_all(&second[..second.len() / 2]).unwrap();
    file.flush().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 1);
    file.write_all(&second[second.len() / 2..]).unwrap();
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 2);
    // The crawler closes the file and begins another.
    drop(file);
    std::fs::rename(&open, crawl.join("one.warc.gz")).unwrap();
    std::fs::write(crawl.join("two.warc.gz"), [record(3), record(4)].concat()).unwrap();
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 4);
    drop(follower);
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!((taken.added.len(), taken.known, trouble.len()), (0, 0, 0));
    assert_eq!(reports(&ledger), (4, 0));
    let record = ledger
        .latest()
        .unwrap()
        .reports(&crosswire_ledger::Page::default())
        .unwrap();
    assert!(record.items.iter().all(|report| {
        report
            .url
            .as_ref()
            .is_some_and(|url| url.starts_with("http://a.example/"))
    }));
    // What was written after a look is counted from there, and told so.
    let mut places: Vec<String> = record
        .items
        .iter()
        .filter_map(|report| report.place.clone())
        .collect();
    places.sort();
    let after = format!(
        "one.warc.gz record 1 after byte {} (http://a.example/2)",
        self::record(1).len()
    );
    assert!(
        places.iter().any(|place| place.ends_with(&after)),
        "{places:?}"
    );
    assert!(
        places
            .iter()
            .any(|place| place.ends_with("two.warc.gz record 2 (http://a.example/4)")),
        "{places:?}"
    );
}
