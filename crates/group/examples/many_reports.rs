//! A stream of generated reports: what grouping costs per report as the stream grows.
//!
//! usage: many_reports [REPORTS]   (100,000 when not said)
//!
//! Every story is an invented happening with a place, people, numbers and dates; its reports come
//! over a few days as wire texts, copies of them, paraphrases and follow-ups, mixed with those of
//! a hundred other stories. Prints the time per report (sketch and grouping) for each thousand that
//! matters, how well the stories are found again, and the memory held. What the machine does besides moves these times by
//! a third, so the last thousand is also laid beside the second: both are added by turns, twenty reports at a time, the
//! second thousand to a grouper as it was after the first.

#![expect(clippy::print_stdout, reason = "an example may print")]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crosswire_calendar::Stamp;
use crosswire_group::{Grouper, Options, Sketch};
use crosswire_report::Report;

/// Stories that are told at the same time.
const LIVE: usize = 100;
/// Reports that are added at a time where two thousands are laid side by side.
const TURN: usize = 20;
/// Reports that come in a day.
const DAILY: usize = 2_000;

fn main() {
    let wanted = std::env::args()
        .nth(1)
        .map_or(100_000, |n| n.parse().expect("a number"));
    let mut source = Source::new(20_310_306);
    let mut grouper = Grouper::new(Options::default());
    let mut truth: Vec<u32> = Vec::with_capacity(wanted);
    let mut thousands: Vec<Duration> = vec![Duration::ZERO; wanted.div_ceil(1000)];
    let before = resident();
    let last = thousands.len() - 1;
    let mut early: Option<(Grouper, Vec<(u32, Report)>)> = None;
    let mut again = Duration::ZERO;
    for thousand in 0..thousands.len() {
        let ats = thousand * 1000..wanted.min(thousand * 1000 + 1000);
        let made: Vec<(u32, Report)> = ats.map(|at| source.next(at)).collect();
        truth.extend(made.iter().map(|(story, _)| story));
        if thousand == 1 {
            early = Some((grouper.clone(), made.clone()));
        }
        for (turn, reports) in made.chunks(TURN).enumerate() {
            if thousand == last
                && let Some((early, second)) = &mut early
            {
                let second = second.chunks(TURN).nth(turn).unwrap_or_default();
                again += add(early, second);
            }
            thousands[thousand] += add(&mut grouper, reports);
        }
    }
    let after = resident();
    let micros = |thousand: usize| thousands[thousand].as_secs_f64() * 1000.0;
    println!("reports     per report");
    let mut shown: Vec<usize> = vec![0, 1, 4, 9, 19, 49, last.saturating_sub(1), last];
    shown.sort_unstable();
    shown.dedup();
    for thousand in shown.into_iter().filter(|&thousand| thousand <= last) {
        println!(
            "{:>7}   {:>7.0} µs",
            (thousand + 1) * 1000,
            micros(thousand)
        );
    }
    if last > 1 {
        println!(
            "last thousand to second thousand: {:.2}, by turns {:.2}",
            micros(last) / micros(1),
            thousands[last].as_secs_f64() / again.as_secs_f64()
        );
    }
    let started = Instant::now();
    let stories = grouper.stories();
    println!(
        "stories: {} found, {} told; listed in {:.2} s",
        stories.len(),
        source.told,
        started.elapsed().as_secs_f64()
    );
    let mut said = vec![0; truth.len()];
    for story in &stories {
        story.members.iter().for_each(|&at| said[at] = story.id.0);
    }
    println!("B-cubed F1 {:.3}", b_cubed(&said, &truth));
    if let (Some(before), Some(after)) = (before, after) {
        let per = (after - before) as f64 / wanted as f64;
        println!(
            "memory: {:.0} MB, {:.1} kB a report",
            (after - before) as f64 / 1e6,
            per / 1e3
        );
    }
}

/// Adds reports; the time that it took.
fn add(grouper: &mut Grouper, reports: &[(u32, Report)]) -> Duration {
    let started = spent();
    for (_, report) in reports {
        grouper.add(&Sketch::of(report));
    }
    spent() - started
}

/// Time that this thread was on a processor, where the system says so; other programs do not count.
fn spent() -> Duration {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = status.and_then(|status| status.split(' ').next()?.parse().ok());
    nanos.map_or_else(
        || std::time::UNIX_EPOCH.elapsed().unwrap_or_default(),
        Duration::from_nanos,
    )
}

