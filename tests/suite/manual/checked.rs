//! The references that are written by hand: each name that the code reads stands in them.
