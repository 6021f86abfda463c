//! `rolebook new`: a page from an archetype.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::ValueEnum;
use unicode_normalization::char::is_combining_mark;

use super::{
    compared::{self, Subjects},
    known::{self, Known},
    terminal::{out, say},
};
use crate::{
    diagnostic::words::counted,
    discover,
    model::url::slug,
    pipeline::{self, Options},
};

/// Write a new page with the fields of its type
///
/// The page is a draft until its `status` line is removed, and never takes the place of a file. A role
/// or a term that other pages want begins with what is known of it: who wants it, where, and as what.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Type of the page
    #[arg(value_enum, value_name = "KIND")]
    archetype: Archetype,

    /// Title of the page; a comparison's can name its roles: "Technical Lead vs Staff Engineer"
    #[arg(value_parser = title)]
    title: String,

    /// Folder of the handbook
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,

    /// Give the page a folder of its own, for images and further pages beside it
    #[arg(long)]
    folder: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Archetype {
    /// What somebody in a role does, needs and is judged by, in roles/
    Role,
    /// What a word means, in terms/
    Term,
    /// How to do something, in guides/
    Guide,
    /// How two to six roles differ, in comparisons/
    Comparison,
    /// Anything else, in the content folder itself
    Page,
}

impl Archetype {
    /// Its folder below the content folder, and its text with `{{…}}` for what is filled in.
    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Archetype::Role => ("roles", include_str!("archetypes/role.md")),
            Archetype::Term => ("terms", include_str!("archetypes/term.md")),
            Archetype::Guide => ("guides", include_str!("archetypes/guide.md")),
            Archetype::Comparison => ("comparisons", include_str!("archetypes/comparison.md")),
            Archetype::Page => ("", include_str!("archetypes/page.md")),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::project(&arguments.root)?;
    let config = pipeline::config(&project, &Options::default()).value;
    // The path as the author would type it: from where they stand.
    let content = joined(&arguments.root, discover::content_folder(&project, &config));
    let title = &arguments.title;
    let known = match arguments.archetype {
        Archetype::Role | Archetype::Term => known::of(&project, title)?,
        Archetype::Guide | Archetype::Comparison | Archetype::Page => Known::default(),
    };
    let names = match arguments.archetype {
        Archetype::Comparison => names(title),
        Archetype::Role | Archetype::Term | Archetype::Guide | Archetype::Page => Vec::new(),
    };
    let subjects = match names[..] {
        [] => Subjects::default(),
        _ => compared::of(&project, &names)?,
    };
    let page = NewPage { title, known: &known, subjects: &subjects.ids };
    let path = write_page(&content, arguments.archetype, &page, arguments.folder)?;
    out(&format!("{}\n", path.display()))?;
    if known.places > 0 {
        say(&format!("{} named it without a page", counted(known.places, "place")));
    }
    if !subjects.unknown.is_empty() {
        let unknown = subjects.unknown.join("` and `");
        say(&format!("no role is called `{unknown}` yet: see its `subjects`"));
    }
    say("it is a draft: `--drafts` shows it, and without its `status` line it is published");
    Ok(ExitCode::SUCCESS)
}

/// What an archetype is filled in with.
struct NewPage<'p> {
    title: &'p str,
    known: &'p Known,
    /// Of a comparison, the ids of its roles.
    subjects: &'p [String],
}

/// Writes the page below the content folder; gives its path.
fn write_page(
    content: &Path,
    archetype: Archetype,
    page: &NewPage<'_>,
    folder: bool,
) -> anyhow::Result<PathBuf> {
    let (below, text) = archetype.parts();
    let parent = joined(content, below);
    let slug = slug(page.title);
    let alone = parent.join(format!("{slug}.md"));
    let own_folder = parent.join(&slug);
    // Either spelling of the page would be the same address.
    let names = ["_index.md", "index.md", "README.md"].map(|name| own_folder.join(name));
    if let Some(there) = std::iter::once(&alone).chain(&names).find(|path| path.exists()) {
        anyhow::bail!("`{}` is there already; nothing was changed", there.display());
    }
    let path = if folder { own_folder.join("_index.md") } else { alone };
    write_new(&path, &filled(text, page))?;
    Ok(path)
}

/// `parent/name`, or the other where one is nothing or `.`.
pub(super) fn joined(parent: &Path, name: &str) -> PathBuf {
    if parent == Path::new(".") {
        return PathBuf::from(name);
    }
    if name.is_empty() { parent.to_owned() } else { parent.join(name) }
}

/// Writes a file that is not there yet, and the folders above it.
#[expect(clippy::disallowed_methods, reason = "`new` and `init` write what an author will edit")]
pub(super) fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)
            .with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
    }
    // `create_new` asks and creates in one step: nothing that is there can be lost.
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            anyhow::bail!("`{}` is there already; nothing was changed", path.display())
        }
        Err(error) => Err(error),
    }
    .with_context(|| format!("cannot write `{}`", path.display()))
}

