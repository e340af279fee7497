//! TIMEX3 time expressions in English news, normalised and turned into calendar intervals.
