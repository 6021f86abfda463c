//! Tables of generated roles: what stands in a cell depends on nothing but the role and what the
//! comparison says of it.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use crate::{generated::Random, handbook::Handbook};

/// A facet of each type that can be declared, beside those that are built in.
const CONFIG: &str = "title = \"H\"\n\
    [facets.motto]\ntype = \"text\"\n\
    [facets.tools]\ntype = \"list\"\n\
    [facets.field]\ntype = \"concept\"\n\
    [facets.topics]\ntype = \"concepts\"\n\
    [facets.shift]\ntype = \"enum\"\nvalues = [\"day\", \"night\", \"both\"]\n\
    [facets.reach]\ntype = \"scale\"\nsteps = [\"here\", \"near\", \"far\", \"all\"]\n\
    [facets.reports]\ntype = \"number\"\nunit = \"people\"\n\
    [facets.travel]\ntype = \"range\"\nunit = \"days\"\n\
    [facets.remote]\ntype = \"bool\"\n";

/// The facets, and how a value of each is written, from four numbers.
const FACETS: [(&str, Write); 13] = [
    ("motto", |[a, ..]| format!("Motto *{a}*")),
    ("tools", |[a, b, ..]| format!("[Tool {a}, {{text: Tool {b}}}]")),
    ("field", |[a, ..]| format!("t{a}")),
    ("topics", |[a, b, c, _]| format!("[t{a}, T{b}, Wanted {c}]")),
    ("shift", |[a, ..]| ["day", "night", "both"][a % 3].to_owned()),
    ("reach", |[a, ..]| ["here", "near", "far", "all"][a % 4].to_owned()),
    ("reports", |[a, b, ..]| format!("{a}.{b}")),
    ("travel", |[a, b, ..]| format!("{{min: {a}, max: {}}}", a + b)),
    ("remote", |[a, ..]| ["yes", "no"][a % 2].to_owned()),
    ("responsibilities", |[a, b, ..]| format!("[{{text: Duty {a}, area: x}}, Duty {b}]")),
    ("skills", |[a, b, ..]| format!("[{{term: t{a}, need: essential}}, T{b}]")),
    ("success", |[a, ..]| format!("[{{name: Measure {a}, measure: seen}}]")),
    ("career", |[a, ..]| format!("{{to: [{{role: Role {a}}}]}}")),
];

type Write = fn([usize; 4]) -> String;

fn value(random: &mut Random, write: Write) -> String {
    write([(); 4].map(|()| random.below(4)))
}

#[test]
fn a_cell_is_the_same_in_whatever_order_roles_are_named() {
    for seed in 1..=12 {
        let mut random = Random::new(seed);
        let count = 2 + random.below(5);
        let mut handbook = Handbook::new().file("rolebook.toml", CONFIG);
        for term in 0..4 {
            let text =
                format!("---\nlabel: T{term}\nalt: [Term {term}]\ndefinition: A term.\n---\n");
            handbook = handbook.file(&format!("content/terms/t{term}.md"), text);
        }
        for role in 0..count {
            let mut text = "---\ndefinition: A role.\nfacets:\n".to_owned();
            for (facet, write) in FACETS {
                if random.below(4) > 0 {
                    let _ = writeln!(text, "  {facet}: {}", value(&mut random, write));
                }
            }
            text.push_str("---\n");
            handbook = handbook.file(&format!("content/roles/role{role}.md"), text);
        }
        let mut overrides = String::new();
        for (facet, write) in FACETS.iter().filter(|_| seed % 2 == 0) {
            let role = random.below(count);
            let _ =
                writeln!(overrides, "  {facet}: {{role{role}: {}}}", value(&mut random, *write));
        }
        let cells =
            if overrides.is_empty() { String::new() } else { format!("cells:\n{overrides}") };
        let names: Vec<&str> = FACETS.iter().map(|(facet, _)| *facet).collect();
        let mut first: Option<BTreeMap<(String, String), Value>> = None;
        let mut order: Vec<usize> = (0..count).collect();
        for _ in 0..4 {
            let subjects: Vec<String> = order.iter().map(|role| format!("role{role}")).collect();
            let facets = if seed % 3 == 0 {
                format!("facets: [{}]\n", names.join(", "))
            } else {
                String::new()
            };
            let text = format!("---\nsubjects: [{}]\n{facets}{cells}---\n", subjects.join(", "));
            handbook.put("content/comparisons/all.md", text);
            let output = handbook.build();
            let table = table(&output.files);
            let subject_ids: Vec<&str> =
                array(&table["subjects"]).iter().filter_map(|it| it["id"].as_str()).collect();
            assert_eq!(subject_ids, subjects, "seed {seed}: roles stand in the author's order");
            let found = cells_of(&table);
            assert!(found.len() > 4, "seed {seed}: {table}");
            match &first {
                Some(first) => assert_eq!(&found, first, "seed {seed}, order {order:?}"),
                None => first = Some(found),
            }
            let (a, b) = (random.below(count), random.below(count));
            order.swap(a, b);
            order.rotate_left(1);
        }
    }
}

fn table(files: &BTreeMap<String, Vec<u8>>) -> Value {
    let (_, json) = files
        .iter()
        .find(|(path, _)| path.ends_with("/comparison.json"))
        .expect("the comparison has its table beside it");
    serde_json::from_slice(json).expect("JSON")
}

/// Every cell by facet and role, and what its row says of all (under no role): without the lines where
/// overrides stand, and the order of items that follows from that of the roles.
fn cells_of(table: &Value) -> BTreeMap<(String, String), Value> {
    let mut found = BTreeMap::new();
    for row in array(&table["rows"]) {
        let facet = row["facet"].as_str().expect("a facet has a name").to_owned();
        for (role, cell) in row["cells"].as_object().expect("cells by role") {
            found.insert((facet.clone(), role.clone()), cell.clone());
        }
        for (role, only) in row["only"].as_object().expect("items by role") {
            found.insert((facet.clone(), format!("only {role}")), only.clone());
        }
        let of_all = serde_json::json!([
            row["state"],
            row["similarity"],
            row["distance"],
            sorted(&row["common"]),
            sorted(&row["some"]),
        ]);
        found.insert((facet, String::new()), of_all);
    }
    found.insert((String::new(), "similarity".to_owned()), table["similarity"].clone());
    found
}

fn sorted(items: &Value) -> Vec<String> {
    let mut items: Vec<String> = array(items).iter().map(Value::to_string).collect();
    items.sort_unstable();
    items
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
