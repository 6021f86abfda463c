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

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{
    CommandFactory as _, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::data::nearest_within;

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => {
            let usage = with_advice(usage);
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

    /// The same, spelt as those commands have it that take names
    #[arg(id = "folder", long = "root", value_name = "ROOT", hide = true, conflicts_with = "root")]
    named: Option<PathBuf>,
}

impl Root {
    /// The folder, however it was given.
    fn folder(&self) -> &Path {
        self.named.as_ref().unwrap_or(&self.root)
    }
}

/// Advice for an option that is one slip from one of its command's; clap's own measure finds none for short
/// names.
fn with_advice(mut usage: clap::Error) -> clap::Error {
    let Some(ContextValue::String(wrong)) = usage.get(ContextKind::InvalidArg) else {
        return usage;
    };
    if usage.kind() != ErrorKind::UnknownArgument || usage.get(ContextKind::SuggestedArg).is_some()
    {
        return usage;
    }
    let all = command();
    let given = std::env::args_os().nth(1).unwrap_or_default();
    let command = all.get_subcommands().find(|command| given == command.get_name());
    let options = command.into_iter().flat_map(clap::Command::get_arguments);
    let names: Vec<String> =
        options.filter_map(|option| Some(format!("--{}", option.get_long()?))).collect();
    if let Some(near) = nearest_within(wrong, names.iter().map(String::as_str), 1) {
        let near = ContextValue::String(near.to_owned());
        usage.remove(ContextKind::Suggested);
        usage.insert(ContextKind::SuggestedArg, near);
    }
    usage
}
