//! Everything that a user would notice, in one test binary.

#![expect(clippy::disallowed_methods, reason = "tests read and write what they like")]

mod again;
mod careers;
mod cases;
mod commands;
mod compare;
mod dates;
mod generated;
mod gentle;
mod golden;
mod handbook;
mod machines;
mod manual;
mod mentions;
mod pairs;
mod same;
mod serve;
mod site;
mod vocabulary;
mod workflows;
