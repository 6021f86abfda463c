// Builds handbooks for the tests.
import { execFileSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The rolebook that the tests try. */
export const binary = resolve(process.env.ROLEBOOK ?? fileURLToPath(new URL("../../target/release/rolebook", import.meta.url)));

/** Builds a handbook into a new folder, and gives that folder. */
export async function build(handbook, ...options) {
  const out = join(await mkdtemp(join(tmpdir(), "rolebook-site-")), "public");
  execFileSync(binary, ["build", handbook, "--out", out, "--quiet", ...options], { stdio: ["ignore", "inherit", "inherit"] });
  return out;
}
