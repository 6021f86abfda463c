// The preview's client. The stream tells the number of the book; an open page then asks for itself and
// changes what differs, node by node, so that the place, the focus, the selection, what is folded
// open and what is typed stay. What authors should fix stands over the last good page.
"use strict";

(() => {
  const STYLESHEET = 'link[rel~="stylesheet"][href]';
  const [navigation] = performance.getEntriesByType("navigation");

  // ── The page as the server sent it, and the node on screen for each of its nodes.

  const live = new WeakMap();
  const pair = (sent, shown) => {
    live.set(sent, shown);
    const children = [...shown.childNodes];
    sent.childNodes.forEach((child, at) => pair(child, children[at]));
  };
  // This script runs before every other deferred one: nothing has been added to the page yet.
  let known = document.documentElement.cloneNode(true);
  pair(known, document.documentElement);
  // The fingerprint of the page as it was loaded; a browser tells it of 127.0.0.1 and localhost only.
  let print = navigation?.serverTiming?.find(({ name }) => name === "rolebook")?.description;

  const parsed = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    // Without scripts the parser reads what is in there; with them it is one text.
    for (const box of page.querySelectorAll("noscript")) box.textContent = box.innerHTML;
    return page.documentElement;
  };

  // ── What differs between the page as it was sent and as it is now.

  // Two nodes that are one and the same to a reader score high, so that the best alignment of two lists
  // of children keeps them.
  const likeness = (a, b) => {
    if (a.name !== b.name) return 0;
    if (a.text === b.text) return 8;
    return a.id && a.id === b.id ? 4 : 1;
  };
  const describe = (node) => ({
    node,
    name: node.nodeName,
    id: node.id,
    text: node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : node.data,
  });

  // Pairs of children, in order, that score highest together; equal ends are taken off first.
  const align = (before, after) => {
    const pairs = [];
    let start = 0;
    while (start < before.length && start < after.length && likeness(before[start], after[start]) === 8) {
      pairs.push([start, start++]);
    }
    let ends = 0;
    while (ends < before.length - start && ends < after.length - start
      && likeness(before.at(-1 - ends), after.at(-1 - ends)) === 8) ends++;
    const rows = before.length - start - ends, columns = after.length - start - ends;
    if (rows * columns <= 1e6) {
      const best = Array.from({ length: rows + 1 }, () => new Int32Array(columns + 1));
      for (let row = rows - 1; row >= 0; row--) {
        for (let column = columns - 1; column >= 0; column--) {
          const like = likeness(before[start + row], after[start + column]);
          best[row][column] = Math.max(best[row + 1][column], best[row][column + 1],
            like ? like + best[row + 1][column + 1] : 0);
        }
      }
      for (let row = 0, column = 0; row < rows && column < columns;) {
        const like = likeness(before[start + row], after[start + column]);
        if (like && best[row][column] === like + best[row + 1][column + 1]) {
          pairs.push([start + row++, start + column++]);
        } else if (best[row][column] === best[row + 1][column]) row++;
        else column++;
      }
    }
    for (; ends > 0; ends--) pairs.push([before.length - ends, after.length - ends]);
    return pairs;
  };

  // Only the letters that differ are replaced: a selection beside them stays.
  const edit = (shown, from, to) => {
    if (shown.data !== from) return (shown.data = to);
    let start = 0, end = 0;
    while (start < from.length && start < to.length && from[start] === to[start]) start++;
    while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
    shown.replaceData(start, from.length - start - end, to.slice(start, to.length - end));
  };

  // What changed last: the text that is being worked on.
  let touched = null;
  let swaps = 0;
  // An address that a browser has not kept anything of.
  const renewed = (href) => {
    const address = new URL(href, location.href);
    if (address.origin === location.origin) address.searchParams.set("live", ++swaps);
    return address.href;
  };
  // Puts a stylesheet in the place of another, once it is there: the page is never bare.
  const swap = (link, href) => {
    const next = link.cloneNode();
    next.href = renewed(href);
    next.onload = next.onerror = () => {
      if (next.sheet) declared(next.sheet).forEach(renewIn);
      link.remove();
    };
    link.after(next);
    return next;
  };

  const patch = (before, after) => {
    let shown = live.get(before);
    if (before.nodeType !== Node.ELEMENT_NODE) {
      live.set(after, shown);
      if (before.data !== after.data) {
        edit(shown, before.data, after.data);
        touched = shown.parentElement;
      }
      return;
    }
    if (before.matches(STYLESHEET) && before.getAttribute("href") !== after.getAttribute("href")) {
      live.set(after, swap(shown, after.getAttribute("href")));
      return;
    }
    live.set(after, shown);
    const root = shown === document.documentElement;
    // That there are scripts, and the theme that the reader chose, was set by a script before this one.
    if (root && before.classList.contains("js")) after.classList.add("js");
    for (const { name, value } of after.attributes) {
      if (before.getAttribute(name) !== value) shown.setAttribute(name, value);
    }
    for (const { name } of before.attributes) {
      if (!after.hasAttribute(name) && !(root && name.startsWith("data-"))) shown.removeAttribute(name);
    }
    const old = [...before.childNodes].map(describe), young = [...after.childNodes].map(describe);
    const partner = new Map(align(old, young).map(([from, to]) => [to, old[from].node]));
    const kept = new Set(partner.values());
    for (const { node } of old) if (!kept.has(node)) live.get(node)?.remove();
    let last = null;
    young.forEach(({ node }, at) => {
      const same = partner.get(at);
      if (same) {
        patch(same, node);
      } else {
        const copy = document.importNode(node, true);
        pair(node, copy);
        if (last) last.after(copy);
        else shown.prepend(copy);
        if (copy.nodeType === Node.ELEMENT_NODE) touched = copy;
      }
      last = live.get(node);
    });
  };

  const scripts = (page) => [...page.querySelectorAll("script")]
    .filter((script) => script.getAttribute("src") !== "/__rolebook/live.js" && script.type !== "application/ld+json")
    .map((script) => script.outerHTML).join();

  const change = (page) => {
    // A script runs once, and a page that leads on leads on when it is loaded.
    if (scripts(page) !== scripts(known) || page.querySelector('meta[http-equiv="refresh" i]')) return location.reload();
    try {
      patch(known, page);
      known = page;
      document.dispatchEvent(new CustomEvent("rolebook:update"));
    } catch {
      location.reload();
    }
  };

  // ── Files that change under an address that stays: pictures, sounds, stylesheets of `static/`.

  const FILES = [
    ["img", "src"], ["img, source", "srcset"], ["source, video, audio, track, embed, iframe, script", "src"], ["video", "poster"],
    ["object", "data"], ["image", "href"], ['link[rel~="stylesheet"], link[rel~="icon"]', "href"],
  ];
  // The addresses in the value of an attribute; in a list of pictures each is followed by its size.
  const ADDRESS = { srcset: /(?<=^|,)\s*[^\s,]\S*/g };
  const addresses = (name, value) => (value.match(ADDRESS[name] ?? /.+/s) ?? []).map((one) => one.trim());
  // The path of a file of this site, as it is without our mark; nothing for what is elsewhere.
  const pathOf = (href) => {
    const address = URL.canParse(href, location.href) && new URL(href, location.href);
    if (!address || address.origin !== location.origin || address.pathname.startsWith("/__rolebook/")) return;
    return address.pathname;
  };
  // Another site's rules are not to be read.
  const rulesOf = (sheet) => { try { return [...sheet.cssRules ?? []]; } catch { return []; } };
  /** The stylesheets that one asks for, and those that they ask for. */
  const imported = (sheet) => rulesOf(sheet).flatMap(({ styleSheet }) => (styleSheet ? [styleSheet, ...imported(styleSheet)] : []));
  const declaredIn = (rules) => rules.flatMap((rule) => {
    const style = rule.style?.cssText.includes("url(") ? rule.style : [];
    const base = rule.parentStyleSheet.href ?? document.baseURI;
    const own = [...style].map((name) => ({ style, name, base })).filter(({ name }) => style.getPropertyValue(name).includes("url("));
    return rule.styleSheet ? own : [...own, ...declaredIn(rulesOf(rule))];
  });
  const declarations = new WeakMap();
  /** What a stylesheet and those that it asks for declare with the address of a file. */
  const declared = (sheet) => [sheet, ...imported(sheet)].flatMap((one) => {
    // A look at each rule takes a browser some milliseconds.
    if (!declarations.has(one)) declarations.set(one, declaredIn(rulesOf(one)));
    return declarations.get(one);
  });
  const URLS = /url\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"')]*)\s*\)/gs;
  /** A declared value with the addresses that `other(path, href)` gives for those of this site. */
  const readdressed = ({ style, name, base }, other) => style.getPropertyValue(name).replace(URLS, (whole, written) => {
    const href = written.trim().replace(/^["']|["']$/g, "").replace(/\\(.)/gs, "$1");
    const address = URL.canParse(href, base) && new URL(href, base).href, path = address && pathOf(address);
    const next = path && other(path, address);
    return next ? `url(${JSON.stringify(next)})` : whole;
  });
  // The pictures of stylesheets that became others while the page is open: a browser has them as they were.
  const outdated = new Set();
  const renewIn = (declaration) => {
    const { style, name } = declaration;
    const value = readdressed(declaration, (path, href) => (outdated.has(path) ? renewed(href) : ""));
    if (value !== style.getPropertyValue(name)) style.setProperty(name, value, style.getPropertyPriority(name));
  };
  /** The files that the page shows: where each stands, by path. */
  const files = () => {
    const found = new Map();
    const add = (path, place) => found.set(path, [...found.get(path) ?? [], place]);
    // What a script has loaded, as the search does its index, is that script's own.
    const sent = new Set([...known.querySelectorAll("script")].map((script) => live.get(script)));
    for (const [selector, name] of FILES) {
      for (const element of document.querySelectorAll(`:is(${selector})[${name}]`)) {
        if (element.matches("script") && !sent.has(element)) continue;
        for (const href of addresses(name, element.getAttribute(name))) {
          const path = pathOf(href);
          if (path) add(path, { element, name, href });
        }
      }
    }
    for (const sheet of document.styleSheets) {
      for (const declaration of declared(sheet)) readdressed(declaration, (path) => { add(path, { declaration, path }); });
      const element = sheet.ownerNode;
      if (!element?.matches(STYLESHEET)) continue;
      for (const path of imported(sheet).map(({ href }) => pathOf(href))) if (path) add(path, { element, href: element.getAttribute("href") });
    }
    return found;
  };
  const refresh = ({ element, name, href, declaration, path }) => {
    if (declaration) {
      outdated.add(path);
      renewIn(declaration);
    } else if (element.matches("script")) location.reload();
    else if (element.matches(STYLESHEET)) {
      const next = swap(element, href);
      for (const sent of known.querySelectorAll(STYLESHEET)) if (live.get(sent) === element) live.set(sent, next);
    } else element.setAttribute(name, element.getAttribute(name).replace(href, renewed(href)));
  };
  // What the server said of each file: as long as that stays, so does the file.
  let stamps = new Map();
  const compareFiles = (shown, told) => {
    const now = new Map([...shown.keys()].map((path, at) => [path, told[at]]));
    const stale = new Map();
    for (const [path, stamp] of now) {
      if (!stamp || !stamps.get(path) || stamps.get(path) === stamp) continue;
      // A stylesheet may be named by several of them.
      for (const place of shown.get(path)) stale.set(place.element?.matches(STYLESHEET) ? place.element : place, place);
    }
    stale.forEach(refresh);
    stamps = now;
  };

  // ── The overlay.

  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const host = document.createElement("rolebook-overlay");
  const shadow = host.attachShadow({ mode: "open" });
  const room = new CSSStyleSheet();
  const look = new CSSStyleSheet();
  look.replaceSync(`
    :host { all: initial; color-scheme: light dark; }
    .corner { position: fixed; inset: auto 0 0 auto; z-index: 2147483647; max-width: 100vw; font: 15px/1.45 system-ui, sans-serif;
      color: light-dark(#211f1c, #e4e1da); background: light-dark(#fffefd, #222529); border: 1px solid light-dark(#21191c66, #e4e1da59);
      border-radius: 6px 0 0 0; box-shadow: 0 0 16px #0003; }
    .corner:has([open], .word:not([hidden])) { inset-inline-start: 0; border-radius: 0; border-width: 1px 0 0; }
    .word { margin: 0; padding: 12px 14px; font-weight: 600; overflow-wrap: anywhere; color: light-dark(#3d2900, #ffe9bd);
      background: light-dark(#ffdf94, #54400f); border-top: 3px solid light-dark(#a86f00, #e3b95c); }
    .word::before { content: "⚠\\FE0E  " / ""; }
    [hidden] { display: none; }
    summary { padding: 6px 14px; cursor: pointer; font-weight: 600; }
    summary:focus-visible, a:focus-visible { outline: 2px solid currentcolor; outline-offset: -2px; }
    .list { max-height: 38vh; overflow: auto; padding: 0 14px 10px; }
    @media (max-width: 40em) { .list { max-height: 28vh; } }
    .others { border-top: 1px solid light-dark(#211f1c1f, #e4e1da24); } .others summary { padding: 8px 0; } .others:first-child summary { display: none; }
    article { padding: 8px 0; border-top: 1px solid light-dark(#211f1c1f, #e4e1da24); }
    .error > b { color: light-dark(#a3271c, #f2978c); } .warning > b { color: light-dark(#7a5200, #e3b95c); }
    p { margin: 2px 0; } a { color: inherit; }
    .place { color: light-dark(#5b5750, #a8a49b); font-size: 13px; }
    pre { margin: 4px 0; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; }
    mark { color: inherit; background: light-dark(#f6d9d5, #6b2a22); border-radius: 2px; }
    @media print { .corner { display: none; } }`);
  shadow.adoptedStyleSheets = [look];
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, room];
  const corner = make("div", "corner");
  const word = make("p", "word");
  word.setAttribute("role", "status");
  const box = make("details");
  const title = make("summary");
  const list = make("div", "list");
  // What the page has no part in, folded below what is its own.
  const others = make("details", "others");
  const rest = make("summary");
  let wanted = false;
  rest.addEventListener("click", () => { wanted = !others.open; });
  box.append(title, list);
  corner.append(word, box);
  shadow.append(corner);
  // The page can be read to its end: it gets as much room below as the overlay takes.
  const measure = () => room.replaceSync(host.isConnected
    ? `html { padding-bottom: ${corner.offsetHeight}px; scroll-padding-bottom: ${corner.offsetHeight}px; }` : "");
  // What was just changed is not covered: the page moves up as far as its beginning stays on screen.
  const uncover = () => {
    const text = touched?.isConnected && touched.getBoundingClientRect();
    const edge = innerHeight - corner.offsetHeight;
    if (!text || text.bottom <= edge || text.top >= innerHeight) return;
    scrollBy({ top: Math.max(0, Math.min(text.bottom - edge + 8, text.top - 8)), behavior: "instant" });
  };
  const draw = () => {
    word.hidden = !word.hasChildNodes();
    box.hidden = !title.textContent;
    if (word.hidden && box.hidden) host.remove();
    else if (!host.isConnected) document.documentElement.append(host);
    measure();
  };

  // A panel opens by itself for what the open page comes from. What the author has folded away stays so
  // until there is something new, and what was opened by hand stays open.
  const kept = {
    get folded() { return new Set(JSON.parse(sessionStorage.getItem("rolebook-folded") ?? "[]")); },
    set folded(names) { sessionStorage.setItem("rolebook-folded", JSON.stringify([...names])); },
    get opened() { return sessionStorage.getItem("rolebook-opened") === "yes"; },
    set opened(yes) { sessionStorage.setItem("rolebook-opened", yes ? "yes" : "no"); },
  };
  let opening = [];
  title.addEventListener("click", () => {
    kept.opened = !box.open;
    kept.folded = box.open ? [...kept.folded, ...opening] : [...kept.folded].filter((name) => !opening.includes(name));
  });
  new ResizeObserver(measure).observe(corner);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.open) { title.click(); title.focus(); }
  });

  const one = (item) => {
    const article = make("article", item.severity);
    article.append(make("b", "", item.severity), ` ${item.message} `, make("span", "place", item.code));
    const place = `${item.path}:${item.line}:${item.column}`;
    const line = make("p", "place");
    if (item.editor) {
      const link = make("a", "", place);
      link.href = item.editor;
      line.append(link);
    } else line.textContent = place;
    article.append(line);
    if (item.excerpt) {
      const [before, marked, after] = item.excerpt;
      const excerpt = make("pre");
      excerpt.append(before, make("mark", "", marked), after);
      article.append(excerpt);
    }
    if (item.help) article.append(make("p", "", `Help: ${item.help}`));
    return article;
  };

  const words = (count, word) => (count ? [`${count} ${word}${count > 1 ? "s" : ""}`] : []);
  // What is told of once more is the same wherever in its file it stands now.
  const named = (items) => {
    const count = new Map();
    return items.map(({ path, code, message }) => {
      const name = [path, code, message].join("\n");
      count.set(name, (count.get(name) ?? 0) + 1);
      return `${name}\n${count.get(name)}`;
    });
  };
  const say = (report) => {
    const { here, elsewhere, items, more, trouble } = report;
    const counted = ({ errors, warnings }, where) => {
      const counts = [...words(errors, "error"), ...words(warnings, "warning")].join(", ");
      return counts ? [`${counts} ${where}`] : [];
    };
    const own = counted(here, "on this page"), distant = counted(elsewhere, "elsewhere");
    title.textContent = trouble ? "The handbook cannot be read; this is how it was" : [...own, ...distant].join(" · ");
    const all = items.filter((item) => item.opens).map(one);
    if (trouble) all.unshift(make("p", "", trouble));
    if (distant.length) {
      rest.textContent = distant.join();
      others.replaceChildren(rest, ...items.filter((item) => !item.opens).map(one));
      // Where there is nothing else, they are the list.
      others.open = wanted || !all.length;
      all.push(others);
    }
    if (more) all.push(make("p", "place", `and ${more} more; \`rolebook check\` lists all`));
    if (items.length && !report.has_editor) all.push(make("p", "place", "Set `editor` in `[serve]` of rolebook.toml, and each place here opens your editor."));
    list.replaceChildren(...all);
    const names = named(items);
    opening = names.filter((_, at) => items[at].opens);
    if (trouble) { names.push(trouble); opening.push(trouble); }
    if (!more) kept.folded = [...kept.folded].filter((name) => names.includes(name));
    if (!names.length) kept.opened = false;
    const folded = kept.folded;
    box.open = kept.opened || opening.some((name) => !folded.has(name));
    draw();
    if (box.open) uncover();
  };

  // ── What there is to say of the page as a whole: that it is gone, that the preview is.

  let stopped = false, gone = null;
  const sayWord = () => {
    const said = [];
    if (stopped) said.push("The preview has stopped: what you see may be old.");
    if (gone) {
      const link = make("a", "", gone.title);
      if (gone.url) link.href = gone.url;
      if (gone.what === "moved") link.textContent = decodeURI(link.pathname);
      if (gone.what === "moved") said.push("This page is now at ", link, ".");
      else if (gone.what === "draft") said.push("This page is a draft now: `rolebook serve --drafts` shows it.");
      else if (gone.what === "named") said.push("This page was deleted. Its name is now that of ", link, ".");
      else said.push("This page was deleted. This is how it was.");
    }
    if (stopped && gone) said.splice(1, 0, " ");
    word.replaceChildren(...said);
    draw();
  };

  // ── One check after the other; a server that is gone will be back, and then the stream says so.

  // It was loaded from an address where nothing is.
  let missing = navigation?.responseStatus === 404;
  // What the page was made from: how a page that is gone is found again.
  let from = null;
  const check = async () => {
    touched = null;
    const headers = print ? { "If-None-Match": `"${print}"` } : {};
    const response = await fetch(location.href, { cache: "no-store", headers });
    if (response.redirected) return location.replace(response.url);
    // A page that is gone, and one that cannot be made now, stays as it was, under the word that says why.
    if (response.status === 200 || (response.status === 404 && missing)) {
      missing = response.status === 404;
      const page = parsed(await response.text());
      print = /"(\w+)"/.exec(response.headers.get("ETag"))?.[1];
      if (!page.isEqualNode(known)) change(page);
    }
    // What does not fit into an address is not asked for.
    let room = 6000;
    const fits = ([path]) => (room -= encodeURIComponent(path).length + "&file=".length) > 0;
    const shown = new Map([...files()].filter(fits));
    const query = [["page", location.pathname], ...Object.entries(from ?? {}), ...[...shown.keys()].map((path) => ["file", path])];
    const asked = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    const report = await (await fetch(`/__rolebook/report?${asked}`, { cache: "no-store" })).json();
    if (report.from) from = report.from;
    gone = missing ? null : report.gone;
    sayWord();
    compareFiles(shown, report.files);
    say(report);
  };
  let checks = Promise.resolve();
  // Of many builds in a row, the last is what is looked at.
  let waiting = false;
  const enqueue = () => {
    if (waiting) return;
    waiting = true;
    checks = checks.then(() => { waiting = false; return check(); }).catch(() => {});
  };

  // A preview that is started again is there within moments; one that is not has stopped.
  const AWAY = 3000;
  const AGAIN = 500;
  let lost, later;
  const found = () => {
    clearTimeout(lost);
    lost = undefined;
    if (stopped) { stopped = false; sayWord(); }
  };
  // A browser has six connections to a server: a tab that nobody sees keeps none.
  let stream;
  const listen = () => {
    stream?.close();
    clearTimeout(later);
    if (document.hidden) {
      clearTimeout(lost);
      lost = undefined;
      return;
    }
    stream = new EventSource("/__rolebook/events");
    // The first number of a connection counts as well: much may have happened before it.
    stream.onmessage = () => { found(); enqueue(); };
    stream.onerror = () => {
      lost ??= setTimeout(() => { stopped = true; sayWord(); }, AWAY);
      // A browser by itself asks ever more seldom.
      stream.close();
      later = setTimeout(listen, AGAIN);
    };
  };
  document.addEventListener("visibilitychange", listen);
  // A page that comes back out of the browser's own memory may be an old one.
  addEventListener("pagehide", () => { stream?.close(); clearTimeout(later); clearTimeout(lost); lost = undefined; });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) listen(); });
  listen();
})();
