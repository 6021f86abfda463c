// A comparison of 6 roles by 12 facets in Chromium: ROLEBOOK=binary node --test compare.mjs
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import axe from "@axe-core/playwright";
import { binary } from "./build.mjs";

const AxeBuilder = axe.default ?? axe;
const book = await mkdtemp(join(tmpdir(), "rolebook-compare-"));
process.env.SITE = join(book, "public");
const { launch, serve } = await import("./site.mjs");

const roles = ["advocate", "architect", "lead", "manager", "principal", "staff"];
const path = `/compare/${roles.join("-vs-")}/`;
const put = async (name, text) => {
  await mkdir(dirname(join(book, name)), { recursive: true });
  await writeFile(join(book, name), text);
};
const role = (id, number) => `---
definition: Does the work of a ${id}.
focus: What a ${id} looks at first, and what is left for others to look at when there is time for it.
impact: Wide, and slow to see
authority: ${number % 2 ? "influence through expertise" : "line authority"}
scope: ${["subsystem", "team", "multiple teams", "company", "community", "team"][number]}
hands_on: {min: ${10 * number}, max: ${10 * number + 30}}
communication: internal
responsibilities: [Set direction, Review designs, "Task ${number} with a rather long name that goes over the edge"]
skills: [Communication, Delegation, Skill ${"ABCDEF"[number]}, Skill ${"BCDEFA"[number]}]
success: [Stability, Measure ${number}]
career: [${roles[(number + 1) % 6]}]
facets: {tools: [git, tool-${number % 3}]${number === 2 ? "" : `, on_call: ${number % 2 ? "yes" : "no"}`}}
---
`;

let browser, site;
before(async () => {
  const facets = '[facets.tools]\nlabel = "Tools"\ntype = "list"\n[facets.on_call]\nlabel = "On call"\ntype = "bool"\n';
  await put("rolebook.toml", `title = "Six"\n[compare]\nauto = "all"\n${facets}`);
  await put("content/_index.md", "# Home\n");
  await Promise.all(roles.map((id, number) => put(`content/roles/${id}.md`, role(id, number))));
  // Called as another role is, in a vocabulary of its own.
  await put("content/roles/data-lead.md", `---\nlabel: Lead\nscheme: data\n${role("data-lead", 2).slice(4)}`);
  await put("content/comparisons/six.md", `---\nsubjects: [${roles.join(", ")}]\n---\n`);
  await put("content/comparisons/down.md", "---\nsubjects: [lead, staff]\n---\n");
  execFileSync(binary, ["build", book, "--quiet"], { stdio: "ignore" });
  site = await serve("/");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  await rm(book, { recursive: true });
});

const open = async (options, to = path) => {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(5000);
  await page.goto(site.origin + to);
  return page;
};
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("at 320 px it is cards: nothing scrolls sideways, and each value has its facet above it", async () => {
  const page = await open({ viewport: { width: 320, height: 700 } });
  assert.equal(await sideways(page), 0);
  const cells = page.locator(".comparison tbody td");
  assert.equal(await cells.count(), 72);
  const boxes = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect()).map(({ left, right }) => [left >= 0, right <= innerWidth]));
  assert.ok(boxes.flat().every(Boolean));
  const marks = await page.locator(".cell-of").evaluateAll((all) => all.map((of) => of.checkVisibility() && of.querySelector(".state")?.textContent));
  const count = (mark) => marks.filter((it) => it === mark).length;
  assert.deepEqual([count("same"), count("not all documented"), count("differs")], [12, 6, 54], "each says in words how its facet stands");
  const inside = await page.locator(".compare-scroll").evaluate((box) => box.scrollWidth - box.clientWidth);
  assert.equal(inside, 0, "the cards scroll with the page");
  await page.close();
});

test("at 1440 px the heads stay in view while the table scrolls in its own region", async () => {
  const page = await open({ viewport: { width: 1440, height: 700 } });
  assert.equal(await sideways(page), 0);
  const region = page.locator(".compare-scroll");
  await region.evaluate((box) => box.scrollTo(600, 300));
  const seen = await region.evaluate((box) => {
    const outer = box.getBoundingClientRect(), at = (e) => e.getBoundingClientRect();
    const column = at(box.querySelector("thead th:nth-child(6)")), row = at(box.querySelector("tbody tr:nth-child(4) th"));
    return { top: Math.abs(column.top - outer.top) < 3, left: Math.abs(row.left - outer.left) < 3, scrolled: box.scrollLeft > 500 };
  });
  assert.deepEqual(seen, { top: true, left: true, scrolled: true });
  await page.close();
});

