// Everything that a page can hold, at its extremes: builds sampler/ and looks at all of its pages.
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

process.env.SITE = await build(fileURLToPath(new URL("sampler/", import.meta.url)), "--strict");
process.env.LIMIT = "3";
await import("./run.mjs");
await import("./reach.mjs");
await import("./comforts.mjs");
