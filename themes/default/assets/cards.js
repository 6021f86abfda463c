// The definition of a linked term, a footnote, a source, at hand: by hover, by keyboard focus, by a first tap. It is
// taken from the page, so nothing is fetched. Escape dismisses it; it stays while the pointer is on it.
(() => {
  "use strict";
  const main = document.querySelector("main");
  if (!main || !HTMLElement.prototype.showPopover) return;

  const placeOf = (a) => {
    let id = a.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is written */ }
    return document.getElementById(id);
  };

  // Each link of the text to a concept, and what that means: an entry of the list, else of a definition list here;
  // each mark of a note or a source, and its entry.
  const links = new Map();
  let count = 0;
  function gather() {
    for (const a of links.keys()) a.removeAttribute("aria-describedby");
    links.clear();
    const definitions = new Map();
    for (const a of main.querySelectorAll(".page-terms dt a")) definitions.set(a.href, a.closest("dt").nextElementSibling);
    const definitionOf = (a) => {
      if (!a.getAttribute("href").startsWith("#")) return definitions.get(a.href) || definitions.get(a.href.split("#")[0]);
      const place = a.matches(".term") && placeOf(a);
      return place && place.matches("dt") && place.nextElementSibling;
    };
    for (const a of main.querySelectorAll("a[href]")) {
      // A link in a drawing is none of HTML.
      if (!(a instanceof HTMLAnchorElement)) continue;
      if (a.matches("[role=doc-noteref], [role=doc-biblioref]")) {
        const note = placeOf(a);
        if (note) links.set(a, note);
        continue;
      }
      const definition = !a.closest("nav, .page-terms, .backlinks, .children, .term-card") && definitionOf(a);
      if (!definition || definition.matches(".undefined")) continue;
      definition.id ||= "page:term-" + (++count);
      links.set(a, definition);
      a.setAttribute("aria-describedby", definition.id);
    }
  }
  gather();

  const card = document.createElement("div"), name = document.createElement("b"), text = document.createElement("div"), go = document.createElement("a");
  card.className = "term-card";
  card.popover = "manual";
  text.className = "card-text";
  card.append(name, text, go);

  let open = null, timer = 0, touched = false;
  const linkOf = (node) => { const a = node instanceof Element && node.closest("a"); return links.has(a) ? a : null; };

  /** A copy of a note, without the ways back and the ids. */
  function note(item) {
    const copy = item.cloneNode(true);
    for (const back of copy.querySelectorAll("[role=doc-backlink], .cited-by")) back.remove();
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    text.replaceChildren(...copy.childNodes);
  }

  function show(link, y) {
    clearTimeout(timer);
    open = link;
    const shown = links.get(link), isNote = shown.matches("li");
    // An abbreviation or another of its names does not say what the term is called.
    name.textContent = isNote ? "" : shown.previousElementSibling.textContent;
    name.hidden = isNote || name.textContent.toLowerCase() === link.textContent.toLowerCase();
    if (isNote) note(shown);
    else {
      const definition = document.createElement("p");
      definition.textContent = shown.textContent;
      text.replaceChildren(definition);
    }
    go.href = link.href;
    go.textContent = isNote ? "Go to it" : "Go to " + name.textContent;
    go.hidden = !touched;
    if (!card.isConnected) main.append(card);
    if (!card.matches(":popover-open")) card.showPopover();
    // A link may run over two lines: the card stands at the one that is pointed at.
    const lines = [...link.getClientRects()], line = lines.find((l) => y >= l.top && y <= l.bottom) || lines[0];
    const wide = document.documentElement.clientWidth, edge = 8, gap = 4, high = card.offsetHeight;
    const above = line.bottom + gap + high > innerHeight && line.top - gap > high;
    card.style.left = scrollX + Math.max(edge, Math.min(line.left, wide - card.offsetWidth - edge)) + "px";
    card.style.top = scrollY + (above ? line.top - gap - high : line.bottom + gap) + "px";
  }
  function hide() {
    clearTimeout(timer);
    if (open && card.matches(":popover-open")) card.hidePopover();
    open = null;
  }
  // Time to cross the gap between link and card, and not to flicker where the pointer only passes.
  const soon = (what) => { clearTimeout(timer); timer = setTimeout(what, 220); };

  main.addEventListener("pointerover", (e) => {
    if (e.pointerType === "touch") return;
    if (card.contains(e.target)) return clearTimeout(timer);
    const link = linkOf(e.target);
    if (!link || link.contains(e.relatedTarget)) return;
    touched = false;
    if (link === open) clearTimeout(timer); else soon(() => show(link, e.clientY));
  });
  main.addEventListener("pointerout", (e) => {
    if (e.pointerType === "touch") return;
    const from = card.contains(e.target) ? card : linkOf(e.target);
    if (!from || from.contains(e.relatedTarget)) return;
    if (open && open === document.activeElement && open.matches(":focus-visible")) clearTimeout(timer); else soon(hide);
  });
  main.addEventListener("focusin", (e) => {
    const link = linkOf(e.target);
    if (!link || !link.matches(":focus-visible")) return;
    touched = false;
    show(link);
  });
  main.addEventListener("focusout", (e) => { if (e.target === open && !card.matches(":hover") && !card.contains(e.relatedTarget)) hide(); });
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") hide(); });

  // The first tap shows, the second goes; a tap elsewhere dismisses.
  document.addEventListener("pointerdown", (e) => {
    touched = e.pointerType === "touch";
    if (open && !card.contains(e.target) && linkOf(e.target) !== open) hide();
  });
  main.addEventListener("click", (e) => {
    const link = touched && linkOf(e.target);
    if (!link || link === open) return;
    e.preventDefault();
    show(link, e.clientY);
  });

  // The preview changes an open page in place.
  document.addEventListener("rolebook:update", () => { hide(); gather(); });
})();