test("a table that fits shows all its rows, and its head stays below the page's", async () => {
  const page = await open({ viewport: { width: 1280, height: 700 } }, "/compare/lead-vs-staff/");
  const hidden = await page.locator(".compare-scroll").evaluate((box) => [box.scrollHeight - box.clientHeight, getComputedStyle(box).overflowY]);
  assert.deepEqual(hidden, [0, "visible"]);
  await page.locator(".comparison tbody tr:nth-child(8)").evaluate((row) => scrollTo(0, row.getBoundingClientRect().top + scrollY - 300));
  const [top, head] = await page.evaluate(() => [".top", ".comparison thead th"].map((css) => document.querySelector(css).getBoundingClientRect()));
  assert.ok(Math.abs(head.top - top.bottom) < 2, `the head is at ${head.top}, the page's ends at ${top.bottom}`);
  await page.close();
});

test("a table that does not fit is shaded where it goes on", async () => {
  const page = await open({ viewport: { width: 1440, height: 700 } });
  const edge = () => page.locator(".compare-scroll").evaluate((box) => {
    const { right, top } = box.getBoundingClientRect();
    scrollTo(0, top + scrollY - 100);
    return { x: right - 14, y: box.getBoundingClientRect().top + 200, width: 10, height: 40 };
  });
  const clip = await edge();
  const shaded = await page.screenshot({ clip });
  await page.locator(".compare-scroll").evaluate((box) => box.scrollTo(box.scrollWidth, 0));
  await page.waitForTimeout(100);
  assert.notDeepEqual(await page.screenshot({ clip }), shaded);
  await page.close();
});

test("distances and likeness are said, and the contents list names what is drawn", async () => {
  const page = await open({ viewport: { width: 1280, height: 700 } }, "/compare/lead-vs-staff/");
  const said = await page.locator(".comparison .measure").allInnerTexts();
  assert.ok(said.includes("1 step apart") && said.includes("33 % shared") && said.some((it) => /^· lists \d+ % alike on average$/.test(it)), said.join(", "));
  const places = await page.locator(".contents a").evaluateAll((all) => all.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1)))?.getBoundingClientRect().top));
  assert.equal(places.length, 2);
  assert.ok(places.every((place, index) => place !== undefined && place > (places[index - 1] ?? 0)), "in the page's order");
  await page.close();
});

test("a saved picture leads nowhere that it cannot know", async () => {
  const svg = await (await fetch(`${site.origin}/compare/lead-vs-staff/comparison.svg`)).text();
  assert.match(svg, /^<svg [^]*<title id="title">Lead and Staff side by side<\/title>/);
  assert.doesNotMatch(svg, /href=/);
});

test("the keyboard alone reaches the filter and scrolls the region; no script is needed", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1024, height: 700 } });
  const page = await context.newPage();
  await page.goto(site.origin + path);
  const focused = (selector) => page.locator(`${selector}:focus`).count();
  for (let stop = 0; stop < 40 && !(await focused(".compare-filter input")); stop += 1) await page.keyboard.press("Tab");
  assert.equal(await focused(".compare-filter input"), 1);
  const same = page.locator('.comparison [data-state="same"]').first();
  assert.ok(await same.isVisible());
  await page.keyboard.press("Space");
  assert.equal(await same.isVisible(), false, "what is the same is gone");
  assert.ok(await page.locator('.comparison td[data-state="differs"]').first().isVisible());
  await page.keyboard.press("Tab");
  assert.equal(await focused(".compare-scroll"), 1);
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(300);
  assert.ok(await page.locator(".compare-scroll:focus").evaluate((box) => box.scrollLeft) > 0);
  await context.close();
});

test("what is not documented is said in words", async () => {
  const page = await open({ viewport: { width: 1440, height: 900 } });
  assert.equal(await page.locator(".cell-missing").count(), 1);
  assert.equal(await page.locator(".cell-missing .hidden").innerText(), "not documented");
  await page.close();
});

