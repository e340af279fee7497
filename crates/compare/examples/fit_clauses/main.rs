//! Fits the clause aligner's weights on gold sets, leave-one-set-out, and prints how well they do.
//!
//! `cargo run --release -p crosswire-compare --example fit_clauses -- MODE MODEL REPORTS.jsonl SETS.json GOLD.jsonl ASIDE.txt OUT`
//!
//! MODE is `fit` (cross-validated recall by number said, then `data/clause-weights.tsv` fitted on
//! the gold into OUT), `ablate` (the same without each feature in turn), or `out` (what `compare`
//! says, for `score-findings`, into OUT, and readable into OUT.txt). Sets named in ASIDE are left
//! out of the fit.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::collapsible_if,
    clippy::needless_range_loop,
    reason = "a command line tool for developers"
)]

mod logistic;
use crosswire_annotate::Pipeline;
use crosswire_compare::Story;
use crosswire_compare::candidates::rules::clauses::fitting::{
    GROUP, PAIR, Prepared, Table, refine_names,
};
use crosswire_extract::{Annotated, Extracted, extract};
use crosswire_read::{Options, read_bytes};
use crosswire_report::{Field, Passage};
use crosswire_text::Span;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

fn load(model: &str, path: &str) -> BTreeMap<String, Extracted> {
    let pipeline = Pipeline::load(model).expect("the model loads");
    let bytes = std::fs::read(path).expect("the reports can be read");
    read_bytes(path, &bytes, &Options::default())
        .into_iter()
        .flatten()
        .map(|report| {
            let annotated = Annotated::new(Arc::new(report), |text| pipeline.annotate(text));
            (annotated.report().id.clone(), extract(annotated))
        })
        .collect()
}

struct Gold {
    kind: String,
    at: Vec<Vec<Passage>>,
}

fn half(a: Passage, b: Passage) -> bool {
    if a.field != b.field {
        return false;
    }
    let o = a.span.end().min(b.span.end()) as i64 - a.span.start().max(b.span.start()) as i64;
    o > 0 && 2 * o >= a.span.len().min(b.span.len()) as i64
}

type Place = (String, Passage);
struct Set {
    truth: Vec<(Place, Place, bool)>,
    ids: Vec<String>,
    prepared: Prepared,
    gold: Vec<Gold>,
}

/// greedy one to one as the scorer
fn matched(set: &Set, said: &[Vec<usize>], kind: &str) -> Vec<Option<usize>> {
    let golds: Vec<&Gold> = set.gold.iter().filter(|g| g.kind == kind).collect();
    let mut pairs = vec![];
    for (i, g) in golds.iter().enumerate() {
        for (j, units) in said.iter().enumerate() {
            let n = units
                .iter()
                .filter(|&&u| {
                    let (r, p) = set.prepared.passages()[u];
                    g.at[r].iter().any(|&q| half(p, q))
                })
                .count();
            if n >= 2 {
                pairs.push((usize::MAX - n, i, j));
            }
        }
    }
    pairs.sort();
    let mut of = vec![None; said.len()];
    let mut used = vec![false; golds.len()];
    for (_, i, j) in pairs {
        if !used[i] && of[j].is_none() {
            used[i] = true;
            of[j] = Some(i);
        }
    }
    of
}

fn table(pair: &[f64], truth: &[f64], group: &[f64], refine: &[f64]) -> String {
    let mut out = String::new();
    for (m, names, w) in [
        ("pair", PAIR, pair),
        ("truth", PAIR, truth),
        ("group", GROUP, group),
        ("refine", &refine_names(), refine),
    ] {
        if w.is_empty() {
            continue;
        }
        out += &format!("{m}\tbias\t{:.4}\n", w[0]);
        for (n, w) in names.iter().zip(&w[1..]) {
            out += &format!("{m}\t{n}\t{w:.4}\n");
        }
    }
    out
}

fn truths(set: &Set, drop: Option<usize>) -> Vec<((usize, usize), Vec<f32>, bool)> {
    let at = set.prepared.passages();
    let near = |u: usize, x: &Place| {
        let (r, p) = at[u];
        set.ids[r] == x.0 && p.field == x.1.field && {
            let o = p.span.end().min(x.1.span.end()) as i64
                - p.span.start().max(x.1.span.start()) as i64;
            o * 5 >= 4 * p.span.len().max(x.1.span.len()) as i64
        }
    };
    let mut out = vec![];
    for (a, b, f) in set.prepared.pairs() {
        if let Some(t) = set
            .truth
            .iter()
            .find(|t| (near(a, &t.0) && near(b, &t.1)) || (near(a, &t.1) && near(b, &t.0)))
        {
            let mut f = f.to_vec();
            if let Some(d) = drop {
                if d < PAIR.len() {
                    f[d] = 0.0;
                }
            }
            out.push(((a, b), f, t.2));
        }
    }
    out
}

