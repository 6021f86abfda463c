//! Mentions.
mod matcher;
mod words;
