// The preview's client. The stream tells that there is a newer book; the page then asks for itself,
// and is loaded anew if it differs. A page that differs in its stylesheets alone gets those.
"use strict";

(() => {
  const STYLESHEETS = 'link[rel~="stylesheet"][href]';
  const [navigation] = performance.getEntriesByType("navigation");
  // The fingerprint of the page as it was loaded; a browser tells it of 127.0.0.1 and localhost only.
  const loaded = navigation?.serverTiming?.find(({ name }) => name === "rolebook")?.description;

  let known; // the page as it was when it was last asked for
  let swaps = 0;

  // The page as the server has it: its stylesheets, and all else.
  const look = async () => {
    const response = await fetch(location.href, { cache: "no-store" });
    const text = await response.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const links = [...page.querySelectorAll(STYLESHEETS)];
    const hrefs = links.map((link) => new URL(link.getAttribute("href"), response.url).href);
    for (const link of links) link.removeAttribute("href");
    const sheet = async (href) => {
      const own = new URL(href).origin === location.origin;
      return own ? href + "\n" + (await (await fetch(href, { cache: "no-store" })).text()) : href;
    };
    const sheets = await Promise.all(hrefs.map(sheet));
    const print = /rolebook;desc="(\w+)"/.exec(response.headers.get("Server-Timing"))?.[1];
    return { rest: page.documentElement.outerHTML, hrefs, sheets, print };
  };

  // Puts a stylesheet in the place of another, once it is there: the page is never bare.
  const swap = (link, href) => {
    const next = link.cloneNode();
    const address = new URL(href);
    if (address.origin === location.origin) address.searchParams.set("live", ++swaps);
    next.href = address.href;
    next.onload = () => link.remove();
    link.after(next);
  };

  const check = async () => {
    const now = await look();
    const before = known;
    known = now;
    if (!before) {
      if (loaded && loaded !== now.print) location.reload();
      return;
    }
    if (now.sheets.join() === before.sheets.join() && now.rest === before.rest) return;
    const links = [...document.querySelectorAll(STYLESHEETS)];
    if (now.rest !== before.rest || links.length !== now.hrefs.length) return location.reload();
    links.forEach((link, at) => {
      if (now.sheets[at] !== before.sheets[at]) swap(link, now.hrefs[at]);
    });
  };

  // One after the other; a server that is gone will be back, and then the stream says so.
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
  listen();
})();
