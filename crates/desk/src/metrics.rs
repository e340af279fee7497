//! What is counted, in Prometheus' text format.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

/// The desk's counters.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Histogram,
    reports: Gauge,
    stories: Gauge,
    findings: Gauge,
    pub(crate) added: Counter,
    pub(crate) refused: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let metrics = Metrics {
            registry: Registry::with_prefix("crosswire"),
            requests: Family::default(),
            seconds: Histogram::new([0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0]),
            reports: Gauge::default(),
            stories: Gauge::default(),
            findings: Gauge::default(),
            added: Counter::default(),
            refused: Counter::default(),
        };
        metrics.registered()
    }

    fn registered(mut self) -> Metrics {
        let registry = &mut self.registry;
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time from request to answer",
            Unit::Seconds,
            self.seconds.clone(),
        );
        registry.register(
            "ledger_reports",
            "Reports in the ledger",
            self.reports.clone(),
        );
        registry.register(
            "ledger_stories",
            "Stories in the ledger",
            self.stories.clone(),
        );
        registry.register(
            "ledger_findings",
            "Findings in the ledger",
            self.findings.clone(),
        );
        registry.register(
            "reports_added",
            "Reports added since the start",
            self.added.clone(),
        );
        registry.register(
            "inputs_refused",
            "Uploaded inputs that could not be read",
            self.refused.clone(),
        );
        self
    }

    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let request = Request {
            method: method.to_owned(),
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&request).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    pub(crate) fn holds(&self, reports: u64, stories: u64, findings: u64) {
        self.reports.set(reports.cast_signed());
        self.stories.set(stories.cast_signed());
        self.findings.set(findings.cast_signed());
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
