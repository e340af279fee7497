//! The desk, driven as a client would: the real binary on a port of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const TOKEN: &str = "a-token-for-tests-only";

/// A desk that ends with the test.
struct Desk {
    child: Child,
    address: String,
    _folder: Folder,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Desk {
    fn start(name: &str) -> Desk {
        Desk::over(name, |_| {})
    }

    /// A desk over the ledger that is made first at a path.
    fn over(name: &str, make: impl FnOnce(&Path)) -> Desk {
        let folder =
            std::env::temp_dir().join(format!("crosswire-desk-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        make(&folder.join("news.db"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_crosswire"))
            .args(["serve", "--listen", "127.0.0.1:0", "--ledger"])
            .arg(folder.join("news.db"))
            .env("CROSSWIRE_TOKEN", TOKEN)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().trim_start_matches("http://");
        let address = address.split('/').next().unwrap().to_owned();
        Desk {
            child,
            address,
            _folder: Folder(folder),
        }
    }

    /// Sends one request; `headers` beside the host's, each with its line end.
    fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let host = if headers.contains("Host:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n"
        )
        .unwrap();
        stream.write_all(body).unwrap();
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).unwrap();
        let text = String::from_utf8(raw).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", b"")
    }

    /// Adds the example and waits until it is in.
    fn with_the_example(name: &str) -> Desk {
        let desk = Desk::start(name);
        let example =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ferry/reports.jsonl");
        let reports = std::fs::read(example).unwrap();
        let taken = desk.send("POST", "/api/v1/reports?name=ferry", &bearer(), &reports);
        assert_eq!(taken.status, 202, "{}", taken.body);
        let job = format!("/api/v1/jobs/{}", taken.json()["id"]);
        let began = Instant::now();
        loop {
            let progress = desk.get(&job).json();
            if progress["ended"] == true {
                assert_eq!(progress["added"], 4, "{progress}");
                assert_eq!(
                    progress["errors"].as_array().unwrap().len(),
                    0,
                    "{progress}"
                );
                return desk;
            }
            assert!(began.elapsed() < Duration::from_secs(300), "{progress}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn bearer() -> String {
    format!("Authorization: Bearer {TOKEN}\r\n")
}

#[test]
fn a_story_can_be_read_on_every_page_and_by_the_api() {
    let desk = Desk::with_the_example("pages");
    let stories = desk.get("/api/v1/stories").json();
    let story = stories["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(stories["items"][0]["reports"], 4);

    let record = desk.get(&format!("/api/v1/stories/{story}")).json();
    let finding = &record["findings"][0];
    let id = finding["id"].as_str().unwrap();
    let evidence = finding["evidence"][0]["text"].as_str().unwrap();

    let page = desk.get(&format!("/stories/{story}"));
    assert_eq!(page.status, 200);
    assert!(page.body.contains(&format!("id=\"f-{id}\"")));
    assert!(page.body.contains("<mark class=\"conflict\""));
    assert!(!page.body.contains("<script>") && !page.body.contains("style="));
    // The values in it are set off.
    let page = desk.get(&format!("/findings/{id}"));
    let words: String = page
        .body
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, words)| words))
        .collect();
    assert!(words.contains(&evidence.replace('"', "&quot;")), "{words}");

    let report = record["reports"][0].as_str().unwrap();
    for path in [
        "/",
        "/?order=disputed&disputed=1",
        "/search?q=ferry",
        "/speakers?by=Lindqvist",
        "/health",
        "/healthz",
        "/metrics",
        "/static/desk.css",
        "/static/desk.js",
        "/api/v1/openapi.json",
        &format!("/reports/{report}"),
        &format!("/api/v1/reports/{report}"),
    ] {
        assert_eq!(desk.get(path).status, 200, "{path}");
    }
    let lines = desk.get("/api/v1/export/findings").body;
    let findings = desk.get("/api/v1/stats").json()["findings"]
        .as_u64()
        .unwrap();
    let exported = lines
        .lines()
        .filter(|line| line.contains("\"question\""))
        .count() as u64;
    assert_eq!(exported, findings);
}

#[test]
fn a_person_marks_a_finding() {
    let desk = Desk::with_the_example("marks");
    let findings = desk.get("/api/v1/findings?limit=2").json();
    let id = |at: usize| findings["items"][at]["id"].as_str().unwrap().to_owned();
    let headers = format!("{}Content-Type: application/json\r\n", bearer());
    let said = br#"{"word": "wrong", "note": "two engines, not one", "name": "Ida"}"#;
    let path = format!("/api/v1/findings/{}/marks", id(0));
    let marked = desk.send("POST", &path, &headers, said);
    assert_eq!(marked.status, 201, "{}", marked.body);
    assert_eq!(marked.json()["marks"][0]["word"], "wrong");
    assert_eq!(desk.send("POST", &path, &headers, b"{}").status, 422);
    assert_eq!(desk.send("POST", &path, "", said).status, 401);
    let page = desk.get(&format!("/findings/{}", id(0))).body;
    assert!(page.contains("two engines, not one"), "{page}");

    // A person's browser: the cookie, and a form of the desk's own.
    let cookie = format!("Cookie: crosswire={TOKEN}\r\n");
    let page = desk
        .send("GET", &format!("/findings/{}", id(1)), &cookie, b"")
        .body;
    let action = page
        .split("action=\"")
        .find(|part| part.contains("/marks?form="))
        .unwrap();
    let action = action.split('"').next().unwrap();
    let headers = format!("{cookie}Content-Type: application/x-www-form-urlencoded\r\n");
    let form = b"word=confirmed&note=&name=Ida";
    assert_eq!(desk.send("POST", action, &headers, form).status, 303);
    let marked = desk.get(&format!("/api/v1/findings/{}", id(1))).json();
    assert_eq!(marked["marks"][0]["name"], "Ida");
}

