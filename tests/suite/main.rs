//! Everything that a user would notice, in one test binary.

#![expect(clippy::disallowed_methods, reason = "tests read and write what they like")]

mod careers;
mod cases;
mod commands;
mod generated;
mod golden;
mod handbook;
mod machines;
mod mentions;
mod same;
mod serve;
mod site;
mod vocabulary;
