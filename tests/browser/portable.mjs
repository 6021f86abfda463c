// A site built with --portable is opened from disk: node --test portable.mjs
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { launch } from "./site.mjs";

const folder = await build(fileURLToPath(new URL("../../", import.meta.url)), "--portable");
const at = (path) => pathToFileURL(join(folder, path)).href;

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** One page of each folder right below the site, deepest first. */
async function some() {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith("index.html")).sort();
  const one = new Map(files.map((file) => [`${file.split("/")[0]} ${file.split("/").length}`, file]));
  return [...one.values()];
}

test("pages from disk have their style and scripts, and every link of them opens a file", async () => {
  for (const path of await some()) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const wrong = [];
    page.on("requestfailed", (request) => wrong.push(request.url()));
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("request", (request) => { if (!request.url().startsWith("file://")) wrong.push(request.url()); });
    await page.goto(at(path));
    // What has moved leads on at once.
    const moved = (await readFile(join(folder, path), "utf8")).includes('http-equiv="refresh"');
    if (moved) await page.waitForURL((url) => url.href !== at(path));
    await page.waitForLoadState();
    assert.deepEqual(wrong, [], path);
    const seen = await page.evaluate(() => ({ styled: getComputedStyle(document.querySelector(".top")).position, script: document.documentElement.classList.contains("js") }));
    assert.deepEqual(seen, { styled: "sticky", script: true }, path);
    const folders = await page.locator("a[href]:not(svg a)").evaluateAll((all) => all.map((a) => a.href).filter((href) => href.startsWith("file:") && /\/(#.*)?$/.test(href)));
    assert.deepEqual(folders, [], `${path}: an address of a folder opens no page from disk`);
    await page.close();
  }
});

test("a reader goes from the home page to a role and back", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(at("index.html"));
  await page.locator(".home-doors a", { hasText: "Roles" }).click();
  await page.locator(".nav-items a").first().click();
  await page.locator("body.kind-role").waitFor();
  await page.locator(".name").click();
  await page.locator("body.kind-home").waitFor();
  await page.close();
});