#[test]
fn an_answer_is_not_sent_twice_while_nothing_changes() {
    let desk = Desk::with_the_example("tags");
    let first = desk.get("/api/v1/findings");
    let tag = first
        .head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .unwrap()
        .to_owned();
    let again = desk.send(
        "GET",
        "/api/v1/findings",
        &format!("If-None-Match: {tag}\r\n"),
        b"",
    );
    assert_eq!((again.status, again.body.as_str()), (304, ""));
}

#[test]
fn strangers_are_kept_out() {
    let desk = Desk::start("strangers");
    let send =
        |method: &str, path: &str, headers: &str| desk.send(method, path, headers, b"x").status;
    assert_eq!(send("GET", "/", "Host: elsewhere.example\r\n"), 421);
    assert_eq!(send("GET", "/", "Host: localhost\r\n"), 200);
    assert_eq!(send("POST", "/api/v1/reports", ""), 401);
    assert_eq!(
        send("POST", "/api/v1/reports", "Authorization: Bearer wrong\r\n"),
        401
    );
    assert_eq!(send("GET", "/?token=wrong-wrong-wrong", ""), 401);
    let cookie = format!("Cookie: crosswire={TOKEN}\r\n");
    assert_eq!(
        send("POST", "/api/v1/reports", &cookie),
        403,
        "a form of another site"
    );
    let enter = desk.get(&format!("/?token={TOKEN}"));
    assert_eq!(enter.status, 303);
    assert!(
        enter.head.contains("httponly; samesite=strict"),
        "{}",
        enter.head
    );
    assert!(!enter.head.contains("location: /?"), "{}", enter.head);
    let head = desk.get("/").head;
    assert!(
        head.contains("content-security-policy: default-src 'none'"),
        "{head}"
    );
}

#[test]
fn what_cannot_be_done_is_told() {
    let desk = Desk::start("told");
    for (path, status) in [
        ("/api/v1/stories/nothing", 404),
        ("/api/v1/reports/nothing", 404),
        ("/api/v1/findings/nothing", 404),
        ("/api/v1/jobs/7", 404),
        ("/api/v1/stories?limit=0", 400),
        ("/api/v1/stories?order=best", 400),
        ("/api/v1/findings?kind=rumour", 400),
        ("/api/v1/stories?after=x.y", 400),
        ("/api/v1/stats?as_of=yesterday", 400),
        ("/api/v1/search?q=%22open", 400),
        ("/api/v1/search", 400),
        ("/nothing", 404),
    ] {
        let answer = desk.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(answer.head.contains("application/problem+json"), "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{path}");
        assert!(
            !problem["detail"].as_str().unwrap().contains("news.db"),
            "{path}"
        );
    }
    assert_eq!(
        desk.send("POST", "/api/v1/reports", &bearer(), b"").status,
        400
    );
    // Both in one upload: what cannot be read is told, and the rest goes in.
    let mixed = b"{\"id\": \"a\", \"text\": \"The pier at Oudhaven burned.\"}\n{\"id\": 7\n";
    let taken = desk.send("POST", "/api/v1/reports?name=mixed.jsonl", &bearer(), mixed);
    assert_eq!(taken.status, 202);
    let began = Instant::now();
    let progress = loop {
        let progress = desk.get("/api/v1/jobs/1").json();
        if progress["ended"] == true {
            break progress;
        }
        assert!(began.elapsed() < Duration::from_secs(300));
        std::thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(progress["added"], 1, "{progress}");
    let errors = progress["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{progress}");
    assert!(errors[0].as_str().unwrap().starts_with("mixed.jsonl:2: "));
    // What is wrong with what was read names its line too, in the answer and on the page.
    assert_eq!(progress["problems"][0]["place"], "mixed.jsonl:1 (a)");
    assert!(desk.get("/jobs/1").body.contains("mixed.jsonl:1 (a)"));
}

#[test]
fn an_address_that_was_given_up_leads_on() {
    let desk = Desk::over("moved", |path| {
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/old/2.db.zst");
        let packed = std::fs::read(old).unwrap();
        std::fs::write(path, zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
    });
    for (path, query) in [("/findings", ""), ("/api/v1/findings", "?as_of=2090-01-01")] {
        let answer = desk.get(&format!("{path}/c6f677072523{query}"));
        assert_eq!(answer.status, 301, "{}", answer.body);
        let location = answer
            .head
            .lines()
            .find_map(|line| line.strip_prefix("location: "));
        let location = location.expect("where to").trim();
        assert!(
            location.starts_with(path) && location.ends_with(query),
            "{location}"
        );
        assert_eq!(desk.get(location).status, 200, "{location}");
    }
    // Nothing was known yet: the client asked too early, and nothing failed here.
    assert_eq!(desk.get("/api/v1/stories?as_of=1990-01-01").status, 400);
    assert_eq!(desk.get("/api/v1/findings?story=99").status, 404);
}
