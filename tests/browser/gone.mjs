// An open page whose address leads nowhere any more, and a preview that is gone: node --test gone.mjs
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, serve } from "./preview.mjs";

const toil = "# Toil\n\nWork without lasting value.\n";
let it;
before(async () => {
  it = await open({
    "rolebook.toml": "title = 'Live'\nbase_url = 'https://x.example/hand/'\n[diagnostics]\norphan-concept = 'off'\n",
    "content/_index.md": "# Home\n",
    "content/terms/toil.md": toil,
    "content/guides/first.md": "# First\n\nText.\n",
  }, "/terms/toil/");
});
after(() => it?.close());

const text = () => it.page.evaluate(() => document.querySelector("main").textContent);
const lastText = async () => assert.match(await text(), /Work without lasting value/);

test("a page that was deleted says so over its last text, and comes back", async () => {
  await it.remove("content/terms/toil.md");
  await it.overlay((told) => told.word.startsWith("This page was deleted."));
  await lastText();
  assert.equal((await fetch(`${it.server.origin}/terms/toil/`)).status, 404);
  await it.put("content/terms/toil.md", toil);
  await it.overlay((told) => !told.there);
  await it.put("content/terms/toil.md", `${toil}\nMore.\n`);
  await it.shows("More.");
  await it.put("content/terms/toil.md", toil);
  await it.put("content/guides/first.md", "# First\n\nAfterwards.\n");
  await it.settled("/guides/first/", "Afterwards.");
});

test("a page whose file has another name leads to where it is now", async () => {
  await it.move("content/terms/toil.md", "content/guides/drudgery.md");
  await it.overlay((told) => told.word === "This page is now at /guides/drudgery/." && told.link.endsWith("/guides/drudgery/"));
  await lastText();
  await it.move("content/guides/drudgery.md", "content/terms/toil.md");
  await it.overlay((told) => !told.there);
});

test("a page whose address is another leads there, also below the path of the site", async () => {
  await it.goto("/hand/terms/toil/");
  await it.overlay((told) => !told.there);
  await it.put("content/guides/first.md", "# First\n\nOther.\n");
  await it.settled("/guides/first/", "Other.");
  await it.put("content/terms/toil.md", `---\nslug: chores\n---\n${toil}`);
  await it.overlay((told) => told.word === "This page is now at /hand/terms/chores/." && told.link.endsWith("/hand/terms/chores/"));
  await lastText();
  await it.put("content/terms/toil.md", toil);
  await it.overlay((told) => !told.there);
  await it.goto("/terms/toil/");
});

test("a page whose name another one has is deleted, and leads to that", async () => {
  await it.put("content/terms/work.md", "---\nalt: [Toil]\n---\n# Work\n\nAll that is done.\n");
  await it.remove("content/terms/toil.md");
  await it.overlay((told) => told.word === "This page was deleted. Its name is now that of Work.");
  await it.remove("content/terms/work.md");
  await it.overlay((told) => told.word === "This page was deleted. This is how it was.");
  await it.put("content/terms/toil.md", toil);
  await it.overlay((told) => !told.there);
});

test("a page that is a draft now says so", async () => {
  await it.put("content/terms/toil.md", `---\nstatus: draft\n---\n${toil}`);
  await it.overlay((told) => told.word.startsWith("This page is a draft now"));
  await it.put("content/terms/toil.md", toil);
  await it.overlay((told) => !told.there);
});

test("a page that is not there yet appears, and one of its kind is never called deleted", async () => {
  await it.goto("/terms/new/");
  await it.put("content/guides/first.md", "# First\n\nAgain.\n");
  await it.settled("/guides/first/", "Again.");
  await it.overlay((told) => !told.there);
  await it.put("content/terms/new.md", "# New\n\nIt is there.\n");
  await it.shows("It is there.");
  await it.remove("content/terms/new.md");
  await it.overlay((told) => told.word.startsWith("This page was deleted."));
  assert.match(await text(), /It is there/);
  await it.goto("/terms/toil/");
});

test("a preview that has stopped is said, and the page catches up with the next", async () => {
  const { port } = new URL(it.server.origin);
  await it.server.end();
  await it.put("content/terms/toil.md", "# Toil\n\nWork that is repeated.\n");
  await it.overlay((told) => told.word === "The preview has stopped: what you see may be old.");
  await lastText();
  it.server = await serve(it.root, port);
  await it.shows("Work that is repeated.");
  await it.overlay((told) => !told.there);
});
