//! `rolebook check`.

use std::{process::ExitCode, time::SystemTime};

use anyhow::Context as _;

use super::{
    Root, exit_code,
    terminal::{Show, Terminal},
};
use crate::{
    data::{Day, Moment},
    discover,
    pipeline::{self, Cache, Options, Step},
};

/// Say all that is wrong, and write nothing
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,

    /// Check drafts too
    #[arg(long)]
    drafts: bool,

    /// Fail on warnings too (an overdue review never counts)
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    show: Show,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::around(arguments.root.folder())?;
    let terminal = Terminal::new(arguments.show, &project.root);
    let options = Options { drafts: arguments.drafts, ..Options::default() };
    let built =
        pipeline::build(&project, &options, &Cache::default(), &|step| terminal.step(step))?;
    terminal.step(Step::Rendering);
    let report = built.report_with(built.site.complaints()).and(built.overdue(today()?));
    terminal.report(&report, &|file| built.text(file))?;
    terminal.summary(&built, &report, true);
    Ok(exit_code(report.fails(arguments.strict)))
}

/// The day on which it is checked, in UTC: that of `SOURCE_DATE_EPOCH` (reproducible-builds.org), if it is set.
#[expect(clippy::disallowed_methods, reason = "a check alone is told the day, and here is where")]
fn today() -> anyhow::Result<Day> {
    let moment = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.trim().parse().ok().and_then(Moment::from_seconds),
        Err(_) => {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            since.ok().and_then(|since| Moment::from_seconds(since.as_secs().try_into().ok()?))
        }
    };
    let moment = moment.context("`SOURCE_DATE_EPOCH` is not a count of seconds since 1970")?;
    Ok(moment.day())
}
