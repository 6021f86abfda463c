// What the preview says over an open page, and what of it opens by itself: node --test told.mjs
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./preview.mjs";

const role = (title, more = "") => `---\ntitle: ${title}\ndefinition: Who does what a ${title} does.\n---\n\nText.${more}\n`;
const config = "title = 'Live'\n[diagnostics]\norphan-concept = 'off'\n";
const compared = "---\nsubjects: [lead, manager]\n---\n# Lead and manager\n";
let it;
before(async () => {
  it = await open({
    "rolebook.toml": config,
    "content/_index.md": "# Home\n",
    "content/roles/lead.md": role("Lead"),
    "content/roles/manager.md": role("Manager"),
    "content/comparisons/lead-and-manager.md": compared,
    "content/guides/first.md": "# First\n\nText.\n",
  }, "/comparisons/lead-and-manager/");
});
after(() => it?.close());

const clean = () => it.overlay((told) => !told.there);

test("a fault of another page is a folded bar with a count", async () => {
  await it.put("content/guides/first.md", "# First\n\nA [link](nowhere.md).\n");
  await it.overlay((told) => told.title === "1 error elsewhere" && !told.open);
  await it.put("content/guides/first.md", "# First\n\nText.\n");
  await clean();
});

test("a warning of this page opens it, and one of a compared role does not", async () => {
  await it.put("content/comparisons/lead-and-manager.md", compared.replace("subjects", "sumary: x\nsubjects"));
  await it.overlay((told) => told.title === "1 warning on this page" && told.open);
  await it.put("content/comparisons/lead-and-manager.md", compared);
  await clean();
  await it.put("content/roles/lead.md", role("Lead").replace("title", "sumary: x\ntitle"));
  await it.overlay((told) => told.title === "1 warning elsewhere" && !told.open);
  await it.put("content/roles/lead.md", role("Lead"));
  await clean();
});

test("the faults of this page stand open, and those of others are folded below them", async () => {
  await it.put("content/comparisons/lead-and-manager.md", compared.replace("subjects", "sumary: x\nsubjects"));
  await it.put("content/guides/first.md", "# First\n\nA [link](nowhere.md) and [another](there.md).\n");
  await it.overlay((told) => told.title === "1 warning on this page · 2 errors elsewhere" && told.open);
  const parts = () => it.page.evaluate(() => {
    const root = document.querySelector("rolebook-overlay").shadowRoot, others = root.querySelector(".others");
    const hint = root.querySelector(".list > p:last-child").textContent;
    return [root.querySelectorAll(".list > article").length, others.querySelectorAll("article").length, others.open, hint];
  });
  assert.deepEqual(await parts(), [1, 2, false, "Set `editor` in `[serve]` of rolebook.toml, and each place here opens your editor."]);
  await it.page.evaluate(() => document.querySelector("rolebook-overlay").shadowRoot.querySelector(".others summary").click());
  await it.put("content/guides/first.md", "# First\n\nA [link](nowhere.md).\n");
  await it.overlay((told) => told.title === "1 warning on this page · 1 error elsewhere");
  assert.equal((await parts())[2], true);
  await it.put("content/comparisons/lead-and-manager.md", compared);
  await it.put("content/guides/first.md", "# First\n\nText.\n");
  await clean();
});

test("an error of a compared role, of the settings and of a template opens it", async () => {
  await it.put("content/roles/lead.md", role("Lead", " [x](nowhere.md)"));
  await it.overlay((told) => told.title === "1 error on this page" && told.open);
  await it.put("content/roles/lead.md", role("Lead"));
  await clean();
  await it.put("rolebook.toml", `drafts = 'perhaps'\n${config}`);
  await it.overlay((told) => told.open && told.messages[0].includes("perhaps"));
  await it.put("rolebook.toml", config);
  await clean();
  await it.put("themes/default/term.html", "{% if %}");
  await it.overlay((told) => told.open && told.messages[0].includes("bad-template"));
  await it.remove("themes");
  await clean();
});

