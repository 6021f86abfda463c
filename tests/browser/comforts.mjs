// Tabs, notes at hand, code, images: on the sampler, which `sampler.mjs` builds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, serve } from "./site.mjs";

const path = "/guides/everything/";
let browser, site;
before(async () => { site = await serve("/"); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

async function open(options = {}, to = path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  await page.goto(site.origin + to);
  return { page, context, close: () => context.close() };
}

test("tabs are pressed without a script, and by keyboard", async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  const first = page.getByText("Use the package."), second = page.getByText("Use the other one.");
  assert.ok(await first.isVisible());
  assert.equal(await second.isVisible(), false);
  await page.locator(".tabs summary", { hasText: "macOS" }).focus();
  await page.keyboard.press("Enter");
  assert.ok(await second.isVisible());
  assert.equal(await first.isVisible(), false);
  const tops = await page.locator(".tabs summary").evaluateAll((all) => new Set(all.map((e) => Math.round(e.getBoundingClientRect().top))).size);
  assert.equal(tops, 1, "they stand in one line");
  await close();
});

test("one tab is always open; an address opens the tab that it names; in print all are there", async () => {
  const { page, close } = await open();
  await page.locator(".tabs summary", { hasText: "Linux" }).click();
  assert.ok(await page.getByText("Use the package.").isVisible());
  await page.goto(`${site.origin}${path}#with-a-heading-in-it`);
  assert.ok(await page.getByText("Use the other one.").isVisible());
  await page.goto(`${site.origin}${path}#anything-else`);
  await page.getByText("Clone it.").waitFor({ state: "visible" });
  await page.emulateMedia({ media: "print" });
  for (const text of ["Use the package.", "Use the other one.", "Clone it."]) assert.ok(await page.getByText(text).isVisible(), text);
  await close();
});

test("a footnote and a source are at hand: by hover, by focus, by a tap; Escape dismisses", async () => {
  const { page, close } = await open();
  const card = page.locator(".term-card");
  await page.locator("[role=doc-noteref]").first().hover();
  await card.waitFor({ state: "visible" });
  assert.match(await card.innerText(), /By the team.*\n+.*A second paragraph/s);
  assert.doesNotMatch(await card.innerText(), /↩/);
  assert.equal(await card.locator("a[href$='/lead/']").count(), 1, "with its links");
  await page.keyboard.press("Escape");
  assert.equal(await card.isVisible(), false);
  await page.locator("[role=doc-biblioref]").first().focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await card.waitFor({ state: "visible" });
  assert.match(await card.innerText(), /The first source, Example/);
  await close();
  const touch = await open({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 780 } });
  await touch.page.locator("[role=doc-noteref]").first().tap();
  await touch.page.locator(".term-card").waitFor({ state: "visible" });
  assert.equal(new URL(touch.page.url()).hash, "", "the first tap stays");
  await touch.page.getByText("Go to it").tap();
  assert.equal(new URL(touch.page.url()).hash, "#fn-decided");
  await touch.close();
});

test("code is copied whole, with its marked lines", async () => {
  const { page, context, close } = await open();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const code = page.locator(".code").first();
  assert.equal(await code.locator("mark").count(), 3);
  await code.hover();
  await code.locator(".copy").click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(text.trimEnd().split("\n").length, 6);
  assert.match(text, /^fn main\(\) \{\n {4}let /);
  await close();
});

test("an image keeps its place before it is there, and is as wide as asked", async () => {
  const { page, close } = await open();
  await page.route("**/*.svg", () => {});
  await page.reload({ waitUntil: "domcontentloaded" });
  const boxes = await page.locator("main img").evaluateAll((all) => all.map((e) => [Math.round(e.getBoundingClientRect().width), Math.round(e.getBoundingClientRect().height)]));
  assert.deepEqual(boxes, [[640, 320], [160, 80], [640, 320]]);
  assert.equal(await page.locator("figure figcaption").first().innerText(), "A caption, which says what the picture is of");
  const logo = await page.locator(".name img").evaluate((e) => [e.getBoundingClientRect().width, e.getBoundingClientRect().height]);
  assert.deepEqual(logo, [84, 28]);
  await close();
});

test("a page from right to left is one, and its code is not", async () => {
  const { page, close } = await open({}, "/arabic/");
  const sides = await page.evaluate(() => {
    const left = (css) => document.querySelector(css).getBoundingClientRect().left;
    return { nav: left(".nav") > left("main"), code: getComputedStyle(document.querySelector("pre")).direction };
  });
  assert.deepEqual(sides, { nav: true, code: "ltr" });
  await close();
});
