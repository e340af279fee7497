//! What two values that may answer one question are to each other.
