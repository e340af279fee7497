//! The desk's watching: rules made in a browser or by a program, feeds under secret addresses, sources.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const TOKEN: &str = "a-token-for-tests-only";

struct Desk {
    child: Child,
    address: String,
    folder: PathBuf,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Desk {
    /// A desk that follows a folder, with these rules.
    fn start(name: &str, rules: &str) -> Desk {
        let folder = std::env::temp_dir().join(format!(
            "crosswire-desk-watch-{name}-{}",
            std::process::id()
        ));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("in")).unwrap();
        std::fs::write(
            folder.join("sources.toml"),
            "[[source]]\nname = \"spool\"\nfolder = \"in\"\ninterval = \"100ms\"\n",
        )
        .unwrap();
        std::fs::write(folder.join("rules.toml"), rules).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_crosswire"))
            .args(["serve", "--listen", "127.0.0.1:0", "--ledger"])
            .arg(folder.join("news.db"))
            .arg("--follow")
            .arg(folder.join("sources.toml"))
            .arg("--rules")
            .arg(folder.join("rules.toml"))
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
            folder,
        }
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}", self.address).unwrap();
        let mut raw = String::new();
        stream.read_to_string(&mut raw).unwrap();
        let (head, body) = raw.split_once("\r\n\r\n").unwrap();
        (
            head.split(' ').nth(1).unwrap().parse().unwrap(),
            body.to_owned(),
        )
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.send("GET", path, "", "")
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).1).unwrap()
    }

    fn asked(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let headers =
            format!("Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n");
        self.send(method, path, &headers, &body.to_string())
    }

    /// Moves the example into the folder that is followed, and waits until it is in and told of.
    fn with_the_example(&self) {
        let example = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../examples/ferry/reports.jsonl"
        );
        std::fs::copy(example, self.folder.join("part")).unwrap();
        std::fs::rename(self.folder.join("part"), self.folder.join("in/ferry.jsonl")).unwrap();
        let began = Instant::now();
        while self.json("/api/v1/stats")["reports"] != 4
            || self.json("/watch/badge?after=0")["last"] == 0
        {
            assert!(began.elapsed() < Duration::from_secs(300));
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

#[test]
fn rules_of_file_and_desk_find_and_a_feed_tells_until_it_is_revoked() {
    let desk = Desk::start(
        "feeds",
        "[[rule]]\nname = \"tolls\"\nkind = [\"update\"]\nabout = [\"quantity\"]\n[[channel]]\nname = \"run\"\ncommand = [\"true\"]\n",
    );
    let rule = json!({"in": "reports", "words": ["breakwater"]});
    assert_eq!(
        desk.send(
            "PUT",
            "/api/v1/rules/words",
            "Content-Type: application/json\r\n",
            "{}"
        )
        .0,
        401
    );
    assert_eq!(desk.asked("PUT", "/api/v1/rules/words", &rule).0, 200);
    // Commands, folders and files are set on disk alone.
    for refused in [
        json!({"tell": ["run"]}),
        json!({"words_file": "/etc/passwd"}),
        json!({"command": ["id"]}),
        json!({"tell": ["terminal"]}),
        json!([]),
    ] {
        assert_eq!(
            desk.asked("PUT", "/api/v1/rules/bad", &refused).0,
            422,
            "{refused}"
        );
    }
    desk.with_the_example();
    let alerts = desk.json("/api/v1/alerts?limit=500");
    let of = |rule: &str| {
        alerts["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|alert| alert["rule"] == rule)
            .count()
    };
    assert!(of("tolls") > 0 && of("words") == 4, "{alerts}");
    let items = alerts["items"].as_array().unwrap();
    let of_tolls = items.iter().find(|alert| alert["rule"] == "tolls");
    // The longest piece of what is told that stands the same in HTML and XML.
    let title = of_tolls.unwrap()["title"].as_str().unwrap();
    let told = title
        .split(|c: char| !(c.is_alphanumeric() || c == ' '))
        .max_by_key(|piece| piece.len())
        .unwrap()
        .to_owned();
    assert!(told.len() > 10, "{told}");
    assert_eq!(
        desk.json("/watch/badge?after=2")["new"].as_u64().unwrap() + 2,
        desk.json("/watch/badge?after=0")["last"].as_u64().unwrap()
    );
    let (status, page) = desk.get("/watch");
    let of_it = of_tolls.unwrap()["record"]["id"].as_str().unwrap();
    assert!(
        status == 200 && page.contains(&format!("/findings/{of_it}")),
        "{page}"
    );
    assert!(
        !page.contains("Make a rule"),
        "who has no token makes no rules"
    );

    let (status, made) = desk.asked("POST", "/api/v1/feeds", &json!({"rule": "tolls"}));
    assert_eq!(status, 201, "{made}");
    let address = serde_json::from_str::<Value>(&made).unwrap()["address"]
        .as_str()
        .unwrap()
        .to_owned();
    let secret = address.trim_start_matches("/feeds/").to_owned();
    assert_eq!(secret.len(), 32);
    let (status, feed) = desk.get(&address);
    assert!(
        status == 200 && feed.contains(&told) && !feed.contains("Coast Today: Ferry"),
        "{feed}"
    );
    for wrong in [
        "/feeds/",
        "/feeds/0123456789abcdef0123456789abcdef",
        "/feeds/x",
    ] {
        assert_eq!(desk.get(wrong).0, 404, "{wrong}");
    }
    assert_eq!(
        desk.send("DELETE", &format!("/api/v1/feeds/{secret}"), "", "")
            .0,
        401
    );
    assert_eq!(
        desk.asked("DELETE", &format!("/api/v1/feeds/{secret}"), &json!({}))
            .0,
        204
    );
    assert_eq!(desk.get(&address).0, 404, "revoked");
    assert_eq!(
        desk.asked("DELETE", "/api/v1/rules/words", &json!({})).0,
        204
    );
}

#[test]
fn sources_are_shown_and_counted_and_the_service_stops_when_asked() {
    let mut desk = Desk::start("sources", "[[rule]]\nname = \"all\"\n");
    desk.with_the_example();
    let began = Instant::now();
    while desk.json("/api/v1/sources")["sources"][0]["reports"] != 4 {
        assert!(began.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(100));
    }
    let (status, page) = desk.get("/sources");
    assert!(status == 200 && page.contains("spool"), "{page}");
    let (status, metrics) = desk.get("/metrics");
    assert_eq!(status, 200);
    for line in [
        "crosswire_source_reports{source=\"spool\"} 4",
        "crosswire_source_failures{source=\"spool\"} 0",
        "crosswire_reports_followed_total 4",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    assert_eq!(desk.get("/healthz"), (200, "ok\n".to_owned()));
    // A form of a browser, with the cookie and the desk's own secret.
    let cookie = format!("Cookie: crosswire={TOKEN}\r\n");
    let page = desk.send("GET", "/watch", &cookie, "").1;
    let action = page
        .split("action=\"")
        .find(|part| part.starts_with("/watch/rules?form="))
        .unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let headers = format!("{cookie}Content-Type: application/x-www-form-urlencoded\r\n");
    let form = "name=divers&in=findings&kind=&about=&words=divers%0D%0Asearch&who=&place=&outlet=&story=&least_confidence=0.2&least_origins=&moves_by=&marked=&digest=none";
    assert_eq!(desk.send("POST", &action, &headers, form).0, 303);
    assert_eq!(
        desk.send("POST", "/watch/rules", &headers, form).0,
        403,
        "a form of another site"
    );
    assert!(desk.get("/watch").1.contains("at least 20% likely right"));
    assert!(
        Command::new("kill")
            .args(["-TERM", &desk.child.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    let began = Instant::now();
    let status = loop {
        match desk.child.try_wait().unwrap() {
            Some(status) => break status,
            None if began.elapsed() > Duration::from_secs(30) => panic!("it did not stop"),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "{status}");
}
