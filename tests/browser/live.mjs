// Edits a handbook with its preview open in Chromium: ROLEBOOK=binary node --test live.mjs
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./site.mjs";
import { handbook, serve } from "./preview.mjs";

const long = (text) => `# Toil\n\n${text}\n\n${"A line.\n\n".repeat(200)}`;
const { root: book, put } = await handbook({
  "rolebook.toml": "title = 'Live'\n[serve]\neditor = 'edit:{path}:{line}:{column}'\n",
  "content/_index.md": "# Home\n",
  "content/guides/toil.md": long("First."),
  "themes/default/assets/style.css": "p { color: rgb(1, 2, 3) }",
});

let browser, server, page;
before(async () => {
  server = await serve(book);
  browser = await launch();
  page = await browser.newPage();
  page.setDefaultTimeout(10000);
  await page.goto(`${server.origin}/guides/toil/`);
});
after(async () => {
  await browser?.close();
  await server?.end();
  await rm(book, { recursive: true });
});

const shows = (text) => page.waitForFunction((text) => document.body?.textContent.includes(text), text);
/** Waits until the page has asked for itself: it does so once for every book. */
const asked = () => page.waitForResponse((response) => response.url() === page.url() && response.request().resourceType() === "fetch");

test("a saved page changes where one is reading, and is not loaded anew", async () => {
  await page.evaluate(() => { scrollTo(0, 900); globalThis.mark = true; });
  await put("content/guides/toil.md", long("Second."));
  await shows("Second.");
  assert.deepEqual(await page.evaluate(() => [scrollY, globalThis.mark]), [900, true]);
  // Nothing but the word is another: what a script has said of the page stays.
  assert.equal(await page.evaluate(() => document.documentElement.className), "prose-sans js");
});

test("focus, selection, what is open and what is typed stay", async () => {
  const text = (word, more = "") => `# Form\n\nOne ${word} two [a link](guides/toil.md) three.\n\n${more}<details><summary>More</summary>\n\nInside.\n\n</details>\n\n<input id="name">\n\n\`\`\`sh\nls\n\`\`\`\n`;
  await put("content/form.md", text("first"));
  await page.waitForFunction(async () => (await fetch("/form/")).ok);
  await page.goto(`${server.origin}/form/`);
  // A save is two steps, an empty file and its text: the page may have come from the first.
  await page.waitForSelector("main details", { state: "attached" });
  await page.evaluate(() => {
    globalThis.mark = true;
    document.querySelector("main details").open = true;
    document.querySelector("#name").value = "typed";
    document.querySelector(".prose a").focus();
    const words = [...document.querySelector(".prose p").childNodes].at(-1);
    getSelection().setBaseAndExtent(words, 1, words, 4);
  });
  await put("content/form.md", text("second", "A new paragraph.\n\n"));
  await shows("One second two");
  await shows("A new paragraph.");
  assert.deepEqual(await page.evaluate(() => ({
    mark: globalThis.mark,
    open: document.querySelector("main details").open,
    typed: document.querySelector("#name").value,
    focus: document.activeElement.textContent,
    selection: getSelection().toString(),
  })), { mark: true, open: true, typed: "typed", focus: "a link", selection: "thr" });
});

const overlay = (read) => page.waitForFunction(read);

test("what is wrong stands over the page until it is mended", async () => {
  await put("content/form.md", "# Form\n\nA [link](nowhere.md) <b>x</b>.\n");
  await shows("A link");
  await overlay(() => document.querySelector("rolebook-overlay")?.shadowRoot.querySelector("article.error"));
  const told = await page.evaluate(() => {
    const root = document.querySelector("rolebook-overlay").shadowRoot;
    return {
      title: root.querySelector("summary").textContent,
      open: root.querySelector("details").open,
      text: root.querySelector("article").textContent,
      marked: root.querySelector("mark").textContent,
      editor: root.querySelector("a").href.replace(/^edit:.*\/content/, "edit:content"),
    };
  });
  assert.equal(told.title, "1 error on this page");
  assert.equal(told.open, true);
  assert.match(told.text, /`nowhere.md` is not a page/);
  assert.equal(told.marked, "[link](nowhere.md)");
  assert.equal(told.editor, "edit:content/form.md:3:3");
  await put("content/form.md", "# Form\n\nNo link.\n");
  await overlay(() => !document.querySelector("rolebook-overlay"));
});

