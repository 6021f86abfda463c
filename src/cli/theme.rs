//! `rolebook theme`: the files of the default theme, and copies of them to change.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;

use super::{
    new::write_new,
    terminal::{out, say},
};
use crate::{config, data::nearest, discover, render::eject};

/// List the files of the theme, or copy one to change it
///
/// A handbook's own files stand in themes/NAME/, with `theme = "NAME"` in rolebook.toml (without it in
/// themes/default/), and each takes the place of the theme's file of that path. A template can change
/// one block of the theme's own instead: {% extends "default/role.html" %}.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// List the files of the theme, and which of them the handbook has a file of its own for
    List {
        /// Folder of the handbook
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
    /// Copy a file of the theme into the handbook
    ///
    /// The first line notes the version that it was copied from, so that a later version can say when
    /// its own file has changed.
    Eject {
        /// Path of the file, such as partials/header.html
        #[arg(value_name = "FILE")]
        file: String,

        /// Folder of the handbook
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,

        /// Print the copy instead of writing it
        #[arg(long)]
        print: bool,
    },
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.command {
        Command::List { root } => out(&list(&folder(root)?))?,
        Command::Eject { file, root: _, print: true } => out(&copy(file)?)?,
        Command::Eject { file, root, print: false } => {
            let path = folder(root)?.join(file);
            write_new(&path, &copy(file)?)?;
            say(&format!("`{}` takes the place of the theme's own", path.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder of the handbook's own theme.
fn folder(root: &Path) -> anyhow::Result<PathBuf> {
    let Some(source) = discover::project(root)?.config else {
        anyhow::bail!("`{}` has no rolebook.toml: only a handbook has a theme", root.display())
    };
    Ok(root.join("themes").join(config::read(&source).value.theme))
}

/// One file a line, with the handbook's own beside it.
fn list(folder: &Path) -> String {
    let files = eject::files();
    let width = files.iter().map(String::len).max().unwrap_or(0);
    let line = |file: &String| {
        let own = folder.join(file);
        if own.exists() {
            format!("{file:width$}  {}\n", own.display())
        } else {
            format!("{file}\n")
        }
    };
    files.iter().map(line).collect()
}

fn copy(file: &str) -> anyhow::Result<String> {
    let file = file.strip_prefix("default/").unwrap_or(file);
    eject::copy(file).ok_or_else(|| {
        let files = eject::files();
        let near = nearest(file, files.iter().map(String::as_str));
        let near = near.map_or_else(
            || "`rolebook theme list` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        anyhow::anyhow!("the theme has no file `{file}`; {near}")
    })
}
