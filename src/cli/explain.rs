//! `rolebook explain`.

use std::{fmt::Write as _, process::ExitCode};

use super::terminal::out;
use crate::{
    data::nearest,
    diagnostic::{CODES, Code, CodeInfo, PLANNED, Severity},
};

/// Say what a diagnostic means and how to mend it
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Name of the diagnostic, such as broken-link; without one, all are listed
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    out(&match &arguments.code {
        Some(name) => explanation(name)?,
        None => list(),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn explanation(name: &str) -> anyhow::Result<String> {
    // A code may be pasted as a report has it: `error[broken-link]`.
    let name = name.split(['[', ']']).nth(1).unwrap_or(name);
    let Some(code) = Code::named(name) else {
        let near = nearest(name, CODES.iter().map(|info| info.name));
        anyhow::bail!(
            "no diagnostic is called `{name}`; {}",
            near.map_or("`rolebook explain` lists them all".to_owned(), |near| {
                format!("did you mean `{near}`?")
            })
        );
    };
    let CodeInfo { code: _, name, severity, plain, explanation } = code.info();
    let plain = match (plain, severity) {
        (false, _) => "",
        (true, Severity::Error) => "; a warning in a folder without rolebook.toml",
        (true, Severity::Warning | Severity::Info) => "; in a folder without rolebook.toml too",
    };
    let planned =
        if PLANNED.contains(name) { "\nThis version does not check it yet.\n" } else { "" };
    Ok(format!("{name} ({}{plain})\n\n{explanation}{planned}", severity.name()))
}

fn list() -> String {
    let mut text = String::new();
    for CodeInfo { code: _, name, severity, plain, explanation: _ } in CODES {
        let star = if *plain { "*" } else { "" };
        let planned = if PLANNED.contains(name) { " (not checked yet)" } else { "" };
        let _ = writeln!(text, "{name:<24}{}{star}{planned}", severity.name());
    }
    text.push_str(
        "\n`rolebook explain NAME` says what one means. Those with * arise in a folder without \
         rolebook.toml too,\nand are warnings at most there. `[diagnostics]` in rolebook.toml sets levels.\n",
    );
    text
}