test("in print nothing is cut off, and there is nothing to press", async () => {
  const page = await open({ viewport: { width: 700, height: 900 } });
  await page.emulateMedia({ media: "print" });
  assert.equal(await sideways(page), 0);
  assert.equal(await page.locator(".compare-scroll").evaluate((box) => box.scrollWidth - box.clientWidth), 0);
  assert.equal(await page.locator(".compare-filter").isVisible(), false);
  assert.equal(await page.locator(".cell-of .state").first().isVisible(), true);
  await page.goto(`${site.origin}/compare/lead-vs-staff/`);
  const rows = await page.locator(".compare-picture svg").evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  assert.ok(rows.length > 5 && rows.every((height) => height < 900), "paper parts a picture between its rows");
  await page.close();
});

test("axe finds nothing: six roles and two, wide and as cards, light and dark", async () => {
  for (const to of [path, "/compare/lead-vs-staff/", "/compare/"]) {
    for (const width of [1440, 320]) {
      for (const colorScheme of ["light", "dark"]) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
        const page = await context.newPage();
        await page.goto(site.origin + to);
        const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
        assert.deepEqual(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target}`)), [], `${to}, ${width} px, ${colorScheme}`);
        await context.close();
      }
    }
  }
});

test("a reader picks two roles; without a script the lists are there", async () => {
  const page = await open({ viewport: { width: 800, height: 700 } }, "/compare/");
  const names = (id) => page.locator(`#compare\\:${id} option`).allInnerTexts();
  assert.deepEqual((await names("one")).filter((name) => name.startsWith("Lead")), ["Lead (data-lead)", "Lead (lead)"], "two roles of one label are two");
  await page.locator("#compare\\:one").selectOption({ label: "Lead (data-lead)" });
  await page.locator("#compare\\:other").selectOption({ label: "Lead (lead)" });
  assert.match(await page.locator("#compare\\:go").getAttribute("href"), /\/data-lead-vs-lead\/$/);
  await page.locator("#compare\\:one").selectOption({ label: "Staff" });
  await page.locator("#compare\\:other").selectOption({ label: "Architect" });
  await page.locator("#compare\\:go").click();
  assert.equal(new URL(page.url()).pathname, "/compare/architect-vs-staff/");
  await page.close();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${site.origin}/compare/`);
  assert.equal(await plain.locator(".compare-pick").isVisible(), false);
  assert.equal(await plain.locator(".compare-roles a").count(), 42, "21 pairs, each under both of its roles");
  await context.close();
});

test("on a phone the picture fits, and a name is seen whole where roles are picked", async () => {
  const pair = await open({ viewport: { width: 360, height: 780 } }, "/compare/architect-vs-staff/");
  const shown = await pair.locator(".compare-picture svg").evaluateAll((all) => all.filter((svg) => svg.checkVisibility()).map((svg) => svg.getBoundingClientRect()).map(({ left, right }) => [left, right]));
  assert.ok(shown.length > 0 && shown.every(([left, right]) => left >= 0 && right <= 360), JSON.stringify(shown.slice(0, 2)));
  assert.equal(await pair.locator(".compare-picture .diagram-scroll").isVisible(), false, "nothing of it scrolls sideways");
  const size = await pair.locator(".picture-narrow text").first().evaluate((text) => text.getBoundingClientRect().height);
  assert.ok(size >= 11, `its letters stay ${size} px high`);
  await pair.setViewportSize({ width: 1280, height: 780 });
  assert.deepEqual(await pair.locator(".compare-picture figure").evaluateAll((all) => all.map((figure) => figure.checkVisibility())), [true, false]);
  await pair.close();
  for (const width of [360, 1280]) {
    const page = await open({ viewport: { width, height: 780 } }, "/compare/");
    const room = await page.locator("#compare\\:one").evaluate((select) => {
      const shown = getComputedStyle(select), letters = document.createElement("canvas").getContext("2d");
      letters.font = shown.font;
      return select.clientWidth - letters.measureText("Principal Engineering Manager").width;
    });
    assert.ok(room > 40, `${room} px are left beside a long name at ${width} px`);
    await page.close();
  }
});
