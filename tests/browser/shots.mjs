// Screenshots to look at: node shots.mjs [PATH…]   (SITE=folder, OUT=folder, WIDTHS=360,1280, SCHEMES=light)
// Without paths: one page of each kind. Whole pages, four widths, light and dark, and print.
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
