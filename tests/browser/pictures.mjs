// Pictures beside lists, on a screen of each size: SITE=folder node --test pictures.mjs
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { crawl, folder, launch, serve } from "./site.mjs";

assert.ok(existsSync(`${folder}/index.html`), `no site in ${folder}: build one first, or set SITE`);

const site = await serve("/");
const { kinds } = await crawl(site.origin, "/", 0);
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); site.close(); });

async function open(path, width) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  await page.goto(site.origin + path, { waitUntil: "load" });
  return { page, close: () => context.close() };
}

/** The first page of a kind on which the selector finds something. */
async function first(kind, selector) {
  for (const path of kinds.get(kind) ?? []) {
    const { page, close } = await open(path, 1280);
    const count = await page.locator(selector).count();
    await close();
    if (count) return path;
  }
  throw new Error(`no ${kind} page has ${selector}`);
}

const ways = [["careers", ".careers-whole"], ["role", ".career"]];
for (const [kind, around] of ways) {
  test(`${kind}: the list is the main thing on a phone, and the picture where there is room`, async () => {
    const path = await first(kind, `${around} .as-picture`);
    const phone = await open(path, 360);
    const picture = phone.page.locator(`${around} .as-picture svg`).first();
    assert.equal(await picture.isVisible(), false, "nothing scrolls sideways unless it is asked for");
    await phone.page.locator(`${around} .as-picture > summary`).click();
    assert.equal(await picture.isVisible(), true);
    await phone.close();
    const wide = await open(path, 1280);
    assert.equal(await wide.page.locator(`${around} .as-picture svg`).first().isVisible(), true);
    assert.equal(await wide.page.locator(`${around} .as-picture > summary`).isVisible(), false);
    await wide.close();
  });
}

test("relations are said once: their picture is offered, and paper has the list alone", async () => {
  const path = await first("term", ".neighbourhood");
  for (const width of [320, 1280]) {
    const { page, close } = await open(path, width);
    assert.equal(await page.locator(".relations").first().isVisible(), true);
    assert.equal(await page.locator(".neighbourhood svg").isVisible(), false);
    await page.locator(".related .as-picture > summary").click();
    assert.equal(await page.locator(".neighbourhood svg").isVisible(), true);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".neighbourhood svg").isVisible(), false);
    await close();
  }
});

test("how many more there are leads to where all of them are", async () => {
  let met = 0;
  for (const path of [...kinds.get("role"), ...kinds.get("term"), ...kinds.get("comparison")]) {
    const html = await (await fetch(site.origin + path)).text();
    if (!/>and \d+ more</.test(html)) continue;
    const { page, close } = await open(path, 1280);
    const rest = page.locator("svg text", { hasText: /^and \d+ more$/ });
    const addresses = await rest.evaluateAll((texts) => texts.map((text) => text.closest("a")?.getAttribute("href") ?? text.outerHTML));
    for (const address of new Set(addresses)) {
      assert.match(address, /^#/);
      met += 1;
      await page.evaluate((fragment) => { location.hash = fragment; }, address);
      const top = await page.evaluate((fragment) => {
        const list = document.getElementById(decodeURIComponent(fragment.slice(1)));
        return list && list.checkVisibility() ? list.getBoundingClientRect().top : null;
      }, address);
      assert.ok(top !== null && top > -2 && top < 800, `${path} ${address}: ${top}`);
    }
    await close();
  }
  assert.ok(met > 0, "a picture leaves something out");
});

test("a fact of a role is on one line on a phone", async () => {
  for (const path of kinds.get("role")) {
    const { page, close } = await open(path, 360);
    const broken = await page.locator(".role-facts dd:has(svg)").evaluateAll((values) =>
      values.filter((value) => value.getBoundingClientRect().height > 1.6 * parseFloat(getComputedStyle(value).lineHeight)).map((value) => value.textContent));
    assert.deepEqual(broken, [], path);
    await close();
  }
});
