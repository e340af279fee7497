//! What is counted, in Prometheus' text format.

use std::time::Duration;

use crosswire_follow::{Source, State};
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

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfSource {
    source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfChannel {
    channel: String,
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
    pub(crate) followed: Counter,
    pub(crate) alerts: Counter,
    source_reports: Family<OfSource, Gauge>,
    source_troubles: Family<OfSource, Gauge>,
    source_failures: Family<OfSource, Gauge>,
    source_succeeded: Family<OfSource, Gauge>,
    outbox_waiting: Family<OfChannel, Gauge>,
    outbox_given_up: Family<OfChannel, Gauge>,
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
            followed: Counter::default(),
            alerts: Counter::default(),
            source_reports: Family::default(),
            source_troubles: Family::default(),
            source_failures: Family::default(),
            source_succeeded: Family::default(),
            outbox_waiting: Family::default(),
            outbox_given_up: Family::default(),
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
        registry.register(
            "reports_followed",
            "Reports added from followed sources since the start",
            self.followed.clone(),
        );
        registry.register(
            "alerts_found",
            "Alerts found since the start",
            self.alerts.clone(),
        );
        for (name, about, family) in [
            (
                "source_reports",
                "Reports that came from a source",
                &self.source_reports,
            ),
            (
                "source_troubles",
                "Looks at a source that went wrong",
                &self.source_troubles,
            ),
            (
                "source_failures",
                "Looks that went wrong since the last that went well",
                &self.source_failures,
            ),
            (
                "source_last_success_seconds",
                "When a look last went well, since 1970",
                &self.source_succeeded,
            ),
        ] {
            registry.register(name, about, family.clone());
        }
        for (name, about, family) in [
            (
                "outbox_waiting",
                "Alerts that wait to be told",
                &self.outbox_waiting,
            ),
            (
                "outbox_given_up",
                "Alerts that could not be told for a week",
                &self.outbox_given_up,
            ),
        ] {
            registry.register(name, about, family.clone());
        }
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

    /// How far the sources are that are followed.
    pub(crate) fn sources(&self, sources: &[(Source, State)]) {
        for family in [
            &self.source_reports,
            &self.source_troubles,
            &self.source_failures,
            &self.source_succeeded,
        ] {
            family.clear();
        }
        for (source, state) in sources {
            let of = OfSource {
                source: source.name.clone(),
            };
            let set = |family: &Family<OfSource, Gauge>, to: i64| {
                family.get_or_create(&of).set(to);
            };
            set(&self.source_reports, state.reports.cast_signed());
            set(&self.source_troubles, state.troubles.cast_signed());
            set(&self.source_failures, state.failures.into());
            if let Some(succeeded) = state.succeeded {
                set(&self.source_succeeded, succeeded.as_second());
            }
        }
    }

    /// What waits in the outbox, and what was given up, by channel.
    pub(crate) fn outbox(&self, outbox: &[(String, u64, u64)]) {
        self.outbox_waiting.clear();
        self.outbox_given_up.clear();
        for (channel, waiting, given_up) in outbox {
            let of = OfChannel {
                channel: channel.clone(),
            };
            self.outbox_waiting
                .get_or_create(&of)
                .set(waiting.cast_signed());
            self.outbox_given_up
                .get_or_create(&of)
                .set(given_up.cast_signed());
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
