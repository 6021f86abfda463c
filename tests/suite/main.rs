//! Everything that a user would notice, in one test binary.

mod cases;
mod generated;
mod handbook;
mod same;
mod site;