test("what was folded away stays so until there is something new", async () => {
  const errors = (...names) => it.put("content/comparisons/lead-and-manager.md", `${compared}\n${names.map((name) => `[x](${name}.md) `)}\n`);
  const click = () => it.page.evaluate(() => document.querySelector("rolebook-overlay").shadowRoot.querySelector("summary").click());
  await errors("a");
  await it.overlay((told) => told.open);
  await click();
  await it.overlay((told) => !told.open);
  await it.put("content/comparisons/lead-and-manager.md", `${compared}\nSomewhere else now: [x](a.md)\n`);
  await it.settled("/compare/lead-vs-manager/", "Somewhere else now");
  await it.overlay((told) => told.title === "1 error on this page" && !told.open);
  await it.page.reload();
  await it.overlay((told) => told.title === "1 error on this page" && !told.open);
  await errors("a", "b");
  await it.overlay((told) => told.title === "2 errors on this page" && told.open);
  await click();
  // It is mended, and made again: that is new.
  await errors();
  await clean();
  await errors("a");
  await it.overlay((told) => told.open);
  // What the author opens stays open when the next thing is saved.
  await errors();
  await clean();
  await it.put("content/guides/first.md", "# First\n\nA [link](nowhere.md).\n");
  await it.overlay((told) => told.title === "1 error elsewhere" && !told.open);
  await click();
  await it.put("content/guides/first.md", "# First\n\nA [link](nowhere.md) and [another](there.md).\n");
  await it.overlay((told) => told.title === "2 errors elsewhere" && told.open);
  await click();
  await it.put("content/guides/first.md", "# First\n\nText.\n");
  await clean();
});

test("the panel does not cover what is worked on", async () => {
  const text = (last) => `# First\n\n${"A line.\n\n".repeat(60)}${last}\n\n${"A line.\n\n".repeat(60)}`;
  await it.put("content/guides/first.md", text("Worked on."));
  await it.goto("/guides/first/");
  await it.shows("Worked on.");
  await it.page.evaluate(() => {
    const text = [...document.querySelectorAll("main p")].find((p) => p.textContent === "Worked on.");
    scrollBy({ top: text.getBoundingClientRect().bottom - innerHeight + 30, behavior: "instant" });
  });
  await it.put("content/guides/first.md", text("Worked on [too](nowhere.md)."));
  await it.overlay((told) => told.open);
  const { bottom, top } = await it.page.evaluate(() => ({
    bottom: [...document.querySelectorAll("main p")].find((p) => p.textContent.startsWith("Worked on")).getBoundingClientRect().bottom,
    top: document.querySelector("rolebook-overlay").shadowRoot.querySelector(".corner").getBoundingClientRect().top,
  }));
  assert.ok(bottom <= top && bottom > 0, `${bottom} is above ${top}`);
  await it.put("content/guides/first.md", "# First\n\nText.\n");
  await clean();
});

