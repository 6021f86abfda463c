//! What each stage costs at 1,000 pages, in memory: `cargo bench`.
//!
//! Times of one machine in one sitting can be compared; others cannot.

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rolebook::{
    config::{Config, Kind},
    diagnostic::Checked,
    discover::{PageSource, Sources},
    link, model, parse,
    pipeline::{self, Built, Cache},
    render::Made,
    source::{FileId, Source},
};

#[path = "../tests/suite/generated.rs"]
mod generated;

const PAGES: usize = 1_000;

fn sources() -> Sources {
    let files = generated::generated(1, PAGES);
    let pages = files.into_iter().filter_map(|(path, text)| {
        let below = path.strip_prefix("content/")?.to_owned();
        let source = Source { file: FileId::new(path), text: text.into() };
        Some(Arc::new(PageSource::new(below, source)))
    });
    Sources { pages: pages.collect(), ..Sources::default() }
}

fn built(sources: &Sources) -> Built {
    let config = Checked::clean(Config::defaults(false));
    let sources = Checked::clean(sources.clone());
    pipeline::assemble(config, None, sources, Arc::default, false, &Cache::default(), &|_| ())
}

/// Makes every file; the number of bytes keeps the work from being optimised away.
fn render(built: &Built) -> usize {
    let made = built.site.paths().filter_map(|path| built.site.make(path)?.ok());
    made.map(|made| match made {
        Made::Bytes(bytes) => bytes.len(),
        Made::Held(bytes) => bytes.len(),
        Made::Copy(_) => 0,
    })
    .sum()
}

fn stages(criterion: &mut Criterion) {
    let sources = sources();
    let config = Arc::new(Config::defaults(false));
    let options =
        parse::Options { markdown: config.markdown, kind: Kind::Page, facets: &config.facets };
    let mut group = criterion.benchmark_group("1,000 pages");
    group.sample_size(10).throughput(Throughput::Elements(PAGES as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            let cache = parse::Cache::default();
            for page in &sources.pages {
                black_box(parse::document(page, &options, &cache));
            }
        });
    });
    let cache = parse::Cache::default();
    let documents: Vec<_> = sources
        .pages
        .iter()
        .map(|page| Arc::new(parse::document(page, &options, &cache).value))
        .collect();
    group.bench_function("model and link", |bencher| {
        bencher.iter(|| {
            link::link(
                model::book(&config, documents.clone(), &sources, &model::Cache::default()).value,
            )
        });
    });
    let site = built(&sources);
    group.bench_function("render", |bencher| bencher.iter(|| black_box(render(&site))));
    group.bench_function("whole build", |bencher| {
        bencher.iter(|| black_box(render(&built(&sources))));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
