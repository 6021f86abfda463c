"""Reads what `rolebook export` writes with an independent RDF library, and checks it.

    check.py ROLEBOOK HANDBOOK...

Of each handbook: the Turtle and the JSON-LD hold the same triples; they and the JSON have the same
concepts, labels and relations, the CSV and the JSON the same skills; and the integrity conditions of SKOS (W3C 2009, S9, S13, S14, S27,
S46) are broken exactly where `rolebook check` says so.
"""

import csv
import io
import json
import subprocess
import sys

from rdflib import OWL, RDF, RDFS, SKOS, DCTERMS, Graph, Literal, URIRef
from rdflib.namespace import XSD

BASE = "https://handbook.invalid/"

LABELS = {"preferred": SKOS.prefLabel, "alternative": SKOS.altLabel, "hidden": SKOS.hiddenLabel}

RELATIONS = {
    "broader": SKOS.broader, "narrower": SKOS.narrower, "related": SKOS.related,
    "distinct_from": OWL.differentFrom, "see": RDFS.seeAlso, "terms": DCTERMS.subject,
    "about": DCTERMS.subject, "replaced_by": DCTERMS.isReplacedBy,
}

MATCHES = {
    "exact": SKOS.exactMatch, "close": SKOS.closeMatch, "broad": SKOS.broadMatch,
    "related": SKOS.relatedMatch,
}

# The diagnostic that each condition is known by.
CODES = {"S13": "label-twice", "S27": "related-is-broader", "S46": "match-conflict"}


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True)
    assert done.returncode in (0, 1), f"{arguments}: {done.stderr.decode()}"
    return done.stdout.decode()


def said_by(graph):
    """The triples that the JSON export says too."""
    base = (graph["site"]["base_url"] or BASE).rstrip("/")
    triples = set()
    for concept in graph["concepts"]:
        iri = URIRef(base + concept["url"])
        lang = concept["lang"]
        triples.add((iri, RDF.type, SKOS.Concept))
        for label in concept["labels"]:
            triples.add((iri, LABELS[label["role"]], Literal(label["text"], lang=lang)))
        if concept["notation"]:
            triples.add((iri, SKOS.notation, Literal(concept["notation"])))
        if concept["definition"]:
            triples.add((iri, SKOS.definition, Literal(concept["definition"], lang=lang)))
        if concept["scope_note"]:
            triples.add((iri, SKOS.scopeNote, Literal(concept["scope_note"], lang=lang)))
        for relation in concept["relations"]:
            if relation["url"]:
                end = URIRef(base + relation["url"])
                triples.add((iri, RELATIONS[relation["key"]], end))
        for match in concept.get("matches", []):
            url = match["url"]
            end = URIRef(base + url if url.startswith("/") else url)
            triples.add((iri, MATCHES[match["key"]], end))
    deprecated = {page["url"] for page in graph["pages"] if page["status"] == "deprecated"}
    for concept in graph["concepts"]:
        if concept["own_page"] and concept["page"] in deprecated:
            iri = URIRef(base + concept["url"])
            triples.add((iri, OWL.deprecated, Literal("true", datatype=XSD.boolean)))
    return triples


def schemes_are_whole(rdf, graph):
    """Every concept is in one scheme, each scheme has its concepts, and tops have nothing broader there."""
    names = {}
    base = (graph["site"]["base_url"] or BASE).rstrip("/")
    for concept in graph["concepts"]:
        iri = URIRef(base + concept["url"])
        schemes = set(rdf.objects(iri, SKOS.inScheme))
        assert len(schemes) == 1, f"{iri} is in {schemes}"
        scheme = schemes.pop()
        assert (scheme, RDF.type, SKOS.ConceptScheme) in rdf, f"{scheme} is no scheme"
        assert names.setdefault(concept["scheme"], scheme) == scheme, f"{iri}: {scheme}"
        above = {other for other in rdf.objects(iri, SKOS.broader) if (other, SKOS.inScheme, scheme) in rdf}
        top = (iri, SKOS.topConceptOf, scheme) in rdf
        assert top == (not above), f"{iri}: top {top}, below {above}"
        assert top == ((scheme, SKOS.hasTopConcept, iri) in rdf), iri
    assert set(names.values()) == set(rdf.subjects(RDF.type, SKOS.ConceptScheme)), names


def skills_are_whole(rows, graph):
    """The CSV has the skills of the JSON, and no field that a spreadsheet would take for a formula."""
    ids = {concept["url"]: concept["id"] for concept in graph["concepts"]}
    safe = lambda text: "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
    expected = [
        [safe(text) for text in (concept["id"], concept["labels"][0]["text"], ids.get(skill["url"], ""),
                                 skill["name"], skill["group"], skill["need"], skill["level"])]
        for concept in graph["concepts"] for skill in concept["skills"]
    ]
    found = [row[:2] + row[3:] for row in rows[1:]]
    assert found == expected, f"{found}\n{expected}"