/// Bytes of memory that this process holds, where the system says so.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}

fn b_cubed(said: &[u32], gold: &[u32]) -> f64 {
    let mut both: HashMap<(u32, u32), f64> = HashMap::new();
    let (mut of_said, mut of_gold) = (HashMap::new(), HashMap::new());
    for (&a, &b) in said.iter().zip(gold) {
        *both.entry((a, b)).or_default() += 1.0;
        *of_said.entry(a).or_insert(0.0) += 1.0;
        *of_gold.entry(b).or_insert(0.0) += 1.0;
    }
    let n = said.len() as f64;
    let precision: f64 = both
        .iter()
        .map(|(&(a, _), c)| c * c / of_said[&a])
        .sum::<f64>()
        / n;
    let recall: f64 = both
        .iter()
        .map(|(&(_, b), c)| c * c / of_gold[&b])
        .sum::<f64>()
        / n;
    2.0 * precision * recall / (precision + recall)
}

/// An invented happening.
struct Happening {
    number: u32,
    place: String,
    region: String,
    people: [String; 3],
    thing: String,
    /// What is told of it: each fact in some ways of saying it.
    facts: Vec<[String; WAYS]>,
    wire: Option<String>,
    left: u32,
}

struct Source {
    state: u64,
    live: Vec<Happening>,
    told: u32,
    words: [Vec<&'static str>; 4],
}

/// Ways of saying one fact.
const WAYS: usize = 3;
/// Facts that a happening has.
const FACTS: usize = 10;

/// Sentences, in three ways each: {p} the place, {r} the region, {t} the thing, {a} {b} {c} people,
/// {n} {m} nouns, {v} a verb, {q} a quality, {#} a number, {d} a day.
const FRAMES: [[&str; WAYS]; 12] = [
    [
        "The {q} {n} of the {t} {v} near {p} on {d}, and {#} people were there.",
        "{#} people were near {p} on {d} when the {n} of the {t}, which is {q}, {v}.",
        "On {d} the {t}'s {q} {n} {v} close to {p}; those who saw it were {#}.",
    ],
    [
        "{a} said that the {n} in {r} had {v} and that the {m} was {q}.",
        "According to {a}, {r} has a {q} {m} and a {n} that {v}.",
        "The {n} {v}, {a} told the {m} of {r}, and nothing there is {q}.",
    ],
    [
        "{b}, who runs the {t}, blamed a {q} {n} for it.",
        "A {q} {n} was to blame, said {b}, the head of the {t}.",
        "For {b} of the {t} it was the {n}, {q} as ever.",
    ],
    [
        "More than {#} {n}s were found in {p} beside a {q} {m}.",
        "In {p} a {q} {m} lay among at least {#} {n}s.",
        "They counted {#} {n}s and one {m}, {q} and wet, in {p}.",
    ],
    [
        "The {m} of {r} will ask {c} why the {n} {v}.",
        "{c} has to explain to the {m} of {r} how the {n} {v}.",
        "Why the {n} {v} is what the {m} in {r} wants to hear from {c}.",
    ],
    [
        "A {q} {n} had {v} at the {t} in {d} weather before.",
        "It is not the first {q} {n} that {v} at the {t}, on a {d} of all days.",
        "The {t} knew of a {n} that {v}, {q} and on a {d}.",
    ],
    [
        "{a} and {b} met by the {n} in {p} for {#} minutes.",
        "For {#} minutes {b} spoke with {a} beside the {p} {n}.",
        "The {n} of {p} saw {a} and {b} talk for {#} minutes.",
    ],
    [
        "The price of a {n} in {r} rose by {#} crowns after the {m} {v}.",
        "After a {m} {v}, people in {r} pay {#} crowns more for a {n}.",
        "{r} pays for its {n}s: {#} crowns more since the {m} {v}.",
    ],
    [
        "{c} wept when the {q} {m} was shown to the town of {p}.",
        "The town of {p} saw the {m}, {q} and small, and {c} in tears.",
        "As {p} looked at the {q} {m}, {c} could not hold back.",
    ],
    [
        "The {t} has {#} {n}s, a {m} and no {q} {n} at all.",
        "No {n} of the {t}'s {#} is {q}, nor is its {m}.",
        "Of {#} {n}s at the {t} none is as {q} as the {m}.",
    ],
    [
        "On {d} the {m} {v} again, this time in {r}.",
        "{r} was next: there a {m} {v} on {d}.",
        "A second {m} {v}, in {r}, before {d} was over.",
    ],
    [
        "Nobody at the {t} had been {q} enough to mend the {n}, {b} wrote.",
        "The {n} was never mended, {b} wrote; who at the {t} is that {q}?",
        "In a letter {b} asks who at the {t} was {q} and left the {n} as it was.",
    ],
];

const FILLERS: [&str; 8] = [
    "Officials were expected to say more in the course of the day.",
    "It was the third such event in the area within a few years.",
    "People who live nearby said they had heard about it on the radio.",
    "A statement was promised for the evening, and questions were not answered.",
    "The weather is expected to turn by the end of the week.",
    "What it will cost nobody could say at first.",
    "Local shops stayed open and sold more coffee than on a holiday.",
    "The government has been told and follows what happens, a spokesman said.",
];

const NOUNS: &str = "anchor apron archive attic axle bakery ballot barge barrel basin beam bell bench boiler bolt bridge \
    brick bucket cable canal candle canoe carpet cellar chapel chimney cistern clinic clock colliery column compass \
    convoy crane crate culvert curtain dam depot derrick dock drain dredger drum dyke elevator embankment engine fence \
    ferry filter flagpole flue footpath forge foundry fountain freighter furnace gallery gangway garage gate generator \
    glacier granary greenhouse gutter hangar harness hatch hearth hedge hinge hull hydrant incubator jetty kennel kiln \
    ladder lagoon lantern latch lathe ledger lever lighthouse lock locomotive loom mast mill mine mirror moat monument \
    mooring mosaic motor museum nursery oar observatory orchard organ oven paddock pantry parapet parcel pavilion \
    pendulum pew pier pillar pipeline piston plank plough poultry press propeller pulley pump quarry quay rafter railing \
    ram rampart reactor reservoir ridge rig roof rope rudder saddle sail sawmill scaffold schooner shaft shed shovel \
    shrine signal silo sluice spire stable staircase statue steeple stove stretcher switch tank tannery tapestry theatre \
    ticket tile toll tower tractor trawler trench trolley tug tunnel turbine valve vault viaduct vineyard wagon warehouse \
    watermill weir well wharf wheel winch windmill workshop yacht";
const VERBS: &str = "blistered boomed bowed broke buckled bulged burst caved chimed clogged collapsed collided corroded \
    cracked creaked crumbled dangled detached doubled drained drifted dripped emptied exploded faded failed fell flared \
    flickered flooded floated froze groaned halted hummed ignited jammed jolted keeled leaked leaned listed locked \
    lurched melted moaned opened overflowed overheated overturned parted peeled plunged popped quaked rattled reopened \
    rocked rolled rotted rusted sagged sank scorched seized settled shattered shifted shook shrank shrieked shut sighed \
    skidded slid slipped smouldered snapped sparked spilled spun stalled stopped swayed swelled swung tilted toppled \
    trembled turned vanished warped wobbled";
const QUALITIES: &str = "ancient bare blue bold brass brittle broken bronze careless cautious cheap clumsy costly crooked \
    crowded curious damp dark deaf deep distant dry dull dusty early empty faint famous fierce flat foreign fragile \
    frozen gentle gilded golden grand greasy green grey heavy hidden hollow honest huge humble idle iron jealous late \
    lazy leaden light lonely loose loud mossy muddy naked narrow noble oaken odd painted pale patient proud quick quiet \
    rare restless rough round rusty secret shallow sharp shiny short silent silver slender slow sober soft solid stale \
    steep stout stubborn sturdy sudden tall tame thick thin timid tired vast velvet wary weak wide wild wooden";
const DAYS: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday";

impl Source {
    fn new(seed: u64) -> Source {
        Source {
            state: seed,
            live: Vec::new(),
            told: 0,
            words: [NOUNS, VERBS, QUALITIES, DAYS].map(|list| list.split_whitespace().collect()),
        }
    }