fn fit(sets: &mut [Set], skip: &dyn Fn(usize) -> bool, drop: Option<usize>) -> String {
    let mut rows: Vec<(Vec<f32>, bool)> = vec![];
    for (k, set) in sets.iter().enumerate() {
        if skip(k) {
            continue;
        }
        let at = set.prepared.passages();
        for (a, b, f) in set.prepared.pairs() {
            let (ra, pa) = at[a];
            let (rb, pb) = at[b];
            let y = set.gold.iter().any(|g| {
                g.kind != "quote_variant"
                    && g.at[ra].iter().any(|&q| half(q, pa))
                    && g.at[rb].iter().any(|&q| half(q, pb))
            });
            let mut f = f.to_vec();
            if let Some(d) = drop {
                if d < PAIR.len() {
                    f[d] = 0.0;
                }
            }
            rows.push((f, y));
        }
    }
    let borrowed: Vec<_> = rows.iter().map(|(f, y)| (&f[..], *y)).collect();
    let pair = logistic::fit(&borrowed, 3.0);
    let mut rows: Vec<(Vec<f32>, bool)> = vec![];
    for (k, set) in sets.iter().enumerate() {
        if !skip(k) {
            rows.extend(truths(set, drop).into_iter().map(|(_, f, y)| (f, y)));
        }
    }
    let borrowed: Vec<_> = rows.iter().map(|(f, y)| (&f[..], *y)).collect();
    let truth = logistic::fit(&borrowed, 5.0);
    let t = Table::parse(&table(&pair, &truth, &[], &[]));
    let mut rows: Vec<(Vec<f32>, bool)> = vec![];
    for k in 0..sets.len() {
        if skip(k) {
            continue;
        }
        let g = sets[k].prepared.groups(&t);
        let said: Vec<_> = g.iter().map(|g| g.units.clone()).collect();
        let m = matched(&sets[k], &said, "agreement");
        for (g, m) in g.iter().zip(m) {
            let mut f = g.features.clone();
            if let Some(d) = drop {
                if d >= PAIR.len() {
                    f[d - PAIR.len()] = 0.0;
                }
            }
            rows.push((f, m.is_some()));
        }
    }
    let borrowed: Vec<_> = rows.iter().map(|(f, y)| (&f[..], *y)).collect();
    let group = logistic::fit(&borrowed, 3.0);
    let mut rows: Vec<(Vec<f32>, bool)> = vec![];
    for (k, set) in sets.iter().enumerate() {
        if !skip(k) {
            rows.extend(set.prepared.candidates().map(|([a, b], features)| {
                let meets =
                    |g: &Gold, at: (usize, Passage)| g.at[at.0].iter().any(|&q| half(q, at.1));
                let y = set
                    .gold
                    .iter()
                    .any(|g| g.kind == "refinement" && meets(g, a) && meets(g, b));
                (features.to_vec(), y)
            }));
        }
    }
    let borrowed: Vec<_> = rows.iter().map(|(f, y)| (&f[..], *y)).collect();
    let refine = logistic::fit(&borrowed, 10.0);
    table(&pair, &truth, &group, &refine)
}

