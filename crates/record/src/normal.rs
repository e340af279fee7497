//! A value as normalised: a number as an interval, a stretch of calendar time, or nothing.

use crosswire_calendar::{Granularity, Interval};
use jiff::civil::DateTime;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value as normalised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Normal {
    /// A number with its unit.
    Interval(NormalInterval),
    /// A stretch of calendar time.
    Time(NormalTime),
    /// Nothing that can be computed with.
    #[serde(serialize_with = "nothing", deserialize_with = "anything")]
    None,
}

/// A number as an interval; an infinite bound means that the side is open for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NormalInterval {
    /// Lower bound.
    #[serde(serialize_with = "bound", deserialize_with = "lower")]
    pub low: f64,
    /// Upper bound.
    #[serde(serialize_with = "bound", deserialize_with = "upper")]
    pub high: f64,
    /// Whether the lower bound itself is left out.
    pub low_open: bool,
    /// Whether the upper bound itself is left out.
    pub high_open: bool,
    /// The unit, or the lemma of the counted noun.
    pub unit: String,
}

/// A stretch of calendar time, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormalTime {
    /// First moment.
    pub from: DateTime,
    /// First moment after it.
    pub to: DateTime,
    /// How sharply it was said.
    #[serde(serialize_with = "word", deserialize_with = "granularity")]
    pub granularity: Granularity,
}

impl From<Interval> for Normal {
    fn from(interval: Interval) -> Normal {
        Normal::Time(NormalTime {
            from: interval.from(),
            to: interval.to(),
            granularity: interval.granularity(),
        })
    }
}

impl Normal {
    /// Whether two values have something in common, as far as they can be laid side by side.
    #[must_use]
    pub fn meets(&self, other: &Normal) -> bool {
        match (self, other) {
            (Normal::Time(a), Normal::Time(b)) => a.from < b.to && b.from < a.to,
            (Normal::Interval(a), Normal::Interval(b)) => {
                a.unit == b.unit && a.low <= b.high && b.low <= a.high
            }
            _ => true,
        }
    }

    /// Whether it lies in another value and is the sharper one.
    #[must_use]
    pub fn lies_in(&self, other: &Normal) -> bool {
        match (self, other) {
            (Normal::Time(a), Normal::Time(b)) => {
                a.from >= b.from && a.to <= b.to && (a.from, a.to) != (b.from, b.to)
            }
            (Normal::Interval(a), Normal::Interval(b)) => {
                let bounds = (a.low, a.high) != (b.low, b.high);
                a.unit == b.unit && a.low >= b.low && a.high <= b.high && bounds
            }
            _ => false,
        }
    }
}

impl JsonSchema for Normal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Normal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "Empty where nothing can be computed with it. A bound that is null is infinite.",
            "properties": {
                "low": {"type": ["number", "null"]},
                "high": {"type": ["number", "null"]},
                "low_open": {"type": "boolean"},
                "high_open": {"type": "boolean"},
                "unit": {"type": "string"},
                "from": {"type": "string"},
                "to": {"type": "string"},
                "granularity": {"type": "string"}
            }
        })
    }
}

/// An empty object, since a reader asks for members of it.
fn nothing<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap;
    serializer.serialize_map(Some(0))?.end()
}

fn anything<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    serde::de::IgnoredAny::deserialize(deserializer).map(|_| ())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn word<S: Serializer>(granularity: &Granularity, serializer: S) -> Result<S::Ok, S::Error> {
    granularity.name().serialize(serializer)
}

fn granularity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Granularity, D::Error> {
    let name = String::deserialize(deserializer)?;
    Granularity::from_name(&name)
        .ok_or_else(|| serde::de::Error::custom(format!("{name:?} is no granularity")))
}

/// JSON has no infinity: null says it.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn bound<S: Serializer>(bound: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    bound.is_finite().then_some(*bound).serialize(serializer)
}

fn lower<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NEG_INFINITY))
}

fn upper<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::INFINITY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(low: f64, high: f64, unit: &str) -> Normal {
        Normal::Interval(NormalInterval {
            low,
            high,
            low_open: false,
            high_open: false,
            unit: unit.to_owned(),
        })
    }

    fn time(from: &str, to: &str) -> Normal {
        Normal::Time(NormalTime {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            granularity: Granularity::Day,
        })
    }

    #[test]
    fn values_meet_and_lie_in_each_other() {
        let day = time("2031-03-05T00:00:00", "2031-03-06T00:00:00");
        let evening = time("2031-03-05T18:00:00", "2031-03-06T00:00:00");
        let clock = time("2031-03-05T06:00:00", "2031-03-05T06:01:00");
        assert!(day.meets(&evening) && clock.meets(&day));
        assert!(!clock.meets(&evening));
        let many = count(50.0, f64::INFINITY, "people");
        assert!(many.meets(&count(51.0, 51.0, "people")));
        assert!(!many.meets(&count(40.0, 40.0, "people")));
        assert!(!many.meets(&count(51.0, 51.0, "boat")));
        assert!(many.meets(&Normal::None));
        assert!(clock.lies_in(&day) && !day.lies_in(&clock) && !day.lies_in(&day));
        assert!(count(51.0, 51.0, "people").lies_in(&many));
    }

    #[test]
    fn times_are_compared_as_moments() {
        // As text, the years before our era run backwards, and a day is no midnight.
        let ides = time("-000044-03-15", "-000044-03-16");
        let year = time("-000044-01-01", "-000043-01-01");
        assert!(ides.lies_in(&year) && ides.meets(&year));
        let read = |json: &str| serde_json::from_str::<Normal>(json).unwrap();
        let day = read(r#"{"from":"2031-03-05","to":"2031-03-06","granularity":"day"}"#);
        let same = read(
            r#"{"from":"2031-03-05T00:00:00","to":"2031-03-06T00:00:00","granularity":"day"}"#,
        );
        assert_eq!(day, same);
        // What is no time is kept as nothing that can be computed with.
        let odd = read(r#"{"from":"soon","to":"later","granularity":"day"}"#);
        assert_eq!(odd, Normal::None);
    }

    #[test]
    fn every_shape_reads_back() {
        for (normal, json) in [
            (Normal::None, "{}"),
            (
                count(50.0, f64::INFINITY, "people"),
                r#"{"low":50.0,"high":null,"low_open":false,"high_open":false,"unit":"people"}"#,
            ),
            (
                time("2031-03-05", "2031-03-06"),
                r#"{"from":"2031-03-05T00:00:00","to":"2031-03-06T00:00:00","granularity":"day"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&normal).unwrap(), json);
            assert_eq!(serde_json::from_str::<Normal>(json).unwrap(), normal);
        }
    }
}
