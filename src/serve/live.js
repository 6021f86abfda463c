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

  let swaps = 0;
  // Puts a stylesheet in the place of another, once it is there: the page is never bare.
  const swap = (link, href) => {
    const next = link.cloneNode();
    const address = new URL(href, location.href);
    if (address.origin === location.origin) address.searchParams.set("live", ++swaps);
    next.href = address.href;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
    return next;
  };

  const patch = (before, after) => {
    let shown = live.get(before);
    if (before.nodeType !== Node.ELEMENT_NODE) {
      live.set(after, shown);
      if (before.data !== after.data) edit(shown, before.data, after.data);
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

  // ── Stylesheets that change under an address that stays (a file of `static/`).

  let sheets = new Map();
  const checkSheets = async () => {
    const links = [...document.querySelectorAll(STYLESHEET)];
    const now = new Map();
    for (const link of links) {
      const address = new URL(link.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.delete("live");
      now.set(address.href, await (await fetch(address, { cache: "no-store" })).text());
      const before = sheets.get(address.href);
      if (before !== undefined && before !== now.get(address.href)) swap(link, address.href);
    }
    sheets = now;
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
    details { position: fixed; inset: auto 0 0 auto; z-index: 2147483647; max-width: 100vw; font: 15px/1.45 system-ui, sans-serif;
      color: light-dark(#211f1c, #e4e1da); background: light-dark(#fffefd, #222529); border: 1px solid light-dark(#21191c66, #e4e1da59);
      border-radius: 6px 0 0 0; box-shadow: 0 0 16px #0003; }
    details[open] { inset-inline-start: 0; border-radius: 0; border-width: 1px 0 0; }
    summary { padding: 6px 14px; cursor: pointer; font-weight: 600; }
    summary:focus-visible, a:focus-visible { outline: 2px solid currentcolor; outline-offset: -2px; }
    .list { max-height: 38vh; overflow: auto; padding: 0 14px 10px; }
    article { padding: 8px 0; border-top: 1px solid light-dark(#211f1c1f, #e4e1da24); }
    .error > b { color: light-dark(#a3271c, #f2978c); } .warning > b { color: light-dark(#7a5200, #e3b95c); }
    p { margin: 2px 0; } a { color: inherit; }
    .place { color: light-dark(#5b5750, #a8a49b); font-size: 13px; }
    pre { margin: 4px 0; overflow-x: auto; font: 13px/1.4 ui-monospace, monospace; }
    mark { color: inherit; background: light-dark(#f6d9d5, #6b2a22); border-radius: 2px; }
    @media print { details { display: none; } }`);
  shadow.adoptedStyleSheets = [look];
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, room];
  const box = make("details");
  const title = make("summary");
  const list = make("div", "list");
  box.append(title, list);
  shadow.append(box);
  // The page can be read to its end: it gets as much room below as the overlay takes.
  const measure = () => room.replaceSync(host.isConnected && box.open
    ? `html { padding-bottom: ${box.offsetHeight}px; scroll-padding-bottom: ${box.offsetHeight}px; }` : "");
  let folded = sessionStorage.getItem("rolebook-folded") === "yes";
  title.addEventListener("click", () => sessionStorage.setItem("rolebook-folded", (folded = box.open) ? "yes" : "no"));
  box.addEventListener("toggle", measure);
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
  const say = (report) => {
    const { errors, warnings, items, more, trouble } = report;
    if (!errors && !warnings && !trouble) {
      host.remove();
      return measure();
    }
    const counts = [...words(errors, "error"), ...words(warnings, "warning")].join(", ");
    title.textContent = trouble ? "The handbook cannot be read; this is how it was" : counts;
    const all = items.map(one);
    if (trouble) all.unshift(make("p", "", trouble));
    if (more) all.push(make("p", "place", `and ${more} more; \`rolebook check\` lists all`));
    list.replaceChildren(...all);
    if (!host.isConnected) document.documentElement.append(host);
    box.open = !folded && (Boolean(trouble) || items.some(({ severity, here }) => here && severity === "error"));
    measure();
  };

  // ── One check after the other; a server that is gone will be back, and then the stream says so.

  const check = async () => {
    const headers = print ? { "If-None-Match": `"${print}"` } : {};
    const response = await fetch(location.href, { cache: "no-store", headers });
    if (response.redirected) return location.replace(response.url);
    // A page that cannot be made now stays as it was, under the overlay that says why.
    if (response.status === 200 || response.status === 404) {
      const page = parsed(await response.text());
      print = /"(\w+)"/.exec(response.headers.get("ETag"))?.[1];
      if (!page.isEqualNode(known)) change(page);
    }
    await checkSheets();
    say(await (await fetch(`/__rolebook/report?page=${encodeURIComponent(location.pathname)}`, { cache: "no-store" })).json());
  };
  let checks = Promise.resolve();
  const enqueue = () => (checks = checks.then(check).catch(() => {}));

  // A browser has six connections to a server: a tab that nobody sees keeps none.
  let stream;
  const listen = () => {
    stream?.close();
    if (document.hidden) return;
    stream = new EventSource("/__rolebook/events");
    // The first number of a connection counts as well: much may have happened before it.
    stream.onmessage = enqueue;
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  };
  document.addEventListener("visibilitychange", listen);
  // A page that comes back out of the browser's own memory may be an old one.
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) listen(); });
  listen();
})();
