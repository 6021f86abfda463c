// Search. The files of the index are scripts that call rolebookSearch(name, content): such can be had from a disk, too.
globalThis.rolebookSearch = (() => {
  "use strict";

  // Words, as src/search/words.rs finds them.
  const run = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
  const marks = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
  const letters = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ" };
  const close = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3105-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}";
  const unspaced = new RegExp(`[${close}]+|[^${close}]+`, "gu"), isClose = new RegExp(`[${close}]`, "u");
  const cut = (word) => (word.length > 40 ? [...word].slice(0, 40).join("") : word);
  const fold = (word) => word.normalize("NFKD").replace(marks, "").normalize("NFC").toLowerCase().replace(/[ßæœþøłđðıς]/g, (c) => letters[c]);

  /** Calls found(word, from, to) with each word of a text. */
  function words(text, found) {
    let before = -1;
    for (const { 0: w, index: at } of text.matchAll(run)) {
      const end = at + w.length, one = w.length === 1 || (w.length === 2 && w.codePointAt(0) > 0xffff);
      const owned = one && before === at - 1 && /['’]/.test(text[before]);
      before = end;
      if (owned) continue;
      if (/^[\0-\x7f]+$/.test(w)) {
        const sign = w.length === 1 && /[a-z]/i.test(w) ? /^(?:\+\+|#)?(?![\p{Alphabetic}\p{N}\p{M}])/u.exec(text.slice(end, end + 4))?.[0] ?? "" : "";
        found(cut(w.toLowerCase()) + sign, at, end + sign.length);
        continue;
      }
      const folded = fold(w), same = folded.length === w.length;
      for (const { 0: part, index: from } of folded.matchAll(run)) {
        for (const { 0: bit, index } of part.matchAll(unspaced)) {
          const start = same ? at + from + index : at, stop = (length) => (same ? start + length : end);
          if (!isClose.test(bit)) { found(cut(bit), start, stop(bit.length)); continue; }
          const signs = [...bit];
          if (signs.length === 1) found(bit, start, stop(bit.length));
          for (let i = 0, on = 0; i + 1 < signs.length; on += signs[i].length, i += 1) {
            const pair = signs[i] + signs[i + 1];
            found(pair, same ? start + on : at, same ? start + on + pair.length : end);
          }
        }
      }
    }
  }
  const wordsOf = (text) => { const all = []; words(text, (word) => all.push(word)); return all; };

  // Files of the index, each fetched once. Their names change with their bytes; only that of the list stays.
  let base = "", files = new Map(), asked = 0;
  const waiting = new Map();
  const fetchFile = (name) => new Promise((done, fail) => {
    const script = document.createElement("script");
    waiting.set(name, done);
    script.src = base + name + ".js" + (name === "index" && asked++ ? "?" + Date.now() : "");
    script.onload = () => script.remove();
    script.onerror = () => { script.remove(); fail(new Error(name)); };
    document.head.append(script);
  });
  const api = (name, content) => waiting.get(name)?.(content);
  api.fetch = fetchFile;
  function file(name, read = (content) => content) {
    if (!files.has(name)) {
      const made = api.fetch(name).then(read);
      files.set(name, made);
      made.catch(() => files.delete(name));
    }
    return files.get(name);
  }
  const list = () => file("index");

  // Numbers of five bits a digit, the lowest first.
  const digit = new Uint8Array(128);
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => { digit[c.charCodeAt(0)] = i; });
  function numbers(text) {
    const all = [];
    for (let i = 0, value = 0, shift = 1; i < text.length; i += 1) {
      const d = digit[text.charCodeAt(i)];
      value += (d & 31) * shift;
      if (d < 32) { all.push(value); value = 0; shift = 1; } else shift *= 32;
    }
    return all;
  }
  /** A shard as its words in order, and what is told of each. */
  const shard = (text) => {
    const lines = text.split(";"), terms = lines.map((line) => line.slice(0, line.indexOf(" ")));
    return { terms, told: (i) => lines[i].slice(terms[i].length + 1).split(" ") };
  };
  /** The first place in sorted `all` (every `step`th) whose word is not before `word`. */
  function place(all, word, step = 1) {
    let low = 0, high = all.length / step;
    while (low < high) { const middle = (low + high) >> 1; if (all[middle * step] < word) low = middle + 1; else high = middle; }
    return low;
  }
  const SHARDS = 4;
  /** The shards of `kind` that hold words with this beginning: at most four, the first ones. Of a `whole` word, where it stands. */
  async function shards(kind, start, whole) {
    const firsts = (await list())[kind], all = [];
    let i = Math.max(0, place(firsts, start, 2) - (firsts[place(firsts, start, 2) * 2] === start ? 0 : 1));
    for (; i * 2 < firsts.length && all.length < SHARDS && (all.length === 0 || (whole ? firsts[i * 2] === start : firsts[i * 2].startsWith(start))); i += 1) {
      all.push(file(`${kind}.${firsts[i * 2 + 1]}`, shard));
    }
    return Promise.all(all);
  }
  /** Calls found(word, told) with the words of the shards that begin so, or are that word. */
  function each(shards, start, whole, found) {
    for (const { terms, told } of shards) {
      for (let i = place(terms, start); i < terms.length && (whole ? terms[i] === start : terms[i].startsWith(start)); i += 1) found(terms[i], () => told(i));
    }
  }

  // Words that ask and say nothing: they count, but are not asked for.
  const small = new Set("a an and are as at be by can do does for from how i in is it of on or our that the their this to vs versus was we what when where which who why will with you your".split(" "));
  /** The forms of a word: its plural or its singular. */
  function forms(word) {
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return [word];
    const all = [word, word + "s"];
    if (/(?:s|x|z|ch|sh)$/.test(word)) all.push(word + "es");
    if (/[^s]s$/.test(word)) all.push(word.slice(0, -1));
    if (/es$/.test(word)) all.push(word.slice(0, -2));
    if (/ies$/.test(word)) all.push(word.slice(0, -3) + "y");
    if (/y$/.test(word)) all.push(word.slice(0, -1) + "ies");
    return all;
  }
  /** Whether one insertion, deletion, change or exchange of neighbours makes a word of the other. */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    const rest = (x, from) => x.slice(from);
    return rest(a, i + 1) === rest(b, i + 1) || rest(a, i) === rest(b, i + 1) || rest(a, i + 1) === rest(b, i)
      || (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, i + 2) === rest(b, i + 2));
  }

  /** What a word is found by: words of the index with their strength, entries by their texts and by their names. */
  const meanings = new Map();
  function meaning(word, isOpen, exact) {
    const key = [word, isOpen, exact].join();
    if (!meanings.has(key)) {
      if (meanings.size > 40) meanings.clear();
      const made = find1(word, isOpen, exact);
      meanings.set(key, made);
      made.catch(() => meanings.clear());
    }
    return meanings.get(key);
  }
  async function find1(word, isOpen, exact) {
    const known = await list(), terms = new Map(), text = new Float32Array(known.entries), names = new Map();
    const found = { word, terms, text, names, as: "" };
    const take = (kind, term, told, strength) => {
      if (terms.get(term + kind) >= strength) return;
      terms.set(term + kind, strength);
      if (!(terms.get(term) >= strength)) terms.set(term, strength);
      const [ids, weights] = told, all = numbers(ids);
      let entry = 0;
      if (weights) all.forEach((step, i) => {
        entry += step;
        const score = strength * digit[weights.charCodeAt(i)];
        if (score > text[entry]) text[entry] = score;
      });
      else for (let i = 0; i < all.length; i += 2) {
        entry += all[i];
        const told = all[i + 1], name = { name: told >> 6, count: (told >> 2) & 15, rank: told & 3, strength }, of = names.get(entry);
        if (of) of.push(name); else names.set(entry, [name]);
      }
    };
    const look = async (start, whole, strength) => {
      // One or two letters begin too many words of texts, and names are what people abbreviate.
      const kinds = whole || start.length > 2 || isClose.test(start) ? ["names", "words"] : ["names"];
      const all = await Promise.all(kinds.map((kind) => shards(kind, start, whole)));
      all.forEach((of, i) => each(of, start, whole, (term, told) => take(kinds[i], term, told(), strength * (whole ? 1 : .6 + .4 * start.length / term.length))));
    };
    await Promise.all(forms(word).map((form) => look(form, true, form === word ? 1 : .9)));
    if (exact) return found;
    if (terms.size && !isOpen) return found;
    const isWord = terms.size > 0;
    await look(word, false, .6);
    // Nothing is called so: one slip of the pen, then another ending. What only begins other words may be a slip of a name.
    if (!isWord && word.length > 3) {
      const seen = new Set(), isBeginning = terms.size > 0;
      const parts = isBeginning ? [] : [word.slice(0, 3), word[1] + word[0] + word[2], word.slice(1, 4), word[0] + word.slice(2, 4)];
      const own = known.names.filter((_, i) => i % 2).slice(0, SHARDS).map((print) => file(`names.${print}`, shard));
      const all = [Promise.all(own), ...parts.map(async (start) => (await shards("words", start)).slice(0, 2))];
      for (const of of await Promise.all(all)) for (const { terms } of of) for (const term of terms) if (near(term, word) && !term.startsWith(word)) seen.add(term);
      for (const term of seen) await look(term, true, .5);
      found.as = [...seen][0] ?? "";
    }
    if (!terms.size && word.length > 5) await look(word.slice(0, Math.max(4, Math.ceil(word.length * .7))), false, .4);
    return found;
  }

  const prior = { role: 1.15, term: 1.12, guide: 1.05, comparison: 1.05, page: .9 };
  const exactly = [44, 42, 38, 0];
  /** The best `count` of each kind for the words of a question (of `only` one, if it is given), and how many there are. */
  async function rank(text, only, count, loose) {
    const { entries, kinds } = await list(), asked = [...new Set(wordsOf(text))].slice(0, 12);
    const isOpen = /[\p{Alphabetic}\p{N}\p{M}+#]$/u.test(text), needed = asked.filter((word) => !small.has(word));
    const must = new Set(needed.length ? needed : asked);
    const found = await Promise.all(asked.map((word, i) => meaning(word, isOpen && i === asked.length - 1, !must.has(word))));
    const score = new Float32Array(entries), hits = new Uint8Array(entries), named = new Map();
    for (const { word, text, names } of found) {
      let held = 0;
      for (let entry = 0; entry < entries; entry += 1) if (text[entry] || names.has(entry)) held += 1;
      const rare = Math.log(1 + entries / (held || 1)), counts = must.has(word) ? 1 : 0;
      for (let entry = 0; entry < entries; entry += 1) if (text[entry]) { score[entry] += rare * text[entry] / 15; hits[entry] += counts; }
      for (const [entry, all] of names) {
        if (!text[entry]) hits[entry] += counts;
        const sums = named.get(entry) ?? named.set(entry, []).get(entry);
        let most = 0;
        for (const { name, count, rank, strength } of all) {
          const sum = sums[name] ??= { count, rank, words: 0, needed: 0, strength: 1, last: "", how: 0 };
          most = Math.max(most, strength * (rank === 3 ? .3 : 1 + 1 / count));
          if (sum.last !== word) { sum.words += 1; sum.needed += counts; sum.how = 0; sum.last = word; sum.before = sum.strength; }
          sum.how = Math.max(sum.how, strength);
          sum.strength = Math.min(sum.before, sum.how);
        }
        score[entry] += rare * most;
      }
    }
    let most = 0;
    for (const hit of hits) if (hit > most) most = hit;
    const counts = new Map(), best = [];
    let total = 0;
    kinds.forEach(([kind, from], at) => {
      const top = [];
      for (let entry = from; entry < (kinds[at + 1]?.[1] ?? entries); entry += 1) {
        if (!most || hits[entry] < (loose ? 1 : most)) continue;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        total += 1;
        if (only && only !== kind) continue;
        let bonus = 0;
        named.get(entry)?.forEach(({ words, needed, count, rank, strength }) => {
          if (needed >= must.size) bonus = Math.max(bonus, strength * (words >= count ? exactly[rank] : rank === 3 ? 2 : 16 * words / count));
          else if (words >= count && rank < 3) bonus = Math.max(bonus, strength * 8 * words / asked.length);
        });
        const value = (score[entry] + bonus) * prior[kind] * (loose ? hits[entry] : 1);
        if (top.length === count && value <= top[count - 1].value) continue;
        let place = top.length;
        while (place && top[place - 1].value < value) place -= 1;
        top.splice(place, 0, { entry, kind, value });
        if (top.length > count) top.pop();
      }
      best.push(...top);
    });
    const terms = new Map();
    found.forEach((of, i) => of.terms.forEach((how, term) => { const all = terms.get(term); if (all) all.push([i, how]); else terms.set(term, [[i, how]]); }));
    return { best, counts, total, terms, asked, partly: most < must.size && !loose, as: found.filter((of) => of.as).map((of) => [of.word, of.as]) };
  }

  const places = (text) => { const all = []; words(text, (word, from, to) => all.push([word, from, to])); return all; };
  /** An entry with the place in it that is most about the words. */
  async function shown({ entry, kind, value }, { terms, asked }) {
    const { pages } = await list(), at = place(pages, entry + 1, 2) - 1;
    const told = (await file(`pages.${pages[at * 2 + 1]}`))[entry - pages[at * 2]];
    const [url, title, others, where, sections, draft] = told, read = told[6] ??= sections.map((part, i) => (i % 3 ? places(part) : null));
    let best = { about: -9, id: "", heading: "", text: sections[2] ?? "", hits: [] };
    for (let i = 0; i < sections.length; i += 3) {
      const hits = [], heads = new Set();
      for (const [word] of read[i + 1]) terms.get(word)?.forEach(([of]) => heads.add(of));
      for (const [word, from, to] of read[i + 2]) terms.get(word)?.forEach(([of, how]) => hits.push({ of, how, from, to }));
      // A summary says it best, and stands nowhere on the page.
      const window = nearest(hits, asked.length), own = heads.size / (read[i + 1].length || 1), about = window.value + heads.size * (3 + 8 * own * own) + (hits.length || heads.size ? 1 : 0) - (sections[i] === "?" ? 5 : 0);
      if (about > best.about) best = { about, id: sections[i], heading: sections[i + 1], text: sections[i + 2], hits, window };
    }
    return { url, title, others, where, draft, kind, score: value + best.about / 5, ...best };
  }
  /** The shortest stretch with the most of the words. */
  function nearest(hits, count) {
    let best = { value: 0, from: 0, to: 0 };
    const seen = new Float32Array(count);
    for (let i = 0; i < hits.length; i += 1) {
      seen.fill(0);
      let sum = 0;
      for (let j = i; j < hits.length && hits[j].to - hits[i].from < 240; j += 1) {
        const { of, how, to } = hits[j];
        if (how <= seen[of]) continue;
        sum += how - seen[of];
        seen[of] = how;
        const value = 10 * sum - (to - hits[i].from) / 40;
        if (value > best.value) best = { value, from: hits[i].from, to };
      }
    }
    return best;
  }

  /** Of the best of each kind those that are fetched to be shown: each costs a file. */
  function worth(best) {
    const kinds = new Set();
    return [...best].sort((a, b) => b.value - a.value).filter(({ kind }, i) => {
      const isFirst = !kinds.has(kind);
      kinds.add(kind);
      return isFirst || i < 8;
    });
  }
  /** The best of a question, and how many there are of each kind. */
  async function find(text, only = "", more = 0, loose = false) {
    try { return await answer(text, only, more, loose); } catch {
      // The site may have been published anew since the list was read.
      forget();
      return answer(text, only, more, loose);
    }
  }
  async function answer(text, only, more, loose) {
    const ranked = await rank(text, only, only ? 12 + more : loose ? 2 : 4, loose);
    const results = await Promise.all((only ? ranked.best : worth(ranked.best)).map((one) => shown(one, ranked)));
    results.sort((a, b) => b.score - a.score);
    return { ...ranked, results };
  }
  function forget() { files = new Map(); meanings.clear(); }

  // What a reader sees.
  const heads = { role: "Roles", term: "Terms", comparison: "Comparisons", guide: "Guides", page: "Pages" };
  const node = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const counted = (kind, count) => `${count} ${kind}${count === 1 ? "" : "s"}`;

  /** A stretch of a text with the words that were found marked. */
  function marked(text, hits, from = 0, to = text.length) {
    const parts = [];
    let at = from;
    for (const hit of hits) {
      if (hit.from < from || hit.to > to || hit.to <= at) continue;
      const start = Math.max(at, hit.from);
      parts.push(lined(text.slice(at, start)), node("mark", {}, lined(text.slice(start, hit.to))));
      at = hit.to;
    }
    return [...parts, lined(text.slice(at, to))].filter((part) => part !== "");
  }
  const lined = (text) => text.replaceAll("\n", " · ");
  const hitsIn = (text, terms) => {
    const hits = [];
    words(text, (word, from, to) => { if (terms.has(word)) hits.push({ from, to }); });
    return hits;
  };
  /** Some 200 characters around the best place of a text. */
  function excerpt({ text, hits, window }) {
    let from = Math.max(0, (window?.from ?? 0) - 60), to = Math.min(text.length, Math.max(from + 200, (window?.to ?? 0) + 60));
    const block = text.lastIndexOf("\n", window?.from ?? 0) + 1;
    if (block > from) { to = Math.min(text.length, to + block - from); from = block; }
    if (from > 0 && from !== block) from = Math.max(from, text.indexOf(" ", from) + 1);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), window?.to ?? 0);
    return [from > block ? "…" : "", ...marked(text, hits, from, to), to < text.length ? "…" : ""];
  }
  /** The address of a result: its heading, and the words to mark there (a text directive, which browsers take away again). */
  function address({ url, id, text, window }) {
    let place = url.includes("#") || !id || id === "?" ? "" : "#" + encodeURIComponent(id);
    if (window?.to && id !== "?") {
      const say = (part) => encodeURIComponent(part.trim()).replaceAll("-", "%2D");
      const [first, ...others] = text.slice(window.from, window.to).split("\n");
      const after = /^[^\n]{0,1}(?: [\p{Alphabetic}\p{N}]+){1,3}(?![\p{Alphabetic}\p{N}\p{M}])/u.exec(text.slice(window.to))?.[0] ?? "";
      place += `${url.includes("#") || place ? "" : "#"}:~:text=${say(first)}${others.length || !after ? "" : ",-" + say(after)}`;
    }
    return new URL(`../../${url}${place}`, base).href;
  }
  function item(one, terms) {
    const link = node("a", { href: address(one) }, ...marked(one.title, hitsIn(one.title, terms)));
    const also = one.others.filter((name) => hitsIn(name, terms).length), where = [];
    if (also.length) where.push(node("span", {}, "also ", ...also.slice(0, 3).flatMap((name, i) => [i ? ", " : "", ...marked(name, hitsIn(name, terms))])));
    if (one.where) where.push(node("span", {}, "in ", one.where));
    if (one.heading) link.append(node("span", { class: "search-heading" }, ...marked(one.heading, hitsIn(one.heading, terms))));
    const made = node("li", {}, link);
    if (one.draft) made.append(" ", node("span", { class: "badge" }, "draft"));
    if (where.length) made.append(" ", node("span", { class: "search-where" }, ...where.flatMap((part, i) => (i ? [" · ", part] : [part]))));
    const text = excerpt(one);
    if (one.text) made.append(node("p", {}, ...text));
    return made;
  }

  /** Makes `box` show what is found for what is typed into `input`. */
  function finder(input, box, changed, loose) {
    const kinds = node("div", { class: "search-kinds", role: "group", "aria-label": "Show" });
    const note = node("p", { class: "search-note" }), results = node("div", { class: "search-results" });
    const live = node("p", { class: "hidden", role: "status" });
    box.append(kinds, note, results, live);
    let turn = 0, only = "", more = 0, running = Promise.resolve(), timer = 0;
    const links = () => [...results.querySelectorAll("a")];
    const tell = (text) => { clearTimeout(timer); timer = setTimeout(() => { live.textContent = text; }, 400); };
    const button = (text, pressed, act) => {
      const made = node("button", { type: "button", ...(pressed === null ? {} : { "aria-pressed": pressed }) }, text);
      made.addEventListener("click", act);
      return made;
    };
    const choose = (kind) => { only = kind; more = 0; run().then(() => (kinds.querySelector("[aria-pressed=true]") ?? input).focus()); };
    const clear = (said) => { kinds.replaceChildren(); results.replaceChildren(); note.replaceChildren(said); };
    async function show() {
      const text = input.value.trim(), mine = ++turn;
      changed?.(text);
      if (!text) { clear(""); tell(""); return; }
      let got;
      try {
        got = await find(input.value, only, more, loose);
        if (only && got.total && !got.counts.get(only)) { only = ""; got = await find(input.value, only, more, loose); }
      } catch {
        if (mine === turn) { clear("The index of this site cannot be loaded."); tell("The index of this site cannot be loaded."); }
        return;
      }
      if (mine !== turn) return;
      const { counts, total } = got, groups = new Map();
      for (const one of got.results) (groups.get(one.kind) ?? groups.set(one.kind, []).get(one.kind)).push(one);
      const focused = document.activeElement?.getAttribute("aria-pressed") && kinds.contains(document.activeElement);
      kinds.replaceChildren(...(counts.size > 1 ? [button(`All ${total}`, only === "", () => choose("")), ...[...counts].map(([kind, count]) => button(`${heads[kind]} ${count}`, only === kind, () => choose(kind)))] : []));
      if (focused) kinds.querySelector("[aria-pressed=true]")?.focus();
      const as = got.as.map(([word, as]) => `“${word}” was not found, “${as}” was.`).join(" ");
      const said = !total ? `Nothing was found for “${text}”.` : [as, got.partly ? "No page has all of these words; these have some of them." : ""].join(" ").trim();
      note.replaceChildren(said);
      results.replaceChildren(...[...groups].map(([kind, all]) => {
        const section = node("section", { "aria-label": heads[kind] }, node("h2", {}, heads[kind], " ", node("span", { class: "count" }, `${counts.get(kind)}`)),
          node("ul", {}, ...all.map((one) => item(one, got.terms))));
        if (all.length < counts.get(kind)) {
          const further = only ? "Show more" : `All ${counted(kind, counts.get(kind))}`;
          section.append(button(further, null, () => {
            if (!only) return choose(kind);
            const at = links().length;
            more += 12;
            run().then(() => links()[at]?.focus());
          }));
        }
        return section;
      }));
      tell(total ? `${counted("result", total)}: ${[...counts].map(([kind, count]) => counted(kind, count)).join(", ")}. ${said}` : said);
    }
    const run = () => (running = show());
    input.addEventListener("input", () => { more = 0; loose = false; run(); });
    box.closest(".search, .search-here").addEventListener("keydown", (event) => {
      const all = links(), at = all.indexOf(document.activeElement), key = event.key;
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.activeElement === input && (key !== "ArrowDown" || !all.length)) return;
      if (key === "ArrowDown") all[Math.min(at + 1, all.length - 1)].focus();
      else if (key === "ArrowUp" && at >= 0) (all[at - 1] ?? input).focus();
      else if (key === "Home" && at >= 0) all[0].focus();
      else if (key === "End" && at >= 0) all.at(-1).focus();
      else if (at >= 0 && (key.length === 1 && key !== " " || key === "Backspace")) { input.focus(); return; }
      else return;
      event.preventDefault();
    });
    document.addEventListener("rolebook:update", () => { forget(); if (input.value && box.isConnected && box.offsetParent) run(); });
    return { run, first: () => running.then(() => links()[0]?.click()) };
  }

  let dialog, field, ways;
  /** Opens the search over the page; `page` is the address of the page that searches. */
  function open(page) {
    if (!dialog) {
      field = node("input", { id: "search:field", type: "search", name: "q", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go" });
      const shut = node("button", { type: "button" }, "Close"), box = node("div", { class: "search-box" });
      const form = node("form", { action: page, role: "search", class: "search-form" }, node("label", { for: "search:field" }, "Search the handbook"), field, shut);
      const key = (name) => node("kbd", {}, name);
      const keys = node("p", { class: "search-keys" }, key("↑"), " ", key("↓"), " to move, ", key("Enter"), " to open, ", key("Esc"), " to close");
      dialog = node("dialog", { class: "search", "aria-label": "Search" }, form, box, keys);
      document.body.append(dialog);
      ways = finder(field, box);
      shut.addEventListener("click", () => dialog.close());
      form.addEventListener("submit", (event) => { event.preventDefault(); ways.first(); });
      dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("a[href]")) dialog.close(); });
    }
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
    list().catch(() => ways.run());
  }
  /** Makes a form on the page show what is found, beginning with `question`: for any of its words, if it is `loose`. */
  function attach(place, question, loose) {
    const form = place.querySelector("form"), input = place.querySelector("input"), box = node("div", { class: "search-box" });
    place.append(box);
    const own = new URL(form.action).pathname === location.pathname;
    const address = (text) => history.replaceState(history.state, "", text ? "?q=" + encodeURIComponent(text) : location.pathname);
    const { run } = finder(input, box, own ? address : null, loose);
    if (own) form.addEventListener("submit", (event) => { event.preventDefault(); place.querySelector("a")?.focus(); });
    if (question && !input.value) input.value = question;
    if (input.value) run();
    list().catch(run);
  }
  return Object.assign(api, { words: wordsOf, find, open, attach, at: (index) => { base = index.replace(/[^/]*$/, ""); } });
})();