const picture = (size) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="10"/>`;

test("a picture that was replaced is shown, and nothing is loaded anew", async () => {
  await it.put("content/guides/chart.svg", `<!-- 1 -->${picture(10)}`);
  await it.put("static/fixed.css", "h1 { color: rgb(1, 2, 3) }");
  await it.put("content/guides/first.md", "# First\n\n![A chart](chart.svg)\n\n<img alt=\"\" srcset=\"../chart.svg 1x, ../chart.svg 2x\">\n\n<link rel=\"stylesheet\" href=\"/fixed.css\">\n");
  await it.page.waitForSelector('main img[src]');
  await it.put("content/roles/lead.md", role("Lead", " Again."));
  await it.settled("/roles/lead/", "Again.");
  await it.page.evaluate(() => { globalThis.mark = true; });
  const again = it.page.waitForResponse(async (response) => response.url().includes("chart.svg?") && (await response.text()).includes("<!-- 2 -->"));
  // As large as before, so that the page's bytes are the same.
  await it.put("content/guides/chart.svg", `<!-- 2 -->${picture(10)}`);
  await again;
  assert.equal(await it.page.evaluate(() => globalThis.mark), true);
  const colour = (colour) => it.page.waitForFunction((colour) => getComputedStyle(document.querySelector("h1")).color === colour, colour);
  await colour("rgb(1, 2, 3)");
  await it.put("static/fixed.css", "h1 { color: rgb(3, 2, 1) }");
  await colour("rgb(3, 2, 1)");
  // And once more, from under the address that was ours.
  const third = it.page.waitForResponse(async (response) => response.url().includes("chart.svg?") && (await response.text()).includes("<!-- 3 -->"));
  await it.put("content/guides/chart.svg", `<!-- 3 -->${picture(20)}`);
  await third;
  await it.page.waitForFunction(() => document.querySelector("main img").naturalWidth === 20);
  assert.equal(await it.page.evaluate(() => globalThis.mark), true);
});

test("a picture of a stylesheet that was replaced is shown", async () => {
  const tile = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path fill="${colour}" d="M0 0h40v40H0z"/></svg>`;
  for (const name of ["own", "nested", "theme"]) await it.put(`static/tiles/${name}.svg`, tile("#ff0000"));
  // One that a page's own stylesheet names, one that is named in a sheet of that sheet, and one of the theme's.
  await it.put("static/more/nested.css", "@media screen { #two { background: url('../tiles/nested.svg') } }");
  await it.put("static/fixed.css", "@import 'more/nested.css'; p[id] { height: 40px } #one { background: url(tiles/own.svg) }");
  await it.put("themes/default/assets/extra.css", "#three { background: url(../tiles/theme.svg) }");
  await it.put("content/guides/first.md", "# First\n\n<link rel=\"stylesheet\" href=\"/fixed.css\">\n\n<p id=\"one\"></p>\n<p id=\"two\"></p>\n<p id=\"three\"></p>\n");
  await it.page.waitForSelector("#three");
  const looks = (id) => it.page.locator(id).screenshot();
  const until = async (id, right) => {
    for (let turn = 0; turn < 200; turn++) {
      if (right((await looks(id)).toString("base64"))) return;
      await it.page.waitForTimeout(25);
    }
    assert.fail(`${id} looks as it did`);
  };
  await it.page.evaluate(() => { globalThis.mark = true; });
  let edits = 0;
  for (const [id, name] of [["#one", "own"], ["#two", "nested"], ["#three", "theme"], ["#one", "own"], ["#three", "theme"]]) {
    // The page knows what it shows.
    await it.put("content/roles/lead.md", role("Lead", ` Edit ${++edits}.`));
    await it.settled("/roles/lead/", `Edit ${edits}.`);
    await it.page.waitForTimeout(100);
    const before = (await looks(id)).toString("base64");
    await it.put(`static/tiles/${name}.svg`, tile(`#0000f${edits}`));
    await until(id, (now) => now !== before);
  }
  const sheets = () => it.page.locator('link[rel="stylesheet"]').count();
  assert.equal(await sheets(), 2);
  // A stylesheet that comes anew has the pictures as they are now.
  const now = (await looks("#one")).toString("base64");
  await it.put("static/fixed.css", "@import 'more/nested.css'; h2 { color: rgb(9, 8, 7) } p[id] { height: 40px } #one { background: url(tiles/own.svg) }");
  await it.page.waitForFunction(() => document.querySelector('link[href*="fixed.css"]').sheet.cssRules[1].selectorText === "h2");
  await until("#one", (later) => later === now);
  // A stylesheet that was renewed can be followed further.
  await it.put("themes/default/assets/extra.css", "h1 { color: rgb(9, 8, 7) }");
  await it.page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(9, 8, 7)");
  assert.equal(await sheets(), 2);
  assert.equal(await it.page.evaluate(() => globalThis.mark), true);
});
