//! The guest against servers of the test's own: every one on loopback, every one with an end.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crosswire_fetch::{Answer, Ask, Guest, Kind, Options, Resolve, Trouble, Url};

/// A server that answers every connection by one rule, and keeps what it was asked.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let (kept, counted, answer) = (
            Arc::clone(&asked),
            Arc::clone(&connections),
            Arc::new(answer),
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let mut stream = stream;
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    kept.lock().unwrap().push(head.clone());
                    answer(&head, &mut stream);
                });
            }
        });
        Server {
            address,
            asked,
            connections,
        }
    }

    /// A server that says one thing.
    fn saying(said: impl Into<Vec<u8>>) -> Server {
        let said = said.into();
        Server::new(move |_, stream| {
            let _ = stream.write_all(&said);
        })
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn allowed(&self) -> Ask {
        Ask {
            allow: vec![self.address.to_string()],
            ..Ask::default()
        }
    }
}

fn guest(set: impl FnOnce(&mut Options)) -> Guest {
    let mut options = Options::new("desk@example.org").unwrap();
    options.answer = Duration::from_millis(1_500);
    options.whole = Duration::from_secs(3);
    set(&mut options);
    Guest::new(options)
}

fn ask(server: &Server) -> Result<Answer, Trouble> {
    guest(|_| {}).get(&server.url("/feed"), &server.allowed())
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Names that stand for what the test says, and what they were asked for.
#[derive(Debug)]
struct Names(Vec<(&'static str, Vec<SocketAddr>)>);

impl Resolve for Names {
    fn resolve(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        let found = self.0.iter().find(|(name, _)| *name == host);
        let found = found.ok_or(std::io::ErrorKind::NotFound)?;
        Ok(found
            .1
            .iter()
            .map(|address| {
                SocketAddr::new(
                    address.ip(),
                    if address.port() == 0 {
                        port
                    } else {
                        address.port()
                    },
                )
            })
            .collect())
    }
}

#[test]
fn it_says_who_it_is_and_what_it_has_and_keeps_no_cookie() {
    let server = Server::saying(
        "HTTP/1.1 200 OK\r\nETag: \"a1\"\r\nLast-Modified: Thu, 06 Mar 2031 08:00:00 GMT\r\nSet-Cookie: id=7\r\nContent-Length: 2\r\n\r\nhi",
    );
    let guest = guest(|_| {});
    let mut with = server.allowed();
    let first = guest.get(&server.url("/feed"), &with).unwrap();
    assert_eq!((first.status, first.body.as_slice()), (200, &b"hi"[..]));
    with.etag = first.etag;
    with.modified = first.modified;
    guest.get(&server.url("/feed"), &with).unwrap();
    let asked = server.asked.lock().unwrap();
    let (first, second) = (asked[0].to_lowercase(), asked[1].to_lowercase());
    assert!(
        first.contains("user-agent: crosswire/") && first.contains("(+desk@example.org)"),
        "{first}"
    );
    assert!(!first.contains("if-none-match"));
    assert!(second.contains("if-none-match: \"a1\""), "{second}");
    assert!(second.contains("if-modified-since: thu, 06 mar 2031 08:00:00 gmt"));
    assert!(!second.contains("cookie"), "{second}");
}

#[test]
fn a_contact_is_asked_for() {
    for contact in [
        "",
        "me",
        "a@b",
        "desk@example.org\r\nX: y",
        "x (y) @example.org",
    ] {
        assert!(Options::new(contact).is_err(), "{contact:?}");
    }
    assert!(Options::new("https://example.org/about-our-crawler").is_ok());
}

#[test]
fn no_private_address_is_asked_by_number_by_name_or_in_another_dress() {
    let server = Server::saying(ok("secret"));
    let port = server.address.port();
    let private = |address: &str| SocketAddr::new(address.parse().unwrap(), 0);
    let guest = guest(|options| {
        options.resolve = Some(Arc::new(Names(vec![
            ("inside.example", vec![private("127.0.0.1")]),
            ("cloud.example", vec![private("169.254.169.254")]),
            (
                "both.example",
                vec![private("93.184.215.14"), private("10.0.0.1")],
            ),
            ("six.example", vec![private("::ffff:127.0.0.1")]),
            ("127.0.0.1", vec![private("127.0.0.1")]),
            ("[::1]", vec![private("::1")]),
        ])));
    });
    for host in [
        "inside.example",
        "cloud.example",
        "both.example",
        "six.example",
        "127.0.0.1",
        "[::1]",
    ] {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        // Another host that is allowed allows nothing here.
        let other = Ask {
            allow: vec![
                "127.0.0.1:1".to_owned(),
                "localhost".to_owned(),
                format!("other.example:{port}"),
            ],
            ..Ask::default()
        };
        for with in [Ask::default(), other] {
            let refused = guest.get(&url, &with).unwrap_err();
            assert_eq!(refused.kind, Kind::Refused, "{refused}");
            assert!(refused.to_string().contains("private address"), "{refused}");
        }
    }
    assert_eq!(
        server.connections.load(Ordering::SeqCst),
        0,
        "nothing was connected to"
    );
    let url = Url::parse(&format!("http://inside.example:{port}/")).unwrap();
    let with = Ask {
        allow: vec![format!("inside.example:{port}")],
        ..Ask::default()
    };
    assert_eq!(guest.get(&url, &with).unwrap().body, b"secret");
    // What the system itself makes of odd numbers is checked too.
    for odd in [
        "http://2130706433:9/",
        "http://0x7f.1:9/",
        "http://0:9/",
        "http://127.1:9/",
    ] {
        let refused = self::guest(|_| {})
            .get(&Url::parse(odd).unwrap(), &Ask::default())
            .unwrap_err();
        assert_eq!(refused.kind, Kind::Refused, "{odd}: {refused}");
    }
}

#[test]
fn a_name_is_looked_up_once_and_what_was_checked_is_what_is_asked() {
    /// Stands for one server at the first look-up, and for another at every other.
    #[derive(Debug)]
    struct Rebinding(AtomicUsize, [SocketAddr; 2]);
    impl Resolve for Rebinding {
        fn resolve(&self, _: &str, _: u16) -> std::io::Result<Vec<SocketAddr>> {
            let asked = self.0.fetch_add(1, Ordering::SeqCst);
            Ok(vec![self.1[asked.min(1)]])
        }
    }
    let (first, second) = (Server::saying(ok("first")), Server::saying(ok("second")));
    let names = Arc::new(Rebinding(
        AtomicUsize::new(0),
        [first.address, second.address],
    ));
    let resolve: Arc<dyn Resolve> = names.clone();
    let guest = guest(|options| options.resolve = Some(resolve));
    let url = Url::parse("http://rebind.example:80/").unwrap();
    let with = Ask {
        allow: vec!["rebind.example:80".to_owned()],
        ..Ask::default()
    };
    assert_eq!(guest.get(&url, &with).unwrap().body, b"first");
    assert_eq!(names.0.load(Ordering::SeqCst), 1, "one look-up a request");
    // The same name is checked anew with the next request.
    assert_eq!(
        guest.get(&url, &Ask::default()).unwrap_err().kind,
        Kind::Refused
    );
    assert_eq!(names.0.load(Ordering::SeqCst), 2);
    assert_eq!(second.connections.load(Ordering::SeqCst), 0);
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let server = Server::saying(
        "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n",
    );
    let answer = ask(&server).unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!(
        answer.location.as_deref(),
        Some("http://169.254.169.254/latest")
    );
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}

#[test]
fn only_the_web_is_asked_and_no_password_is_sent() {
    let server = Server::saying(ok("x"));
    let port = server.address.port();
    for address in [
        "file:///etc/passwd".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        format!("http://me:secret@127.0.0.1:{port}/"),
    ] {
        let refused = guest(|_| {})
            .get(&Url::parse(&address).unwrap(), &server.allowed())
            .unwrap_err();
        assert_eq!(refused.kind, Kind::Refused);
        assert!(!refused.to_string().contains("secret"), "{refused}");
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
}

#[test]
fn lies_about_length_and_packing_are_seen() {
    use flate2::{Compression, write::GzEncoder};
    let pack = |bytes: &[u8]| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    let packed = |packing: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: {packing}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    let whole = pack(b"The ferry sank.");
    assert_eq!(
        ask(&Server::saying(packed("gzip", &whole))).unwrap().body,
        b"The ferry sank."
    );
    assert_eq!(
        ask(&Server::saying(packed("gzip", b"not packed")))
            .unwrap()
            .body,
        b"not packed"
    );
    for (said, kind) in [
        // More is promised than comes.
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".to_vec(),
            Kind::Broken,
        ),
        // More comes than is taken, said and unsaid.
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nx".to_vec(),
            Kind::TooLarge,
        ),
        (packed("gzip", &pack(&vec![b'a'; 20 << 20])), Kind::TooLarge),
        (packed("gzip", &whole[..whole.len() - 6]), Kind::Broken),
        (
            packed("gzip", &[&whole[..12], b"damaged damaged"].concat()),
            Kind::Broken,
        ),
        (packed("br", b"x"), Kind::Broken),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx".to_vec(),
            Kind::Broken,
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab".to_vec(),
            Kind::Broken,
        ),
        (b"no http at all\r\n\r\n".to_vec(), Kind::Broken),
        (Vec::new(), Kind::Broken),
    ] {
        let server = Server::saying(said.clone());
        let trouble = ask(&server).unwrap_err();
        let beginning = String::from_utf8_lossy(&said[..said.len().min(80)]).into_owned();
        assert_eq!(trouble.kind, kind, "{beginning:?}: {trouble}");
    }
    // Less is promised than comes: what was promised is taken.
    let answer = ask(&Server::saying(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nThe ferry sank.",
    ))
    .unwrap();
    assert_eq!(answer.body, b"The f");
    let endless = Server::new(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let block = [b'a'; 65_536];
        while stream.write_all(&block).is_ok() {}
    });
    assert_eq!(ask(&endless).unwrap_err().kind, Kind::TooLarge);
    let header = Server::saying(
        [
            b"HTTP/1.1 200 OK\r\nX: ".as_slice(),
            &vec![b'a'; 300_000],
            b"\r\n\r\n",
        ]
        .concat(),
    );
    assert!(matches!(
        ask(&header).unwrap_err().kind,
        Kind::TooLarge | Kind::Broken
    ));
}

