//! The reference of diagnostics, from the table of codes.

use std::fmt::Write as _;

use rolebook::diagnostic::{CODES, CodeInfo, PLANNED, Severity};

use super::expect_reference;

#[test]
fn the_reference_of_diagnostics_is_the_table_of_codes() {
    let mut codes: Vec<&CodeInfo> = CODES.iter().collect();
    codes.sort_by_key(|info| info.name);
    let mut page = String::from("| code | level | in a plain folder |\n|---|---|---|\n");
    for CodeInfo { name, severity, plain, .. } in &codes {
        let plain = match (plain, severity) {
            (false, _) => "not checked",
            (true, Severity::Error) => "warning",
            (true, severity) => severity.name(),
        };
        let _ = writeln!(page, "| [`{name}`](#{name}) | {} | {plain} |", severity.name());
    }
    for CodeInfo { name, severity, explanation, .. } in &codes {
        let level = match severity {
            Severity::Error => "An error",
            Severity::Warning => "A warning",
            Severity::Info => "Information, which `--info` shows",
        };
        let planned =
            if PLANNED.contains(name) { " This version does not check it yet." } else { "" };
        let _ = write!(page, "\n## {name}\n\n*{level}.{planned}*\n\n{}\n", explanation.trim_end());
    }
    expect_reference("diagnostics.md", &page);
}
