// What a search finds, without a browser: SITE=public ROLEBOOK=binary node --test ranking.mjs
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import vm from "node:vm";

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));
const site = resolve(process.env.SITE ?? "public");
const binary = process.env.ROLEBOOK ?? beside("../../target/release/rolebook");
const json = async (path) => JSON.parse(await readFile(beside(path), "utf8"));

/** The theme's script in a world without a page; it reads the index of the site in `folder`. */
async function search(folder) {
  const world = vm.createContext({});
  vm.runInContext(await readFile(beside("../../themes/default/assets/search.js"), "utf8"), world);
  const { rolebookSearch } = world;
  rolebookSearch.fetch = async (name) => {
    let got;
    const take = (called, content) => { if (called === name) got = content; };
    vm.runInNewContext(await readFile(join(folder, "assets/search", `${name}.js`), "utf8"), { rolebookSearch: take });
    return got;
  };
  return rolebookSearch;
}

test("words are found as the index finds them", async () => {
  const { words } = await search(site);
  for (const [text, expected] of await json("../search/words.json")) {
    assert.deepEqual([...words(text)], expected, `in “${text}”`);
  }
});

test("readers of the handbook in content/ find first what they mean", async () => {
  const wrong = [];
  for (const [question, kind, title, id] of await json("../search/queries.json")) {
    const { results: [first] } = await (await search(site)).find(question);
    const found = first && [first.kind, first.title, ...(id ? [first.id] : [])].join(" / ");
    const expected = [kind, title, ...(id ? [id] : [])].join(" / ");
    if (found !== expected) wrong.push(`${question}: ${found}, and not ${expected}`);
  }
  assert.deepEqual(wrong, []);
});

test("every letter of a name narrows what is found, and never loses it", async () => {
  const { find } = await search(site);
  for (let length = 1; length <= "staff engineer".length; length += 1) {
    const { results } = await find("staff engineer".slice(0, length));
    assert.ok(results.some((one) => one.title === "Staff Engineer"), "staff engineer".slice(0, length));
  }
});

test("what is asked in other scripts, spellings and words is found", async () => {
  const book = await mkdtemp(join(tmpdir(), "rolebook-search-"));
  const put = async (path, text) => {
    await mkdir(dirname(join(book, path)), { recursive: true });
    await writeFile(join(book, path), text);
  };
  await put("rolebook.toml", "title = '手引き'\n");
  await put("content/roles/lead.md", "---\ntitle: 技術リード\nalt: [{text: TL, kind: abbreviation}]\n---\n# 技術リード\n\n設計の方向を決める開発者です。\n");
  await put("content/roles/architect.md", "# 架构师\n\n负责系统架构的人。\n\n## 決め方\n\n重要な判断を記録します。\n");
  await put("content/roles/manager.md", "# 엔지니어링 관리자\n\n팀원의 성장을 책임집니다.\n");
  await put("content/terms/resume.md", "# Résumé\n\nŁódź, Straße und Über-Ich.\n");
  await put("content/terms/cpp.md", "# C++\n\nA language.\n");
  await put("content/terms/old.md", "---\ntitle: Tech Boss\nstatus: deprecated\nreplaced_by: 技術リード\nalt: [TL]\n---\nNot said any more.\n");
  await put("content/a.md", "# Alpha\n\n" + "far ".repeat(50) + "apart " + "and ".repeat(60) + "away\n");
  await put("content/b.md", "# Beta\n\nFar and near, " + "word ".repeat(100) + "far away, then.\n");
  await promisify(execFile)(binary, ["build", book, "--keep-going", "--quiet"]).catch(() => {});
  const first = async (question) => {
    const { results } = await (await search(join(book, "public"))).find(question);
    return results[0] && `${results[0].title}${results[0].id ? `#${results[0].id}` : ""}`;
  };
  const wrong = [];
  for (const [question, expected] of [
    ["開発者", "技術リード"], ["リード", "技術リード"], ["設計の方向", "技術リード"], ["架构", "架构师"], ["判断", "架构师#決め方"],
    ["관리자", "엔지니어링 관리자"], ["성장", "엔지니어링 관리자"], ["resume", "Résumé"], ["lodz", "Résumé"], ["STRASSE", "Résumé"],
    ["uber", "Résumé"], ["c++", "C++"], ["TL", "技術リード"], ["far away", "Beta"], ["nothing like it", undefined], ["", undefined],
  ]) {
    const found = await first(question);
    if (found !== expected) wrong.push(`${question}: ${found}, and not ${expected}`);
  }
  assert.deepEqual(wrong, []);
  await rm(book, { recursive: true });
});
