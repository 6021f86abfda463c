// A handbook on disk with its preview open in Chromium. ROLEBOOK names the binary.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./site.mjs";

const binary = process.env.ROLEBOOK ?? fileURLToPath(new URL("../../target/release/rolebook", import.meta.url));

/** A handbook in a folder of its own. */
export async function handbook(files) {
  const root = await mkdtemp(join(tmpdir(), "rolebook-live-"));
  const put = async (path, text) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    // As editors do: a page that is seen half written would lose the place where one was reading.
    await writeFile(join(root, ".new"), text);
    await rename(join(root, ".new"), join(root, path));
  };
  for (const [path, text] of Object.entries(files)) await put(path, text);
  return {
    root,
    put,
    move: async (from, to) => {
      await mkdir(dirname(join(root, to)), { recursive: true });
      await rename(join(root, from), join(root, to));
    },
    remove: (path) => rm(join(root, path), { recursive: true }),
  };
}

/** Starts the preview of the handbook in `root`; gives its address, and how to end it. */
export const serve = (root, port = 0, flags = []) => new Promise((done, fail) => {
  const process = spawn(binary, ["serve", "--port", String(port), ...flags, root], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  process.on("exit", (code) => fail(new Error(`it ended with ${code}: ${said}`)));
  process.stderr.on("data", (bytes) => {
    said += bytes;
    const origin = /http:\/\/[^/]+/.exec(said)?.[0];
    const end = () => new Promise((ended) => { process.removeAllListeners("exit").on("exit", ended).kill("SIGINT"); });
    if (origin) done({ origin, end });
  });
});

/** A handbook, its preview, a browser with the page at `path` open, and how to wait for what it shows. */
export async function open(files, path) {
  const book = await handbook(files);
  const server = await serve(book.root);
  const browser = await launch();
  const page = await browser.newPage();
  page.setDefaultTimeout(10000);
  // The number of the book that the page knows of.
  let known = 0;
  page.on("response", async (response) => {
    if (!response.url().includes("/__rolebook/report")) return;
    const { number } = await response.json().catch(() => ({ number: 0 }));
    known = Math.max(known, number);
  });
  await page.goto(server.origin + path);
  const preview = {
    ...book,
    server,
    page,
    /** Goes there, and waits until the page knows what there is to say. */
    goto: async (path) => {
      const told = page.waitForResponse((response) => response.url().includes("/__rolebook/report"));
      await page.goto(preview.server.origin + path);
      await told;
    },
    shows: (text) => page.waitForFunction((text) => document.body?.textContent.includes(text), text),
    /** Waits until the page knows of the book in which the page at `path` has `text`. */
    settled: async (path, text) => {
      const get = (path) => fetch(preview.server.origin + path);
      const until = async (right) => {
        for (let turn = 0; turn < 1000; turn++) {
          if (await right()) return;
          await new Promise((done) => { setTimeout(done, 10); });
        }
        throw new Error(`${path} has not become ${text}`);
      };
      await until(async () => (await (await get(path)).text()).includes(text));
      const { number } = await (await get("/__rolebook/report?page=/")).json();
      await until(() => known >= number);
    },
    /** Waits for an overlay of which `right` is true: its word, its title, whether it is open, its messages. */
    overlay: (right) => page.waitForFunction((right) => {
      const root = document.querySelector("rolebook-overlay")?.shadowRoot;
      const text = (selector) => root?.querySelector(selector)?.textContent ?? "";
      return new Function("told", `return (${right})(told)`)({
        there: Boolean(root),
        word: text(".word"),
        link: root?.querySelector(".word a")?.href ?? "",
        title: text("summary"),
        open: root?.querySelector("details").open ?? false,
        messages: [...root?.querySelectorAll("article") ?? []].map((one) => one.textContent),
      });
    }, String(right)),
    close: async () => {
      await browser.close();
      await preview.server.end();
      await rm(book.root, { recursive: true });
    },
  };
  return preview;
}
