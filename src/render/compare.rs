//! Comparisons as pages show them: the roles, the table, advice, paired prose, coined terms, the picture.

mod index;
mod picture;
mod table;

pub(super) use index::index;
pub(super) use picture::drawing;

use super::{
    body::{Addressing, Body},
    concept::name,
    diagram::{self, Room},
    edges::concept_link,
    view::{
        ChooseView, ComparisonTitlesView, ComparisonView, DimensionView, NameView, PictureView,
        RelatedTermView, SideView, SubjectView,
    },
};
use crate::{
    compare::{Asking, Compared, Table},
    link::LinkedBook,
    model::{Comparison, PageId, UrlPath},
    parse::{
        DirectiveKind, EntryOrigin,
        front_matter::{Choice, ComparisonFront, NamedConcept},
        words_of,
    },
};

/// A file beside a comparison's page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Beside {
    Json,
    Csv,
    Svg,
}

impl Beside {
    pub(super) const ALL: [Beside; 3] = [Beside::Json, Beside::Csv, Beside::Svg];

    /// Its address, beside the page at `url`.
    pub(super) fn url(self, url: &UrlPath) -> UrlPath {
        let name = match self {
            Beside::Json => "comparison.json",
            Beside::Csv => "comparison.csv",
            Beside::Svg => "comparison.svg",
        };
        UrlPath::file(&format!("{}{name}", &url.folder()[1..]))
    }
}

const TITLES: ComparisonTitlesView = ComparisonTitlesView {
    table: "Table",
    choose: "Which to choose",
    dimensions: "Side by side",
    related: "Related terms",
    picture: "In one picture",
};

/// A role of a comparison, as it is listed there.
struct Subject<'a> {
    /// `None` where the name names no role.
    role: Option<PageId>,
    view: SubjectView<'a>,
}

/// What a comparison's page shows; `None` on other pages.
pub(super) fn view<'a>(
    linked: &'a LinkedBook,
    compared: &'a Compared,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Option<ComparisonView<'a>> {
    let page = linked.book.page(id);
    let comparison = linked.book.comparisons.on(id);
    let body = Body::of(linked, id, *addressing);
    let front = page.document().and_then(|document| document.front.comparison.as_deref());
    let subjects = match (front, body) {
        (Some(front), Some(body)) => named(&front.asked.subjects, &body),
        (_, _) => comparison?
            .subjects
            .iter()
            .zip('A'..)
            .map(|(role, letter)| of_role(linked, *role, letter, addressing))
            .collect(),
    };
    let table = comparison.map(|comparison| table_of(linked, compared, comparison));
    let mut view = ComparisonView {
        id: "compare".to_owned(),
        titles: TITLES,
        subjects: subjects.iter().map(|subject| subject.view.clone()).collect(),
        angle_html: String::new(),
        table: table
            .as_ref()
            .and_then(|table| table::view(linked, compared, table, &subjects, addressing)),
        choose: Vec::new(),
        dimensions: Vec::new(),
        related: Vec::new(),
        picture: table
            .as_ref()
            .filter(|_| addressing.draws())
            .and_then(|table| picture(linked, compared, table, page, addressing)),
        percent: table.as_ref().and_then(|table| table.similarity).map(percent),
        json_url: String::new(),
        csv_url: String::new(),
    };
    if comparison.is_some() {
        view.json_url = addressing.url(&Beside::Json.url(&page.url));
        view.csv_url = addressing.url(&Beside::Csv.url(&page.url));
    }
    if let (Some(front), Some(body)) = (front, &body) {
        // A title that is derived says it.
        if body.document.front.title.is_some() || body.document.heading.is_some() {
            let angle = front.angle.as_ref();
            view.angle_html = angle.map(|angle| body.html(&angle.value)).unwrap_or_default();
        }
        view.choose = choose(&front.choose, &subjects, body);
        view.dimensions = dimensions(front, &subjects, body);
        view.related = related(front, body);
    }
    Some(view)
}

/// The table of the directive `index` of a page.
pub(super) fn directive<'a>(
    compared: &'a Compared,
    index: u32,
    body: &Body<'a>,
) -> Option<ComparisonView<'a>> {
    let DirectiveKind::Compare(asked) = &body.document.directives[index as usize].kind else {
        return None;
    };
    let linked = body.linked;
    let asking = Asking { page: body.page, asked };
    let subjects = named(&asked.subjects, body);
    let table = compared.table(linked, &asking.subjects(linked)?, Some(asking));
    Some(ComparisonView {
        id: format!("compare-{}", index + 1),
        titles: TITLES,
        subjects: subjects.iter().map(|subject| subject.view.clone()).collect(),
        angle_html: String::new(),
        percent: table.similarity.map(percent),
        table: table::view(linked, compared, &table, &subjects, &body.addressing),
        choose: Vec::new(),
        dimensions: Vec::new(),
        related: Vec::new(),
        picture: None,
        json_url: String::new(),
        csv_url: String::new(),
    })
}

/// The table of a comparison with a page.
pub(super) fn table_of(linked: &LinkedBook, compared: &Compared, comparison: &Comparison) -> Table {
    compared.table(linked, &comparison.subjects, Asking::of(linked, comparison))
}