def closure(pairs):
    """The transitive closure of a relation, as what is reached from each."""
    after = {}
    for a, b in pairs:
        after.setdefault(a, set()).add(b)
    reached = {}
    for start in after:
        seen, queue = set(), [start]
        while queue:
            for step in after.get(queue.pop(), ()):
                if step not in seen:
                    seen.add(step)
                    queue.append(step)
        reached[start] = seen
    return reached


def both_ways(pairs):
    return pairs | {(b, a) for a, b in pairs}


def pairs_of(rdf, *properties):
    return {pair for one in properties for pair in rdf.subject_objects(one)}


def violations(rdf):
    """The integrity conditions that the graph breaks."""
    broken = set()
    concepts = set(rdf.subjects(RDF.type, SKOS.Concept))
    if concepts & set(rdf.subjects(RDF.type, SKOS.ConceptScheme)):
        broken.add("S9")
    for concept in concepts:
        preferred, alternative, hidden = (set(rdf.objects(concept, kind)) for kind in LABELS.values())
        if preferred & alternative or preferred & hidden or alternative & hidden:
            broken.add("S13")
        if len(preferred) != len({label.language for label in preferred}):
            broken.add("S14")
    broader = pairs_of(rdf, SKOS.broader) | {(b, a) for a, b in pairs_of(rdf, SKOS.narrower)}
    above = closure(broader)
    for a, b in both_ways(pairs_of(rdf, SKOS.related)):
        if b in above.get(a, ()):
            broken.add("S27")
    same = closure(both_ways(pairs_of(rdf, SKOS.exactMatch)))
    narrow = {(b, a) for a, b in pairs_of(rdf, SKOS.narrowMatch)}
    for a, b in both_ways(pairs_of(rdf, SKOS.broadMatch, SKOS.relatedMatch) | narrow):
        if b in same.get(a, ()):
            broken.add("S46")
    return broken


def check(rolebook, handbook):
    turtle = Graph().parse(data=run(rolebook, "export", "skos", handbook), format="turtle")
    json_ld = Graph().parse(data=run(rolebook, "export", "jsonld", handbook), format="json-ld")
    turtle, json_ld = set(turtle), set(json_ld)
    assert turtle == json_ld, f"only in one: {turtle ^ json_ld}"
    for triple in turtle:
        iris = (term for term in triple if isinstance(term, URIRef))
        assert all(":" in iri and iri.isascii() or "#" not in iri for iri in iris), triple
    rdf = Graph()
    for triple in turtle:
        rdf.add(triple)

    graph = json.loads(run(rolebook, "export", "json", handbook))
    said = said_by(graph)
    properties = {triple[1] for triple in said} | set(LABELS.values()) | set(RELATIONS.values())
    properties |= {SKOS.notation, SKOS.definition, SKOS.scopeNote, OWL.deprecated}
    found = {(s, p, o) for s, p, o in turtle
             if p in properties and not (p == RDF.type and o != SKOS.Concept)}
    assert found == said, f"only in one: {found ^ said}"
    assert len(graph["concepts"]) == len(set(rdf.subjects(RDF.type, SKOS.Concept)))
    schemes_are_whole(rdf, graph)
    skills_are_whole(list(csv.reader(io.StringIO(run(rolebook, "export", "csv", handbook), newline=""))), graph)

    reported = [json.loads(line) for line in run(rolebook, "check", "--format", "json", handbook).splitlines()]
    codes = {one["code"] for one in reported}
    broken = violations(rdf)
    for condition, code in checked(rolebook).items():
        assert (condition in broken) == (code in codes), f"{condition} and {code}: {broken}, {codes}"
    assert broken <= CODES.keys(), broken
    print(f"{handbook}: {len(turtle)} triples of {len(graph['concepts'])} concepts; breaks {sorted(broken) or 'nothing'}")
    return broken


def checked(rolebook):
    """The conditions that this rolebook checks, with their codes."""
    return {condition: code for condition, code in CODES.items()
            if "does not check it yet" not in run(rolebook, "explain", code)}


def main():
    rolebook, *handbooks = sys.argv[1:]
    broken = set()
    for handbook in handbooks:
        broken |= check(rolebook, handbook)
    untried = checked(rolebook).keys() - broken
    assert not untried, f"no handbook breaks {untried}"


if __name__ == "__main__":
    main()
