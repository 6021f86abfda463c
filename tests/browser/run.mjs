// Looks at a built site in Chromium: SITE=public node --test run.mjs   (LIMIT=pages of each kind, default 1)
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "@axe-core/playwright";
import { existsSync } from "node:fs";
import { crawl, folder, launch, serve } from "./site.mjs";

assert.ok(existsSync(`${folder}/index.html`), `no site in ${folder}: build one first, or set SITE`);

const AxeBuilder = axe.default ?? axe;
const limit = Number(process.env.LIMIT ?? 1);
const widths = [320, 360, 768, 1280];
/** What a page can be: a site that is looked at has each of them. */
const everyKind = ["careers", "comparison", "comparisons", "faq", "guide", "home", "label", "page", "print", "role", "scheme", "search", "section", "spectra",
  "tag", "tags", "term", "terms"];
const axeTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** A page that notes what went wrong while it was open: console errors, CSP reports, failed and foreign requests. */
async function open(site, path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  const wrong = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()}`));
  page.on("request", (request) => { if (!request.url().startsWith(site.origin)) wrong.push(`foreign: ${request.url()}`); });
  page.on("response", (response) => { if (response.status() >= 400 && !path.endsWith("404.html")) wrong.push(`${response.status()}: ${response.url()}`); });
  await page.goto(site.origin + path, { waitUntil: "load" });
  return { page, wrong, close: () => context.close() };
}

for (const base of ["/", "/handbook/"]) {
  describe(`under ${base}`, async () => {
    const site = await serve(base);
    after(() => site.close());
    const { pages, kinds, broken } = await crawl(site.origin, base, limit);
    // The 404 page has root-absolute addresses, so it can be looked at under one base path only.
    if (base === "/" && process.env.BASE !== "/handbook/") pages.push({ kind: "404", path: "/404.html" });

    test("every link that was followed from the home page leads somewhere", () => {
      assert.deepEqual(broken, []);
      assert.deepEqual([...kinds.keys()].sort(), everyKind);
    });

    for (const { kind, path } of pages) {
      test(`${kind} ${path}`, async (t) => {
        // A document to be printed has no menu and no header to skip.
        const isDocument = kind === "print";
        await t.test("loads without an error, a failed or foreign request, or a CSP violation", async () => {
          const { page, wrong, close } = await open(site, path);
          await page.evaluate(() => new Promise((done) => { scrollTo(0, document.body.scrollHeight); setTimeout(done, 120); }));
          assert.deepEqual(wrong, []);
          await close();
        });

        if (base !== "/") return; // The rest does not depend on the base path.

        await t.test("has one h1, a title, a language, and no id twice", async () => {
          const { page, close } = await open(site, path);
          const facts = await page.evaluate(() => ({
            h1: document.querySelectorAll("h1").length,
            title: document.title.trim() !== "",
            lang: document.documentElement.lang !== "",
            twice: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, ids) => ids.indexOf(id) !== i),
            inline: document.querySelectorAll("[style], style, script:not([src], [type='application/ld+json'])").length,
          }));
          assert.deepEqual(facts, { h1: 1, title: true, lang: true, twice: [], inline: 0 });
          await close();
        });

        await t.test("never scrolls sideways", async () => {
          const { page, close } = await open(site, path);
          for (const width of widths) {
            await page.setViewportSize({ width, height: 800 });
            const over = await page.evaluate(() => {
              const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
              if (wide <= 0) return null;
              const culprit = [...document.querySelectorAll("main *")].find((e) => e.getBoundingClientRect().right > innerWidth + 1);
              return `${wide} px, by <${culprit?.tagName.toLowerCase()} class="${culprit?.className}">`;
            });
            assert.equal(over, null, `at ${width} px`);
          }
          await close();
        });

        await t.test("axe finds nothing: light and dark, wide and at 320 px", async () => {
          const { page, close } = await open(site, path, { reducedMotion: "reduce" });
          for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height: 900 });
            for (const colorScheme of ["light", "dark"]) {
              // A document is many pages, each of them looked at by itself: of these four ways two will do.
              if (isDocument && (width === 320) !== (colorScheme === "dark")) continue;
              await page.emulateMedia({ colorScheme });
              await page.waitForTimeout(50);
              const { violations } = await new AxeBuilder({ page }).withTags(axeTags).analyze();
              const said = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary?.split("\n")[1]?.trim()}`));
              assert.deepEqual(said, [], `${colorScheme}, ${width} px`);
            }
          }
          await close();
        });

        await t.test("axe finds nothing on paper", { skip: !isDocument }, async () => {
          const { page, close } = await open(site, path);
          await page.emulateMedia({ media: "print" });
          // Nobody presses what is on paper.
          const { violations } = await new AxeBuilder({ page }).withTags(axeTags).disableRules("target-size").analyze();
          assert.deepEqual(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target}`)), []);
          const lost = await page.evaluate(() => [...document.querySelectorAll("main .diagram")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).length);
          assert.equal(lost, 0, "pictures fit the paper");
          await close();
        });

        await t.test("the keyboard meets the skip link first, and focus is always seen", async () => {
          const { page, close } = await open(site, path);
          const stops = [];
          for (let i = 0; i < 12; i += 1) {
            await page.keyboard.press("Tab");
            stops.push(await page.evaluate(() => {
              const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
              return { skip: e.classList.contains("skip"), name: e.textContent.trim().slice(0, 30), body: e === document.body,
                ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
            }));
          }
          assert.ok(isDocument || stops[0].skip, "the first stop is the skip link");
          for (const stop of stops.filter((s) => !s.body)) assert.ok(stop.ring && stop.seen, `no visible ring on “${stop.name}”`);
          if (!isDocument) {
            await page.keyboard.press("Shift+Tab");
            await page.evaluate(() => document.querySelector(".skip").focus());
            await page.keyboard.press("Enter");
            assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN");
          }
          await close();
        });

        await t.test("reads without JavaScript", async () => {
          const { page, wrong, close } = await open(site, path, { javaScriptEnabled: false, viewport: { width: 360, height: 780 } });
          assert.deepEqual(wrong, []);
          assert.ok(await page.locator("h1").isVisible());
          assert.ok((await page.locator("main").innerText()).length > 20);
          if (!isDocument) {
            await page.locator(".menu-button").click();
            assert.ok(await page.locator(".nav a").first().isVisible(), "the menu opens without a script");
          }
          assert.equal(await page.locator(".theme-switch").isVisible(), false, "no dead button");
          await close();
        });
      });
    }

    if (base !== "/") return;
    const home = base;
    test("the theme switch has three states and remembers", async () => {
      const { page, close } = await open(site, home, { colorScheme: "light" });
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const button = page.locator(".theme-switch"), light = await ground();
      assert.match(await button.getAttribute("aria-label"), /system/);
      await button.click();
      assert.match(await button.getAttribute("aria-label"), /light/);
      assert.equal(await ground(), light);
      await button.press("Enter");
      assert.match(await button.getAttribute("aria-label"), /dark/);
      const dark = await ground();
      assert.notEqual(dark, light);
      await page.reload();
      assert.equal(await ground(), dark, "still dark after a reload");
      assert.match(await button.getAttribute("aria-label"), /dark/);
      await button.click();
      assert.match(await button.getAttribute("aria-label"), /system/);
      await page.reload();
      assert.equal(await ground(), light, "the system's again");
      await close();
    });

    test("no layout shift while a page loads and is scrolled through, wide and on a phone", async () => {
      for (const { path } of pages) {
        for (const width of [1280, 360]) {
          const { page, close } = await open(site, path, { viewport: { width, height: 800 }, reducedMotion: "reduce" });
          const shift = await page.evaluate(async () => {
            let sum = 0;
            new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; }).observe({ type: "layout-shift", buffered: true });
            for (let y = 0; y < document.documentElement.scrollHeight; y += 2000) {
              scrollTo(0, y);
              await new Promise((done) => setTimeout(done, 30));
            }
            await new Promise((done) => setTimeout(done, 150));
            return sum;
          });
          assert.equal(shift, 0, `${path} at ${width} px`);
          await close();
        }
      }
    });

    test("on a phone the drawer opens and closes by keyboard, and gives the focus back", async () => {
      const path = kinds.get("role")?.[0] ?? kinds.get("page")?.[0] ?? home;
      const { page, close } = await open(site, path, { viewport: { width: 360, height: 780 } });
      const drawer = page.locator(".nav");
      assert.equal(await drawer.isVisible(), false);
      await page.locator(".menu-button").focus();
      await page.keyboard.press("Enter");
      assert.ok(await drawer.isVisible());
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.querySelector(".nav").contains(document.activeElement)), "Tab goes into the drawer");
      await page.keyboard.press("Escape");
      assert.equal(await drawer.isVisible(), false);
      assert.ok(await page.evaluate(() => document.activeElement.classList.contains("menu-button")));
      await page.keyboard.press("Enter");
      const axed = await new AxeBuilder({ page }).withTags(axeTags).analyze();
      assert.deepEqual(axed.violations.map((v) => v.id), []);
      await close();
    });

    test("on a phone the header leaves on the way down and comes back on the way up", async () => {
      const path = kinds.get("role")?.[0];
      if (!path) return;
      const { page, close } = await open(site, path, { viewport: { width: 360, height: 700 }, reducedMotion: "reduce" });
      const bottom = () => page.evaluate(() => document.querySelector(".top").getBoundingClientRect().bottom);
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(300);
      assert.ok((await bottom()) <= 0);
      await page.mouse.wheel(0, -300);
      await page.waitForTimeout(300);
      assert.ok((await bottom()) > 40);
      await close();
    });

    test("the contents list follows the reading", async () => {
      for (const path of [...(kinds.get("guide") ?? []), ...(kinds.get("role") ?? [])].slice(0, 4)) {
        const { page, close } = await open(site, path, { viewport: { width: 1400, height: 700 } });
        const ids = await page.evaluate(() => [...document.querySelectorAll(".contents a")].map((a) => decodeURIComponent(a.hash.slice(1))));
        if (ids.length > 2) {
          assert.ok(await page.locator(".contents a").first().isVisible(), "the list stands beside the text, unfolded");
          assert.equal(await page.locator(".contents summary").isVisible(), false);
          await page.evaluate((id) => document.getElementById(id).scrollIntoView(), ids[1]);
          await page.waitForTimeout(200);
          const current = await page.locator(".contents a[aria-current]").evaluateAll((links) => links.map((a) => decodeURIComponent(a.hash.slice(1))));
          assert.deepEqual(current, [ids[1]], path);
        }
        await close();
      }
    });

    test("what is wider than the page scrolls by itself and can be focused", async () => {
      for (const { path } of pages) {
        const { page, close } = await open(site, path, { viewport: { width: 320, height: 700 } });
        await page.evaluate(() => document.querySelectorAll(".as-picture").forEach((offered) => { offered.open = true; }));
        await page.waitForTimeout(100);
        const mute = await page.evaluate(() => [...document.querySelectorAll(".table-scroll, .diagram-scroll, .code pre")]
          .filter((box) => (box.scrollWidth > box.clientWidth + 1) !== (box.tabIndex === 0 && !!box.getAttribute("aria-label"))).length);
        assert.equal(mute, 0, path);
        await close();
      }
    });

    describe("the definition of a term is at hand", () => {
      const card = ".term-card";
      /** A page with an automatic link that has a definition, opened, and the first such link. */
      const withTerm = async (options) => {
        for (const path of [...(kinds.get("guide") ?? []), ...(kinds.get("role") ?? []), ...(kinds.get("page") ?? [])]) {
          const opened = await open(site, path, options);
          const link = opened.page.locator("main .prose > :is(p, ul, ol) a.term[aria-describedby]").first();
          if (await link.count()) {
            const id = await link.getAttribute("aria-describedby");
            const text = await opened.page.evaluate((id) => document.getElementById(id).textContent, id);
            return { ...opened, path, link, text };
          }
          await opened.close();
        }
        assert.fail("no page of this site mentions a term");
      };

      test("on hover, and it stays while the pointer is on it; no request is made", async () => {
        const { page, link, text, close } = await withTerm();
        const asked = [];
        page.on("request", (request) => asked.push(request.url()));
        await link.hover();
        await page.locator(card).waitFor({ state: "visible" });
        assert.equal(await page.locator(`${card} p`).innerText(), text);
        await page.locator(card).hover();
        await page.waitForTimeout(400);
        assert.ok(await page.locator(card).isVisible(), "it can be pointed at");
        const { violations } = await new AxeBuilder({ page }).withTags(axeTags).analyze();
        assert.deepEqual(violations.map((v) => v.id), []);
        await page.mouse.move(2, 2);
        await page.locator(card).waitFor({ state: "hidden" });
        assert.deepEqual(asked, []);
        await close();
      });

      test("on hover, and Escape dismisses it where the pointer is", async () => {
        const { page, link, close } = await withTerm();
        await link.hover();
        await page.locator(card).waitFor({ state: "visible" });
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(card).isVisible(), false);
        await page.waitForTimeout(400);
        assert.equal(await page.locator(card).isVisible(), false, "it does not come back by itself");
        await close();
      });

      test("on keyboard focus, until Escape or until the focus goes on", async () => {
        const { page, link, text, close } = await withTerm();
        const before = await link.evaluateHandle((a) => {
          const stops = [...document.querySelectorAll("main a[href], main button, main summary, main [tabindex='0']")];
          return stops[stops.indexOf(a) - 1] ?? document.querySelector("main");
        });
        const reach = async () => { await before.focus(); await page.keyboard.press("Tab"); };
        await reach();
        assert.ok(await link.evaluate((a) => a === document.activeElement));
        assert.equal(await page.locator(`${card} p`).innerText(), text);
        assert.equal(await page.locator(`${card} a`).isVisible(), false, "the link itself is the way to go");
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(card).isVisible(), false);
        assert.ok(await link.evaluate((a) => a === document.activeElement), "the focus stays");
        await page.keyboard.press("Shift+Tab");
        await reach();
        assert.ok(await page.locator(card).isVisible());
        await page.evaluate(() => document.querySelector("h1").closest("main").focus());
        assert.equal(await page.locator(card).isVisible(), false);
        await close();
      });

      test("on a first tap, with a link to go on; a tap elsewhere dismisses it", async () => {
        const { page, path, link, text, close } = await withTerm({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 780 } });
        const here = () => new URL(page.url()).pathname;
        await link.tap();
        await page.locator(card).waitFor({ state: "visible" });
        assert.equal(here(), path, "the first tap does not leave the page");
        assert.equal(await page.locator(`${card} p`).innerText(), text);
        const box = await page.locator(card).boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= 360, "it stands in the window");
        await page.locator("h1").tap();
        assert.equal(await page.locator(card).isVisible(), false);
        await link.tap();
        const to = await link.evaluate((a) => new URL(a.href).pathname);
        await page.locator(`${card} a`).tap();
        await page.waitForURL((url) => url.pathname === to);
        await close();
      });

      test("in print, and without a script, the list at the end has it", async () => {
        const { page, link, text, close } = await withTerm();
        await link.hover();
        await page.locator(card).waitFor({ state: "visible" });
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.locator(card).isVisible(), false);
        assert.ok((await page.locator(".page-terms").innerText()).includes(text));
        await close();
      });
    });
  });
}
