//! The style of a drawing that stands alone: the theme's colours and rules, for a viewer that has no theme.

/// Where both come from: the theme's own style sheet.
const THEME: &str = include_str!("../../../themes/default/assets/style.css");
/// What the rules for the inside of a drawing stand between there.
const RULES: (&str, &str) = ("/* In a saved drawing, too: */\n", "  /* So far. */");
/// Where a browser that can make a colour from another one is told to.
const MADE: &str = "@supports (color: oklch(from red l c h))";

/// CSS for a drawing in the handbook's colour (`#rrggbb`), on a light and on a dark screen.
///
/// A colour of the theme is `light-dark(one, other)`, which viewers of pictures seldom know: there it is the
/// one, and the other where the screen is dark.
pub(super) fn style(accent: &str) -> String {
    let tokens = between(THEME, "@layer tokens {", "\n@layer").unwrap_or_default();
    let (plain, made) = tokens.split_once(MADE).unwrap_or((tokens, ""));
    let (plain, made) = (colours(plain), colours(made));
    let rules = between(THEME, RULES.0, RULES.1).unwrap_or_default();
    let rules: Vec<&str> = rules.lines().map(str::trim).collect();
    format!(
        "svg {{ --accent: {accent}; {} }}\n{MADE} {{ svg {{ {} }} }}\n\
         @media screen and (prefers-color-scheme: dark) {{\n  svg {{ {} }}\n  {MADE} {{ svg {{ {} }} }}\n}}\n\
         .diagram {{ color: var(--ink); }}\n.diagram .ground {{ fill: var(--ground); }}\n{}\n",
        declared(&plain, |it| it.light),
        declared(&made, |it| it.light),
        declared(&plain, |it| it.dark),
        declared(&made, |it| it.dark),
        rules.join("\n"),
    )
}

/// A custom property with a colour for either ground.
struct Colour<'t> {
    name: &'t str,
    light: &'t str,
    dark: &'t str,
}

/// The colours among some declarations, one a line.
fn colours<'t>(css: &'t str) -> Vec<Colour<'t>> {
    let colour = |line: &'t str| {
        let (name, value) = line.trim().split_once(": light-dark(")?;
        let (light, dark) = pair(value.strip_suffix(");")?)?;
        Some(Colour { name, light, dark })
    };
    css.lines().filter_map(colour).collect()
}

/// Two values at the comma between them: those within brackets are part of a value.
fn pair(values: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    let comma = values.char_indices().find(|(_, it)| {
        match it {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        *it == ',' && depth == 0
    });
    let (light, dark) = values.split_at(comma?.0);
    Some((light, dark[1..].trim()))
}

fn declared<'t>(colours: &[Colour<'t>], value: impl Fn(&Colour<'t>) -> &'t str) -> String {
    let declared = colours.iter().map(|colour| format!("{}: {};", colour.name, value(colour)));
    declared.collect::<Vec<_>>().join(" ")
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}
