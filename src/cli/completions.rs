//! `rolebook completions`.

use std::process::ExitCode;

use super::terminal::out;

/// Print completions for a shell
///
/// For example: rolebook completions fish > ~/.config/fish/completions/rolebook.fish
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// The shell
    shell: clap_complete::Shell,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    let mut command = super::command();
    clap_complete::generate(arguments.shell, &mut command, "rolebook", &mut script);
    out(&String::from_utf8(script)?)?;
    Ok(ExitCode::SUCCESS)
}
