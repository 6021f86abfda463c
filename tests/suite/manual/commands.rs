//! The reference of commands, from what the command line itself knows.

use std::fmt::Write as _;

use super::{cell, expect_reference};

#[test]
fn the_reference_of_commands_is_what_the_command_line_says() {
    let mut command = rolebook::cli::command();
    // Usage lines name the program before the command.
    command.build();
    let mut page = String::new();
    for command in command.get_subcommands_mut() {
        section(command, "rolebook", &mut page);
    }
    expect_reference("commands.md", &page);
}

/// The section of a command, or of each command below it.
fn section(command: &mut clap::Command, above: &str, page: &mut String) {
    let name = format!("{above} {}", command.get_name());
    let _ = write!(page, "## `{name}`\n\n");
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let (first, rest) = about.split_once('\n').unwrap_or((&about, ""));
    let _ = write!(page, "{first}.\n\n");
    if !rest.trim().is_empty() {
        let _ = write!(page, "{}\n\n", names_as_code(rest.trim()));
    }
    if command.has_subcommands() {
        for command in command.get_subcommands_mut().filter(|it| it.get_name() != "help") {
            section(command, &name, page);
        }
        return;
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let _ = write!(page, "```sh\n{usage}\n```\n\n| argument | what it does |\n|---|---|\n");
    let shown = |it: &&clap::Arg| it.get_id() != "help" && !it.is_hide_set();
    for argument in command.get_arguments().filter(shown) {
        let (spelling, what) = (cell(&spelling(argument)), cell(&what(argument)));
        let _ = writeln!(page, "| `{spelling}` | {what} |");
    }
    page.push('\n');
}

/// What an argument does, with its values and its default.
fn what(argument: &clap::Arg) -> String {
    let help = argument.get_long_help().or(argument.get_help());
    let mut what = help.map(ToString::to_string).unwrap_or_default();
    if !takes_value(argument) {
        return what;
    }
    let values = argument.get_possible_values();
    if values.iter().any(|value| value.get_help().is_some()) {
        let values = values.iter().map(|value| {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            format!("`{}` ({help})", value.get_name())
        });
        what += &format!(": {}", values.collect::<Vec<_>>().join("; "));
    } else if !values.is_empty() {
        let names = values.iter().map(|value| format!("`{}`", value.get_name()));
        what += &format!(": {}", names.collect::<Vec<_>>().join(", "));
    }
    if let [default] = argument.get_default_values() {
        what += &format!(" [default: `{}`]", default.to_string_lossy());
    }
    what
}

fn takes_value(argument: &clap::Arg) -> bool {
    argument.get_num_args().is_none_or(|range| range.takes_values())
}

/// `--out <DIR>`, `-q, --quiet`, `[ROOT]`.
fn spelling(argument: &clap::Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let value = names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    if argument.is_positional() {
        return if argument.is_required_set() {
            format!("<{value}>")
        } else {
            format!("[{value}]")
        };
    }
    let short = argument.get_short().map_or(String::new(), |short| format!("-{short}, "));
    let long = argument.get_long().unwrap_or_default();
    let value = if takes_value(argument) { format!(" <{value}>") } else { String::new() };
    format!("{short}--{long}{value}")
}

/// A paragraph of help, with names such as `skos:Concept` as code: a colon in a word is no prose.
fn names_as_code(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let inner = word.trim_matches(|letter: char| ",.;".contains(letter));
        let is_name = inner.split_once(':').is_some_and(|(before, after)| {
            !before.is_empty() && after.starts_with(|it: char| it.is_ascii_alphabetic())
        });
        if is_name { word.replacen(inner, &format!("`{inner}`"), 1) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}
