//! An engineering handbook from a folder of Markdown.
//!
//! 1. [`discover`] reads the folder into [`discover::Sources`], [`config`] its `rolebook.toml`.
//! 2. [`parse`] turns each file, alone, into a [`parse::Document`].
//! 3. [`model`] makes of them one book: pages, addresses, and every derived page.

pub mod source;
pub mod diagnostic;
pub mod memo;
pub mod data;
pub mod config;
pub mod discover;
pub mod parse;
pub mod model;
pub mod write;
