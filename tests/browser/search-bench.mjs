// How long a reader of a large site waits for the search: SITE=folder node search-bench.mjs [QUESTION…]
// Types each question letter by letter, in a browser that has nothing (cold), and once more (warm). For each key: from the
// key to the results being painted. Prints a line per question; exits with 1 when a key takes over 100 ms or a
// question over 300 KB.
import { launch, serve } from "./site.mjs";

const most = { ms: 100, bytes: 300 * 1024 };
const asked = process.argv.slice(2);
const questions = asked.length ? asked : ["technical lead", "incident", "how do we deploy", "TL", "design review", "zzz"];
const site = await serve("/");
const browser = await launch();

/** The milliseconds that each key of `question` takes. */
async function typed(page, question) {
  await page.locator("dialog.search input").fill("");
  const times = [];
  for (const key of question) {
    await page.evaluate(() => {
      const boxes = document.querySelectorAll("dialog .search-note, dialog .search-results");
      window.took = new Promise((done) => {
        // Before the search hears of it.
        document.addEventListener("input", () => {
          const from = performance.now();
          const seen = new MutationObserver(() => {
            seen.disconnect();
            requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - from); channel.port2.postMessage(0); });
          });
          for (const box of boxes) seen.observe(box, { childList: true });
        }, { once: true, capture: true });
      });
    });
    await page.keyboard.type(key);
    times.push(await page.evaluate(() => window.took));
  }
  return times;
}

let isOver = false;
const shown = (times) => `${Math.max(...times).toFixed(0).padStart(4)} ms at most, ${times.toSorted((a, b) => a - b)[times.length >> 1].toFixed(0).padStart(3)} ms in the middle`;
for (const question of questions) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.origin}/`);
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let bytes = 0, files = 0;
  network.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; files += 1; });
  await page.keyboard.press("/");
  await page.locator("dialog.search input").waitFor();
  await page.waitForLoadState("networkidle");
  const loaded = bytes;
  const cold = await typed(page, question);
  const warm = await typed(page, question);
  isOver ||= Math.max(...cold, ...warm) > most.ms || bytes > most.bytes;
  console.log(`${question.padEnd(20)} cold ${shown(cold)}   warm ${shown(warm)}   ${(bytes / 1024).toFixed(0)} KB in ${files} files (${(loaded / 1024).toFixed(0)} KB before the first key)`);
  await context.close();
}
await browser.close();
site.close();
process.exit(isOver ? 1 : 0);
