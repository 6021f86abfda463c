// Edits a handbook with its preview open in Chromium: ROLEBOOK=binary node --test live.mjs
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./site.mjs";

const binary = process.env.ROLEBOOK ?? fileURLToPath(new URL("../../target/release/rolebook", import.meta.url));
const book = await mkdtemp(join(tmpdir(), "rolebook-live-"));
const put = async (path, text) => {
  await mkdir(dirname(join(book, path)), { recursive: true });
  // As editors do: a page that is seen half written would lose the place where one was reading.
  await writeFile(join(book, ".new"), text);
  await rename(join(book, ".new"), join(book, path));
};
const long = (text) => `# Toil\n\n${text}\n\n${"A line.\n\n".repeat(200)}`;

/** Starts the preview; gives its process and its address. */
const serve = (port) => new Promise((done, fail) => {
  const process = spawn(binary, ["serve", "--port", String(port), book], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  process.on("exit", (code) => fail(new Error(`it ended with ${code}: ${said}`)));
  process.stderr.on("data", (bytes) => {
    said += bytes;
    const origin = /http:\/\/[^/]+/.exec(said)?.[0];
    if (origin) done({ process, origin });
  });
});
const end = ({ process }) => new Promise((done) => { process.removeAllListeners("exit").on("exit", done).kill("SIGINT"); });

let browser, server, page;
before(async () => {
  await put("rolebook.toml", "title = 'Live'\n");
  await put("content/_index.md", "# Home\n");
  await put("content/terms/toil.md", long("First."));
  await put("themes/default/assets/style.css", "p { color: rgb(1, 2, 3) }");
  server = await serve(0);
  browser = await launch();
  page = await browser.newPage();
  page.setDefaultTimeout(10000);
  await page.goto(`${server.origin}/terms/toil/`);
});
after(async () => {
  await browser?.close();
  if (server) await end(server);
  await rm(book, { recursive: true });
});

const shows = (text) => page.waitForFunction((text) => document.body?.textContent.includes(text), text);
/** Waits until the page has asked for itself: it does so once for every book. */
const asked = () => page.waitForResponse((response) => response.url() === page.url() && response.request().resourceType() === "fetch");

test("a saved page is loaded anew where one was reading", async () => {
  await page.evaluate(() => scrollTo(0, 900));
  await put("content/terms/toil.md", long("Second."));
  await shows("Second.");
  await page.waitForFunction(() => scrollY === 900);
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

test("a page that is deleted says so, and comes back", async () => {
  await rm(join(book, "content/terms/toil.md"));
  await page.waitForFunction(() => !document.body?.textContent.includes("Second."));
  await put("content/terms/toil.md", long("Third."));
  await shows("Third.");
});

test("a page catches up with a server that was away", async () => {
  const { port } = new URL(server.origin);
  await end(server);
  await put("content/terms/toil.md", long("Fourth."));
  server = await serve(port);
  await shows("Fourth.");
});
