//! Quantities in English news as intervals with units and counted nouns.