#[test]
fn who_stalls_is_given_up() {
    let silent = Server::new(|_, _| std::thread::sleep(Duration::from_secs(8)));
    let dripping = Server::new(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        for _ in 0..80 {
            if stream.write_all(b"x").is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    for server in [silent, dripping] {
        let began = Instant::now();
        let trouble = ask(&server).unwrap_err();
        assert_eq!(trouble.kind, Kind::Slow, "{trouble}");
        assert!(
            began.elapsed() < Duration::from_secs(6),
            "{:?}",
            began.elapsed()
        );
    }
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let with = Ask {
        allow: vec![address.to_string()],
        ..Ask::default()
    };
    let url = Url::parse(&format!("http://{address}/")).unwrap();
    assert_eq!(
        guest(|_| {}).get(&url, &with).unwrap_err().kind,
        Kind::Unreachable
    );
}

#[test]
fn a_host_must_show_that_it_is_who_it_says() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let root = made.cert.der().to_vec();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || {
                let mut stream = stream;
                let Ok(mut connection) = rustls::ServerConnection::new(config) else {
                    return;
                };
                let mut tls = rustls::Stream::new(&mut connection, &mut stream);
                let mut asked = [0; 1024];
                if tls.read(&mut asked).is_ok() {
                    let _ = tls.write_all(ok("verified").as_bytes());
                    let _ = tls.flush();
                }
            });
        }
    });
    let url = |host: &str| Url::parse(&format!("https://{host}:{port}/")).unwrap();
    let with = Ask {
        allow: vec![format!("localhost:{port}"), format!("127.0.0.1:{port}")],
        ..Ask::default()
    };
    let stranger = guest(|_| {}).get(&url("localhost"), &with).unwrap_err();
    assert_eq!(stranger.kind, Kind::Unverified, "{stranger}");
    let trusting = guest(|options| options.roots = Some(vec![root]));
    assert_eq!(
        trusting.get(&url("localhost"), &with).unwrap().body,
        b"verified"
    );
    let other_name = trusting.get(&url("127.0.0.1"), &with).unwrap_err();
    assert_eq!(other_name.kind, Kind::Unverified, "{other_name}");
}
