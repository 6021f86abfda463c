//! `rolebook check`.

use std::process::ExitCode;

use super::{
    Root, exit_code,
    terminal::{Show, Terminal},
};
use crate::{
    discover,
    pipeline::{self, Cache, Options},
};

/// Say all that is wrong, and write nothing
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,

    /// Fail on warnings too (an overdue review never counts)
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    show: Show,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::new(arguments.show);
    let project = discover::project(&arguments.root.root)?;
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|step| {
        terminal.step(step);
    })?;
    terminal.report(&built.report, &pipeline::texts(&built))?;
    terminal.summary(&built, true);
    Ok(exit_code(built.report.fails(arguments.strict)))
}
