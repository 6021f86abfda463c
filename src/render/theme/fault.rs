//! What is wrong with a template, in plain words and at its line and column.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind};

use super::{
    Own,
    unclosed::{last_line, unclosed},
};
use crate::{
    data::nearest,
    diagnostic::{Code, Diagnostic},
    source::{FileId, Place, Span},
};

/// Every fault that `error` tells of. `page` is the page that was being made.
pub(super) fn faults(
    error: &Error,
    own: &BTreeMap<String, Own>,
    page: Option<&FileId>,
) -> Vec<Diagnostic> {
    let faults = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let width = (span.start_line == span.end_line)
                .then_some(span.end_col.saturating_sub(span.start_col));
            let mut fault = Fault {
                template: report.filename().to_owned(),
                message: report.message().to_owned(),
                line: span.start_line,
                column: span.start_col,
                width: width.unwrap_or(1),
            };
            if !own.contains_key(&fault.template) {
                fault.at_caller(&error.to_string(), own);
            }
            vec![fault]
        }
        ErrorKind::Msg(message) => joined(message),
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let chain: Vec<&str> = inheritance_chain.iter().map(String::as_str).collect();
            vec![circle(tpl, &chain, "extends")]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let chain: Vec<&str> = include_chain.iter().map(String::as_str).collect();
            vec![circle(tpl, &chain, "includes")]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![Fault::whole(current, format!("no template is called `{parent}`"))]
        }
        ErrorKind::TemplateNotFound(name) => {
            vec![Fault::whole(name, format!("no template is called `{name}`"))]
        }
        other => vec![Fault::whole("", other.to_string())],
    };
    faults.into_iter().map(|fault| fault.diagnostic(own, page)).collect()
}

struct Fault {
    /// As the engine calls it: `page.html`, `default/page.html`.
    template: String,
    message: String,
    /// From 1; 0 when the engine does not tell.
    line: usize,
    /// From 0, in characters.
    column: usize,
    width: usize,
}

fn circle(template: &str, chain: &[&str], verb: &str) -> Fault {
    let mut names: Vec<String> = chain.iter().map(|name| format!("`{name}`")).collect();
    if chain.len() == 1 {
        names.push(format!("`{template}`"));
    }
    Fault::whole(template, format!("the template {verb} itself: {}", names.join(" → ")))
}

/// Several faults that the engine has joined into one text, each with ` --> file:line:column`.
fn joined(text: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            faults.push(Fault::whole("", message.to_owned()));
        } else if let Some(last) = faults.last_mut() {
            let trimmed = line.trim_start();
            if let Some(place) = trimmed.strip_prefix("--> ") {
                last.at(place);
            } else if let Some(underline) = trimmed.strip_prefix("| ") {
                let marks = underline.trim_start();
                if !marks.is_empty() && marks.bytes().all(|byte| byte == b'^') {
                    last.width = marks.len();
                }
            }
        }
    }
    if faults.is_empty() {
        faults.push(Fault::whole("", text.to_owned()));
    }
    faults
}

impl Fault {
    fn whole(template: &str, message: String) -> Fault {
        Fault { template: template.to_owned(), message, line: 0, column: 0, width: 1 }
    }

