//! The facets of a role that have no parts of their own, as its page shows them.

use crate::{
    compare::Compared,
    config::{Facet, FacetKind, flag_word},
    parse::front_matter::{FacetValue, RoleFront},
    render::{
        body::{Body, escaped},
        concept::name,
        diagram,
        view::FacetView,
    },
};

/// The longest text that stands among the facts, in characters: on a phone it still fits a line with its
/// label.
const SHORT: usize = 32;

/// The facets that front matter fills, in the handbook's order: those that fit a line of facts, then the
/// others.
pub(super) fn facets<'a>(
    front: &'a RoleFront,
    compared: &Compared,
    body: &Body<'a>,
) -> (Vec<FacetView<'a>>, Vec<FacetView<'a>>) {
    let all = body.linked.book.config.facets.iter().enumerate();
    let filled = all.filter_map(|(number, facet)| {
        let filled = front.facets.iter().find(|filled| *filled.facet == *facet.name)?;
        let view = view(facet, &filled.value, compared.whole(number), body);
        Some((is_short(&filled.value), view))
    });
    let (facts, others): (Vec<_>, Vec<_>) = filled.partition(|(short, _)| *short);
    let views = |facets: Vec<(bool, _)>| facets.into_iter().map(|(_, view)| view).collect();
    (views(facts), views(others))
}

fn is_short(value: &FacetValue) -> bool {
    match value {
        FacetValue::Text(text) => text.text.chars().count() <= SHORT,
        FacetValue::List(_) | FacetValue::Concepts(_) => false,
        FacetValue::Choice(_)
        | FacetValue::Step(_)
        | FacetValue::Number(_)
        | FacetValue::Range(..)
        | FacetValue::Flag(_) => true,
    }
}

/// A facet as it is shown; `whole` is what a range is a part of.
fn view<'a>(
    facet: &'a Facet,
    value: &'a FacetValue,
    whole: (f64, f64),
    body: &Body<'a>,
) -> FacetView<'a> {
    let mut view = FacetView {
        name: &facet.name,
        label: &facet.label,
        kind: facet.kind.name(),
        value_html: String::new(),
        items_html: Vec::new(),
        names: Vec::new(),
    };
    match (value, &facet.kind) {
        (FacetValue::Text(text), _) => view.value_html = body.text(text, None),
        (FacetValue::List(items), _) => {
            view.items_html = items.iter().map(|item| body.text(&item.value, None)).collect();
        }
        (FacetValue::Concepts(named), _) => {
            view.names = named.iter().map(|named| name(named.reference, body)).collect();
        }
        (FacetValue::Choice(choice), FacetKind::Enum(names)) => {
            view.value_html = names.get(*choice).map(|name| escaped(name)).unwrap_or_default();
        }
        (FacetValue::Step(step), FacetKind::Scale(steps)) => {
            let name = steps.get(*step).map_or("", String::as_str);
            view.value_html = diagram::steps(steps.len(), step + 1, name);
        }
        (FacetValue::Number(number), FacetKind::Number(unit)) => {
            view.value_html = escaped(&diagram::range_words(*number, *number, unit));
        }
        (FacetValue::Range(min, max), FacetKind::Range(unit)) => {
            view.value_html = diagram::range(*min, *max, unit, whole);
        }
        (FacetValue::Flag(flag), _) => {
            view.value_html.push_str(flag_word(*flag));
        }
        // A value is read as its facet is declared, so that the two always fit.
        (
            FacetValue::Choice(_)
            | FacetValue::Step(_)
            | FacetValue::Number(_)
            | FacetValue::Range(..),
            _,
        ) => {}
    }
    view
}