/// The archetype's text with what is known of the page in it.
fn filled(archetype: &str, page: &NewPage<'_>) -> String {
    known::put(archetype, page.known)
        .replace("{{title}}", &yaml(page.title))
        .replace("{{slug}}", &slug(page.title))
        .replace("{{subjects}}", &page.subjects.join(", "))
}

/// The roles that a title such as `A vs B` names.
fn names(title: &str) -> Vec<&str> {
    let parts = title.split(" vs ").flat_map(|part| part.split(" vs. "));
    let names: Vec<&str> = parts.map(str::trim).filter(|name| has_words(name)).collect();
    if names.len() < 2 { Vec::new() } else { names }
}

/// A title that can become a file name: one line, with a letter or a digit in it.
fn title(text: &str) -> Result<String, String> {
    let title = text.trim();
    if title.contains(char::is_control) {
        return Err("a title is one line of text".to_owned());
    }
    if !has_words(title) {
        return Err("a title has a letter or a digit, to make a file name of".to_owned());
    }
    Ok(title.to_owned())
}

/// Whether a slug can be made of a text.
fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// A title as a YAML scalar that is read as that text and nothing else.
pub(super) fn yaml(title: &str) -> String {
    // Quotes are never wrong. They are left out where nobody could read the title as anything else:
    // words of letters. `no` and `1.10` would be a truth value and a number in other tools.
    let plain = title.split(' ').all(|word| {
        !word.is_empty()
            && word.chars().all(|letter| letter.is_alphabetic() || is_combining_mark(letter))
    });
    let word = title.to_lowercase();
    let reserved = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    if plain && !reserved.contains(&word.as_str()) {
        return title.to_owned();
    }
    let mut quoted = String::from('"');
    for letter in title.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            // A mark of direction or of byte order is text, but no YAML scalar may hold it as it is.
            '\u{feff}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(quoted, "\\u{:04x}", letter as u32);
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Config,
        diagnostic::{Diagnostic, Severity},
        discover::PageSource,
        parse,
        source::{FileId, Source},
    };

    #[test]
    fn a_title_is_quoted_where_yaml_would_misread_it() {
        let check = |title, expected: &str| assert_eq!(yaml(title), expected);
        check("Technical Lead", "Technical Lead");
        check("Développeuse", "Développeuse");
        check("Lead: what it means", r#""Lead: what it means""#);
        check(r#"The "glue" C:\ role"#, r#""The \"glue\" C:\\ role""#);
        check("No", r#""No""#);
        check("1.10", r#""1.10""#);
        check("- dash", r#""- dash""#);
        check("C #", r#""C #""#);
    }

    #[test]
    fn a_title_has_a_word_to_make_a_file_name_of() {
        assert_eq!(title(" ../../etc/passwd ").as_deref(), Ok("../../etc/passwd"));
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert!(title("!!!").is_err() && title("a\nb").is_err());
    }

    #[test]
    fn a_page_is_never_written_over_another() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let page = |title, folder| {
            let page = NewPage { title, known: &Known::default(), subjects: &[] };
            let path = write_page(dir.path(), Archetype::Role, &page, folder);
            path.map(|path| path.strip_prefix(dir.path()).expect("it is below").to_owned())
        };
        assert_eq!(page("A: B", true).expect("it is new"), Path::new("roles/a-b/_index.md"));
        let refused = page("a b", false).expect_err("it is there");
        assert!(refused.to_string().ends_with("is there already; nothing was changed"));
    }

    #[test]
    fn every_field_of_an_archetype_can_be_taken_out_of_its_comment() {
        for archetype in Archetype::value_variants() {
            let (_, text) = archetype.parts();
            let uncommented = text.lines().map(|line| match line.strip_prefix("# ") {
                // A comment in words has no key.
                Some(field) if field.starts_with(' ') || field.contains(": ") => field,
                Some(field) if field.ends_with(':') => field,
                _ => line,
            });
            let subjects = ["a".to_owned(), "b".to_owned()];
            let page = NewPage { title: "A vs B", known: &Known::default(), subjects: &subjects };
            let text = filled(&uncommented.collect::<Vec<_>>().join("\n"), &page);
            let file = FileId::new("content/a.md");
            let source = Source { file, text: text.as_str().into() };
            let page = PageSource::new("a.md".to_owned(), source);
            let config = Config::defaults(false);
            let (markdown, facets) = (config.markdown, &config.facets);
            let options = parse::Options { markdown, kind: crate::config::Kind::Page, facets };
            let document = parse::document(&page, &options, &parse::Cache::default());
            // That a source is not cited yet is worth no more than a note.
            let wrong = |found: &&Diagnostic| found.severity > Severity::Info;
            assert_eq!(document.diagnostics.iter().find(wrong), None, "{text}");
        }
    }

    #[test]
    fn a_comparison_takes_its_subjects_from_the_title() {
        let check = |title, expected: &[&str]| assert_eq!(names(title), expected);
        check("Technical Lead vs Staff Engineer", &["Technical Lead", "Staff Engineer"]);
        check("A vs. B vs C", &["A", "B", "C"]);
        check("Leads", &[]);
        check("Leads vs !", &[]);
    }
}
