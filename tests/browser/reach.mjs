// What a site must reach, in Chromium: SITE=folder node --test reach.mjs
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { crawl, folder, launch, serve } from "./site.mjs";

assert.ok(existsSync(`${folder}/index.html`), `no site in ${folder}: build one first, or set SITE`);

const site = await serve("/");
const { pages, kinds } = await crawl(site.origin, "/", 1);
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); site.close(); });

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  await page.goto(site.origin + path, { waitUntil: "load" });
  return { page, close: () => context.close() };
}

describe("a role page is light", () => {
  for (const path of kinds.get("role") ?? []) {
    test(path, async () => {
      const from = site.asked.length;
      const { page, close } = await open(path);
      await page.waitForTimeout(300);
      const loaded = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map((e) => ({ name: e.name, bytes: e.encodedBodySize, type: e.initiatorType, blocks: e.renderBlockingStatus === "blocking" })));
      const sum = (list) => list.reduce((all, e) => all + e.bytes, 0);
      const asked = site.asked.slice(from);
      assert.ok(asked.length <= 6, `${asked.length} requests: ${asked.join(" ")}`);
      assert.ok(loaded.every((e) => e.bytes > 0), "each size is known");
      assert.ok(sum(loaded) <= 60 * 1024, `${sum(loaded)} bytes`);
      const scripts = sum(loaded.filter((e) => e.name.endsWith(".js")));
      assert.ok(scripts <= 8 * 1024, `${scripts} bytes of script`);
      const blocking = loaded.filter((e) => e.blocks).map((e) => new URL(e.name).pathname);
      assert.equal(blocking.length, 1, `they hold back the first paint: ${blocking.join(" ")}`);
      assert.match(blocking[0], /\/style\.[0-9a-f]+\.css$/);
      await close();
    });
  }
});

test("the chosen theme is there before anything is painted, however late its script comes", async () => {
  const context = await browser.newContext({ colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(`${site.origin}/`);
  await page.evaluate(() => localStorage.setItem("rolebook-theme", "dark"));
  let held = 0;
  await page.route(/\/theme\.[0-9a-f]+\.js$/, async (route) => {
    held += 1;
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  for (const { path } of pages) {
    await page.goto(site.origin + path, { waitUntil: "commit" });
    await page.waitForTimeout(350);
    const early = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length);
    assert.equal(early, 0, `${path}: nothing is painted without the theme`);
    await page.waitForLoadState("load");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    if (held > 2) break;
  }
  await context.close();
});

describe("zoomed to 400 %", () => {
  for (const { kind, path } of pages) {
    test(`${kind} ${path} loses nothing`, async () => {
      // 1,280 by 1,024 at 400 % (WCAG 2.2, 1.4.10).
      const { page, close } = await open(path, { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4, reducedMotion: "reduce" });
      const lost = await page.evaluate(() => {
        const wide = document.documentElement.clientWidth;
        const isShown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
        const scrolls = (e) => e.closest(".table-scroll, .diagram-scroll, .compare-scroll, pre, .hidden, .skip, .doors");
        const beyond = [...document.querySelectorAll("body *")].filter((e) => isShown(e) && !scrolls(e) && e.childElementCount === 0 && e.getBoundingClientRect().width > 0)
          .filter((e) => { const box = e.getBoundingClientRect(); return box.left < -1 || box.right > wide + 1; });
        return { sideways: document.documentElement.scrollWidth - wide, beyond: beyond.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)),
          header: (document.querySelector(".top")?.offsetHeight ?? 0) / innerHeight > .25 };
      });
      assert.deepEqual(lost, { sideways: 0, beyond: [], header: false });
      if (kind !== "print") {
        await page.locator(".menu-button").click();
        assert.ok(await page.locator(".nav a").first().isVisible(), "the menu opens");
        await page.keyboard.press("Escape");
      }
      await close();
    });
  }
});

describe("by keyboard alone", () => {
  for (const { kind, path } of pages) {
    test(`${kind} ${path} is walked through and left`, async () => {
      const { page, close } = await open(path, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
      const expected = await page.evaluate(() => {
        const can = "a[href], button, input:not([disabled]), select, summary, [tabindex='0']";
        return [...document.querySelectorAll(can)].filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0).length;
      });
      const steps = Math.min(expected, 120);
      const seen = new Set(), unseen = [];
      for (let step = 0; step < steps; step += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const e = document.activeElement, box = e.getBoundingClientRect();
          // Under the header that sticks, focus would be hidden (WCAG 2.2, 2.4.11).
          const top = document.querySelector(".top"), covered = top && !top.contains(e) && !e.matches(".skip") && box.bottom <= top.getBoundingClientRect().bottom && box.bottom > 0;
          e.dataset.met ??= String(Math.random());
          return { id: e.dataset.met, name: e.outerHTML.slice(0, 90), body: e === document.body, hidden: covered || box.bottom < 0 || box.top > innerHeight };
        });
        if (at.body) break;
        if (at.hidden) unseen.push(at.name);
        seen.add(at.id);
      }
      assert.deepEqual(unseen, []);
      // A scroller that is its own stop may come on top: none may be missing.
      assert.ok(seen.size >= Math.min(expected, 120) * .98, `${seen.size} of ${expected} were met`);
      await close();
    });
  }
});

test("nothing moves for those who ask for no motion", async () => {
  for (const width of [1280, 360]) {
    const path = kinds.get("role")?.[0] ?? "/";
    const { page, close } = await open(path, { viewport: { width, height: 700 }, reducedMotion: "reduce" });
    if (width === 360) await page.locator(".menu-button").click();
    const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => {
      const style = getComputedStyle(e);
      return style.animationName !== "none" || (style.transitionDuration !== "0s" && style.transitionProperty !== "none") || style.scrollBehavior === "smooth";
    }).map((e) => e.className));
    assert.deepEqual(moving, []);
    await close();
  }
});
