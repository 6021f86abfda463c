// Screenshots to look at: node shots.mjs [PATH…]   (SITE=folder, OUT=folder, WIDTHS=360,1280, SCHEMES=light)
// Without paths: one page of each kind. Whole pages, four widths, light and dark, and print.
// With --readme: the two that the README shows, of the handbook in content/.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { crawl, launch, serve } from "./site.mjs";

const out = process.env.OUT ?? fileURLToPath(new URL("shots/", import.meta.url));
const widths = (process.env.WIDTHS ?? "360,768,1280,1680").split(",").map(Number);
const schemes = (process.env.SCHEMES ?? "light,dark,print").split(",");
const full = process.env.FULL !== "0";
await mkdir(out, { recursive: true });

const site = await serve("/");
const browser = await launch();
if (process.argv[2] === "--readme") {
  const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
  for (const [name, path, colorScheme] of [["role", "/roles/technical-lead/", "light"], ["comparison", "/compare/engineering-manager-vs-technical-lead/", "dark"]]) {
    const page = await browser.newPage({ viewport: { width: 1240, height: 760 }, colorScheme });
    await page.goto(site.origin + path, { waitUntil: "networkidle" });
    await page.screenshot({ path: `${images}${name}.png` });
  }
  await browser.close();
  site.close();
  process.exit();
}
const paths = process.argv.length > 2
  ? process.argv.slice(2).map((path) => (path.startsWith("/") ? path : `/${path}`))
  : [...(await crawl(site.origin, "/", 1)).pages.map((page) => page.path), "/404.html"];

for (const path of paths) {
  const name = path.replace(/^\/|\/$|\.html$/g, "").replaceAll("/", "-") || "home";
  for (const scheme of schemes) {
    for (const width of scheme === "print" ? [794] : widths) {
      const page = await browser.newPage({ viewport: { width, height: width < 600 ? 780 : 900 }, colorScheme: scheme === "dark" ? "dark" : "light" });
      await page.goto(site.origin + path);
      // What loads when it is scrolled to is wanted now.
      await page.evaluate(() => document.querySelectorAll("img[loading=lazy]").forEach((image) => { image.loading = "eager"; }));
      await page.waitForLoadState("networkidle");
      if (scheme === "print") await page.emulateMedia({ media: "print" });
      await page.screenshot({ path: `${out}/${name}-${scheme === "print" ? "print" : `${width}-${scheme}`}.png`, fullPage: full });
      await page.close();
    }
  }
  console.log(path);
}
await browser.close();
site.close();
