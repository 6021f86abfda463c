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
        let name = command.get_name().to_owned();
        let _ = write!(page, "## `rolebook {name}`\n\n");
        let about = command.get_long_about().or(command.get_about());
        let about = about.map(ToString::to_string).unwrap_or_default();
        let (first, rest) = about.split_once('\n').unwrap_or((&about, ""));
        let _ = write!(page, "{first}.\n\n");
        if !rest.trim().is_empty() {
            let _ = write!(page, "{}\n\n", words_of_keys(rest.trim()));
        }
        let usage = command.render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        let _ = write!(page, "```sh\n{usage}\n```\n\n| argument | what it does |\n|---|---|\n");
        for argument in command.get_arguments().filter(|it| it.get_id() != "help") {
            let mut what = argument
                .get_long_help()
                .or(argument.get_help())
                .map(ToString::to_string)
                .unwrap_or_default();
            let values = argument.get_possible_values();
            let takes_value = argument.get_num_args().is_none_or(|range| range.takes_values());
            if takes_value && values.iter().any(|value| value.get_help().is_some()) {
                let values = values.iter().map(|value| {
                    let help = value.get_help().map(ToString::to_string).unwrap_or_default();
                    let mut letters = help.chars();
                    let first = letters.next().map(char::to_lowercase);
                    let help: String = first.into_iter().flatten().chain(letters).collect();
                    format!("`{}` ({help})", value.get_name())
                });
                what += &format!(": {}", values.collect::<Vec<_>>().join("; "));
            } else if takes_value && !values.is_empty() {
                let names = values.iter().map(|value| format!("`{}`", value.get_name()));
                what += &format!(": {}", names.collect::<Vec<_>>().join(", "));
            }
            let defaults = argument.get_default_values();
            if takes_value && let [default] = defaults {
                what += &format!(" [default: `{}`]", default.to_string_lossy());
            }
            let _ = writeln!(page, "| `{}` | {} |", cell(&spelling(argument)), cell(&what));
        }
        page.push('\n');
    }
    expect_reference("commands.md", &page);
}

/// `--out <DIR>`, `-q, --quiet`, `[ROOT]`.
fn spelling(argument: &clap::Arg) -> String {
    let takes_value = argument.get_num_args().is_none_or(|range| range.takes_values());
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
    let value = if takes_value { format!(" <{value}>") } else { String::new() };
    format!("{short}--{long}{value}")
}

/// A paragraph of help, with names such as `skos:Concept` as code: a colon in a word is no prose.
fn words_of_keys(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let inner = word.trim_matches(|letter: char| ",.;".contains(letter));
        let is_name = inner.split_once(':').is_some_and(|(before, after)| {
            !before.is_empty() && after.starts_with(|it: char| it.is_ascii_alphabetic())
        });
        if is_name { word.replacen(inner, &format!("`{inner}`"), 1) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}
