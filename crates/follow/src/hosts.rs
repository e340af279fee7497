//! Which request is next: one at a time to each host, with a pause after it, and none before the host's
//! `robots.txt` is known.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crosswire_fetch::{Robots, Url};

/// How long what a host lets guests ask for is remembered.
const KEPT: Duration = Duration::from_secs(12 * 3600);
/// How soon a host is asked again that could not say what it lets guests ask for.
const KEPT_UNSAID: Duration = Duration::from_secs(600);

/// A request that is to be made.
#[derive(Clone, Debug)]
pub(crate) struct Task<P> {
    /// Not before this.
    pub(crate) due: Instant,
    /// What is asked for.
    pub(crate) url: Url,
    /// The addresses that led to this one, the first first.
    pub(crate) over: Vec<Url>,
    /// How long the host is left alone afterwards.
    pub(crate) pause: Duration,
    /// Hosts that may be private.
    pub(crate) allow: Vec<String>,
    /// What it is for.
    pub(crate) purpose: Purpose<P>,
}

/// What a request is for.
#[derive(Clone, Debug)]
pub(crate) enum Purpose<P> {
    /// To know what this address, and others of its host, may be asked for.
    Robots(Url),
    /// The caller's.
    Own(P),
}

/// What the queue says.
#[derive(Debug)]
pub(crate) enum Next<P> {
    /// A request, and what its host says of it: `false` where guests may not ask for it, `None` where
    /// the host cannot say.
    Task(Box<Task<P>>, Option<bool>),
    /// Nothing before this.
    Wait(Instant),
    /// Nothing at all.
    Empty,
}

struct Host<P> {
    busy: bool,
    free: Instant,
    robots: HashMap<String, Known>,
    tasks: Vec<Task<P>>,
}

enum Known {
    Asked,
    Until(Instant, Option<Robots>),
}

/// All requests that are to be made.
pub(crate) struct Hosts<P> {
    hosts: HashMap<String, Host<P>>,
}

impl<P> Default for Hosts<P> {
    fn default() -> Hosts<P> {
        Hosts {
            hosts: HashMap::new(),
        }
    }
}

impl<P> Hosts<P> {
    pub(crate) fn put(&mut self, task: Task<P>, now: Instant) {
        let host = self.hosts.entry(name(&task.url)).or_insert_with(|| Host {
            busy: false,
            free: now,
            robots: HashMap::new(),
            tasks: Vec::new(),
        });
        host.tasks.push(task);
    }

    /// The request that has waited longest of those that may be made now; its host is busy until
    /// [`Hosts::done`].
    pub(crate) fn next(&mut self, now: Instant) -> Next<P> {
        let mut best: Option<(Instant, String, usize)> = None;
        let mut soonest: Option<Instant> = None;
        for (name, host) in &self.hosts {
            if host.busy {
                continue;
            }
            let ready = host
                .tasks
                .iter()
                .enumerate()
                .filter(|(_, task)| !host.waits(task))
                .min_by_key(|(_, task)| task.due);
            let Some((at, task)) = ready else { continue };
            let when = task.due.max(host.free);
            if when > now {
                soonest = Some(soonest.map_or(when, |other| other.min(when)));
            } else if best.as_ref().is_none_or(|(other, ..)| when < *other) {
                best = Some((when, name.clone(), at));
            }
        }
        let Some((_, name, at)) = best else {
            return soonest.map_or(Next::Empty, Next::Wait);
        };
        let Some(host) = self.hosts.get_mut(&name) else {
            return Next::Empty;
        };
        host.busy = true;
        let task = &host.tasks[at];
        if let Purpose::Own(_) = task.purpose {
            let origin = task.url.origin().ascii_serialization();
            match host.robots.get(&origin) {
                Some(Known::Until(until, robots)) if *until > now => {
                    let said = robots.as_ref().map(|robots| robots.allow(&task.url));
                    return Next::Task(Box::new(host.tasks.swap_remove(at)), said);
                }
                _ => {
                    let (url, allow, pause) = (task.url.clone(), task.allow.clone(), task.pause);
                    host.robots.insert(origin, Known::Asked);
                    let of = Robots::address(&url).unwrap_or_else(|| url.clone());
                    let task = Task {
                        due: now,
                        url: of,
                        over: Vec::new(),
                        pause,
                        allow,
                        purpose: Purpose::Robots(url),
                    };
                    return Next::Task(Box::new(task), Some(true));
                }
            }
        }
        Next::Task(Box::new(host.tasks.swap_remove(at)), Some(true))
    }

