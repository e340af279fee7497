//! Fetches, verifies and finds the language model.
