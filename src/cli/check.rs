//! `rolebook check`.

use std::process::ExitCode;

use super::{
    Root, exit_code,
    terminal::{Show, Terminal},
};
use crate::{
    discover,
    pipeline::{self, Cache, Options, Step},
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
    let terminal = Terminal::new(arguments.show, &arguments.root.root);
    let project = discover::around(&arguments.root.root)?;
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|step| {
        terminal.step(step);
    })?;
    terminal.step(Step::Rendering);
    let report = built.report_with(built.site.complaints());
    terminal.report(&report, &|file| built.text(file))?;
    terminal.summary(&built, &report, true);
    Ok(exit_code(report.fails(arguments.strict)))
}
