//! The `rolebook` command.
fn main() {}
