//! From files and streams to reports.