    /// Notes what a host lets guests ask for; `None` where it could not say.
    pub(crate) fn know(&mut self, of: &Url, robots: Option<Robots>, now: Instant) {
        if let Some(host) = self.hosts.get_mut(&name(of)) {
            let kept = if robots.is_some() { KEPT } else { KEPT_UNSAID };
            let origin = of.origin().ascii_serialization();
            host.robots.insert(origin, Known::Until(now + kept, robots));
        }
    }

    /// Notes that a request to an address is over: its host is left alone for the pause, for longer where
    /// it asks so.
    pub(crate) fn done(&mut self, url: &Url, pause: Duration, now: Instant) {
        let Some(host) = self.hosts.get_mut(&name(url)) else {
            return;
        };
        host.busy = false;
        let origin = url.origin().ascii_serialization();
        let asked = match host.robots.get(&origin) {
            Some(Known::Until(_, Some(robots))) => robots.pause(),
            _ => None,
        };
        host.free = host.free.max(now + pause.max(asked.unwrap_or_default()));
        if host.tasks.is_empty() {
            host.robots.retain(|_, known| match known {
                Known::Asked => true,
                Known::Until(until, _) => *until > now,
            });
        }
        // Hosts that were met once on the way are forgotten when nothing is known or wanted of them.
        if self.hosts.len() > 10_000 {
            self.hosts.retain(|_, host| {
                host.busy || !host.tasks.is_empty() || host.free > now || !host.robots.is_empty()
            });
        }
    }

    /// Takes back a host's mark of being busy without having asked it.
    pub(crate) fn untouched(&mut self, url: &Url) {
        if let Some(host) = self.hosts.get_mut(&name(url)) {
            host.busy = false;
        }
    }
}

impl<P> Host<P> {
    /// Whether a request waits until another has told what may be asked for.
    fn waits(&self, task: &Task<P>) -> bool {
        matches!(task.purpose, Purpose::Own(_))
            && matches!(
                self.robots.get(&task.url.origin().ascii_serialization()),
                Some(Known::Asked)
            )
    }
}

fn name(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(url: &str, due: Instant) -> Task<u32> {
        Task {
            due,
            url: Url::parse(url).unwrap(),
            over: Vec::new(),
            pause: Duration::from_secs(5),
            allow: Vec::new(),
            purpose: Purpose::Own(0),
        }
    }

    fn taken(hosts: &mut Hosts<u32>, now: Instant) -> Option<(String, Option<bool>)> {
        match hosts.next(now) {
            Next::Task(task, said) => Some((task.url.to_string(), said)),
            _ => None,
        }
    }

    #[test]
    fn a_host_is_asked_for_its_rules_first_then_for_one_thing_at_a_time() {
        let (mut hosts, now) = (Hosts::default(), Instant::now());
        for url in [
            "http://a.example/one",
            "http://a.example/private",
            "http://b.example/",
        ] {
            hosts.put(task(url, now), now);
        }
        let mut first = [
            taken(&mut hosts, now).unwrap().0,
            taken(&mut hosts, now).unwrap().0,
        ];
        first.sort();
        assert_eq!(
            first,
            ["http://a.example/robots.txt", "http://b.example/robots.txt"]
        );
        assert!(taken(&mut hosts, now).is_none(), "both hosts are busy");
        let of = Url::parse("http://a.example/").unwrap();
        let robots = Robots::answered(200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 9\n");
        hosts.know(&of, robots, now);
        hosts.done(&of, Duration::from_secs(5), now);
        assert!(taken(&mut hosts, now).is_none(), "the pause");
        let later = now + Duration::from_secs(9);
        let second = taken(&mut hosts, later).unwrap();
        hosts.done(&of, Duration::ZERO, later);
        assert!(taken(&mut hosts, later + Duration::from_secs(8)).is_none());
        let third = taken(&mut hosts, later + Duration::from_secs(9)).unwrap();
        let mut both = [second, third];
        both.sort();
        let expected = [
            ("http://a.example/one", true),
            ("http://a.example/private", false),
        ];
        assert_eq!(
            both,
            expected.map(|(url, said)| (url.to_owned(), Some(said)))
        );
    }

    #[test]
    fn a_host_that_cannot_say_is_left_alone() {
        let (mut hosts, now) = (Hosts::default(), Instant::now());
        hosts.put(task("http://a.example/one", now), now);
        assert!(taken(&mut hosts, now).unwrap().0.ends_with("/robots.txt"));
        let of = Url::parse("http://a.example/").unwrap();
        hosts.know(&of, None, now);
        hosts.done(&of, Duration::ZERO, now);
        assert_eq!(
            taken(&mut hosts, now),
            Some(("http://a.example/one".to_owned(), None))
        );
    }
}