/// The greedy match of `matched` for passages.
fn refinements_found(set: &Set, said: &[Vec<(usize, Passage)>]) -> usize {
    let golds: Vec<&Gold> = set.gold.iter().filter(|g| g.kind == "refinement").collect();
    let mut pairs = vec![];
    for (i, g) in golds.iter().enumerate() {
        for (j, rows) in said.iter().enumerate() {
            let n = rows
                .iter()
                .filter(|(r, p)| g.at[*r].iter().any(|&q| half(*p, q)))
                .count();
            if n >= 2 {
                pairs.push((usize::MAX - n, i, j));
            }
        }
    }
    pairs.sort();
    let (mut by_gold, mut by_said) = (vec![false; golds.len()], vec![false; said.len()]);
    let mut found = 0;
    for (_, i, j) in pairs {
        if !by_gold[i] && !by_said[j] {
            (by_gold[i], by_said[j]) = (true, true);
            found += 1;
        }
    }
    found
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let extracted = load(&args[2], &args[3]);
    let aside: Vec<String> = std::fs::read_to_string(&args[6])
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    let groups: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&std::fs::read_to_string(&args[4]).unwrap()).unwrap();
    let golds: Vec<Value> = std::fs::read_to_string(&args[5])
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    if args.get(1).is_some_and(|a| a == "out") {
        use std::io::Write;
        let mut o = std::fs::File::create(&args[7]).unwrap();
        let mut f = std::fs::File::create(format!("{}.txt", args[7])).unwrap();
        let clock = std::time::Instant::now();
        let all: Vec<(String, Vec<String>)> = groups.into_iter().collect();

        for (name, mut ids) in all {
            ids.sort();
            let reports: Vec<_> = ids.iter().map(|id| &extracted[id]).collect();
            let origins: Vec<usize> = (0..reports.len()).collect();
            let c = crosswire_compare::analyse_story(
                &Story {
                    reports: reports.clone(),
                    texts: origins.clone(),
                    origins,
                },
                &[],
            );
            let mut rows = vec![];
            if !aside.contains(&name) {
                writeln!(f, "## {name} aligned {}", c.statements_aligned).unwrap();
            }
            for x in &c.findings {
                let ev: Vec<Value> = x.evidence.iter().map(|e| { let t = reports[e.report].annotated.report().field(e.passage.field); let ch = |b: usize| t[..b].chars().count(); serde_json::json!({"report": ids[e.report], "start": ch(e.passage.span.start()), "end": ch(e.passage.span.end()), "in_title": e.passage.field == Field::Title}) }).collect();
                rows.push(serde_json::json!({"kind": x.kind.name(), "about": x.about.name(), "evidence": ev}));
                if !aside.contains(&name) {
                    writeln!(
                        f,
                        "{} {} {:.2} | {} | {} | {}",
                        x.kind.name(),
                        x.about.name(),
                        x.confidence,
                        x.question,
                        x.explanation,
                        x.values
                            .iter()
                            .map(|v| v.value.clone())
                            .collect::<Vec<_>>()
                            .join(" <> ")
                    )
                    .unwrap();
                    for e in &x.evidence {
                        writeln!(
                            f,
                            "      {} | {} {}",
                            &ids[e.report][..4],
                            reports[e.report].annotated.words(e.passage),
                            e.attributed_to
                                .as_deref()
                                .map_or(String::new(), |a| format!("[{a}]"))
                        )
                        .unwrap();
                    }
                }
            }
            writeln!(o, "{}", serde_json::json!({"set": name, "findings": rows})).unwrap();
        }
        eprintln!("compared in {:?}", clock.elapsed());
        return;
    }

    let judged: Vec<Vec<String>> = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../evals/clause-truth.tsv"
    ))
    .unwrap()
    .lines()
    .filter(|l| !l.starts_with('#'))
    .map(|l| l.split('\t').map(str::to_owned).collect())
    .collect();
    let place = |s: &str| -> Place {
        let c: Vec<&str> = s.split(':').collect();
        (
            c[0].to_owned(),
            Passage {
                field: if c[1] == "T" {
                    Field::Title
                } else {
                    Field::Text
                },
                span: Span::new(c[2].parse().unwrap(), c[3].parse().unwrap()),
            },
        )
    };
    let clock = std::time::Instant::now();
    let mut sets: Vec<Set> = groups
        .into_iter()
        .filter(|(n, _)| !aside.contains(n))
        .map(|(name, mut ids)| {
            ids.sort();
            let reports: Vec<_> = ids.iter().map(|id| &extracted[id]).collect();
            let gold = golds
                .iter()
                .filter(|g| g["set"] == name.as_str())
                .map(|g| {
                    let mut at = vec![vec![]; ids.len()];
                    for e in g["evidence"].as_array().unwrap() {
                        let k = ids.iter().position(|i| e["report"] == i.as_str()).unwrap();
                        let r = reports[k].annotated.report();
                        let q = e["quote"].as_str().unwrap();
                        for field in [Field::Title, Field::Text] {
                            let t = r.field(field);
                            let mut from = 0;
                            while let Some(p) = t.get(from..).and_then(|t| t.find(q)) {
                                at[k].push(Passage {
                                    field,
                                    span: Span::new(from + p, from + p + q.len()),
                                });
                                from += p + q.len();
                            }
                        }
                    }
                    Gold {
                        kind: g["kind"].as_str().unwrap().into(),

                        at,
                    }
                })
                .collect();
            let origins: Vec<usize> = (0..reports.len()).collect();
            let prepared = Prepared::new(&Story {
                reports,
                texts: origins.clone(),
                origins,
            });
            let truth = judged
                .iter()
                .filter(|l| name.split('-').next() == Some(l[0].as_str()))
                .map(|l| (place(&l[1]), place(&l[2]), l[3] == "1"))
                .collect();
            Set {
                truth,
                ids,
                prepared,
                gold,
            }
        })
        .collect();
    eprintln!(
        "prepared in {:?}: {} units, {} pairs",
        clock.elapsed(),
        sets.iter()
            .map(|s| s.prepared.passages().len())
            .sum::<usize>(),
        sets.iter()
            .map(|s| s.prepared.pairs().count())
            .sum::<usize>()
    );
    // ceiling
    let drops: Vec<Option<usize>> = if args.get(1).is_some_and(|a| a == "ablate") {
        std::iter::once(None)
            .chain((0..PAIR.len() + GROUP.len()).map(Some))
            .collect()
    } else {
        vec![None]
    };
    for drop in drops {
        let mut ranked = vec![];
        let mut probs: Vec<(f32, bool)> = vec![];
        const LEASTS: [f32; 10] = [0.03, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3];
        let mut refined = [(0usize, 0usize); LEASTS.len()];
        for k in 0..sets.len() {
            let t = Table::parse(&fit(&mut sets, &|i| i == k, drop));
            for ((a, b), _, y) in truths(&sets[k], None) {
                sets[k].prepared.rescore(&t);
                probs.push((sets[k].prepared.truth(a, b), y));
            }
            for (sum, least) in refined.iter_mut().zip(LEASTS) {
                let said = sets[k].prepared.refinements(&t, least);
                sum.0 += said.len();
                sum.1 += refinements_found(&sets[k], &said);
            }
            let g = sets[k].prepared.ranked(&t);
            ranked.push(g);
        }
        let total: usize = sets
            .iter()
            .map(|s| s.gold.iter().filter(|g| g.kind == "agreement").count())
            .sum();
        let name = drop.map_or("full", |d| {
            if d < PAIR.len() {
                PAIR[d]
            } else {
                GROUP[d - PAIR.len()]
            }
        });
        print!("{name:16} ");
        for (cap, least) in [
            (10, 0.0),
            (15, 0.0),
            (20, 0.0),
            (26, 0.0),
            (40, 0.0),
            (1000, 0.0),
            (26, 0.05),
            (26, 0.1),
            (26, 0.2),
            (26, 0.3),
        ] {
            let (mut said, mut found) = (0, 0);
            for (s, g) in sets.iter().zip(&ranked) {
                let top: Vec<_> = g
                    .iter()
                    .take(cap)
                    .filter(|g| g.likely >= least)
                    .map(|g| g.units.clone())
                    .collect();
                said += top.len();
                found += matched(s, &top, "agreement").iter().flatten().count();
            }
            print!(" {cap}/{least}: {said} {:.3}", found as f64 / total as f64);
        }
        println!();
        let gold: usize = sets
            .iter()
            .map(|s| s.gold.iter().filter(|g| g.kind == "refinement").count())
            .sum();
        print!("   refinements of {gold}:");
        for ((said, found), least) in refined.iter().zip(LEASTS) {
            let f1 = 2.0 * *found as f64 / (said + gold) as f64;
            print!("  >={least}: {said} said {found} found F1 {f1:.3}");
        }
        println!();
        for kind in ["refinement", "conflict", "update"] {
            let total: usize = sets
                .iter()
                .map(|s| s.gold.iter().filter(|g| g.kind == kind).count())
                .sum();
            let (mut said, mut found, mut links) = (0, 0, 0);
            for (s, g) in sets.iter().zip(&ranked) {
                let top: Vec<_> = g.iter().map(|g| g.units.clone()).collect();
                said += top.len();
                let m = matched(s, &top, kind);
                found += m.iter().flatten().count();
                let all: Vec<Vec<usize>> = s.prepared.pairs().map(|(a, b, _)| vec![a, b]).collect();
                links += matched(s, &all, kind).iter().flatten().count();
            }
            println!("   {kind}: ceiling {found} of {total} with {said} groups; any link {links}");
        }
        probs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let yes = probs.iter().filter(|p| p.1).count();
        print!("   truth: {} judged, {} true;", probs.len(), yes);
        for t in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
            let s: Vec<_> = probs.iter().filter(|p| p.0 >= t).collect();
            let y = s.iter().filter(|p| p.1).count();
            print!(
                "  >={t}: {} P {:.2} R {:.2}",
                s.len(),
                y as f32 / s.len() as f32,
                y as f32 / yes as f32
            );
        }
        println!();
    }
    std::fs::write(&args[7], fit(&mut sets, &|_| false, None)).unwrap();
}
