//! What the reports of one story agree on, and where they part.
