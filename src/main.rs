//! The `rolebook` command: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    rolebook::cli::run()
}
