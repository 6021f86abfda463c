// The Nu HTML checker on whole sites: npm run html -- SITE…   (a folder is a site, or a handbook that is built first)
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { build } from "./build.mjs";

const sites = [];
for (const folder of process.argv.slice(2)) {
  if (!existsSync(folder)) {
    console.error(`there is no folder ${folder}`);
    process.exit(2);
  }
  const isHandbook = existsSync(join(folder, "rolebook.toml"));
  sites.push(isHandbook ? await build(resolve(folder)) : resolve(folder));
}
if (sites.length === 0) {
  console.error("name the folders of the sites");
  process.exit(2);
}
try { execFileSync("java", ["-version"], { stdio: "ignore" }); } catch {
  console.error("the Nu HTML checker needs Java: apt-get install default-jre-headless");
  process.exit(2);
}
const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
const arguments_ = ["-Xss8m", "-jar", jar, "--skip-non-html", "--format", "json", "--stdout", ...sites];
const checked = spawnSync("java", arguments_, { encoding: "utf8", maxBuffer: 1 << 28 });
if (checked.error || !checked.stdout) throw checked.error ?? new Error(checked.stderr);
const messages = JSON.parse(checked.stdout).messages;
for (const { url, lastLine, type, subType, message } of messages) console.log(`${url.replace("file:", "")}:${lastLine ?? 0}: ${subType ?? type}: ${message}`);
console.log(`${sites.length} sites, ${messages.length} messages`);
process.exit(messages.length ? 1 : 0);
