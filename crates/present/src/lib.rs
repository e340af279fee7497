//! Findings for people and for programs: terminal, JSON, HTML.
