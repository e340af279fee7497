//! Mentions, quotations and statements of a report, with times, quantities and attributions attached.