test("a page that cannot be made stays as it was, and says why", async () => {
  await put("themes/default/page.html", "{{ page.titel }}");
  await overlay(() => document.querySelector("rolebook-overlay")?.shadowRoot.querySelector("article")?.textContent.includes("titel"));
  assert.match(await page.evaluate(() => document.querySelector("main").textContent), /No link/);
  await rm(join(book, "themes/default/page.html"));
  await overlay(() => !document.querySelector("rolebook-overlay"));
});

test("a folded overlay stays folded, and Escape folds it", async () => {
  await put("content/form.md", "# Form\n\nA [link](nowhere.md).\n");
  await overlay(() => document.querySelector("rolebook-overlay")?.shadowRoot.querySelector("details").open);
  await page.evaluate(() => document.querySelector("rolebook-overlay").shadowRoot.querySelector("summary").focus());
  await page.keyboard.press("Escape");
  await overlay(() => !document.querySelector("rolebook-overlay").shadowRoot.querySelector("details").open);
  await put("content/form.md", "# Form\n\nAnother [link](nowhere.md).\n");
  await shows("Another link");
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => document.querySelector("rolebook-overlay").shadowRoot.querySelector("details").open), false);
  await page.evaluate(() => sessionStorage.clear());
  await put("content/form.md", "# Form\n\nNo link.\n");
  await overlay(() => !document.querySelector("rolebook-overlay"));
  await page.goto(`${server.origin}/guides/toil/`);
});

test("a page that did not change stays as it is", async () => {
  await page.evaluate(() => { globalThis.mark = true; });
  const again = asked();
  await put("content/other.md", "# Other\n");
  await again;
  await put("content/other.md", "# Other still\n");
  await asked();
  assert.equal(await page.evaluate(() => globalThis.mark), true);
});

test("a stylesheet is put in the place of the old one", async () => {
  await page.evaluate(() => { globalThis.mark = true; });
  const colour = (colour) => page.waitForFunction((colour) => getComputedStyle(document.querySelector("main p")).color === colour, colour);
  await colour("rgb(1, 2, 3)");
  for (const blue of [4, 5]) {
    await put("themes/default/assets/style.css", `p { color: rgb(1, 2, ${blue}) }`);
    await colour(`rgb(1, 2, ${blue})`);
  }
  assert.equal(await page.evaluate(() => globalThis.mark), true);
});

test("back and forward show each page as it is now", async () => {
  await put("content/other.md", "# Other\n\nBefore.\n");
  await page.goto(`${server.origin}/other/`);
  await shows("Before.");
  await put("content/other.md", "# Other\n\nChanged in place.\n");
  await shows("Changed in place.");
  await page.goto(`${server.origin}/guides/toil/`);
  await put("content/other.md", "# Other\n\nWhile away.\n");
  await page.goBack();
  await shows("While away.");
  assert.equal(new URL(page.url()).pathname, "/other/");
  await page.goForward();
  await shows("A line.");
  assert.equal(new URL(page.url()).pathname, "/guides/toil/");
});

test("the search of a preview finds what was just written", async () => {
  await page.goto(`${server.origin}/search/?q=quicksilver`);
  await put("content/other.md", "# Other\n\nA quicksilver word.\n");
  await page.waitForFunction(async () => (await (await fetch("/other/")).text()).includes("quicksilver"));
  await page.reload();
  await page.waitForSelector('main a[href*="other/"]');
  // Its index is loaded by a script, and is no reason to load the page anew.
  await page.evaluate(() => { globalThis.mark = true; });
  for (const word of ["one", "two"]) {
    const again = asked();
    await put("content/other.md", `# Other\n\nA quicksilver word and ${word} more.\n`);
    await again;
    await page.waitForTimeout(200);
  }
  assert.equal(await page.evaluate(() => globalThis.mark), true);
  await page.goto(`${server.origin}/guides/toil/`);
});

test("a page catches up with a server that was away", async () => {
  const { port } = new URL(server.origin);
  await server.end();
  await put("content/guides/toil.md", long("Fourth."));
  server = await serve(book, port);
  await shows("Fourth.");
});