    fn below(&mut self, n: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) as usize) % n
    }

    /// A name that few share, of four syllables or so.
    fn name(&mut self) -> String {
        const HEADS: [&str; 24] = [
            "Bel", "Mar", "Tor", "Sun", "Hal", "Ost", "Vel", "Kar", "Dun", "Fen", "Gri", "Lor",
            "Nor", "Pel", "Quil", "Ras", "Sel", "Tam", "Ulm", "Wex", "Yar", "Zol", "Brae", "Cald",
        ];
        const MIDDLES: [&str; 16] = [
            "a", "e", "i", "o", "an", "en", "il", "or", "ur", "eth", "ag", "im", "os", "ul", "ar",
            "ev",
        ];
        const TAILS: [&str; 24] = [
            "wick", "low", "den", "mark", "stad", "vik", "ford", "ham", "sen", "mar", "dale",
            "brook", "nes", "ton", "gard", "holm", "rin", "by", "thorp", "mere", "sand", "borg",
            "lund", "cott",
        ];
        let head = HEADS[self.below(24)];
        let middle = [MIDDLES[self.below(16)], MIDDLES[self.below(16)]].concat();
        let tail = TAILS[self.below(24)];
        format!("{head}{middle}{tail}")
    }

    fn word(&mut self, list: usize) -> &'static str {
        let at = self.below(self.words[list].len());
        self.words[list][at]
    }

    fn happening(&mut self) -> Happening {
        self.told += 1;
        let mut happening = Happening {
            number: self.told - 1,
            place: self.name(),
            region: self.name(),
            people: std::array::from_fn(|_| format!("{} {}", self.name(), self.name())),
            thing: self.name(),
            facts: Vec::new(),
            wire: None,
            left: 2 + self.below(40) as u32,
        };
        for _ in 0..FACTS {
            let frames = FRAMES[self.below(FRAMES.len())];
            let (noun, other, verb) = (self.word(0), self.word(0), self.word(1));
            let (quality, day) = (self.word(2), self.word(3));
            let number = (12 + self.below(800)).to_string();
            let [a, b, c] = &happening.people;
            let filled = frames.map(|frame| {
                let slots = [
                    ("{p}", happening.place.as_str()),
                    ("{r}", &happening.region),
                    ("{t}", &happening.thing),
                    ("{a}", a),
                    ("{b}", b),
                    ("{c}", c),
                    ("{n}", noun),
                    ("{m}", other),
                    ("{v}", verb),
                    ("{q}", quality),
                    ("{d}", day),
                    ("{#}", &number),
                ];
                slots
                    .iter()
                    .fold(frame.to_owned(), |text, (slot, by)| text.replace(slot, by))
            });
            happening.facts.push(filled);
        }
        happening
    }

    /// The next report, and which happening it tells.
    fn next(&mut self, at: usize) -> (u32, Report) {
        while self.live.len() < LIVE {
            let happening = self.happening();
            self.live.push(happening);
        }
        let chosen = self.below(LIVE);
        // One in four is a copy of the wire; the others tell some facts in words of their own.
        let copied = self.live[chosen]
            .wire
            .clone()
            .filter(|_| at.is_multiple_of(4));
        let text = copied.unwrap_or_else(|| {
            let mut parts: Vec<String> = Vec::new();
            let first = self.below(FACTS);
            for i in 0..5 + self.below(4) {
                let way = self.below(WAYS);
                parts.push(self.live[chosen].facts[(first + i * 3) % FACTS][way].clone());
                if self.below(3) == 0 {
                    parts.push(FILLERS[self.below(8)].to_owned());
                }
            }
            parts.join(" ")
        });
        let headline = [self.word(0), self.word(1)];
        let happening = &mut self.live[chosen];
        if happening.wire.is_none() {
            happening.wire = Some(format!(
                "{} (Inland Wire) — {text}",
                happening.place.to_uppercase()
            ));
        }
        let mut report = Report::new(format!("r{at}"), "-", text);
        let title = match at % 3 {
            0 => format!(
                "{} {} near {}",
                happening.thing, headline[0], happening.place
            ),
            1 => format!("{}: what {} {}", happening.place, headline[0], headline[1]),
            _ => format!("{} speaks of the {}", happening.people[0], happening.thing),
        };
        report.title = Some(title.into());
        report.outlet = Some(format!("Outlet {}", at * 7 % 61));
        let (day, minute) = (at / DAILY, at % DAILY * 1440 / DAILY);
        let date = jiff::civil::date(2031, 1, 1).saturating_add(jiff::Span::new().days(day as i64));
        report.published = Stamp::parse(&format!("{date}T{:02}:{:02}Z", minute / 60, minute % 60));
        let number = happening.number;
        happening.left -= 1;
        if happening.left == 0 {
            self.live.swap_remove(chosen);
        }
        (number, report)
    }
}
