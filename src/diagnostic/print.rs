//! Printing a report: for people, for editors, as JSON lines, for GitHub.
use super::Report;
/// How a report is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format { /// a
 Human, /// b
 Short, /// c
 Json, /// d
 Github }
/// todo
pub fn print(_report: &Report, _format: Format) -> String { todo!() }
/// todo
pub fn summary(_report: &Report) -> String { todo!() }