    /// Reads `file:line:column`, both from 1.
    fn at(&mut self, place: &str) {
        let mut parts = place.rsplitn(3, ':');
        let (column, line, file) = (parts.next(), parts.next(), parts.next());
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok());
        if let (Some(column), Some(line), Some(file)) = (number(column), number(line), file) {
            file.clone_into(&mut self.template);
            (self.line, self.column) = (line, column.saturating_sub(1));
        }
    }

    /// An author can change only what calls the compiled theme: the last of `note: called from …`.
    fn at_caller(&mut self, report: &str, own: &BTreeMap<String, Own>) {
        let mut notes = report.lines().filter_map(|line| line.strip_prefix("note: called from "));
        let is_own = |place: &&str| place.split(':').next().is_some_and(|it| own.contains_key(it));
        if let Some(place) = notes.rfind(is_own) {
            self.at(place);
            self.width = 1;
        }
    }

    fn diagnostic(self, own: &BTreeMap<String, Own>, page: Option<&FileId>) -> Diagnostic {
        let (mut message, mut help) = worded(&self.message);
        let named = || own.iter().find(|(name, _)| self.message.contains(&format!("`{name}`")));
        let template = own.get_key_value(&self.template).or_else(named);
        let (file, span) = match template {
            Some((_, own)) => {
                let mut span = self.span(&own.text);
                let is_end = message == "unexpected end of input";
                if (is_end || message == "unknown tag")
                    && let Some((tag, opened)) = unclosed(&own.text)
                {
                    message = format!("`{tag}` is opened here and not closed");
                    help = Some(format!("write `{{% end{tag} %}}` where it ends"));
                    span = opened;
                } else if is_end {
                    "something in this file is opened and not closed".clone_into(&mut message);
                    help = Some("look for a tag without its `%}`, `}}` or `{% end… %}`".to_owned());
                    span = last_line(&own.text);
                }
                (own.file.clone(), span)
            }
            None if self.template.is_empty() => (FileId::new("themes"), Span::default()),
            // The compiled theme's own, by the name that `extends` knows it by.
            None => (FileId::new(self.template.as_str()), Span::default()),
        };
        let diagnostic = Diagnostic::new(Code::BadTemplate, &file, span, message).help(help);
        match page {
            Some(page) => {
                let place = Place { file: page.clone(), span: Span::default() };
                diagnostic.related(place, "the page that was being made")
            }
            None => diagnostic,
        }
    }

    fn span(&self, text: &str) -> Span {
        if self.line == 0 {
            // The engine names no place: the template that is missing stands in quotes.
            let name = self.message.split('`').nth(1).unwrap_or_default();
            let quoted = [format!("\"{name}\""), format!("'{name}'")];
            let at = quoted.iter().find_map(|name| Some((text.find(name.as_str())?, name.len())));
            return at.map_or(Span::default(), |(at, length)| Span::new(at, at + length));
        }
        let start = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum::<usize>();
        let line = text[start..].split('\n').next().unwrap_or_default();
        let byte = |column: usize| {
            line.char_indices().nth(column).map_or(line.len(), |(at, _)| at) + start
        };
        Span::new(byte(self.column), byte(self.column + self.width.max(1)))
    }
}

/// The engine's message in this house's words, and advice where it lists what there is.
fn worded(message: &str) -> (String, Option<String>) {
    let message = message.lines().next().unwrap_or_default().trim();
    let (message, available) = message
        .split_once(" Available fields: ")
        .or_else(|| message.split_once(" Available variables: "))
        .unwrap_or((message, ""));
    let name = message.split('`').nth(1).unwrap_or_default();
    let near = nearest(name, available.split(", ").filter(|name| !name.is_empty()));
    let help = near.map(|near| format!("did you mean `{near}`?"));
    let plain = match message {
        "Tried to render a variable that is undefined" => "this value is not defined".to_owned(),
        _ => message
            .replace("Invalid type for the value, expected", "expected")
            .replace(" but got `undefined`", ", and this value is not defined")
            .replace(" but expected }}", " where `}}` is expected")
            .replace(" but got ", ", found ")
            .replace('\'', "`"),
    };
    let plain = plain.trim_end_matches('.');
    let mut letters = plain.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    (first + letters.as_str(), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, expected: &str) {
        let (message, help) = worded(message);
        assert_eq!(message + &help.map(|help| format!("; {help}")).unwrap_or_default(), expected);
    }

    #[test]
    fn messages_are_in_plain_words() {
        check(
            "Field `titel` is not defined. Available fields: summary, title",
            "field `titel` is not defined; did you mean `title`?",
        );
        check("Closing tag 'b' doesn`t match", "closing tag `b` doesn`t match");
        check(
            "Invalid type for the value, expected `string` but got `undefined`",
            "expected `string`, and this value is not defined",
        );
        check(
            "Invalid type for the value, expected `f64` but got `string`",
            "expected `f64`, found `string`",
        );
    }

    #[test]
    fn joined_faults_are_taken_apart() {
        let text = "error: Unknown filter `x`\n --> a.html:1:3\n  |\n1 | ü {{ a | x }}\n  |   ^^^\n\n\
                    error: Unknown test `y`\n  --> b/c.html:12:1\n";
        let faults = joined(text);
        let places: Vec<_> =
            faults.iter().map(|it| (it.template.as_str(), it.line, it.column, it.width)).collect();
        assert_eq!(places, [("a.html", 1, 2, 3), ("b/c.html", 12, 0, 1)]);
        assert_eq!(faults[0].span("ü {{ a | x }}"), Span::new(3, 6));
    }
}
