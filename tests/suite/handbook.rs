//! The one way in which tests make a handbook and build it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rolebook::{
    diagnostic::{self, Format, Look, Severity},
    discover, export,
    pipeline::{self, Built, Cache, Options},
    render::Made,
};

/// A handbook on disk that a test writes file by file.
pub(crate) struct Handbook {
    folder: tempfile::TempDir,
}

/// What came out of a build: the files in memory, and what was said.
pub(crate) struct Output {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) report: diagnostic::Report,
    pub(crate) built: Built,
}

impl Handbook {
    /// An empty folder.
    pub(crate) fn new() -> Handbook {
        Handbook { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// ROOT.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below ROOT.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Handbook {
        self.put(path, content);
        self
    }

    /// Writes a file below ROOT.
    pub(crate) fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }

    /// A path below ROOT.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Commits all files to git, as if at `moment`.
    pub(crate) fn commit(&self, moment: &str) {
        if !self.path(".git").exists() {
            self.git(&["init", "--quiet"], moment);
        }
        self.git(&["add", "--all"], moment);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "A change"], moment);
    }

    /// Cuts git's history short after its last commit, as a shallow clone has it.
    pub(crate) fn cut(&self) {
        let head = self.git(&["rev-parse", "HEAD"], "");
        self.put(".git/shallow", head);
    }

    /// Runs git, with nothing of the user's own configuration.
    fn git(&self, arguments: &[&str], moment: &str) -> Vec<u8> {
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(self.root()).args(arguments);
        for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] {
            git.env(name, "/dev/null");
        }
        for who in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{who}_NAME"), "Team")
                .env(format!("GIT_{who}_EMAIL"), "team@x.test");
            git.env(format!("GIT_{who}_DATE"), moment);
        }
        let output = git.output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Builds in memory.
    pub(crate) fn build(&self) -> Output {
        self.build_with(&Options::default(), &Cache::default())
    }

    /// Builds in memory, with what the command line may set and what was remembered.
    pub(crate) fn build_with(&self, options: &Options, cache: &Cache) -> Output {
        output(self.read(options, cache))
    }

    /// The site without any of its files made: for very large handbooks.
    pub(crate) fn built(&self) -> Built {
        self.read(&Options::default(), &Cache::default())
    }

    fn read(&self, options: &Options, cache: &Cache) -> Built {
        let project = discover::project(self.root()).expect("a folder");
        pipeline::build(&project, options, cache, &|_| ()).expect("a readable folder")
    }
}

/// Makes every file of the site.
pub(crate) fn output(built: Built) -> Output {
    let mut files = BTreeMap::new();
    let mut complaints = Vec::new();
    for path in built.site.paths() {
        match built.site.make(path).expect("a listed path is made") {
            Ok(Made::Bytes(bytes)) => files.insert(path.to_owned(), bytes),
            Ok(Made::Held(bytes)) => files.insert(path.to_owned(), bytes.to_vec()),
            Ok(Made::Copy(from)) => {
                files.insert(path.to_owned(), std::fs::read(from).expect("a file to copy"))
            }
            Err(complaint) => {
                complaints.push(complaint);
                None
            }
        };
    }
    let report = built.report_with(complaints);
    Output { files, report, built }
}

/// Names of assets without the print of their bytes: `style.9f2c41d0.css` is `style.css`, so that
/// a change of the theme's style changes no expectation.
pub(crate) fn unstamped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('.') {
        let print = rest.get(at + 1..at + 9).unwrap_or_default();
        let is_print = print.len() == 8 && print.bytes().all(|byte| byte.is_ascii_hexdigit());
        let stem = rest[..at].rsplit('/').next().unwrap_or_default();
        let is_in = |folder: &str| rest[..at].ends_with(&format!("{folder}{stem}"));
        let asset = is_in("assets/") || is_in("assets/search/");
        result.push_str(&rest[..at]);
        if is_print && asset && rest[at + 9..].starts_with('.') {
            rest = &rest[at + 9..];
        } else {
            result.push('.');
            rest = &rest[at + 1..];
        }
    }
    result + rest
}

impl Output {
    /// The file at an address: `/roles/sre/` is `roles/sre/index.html`.
    pub(crate) fn html(&self, url: &str) -> &str {
        let path = url.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        let stamped = || self.files.iter().find(|(known, _)| unstamped(known) == path);
        let bytes = self.files.get(&path).or_else(|| Some(stamped()?.1)).unwrap_or_else(|| {
            let known: Vec<_> = self.files.keys().collect();
            panic!("nothing is written at {url}; there are {known:#?}")
        });
        std::str::from_utf8(bytes).expect("pages are UTF-8")
    }

    /// Whether the file at `path` is the Markdown twin of a page.
    pub(crate) fn is_twin(&self, path: &str) -> bool {
        let stem = path.strip_suffix(".md");
        stem.is_some_and(|stem| self.files.contains_key(&format!("{stem}.html")))
    }

    /// The handbook in an export format.
    pub(crate) fn export(&self, format: &str) -> String {
        let linked = &self.built.site.linked;
        match format {
            "skos" => export::skos(linked),
            "jsonld" => export::json_ld(linked),
            "csv" => export::csv(linked),
            "json" => export::json(linked, &|file| self.built.text(file)),
            other => panic!("`{other}` is no export format"),
        }
    }

    /// The diagnostics from `least` up, a line each, as editors read them.
    pub(crate) fn short(&self, least: Severity) -> String {
        let mut report = self.report.clone();
        report.diagnostics.retain(|diagnostic| diagnostic.severity >= least);
        let built = &self.built;
        diagnostic::print(&report, Format::Short, Look { info: true, ..Look::default() }, &|file| {
            built.text(file)
        })
    }
}
