//! An engineering handbook from a folder of Markdown.
//!
//! 1. [`discover`] reads the folder into [`discover::Sources`], [`config`] its `rolebook.toml`.
//! 2. [`parse`] turns each file, alone, into a [`parse::Document`].
//! 3. [`model`] makes of them one [`model::Book`]: pages, addresses, every derived page.
//! 4. [`link`] draws its edges, and so makes a [`link::LinkedBook`].
//! 5. [`mod@compare`] derives tables from what the roles say of themselves; [`export`] writes what is
//!    known for other programs.
//! 6. [`render`] lists every output file and makes each when it is asked for: a [`render::Site`].
//! 7. [`mod@write`] puts them into the output folder, all or nothing.
//!
//! [`pipeline`] is these stages in a row, [`serve`] a preview of what they give, made anew when
//! [`watch`] tells of a change; [`cli`] is what a terminal sees of them. Modules stand in reading
//! order, and one may use only those before it.

pub mod source;

pub mod diagnostic;

pub mod memo;

pub mod data;

pub mod config;

pub mod discover;

pub mod parse;

pub mod model;

pub mod link;

pub mod compare;

pub mod search;

pub mod export;

pub mod render;

pub mod write;

pub mod pipeline;

pub mod watch;

pub mod serve;

pub mod cli;
