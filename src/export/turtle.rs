//! Turtle (RDF 1.1 Turtle, W3C 2014).

use std::fmt::Write as _;

use super::thesaurus::{Class, Object, Subject, VOCABULARIES};

/// A line a value, a blank line between subjects: a change of one is a line of `diff`. IRIs are
/// absolute and written out.
pub(super) fn written(subjects: &[Subject<'_>]) -> String {
    let mut turtle = String::new();
    for vocabulary in VOCABULARIES {
        let _ = writeln!(turtle, "@prefix {}: <{}> .", vocabulary.prefix, vocabulary.iri);
    }
    for Subject { iri, class, statements } in subjects {
        let class = match class {
            Class::Scheme => "skos:ConceptScheme",
            Class::Concept => "skos:Concept",
        };
        let _ = write!(turtle, "\n<{iri}> a {class}");
        for values in statements.chunk_by(|(a, _), (b, _)| a == b) {
            let (property, first) = &values[0];
            let _ = write!(turtle, " ;\n  {}:{} ", property.vocabulary.prefix, property.name);
            object(first, &mut turtle);
            for (_, value) in &values[1..] {
                turtle.push_str(",\n    ");
                object(value, &mut turtle);
            }
        }
        turtle.push_str(" .\n");
    }
    turtle
}

fn object(value: &Object<'_>, turtle: &mut String) {
    match value {
        Object::Iri(iri) => {
            let _ = write!(turtle, "<{iri}>");
        }
        Object::Text(text, lang) => {
            literal(text, turtle);
            let _ = write!(turtle, "@{lang}");
        }
        Object::Code(code) => literal(code, turtle),
        Object::True => turtle.push_str("true"),
    }
}

/// A `STRING_LITERAL_QUOTE`: whatever the text holds, it is read back as it was.
fn literal(text: &str, turtle: &mut String) {
    turtle.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => turtle.extend(['\\', letter]),
            '\n' => turtle.push_str("\\n"),
            '\r' => turtle.push_str("\\r"),
            '\t' => turtle.push_str("\\t"),
            // A control character or a mark of direction is text, but nobody can see it.
            letter if letter.is_control() || is_mark(letter) => {
                let _ = write!(turtle, "\\u{:04X}", letter as u32);
            }
            _ => turtle.push(letter),
        }
    }
    turtle.push('"');
}

/// Characters that change the direction of a text, and line ends that are no controls.
fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_escaped_as_turtle_reads_it() {
        let check = |text, expected: &str| {
            let mut turtle = String::new();
            literal(text, &mut turtle);
            assert_eq!(turtle, expected);
        };
        check("plain", r#""plain""#);
        check(r#"a "quoted" C:\path"#, r#""a \"quoted\" C:\\path""#);
        check("one\ntwo\r\tthree\u{1}", r#""one\ntwo\r\tthree\u0001""#);
        check("\u{202e}right\u{feff}", r#""\u202Eright\uFEFF""#);
        check("מנהיג 🧭", "\"מנהיג 🧭\"");
    }
}
