//! The command line: arguments, what a terminal is shown, exit codes. One file per command.
//!
//! Exit codes: 0 clean, 1 the content has errors (with `--strict` also warnings), 2 rolebook could
//! not run or refused. An interrupted run ends by the signal itself: a build that is killed at any
//! moment leaves the old site or the new one, so there is nothing to tidy up.

mod build;
mod check;
mod compare;
mod compared;
mod completions;
mod explain;
mod export;
mod init;
mod known;
mod new;
mod serve;
mod terminal;
mod theme;
mod wanted;

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory as _, Parser, Subcommand};

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => {
            // Help that cannot be printed, as into a closed pipe, is nobody's loss.
            let _ = usage.print();
            return if usage.use_stderr() { REFUSED.into() } else { ExitCode::SUCCESS };
        }
    };
    let done = match &arguments.command {
        Command::Build(arguments) => build::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Wanted(arguments) => wanted::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Theme(arguments) => theme::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
    };
    done.unwrap_or_else(|error| {
        terminal::error(&error);
        REFUSED.into()
    })
}

/// The whole command line: what completions and the manual are made from.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// The exit code when rolebook could not run or refused.
const REFUSED: u8 = 2;

/// The exit code of a run whose content is good enough, or not.
fn exit_code(fails: bool) -> ExitCode {
    if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Engineering handbooks from Markdown: roles, the terms they share, and how one role differs from
/// another.
///
/// Begin with `rolebook init handbook`, or run `rolebook build` in any folder of Markdown.
#[derive(Parser, Debug)]
#[command(name = "rolebook", version, disable_help_subcommand = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Build(build::Arguments),
    Serve(serve::Arguments),
    Check(check::Arguments),
    Compare(compare::Arguments),
    New(new::Arguments),
    Init(init::Arguments),
    Wanted(wanted::Arguments),
    Export(export::Arguments),
    Theme(theme::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
}

/// The folder that most commands work on.
#[derive(clap::Args, Debug)]
struct Root {
    /// Folder with `rolebook.toml`, or any folder of Markdown
    #[arg(value_name = "ROOT", default_value = ".")]
    root: PathBuf,
}
