//! Near-duplicates, origins and stories.