/// The roles that are named, each with its letter.
fn named<'a>(names: &'a [NamedConcept], body: &Body<'a>) -> Vec<Subject<'a>> {
    let subject = |(named, letter): (&'a NamedConcept, char)| match role(named, body) {
        Some(role) => of_role(body.linked, role, letter, &body.addressing),
        None => {
            let label = named.name.as_str();
            let (url, sentence) = (String::new(), String::new());
            Subject { role: None, view: SubjectView { letter, label, url, sentence } }
        }
    };
    names.iter().zip('A'..='Z').map(subject).collect()
}

fn role(named: &NamedConcept, body: &Body<'_>) -> Option<PageId> {
    body.answers[named.reference as usize].page()
}

fn of_role<'a>(
    linked: &'a LinkedBook,
    role: PageId,
    letter: char,
    addressing: &Addressing<'_>,
) -> Subject<'a> {
    let page = linked.book.page(role);
    let front = page.document().map(|document| &document.front);
    let definition = front.and_then(|front| front.concept.definition.as_ref());
    let definition = definition.map(|definition| words_of(&definition.value.text));
    let summary = || Some(front?.summary.as_ref()?.value.clone());
    let view = SubjectView {
        letter,
        label: page.label(),
        url: addressing.url(&page.url),
        sentence: definition.or_else(summary).unwrap_or_default(),
    };
    Subject { role: Some(role), view }
}

/// Advice, by role.
fn choose<'a>(
    choices: &[Choice],
    subjects: &[Subject<'a>],
    body: &Body<'_>,
) -> Vec<ChooseView<'a>> {
    let of_subject = |subject: &Subject<'a>| {
        let picked = choices.iter().filter(|choice| {
            role(&choice.pick, body)
                .map_or(choice.pick.name == subject.view.label, |role| subject.role == Some(role))
        });
        let when_html: Vec<String> = picked.map(|choice| body.text(&choice.when, None)).collect();
        (!when_html.is_empty()).then(|| ChooseView { subject: subject.view.clone(), when_html })
    };
    subjects.iter().filter_map(of_subject).collect()
}

fn dimensions<'a>(
    front: &ComparisonFront,
    subjects: &[Subject<'a>],
    body: &Body<'_>,
) -> Vec<DimensionView<'a>> {
    let dimensions = front.dimensions.iter().enumerate();
    dimensions
        .map(|(number, dimension)| DimensionView {
            id: format!("compare:dimension-{}", number + 1),
            heading_html: body.marked(&dimension.heading.value),
            heading: words_of(&dimension.heading.value.text),
            sides: subjects
                .iter()
                .enumerate()
                .map(|(side, subject)| {
                    let text = dimension.sides.get(side).and_then(Option::as_ref);
                    SideView {
                        subject: subject.view.clone(),
                        text_html: text.map(|it| body.text(&it.value, None)).unwrap_or_default(),
                    }
                })
                .collect(),
            both_html: dimension.both.as_ref().map(|it| body.text(it, None)).unwrap_or_default(),
        })
        .collect()
}

fn related<'a>(front: &'a ComparisonFront, body: &Body<'a>) -> Vec<RelatedTermView<'a>> {
    let book = &body.linked.book;
    let entries = body.document.entries.iter();
    let entries = entries.filter(|entry| entry.origin == EntryOrigin::RelatedTerm);
    let terms = front.related_terms.iter().zip(entries);
    terms
        .map(|(term, entry)| {
            let mut here = book.concepts_on(body.page);
            let concept = here.find(|id| book.entry(*id).is_some_and(|it| it.id == entry.id));
            let NameView { title, url, wanted: _ } = name(term.term.reference, body);
            let text = term.text.as_ref();
            RelatedTermView {
                id: &entry.id,
                label: if concept.is_some() { &entry.label } else { title },
                url: if concept.is_some() { String::new() } else { url },
                text_html: text.map(|text| body.text(text, concept)).unwrap_or_default(),
            }
        })
        .collect()
}

fn picture(
    linked: &LinkedBook,
    compared: &Compared,
    table: &Table,
    page: &crate::model::Page,
    addressing: &Addressing<'_>,
) -> Option<PictureView> {
    let link = |url: &UrlPath| Some(addressing.url(url));
    let drawn = |room| {
        let all = Some("#compare:table".to_owned());
        drawing(linked, compared, table, addressing, &link, all, room)
    };
    let (drawing, narrow) = (drawn(Room::Wide)?, drawn(Room::Narrow)?);
    Some(PictureView {
        svg_html: drawing.inline_in_rows("compare-picture"),
        narrow_svg_html: narrow.inline_in_rows("compare-narrow"),
        scrolls: drawing.scrolls(),
        title: drawing.title.clone(),
        url: addressing.url(&Beside::Svg.url(&page.url)),
    })
}

/// Whole per cent.
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a similarity is from 0 to 1"
)]
fn percent(similarity: f64) -> u8 {
    (similarity * 100.0).round().clamp(0.0, 100.0) as u8
}

/// A concept's label as HTML, which leads to it.
fn linked_concept(
    linked: &LinkedBook,
    concept: crate::model::ConceptId,
    addressing: &Addressing<'_>,
) -> String {
    let (label, url) = concept_link(linked, concept, addressing);
    let escaped = super::body::escaped;
    format!("<a href=\"{}\">{}</a>", escaped(&url), escaped(label))
}
