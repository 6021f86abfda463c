(function () {
  "use strict";
  var doc = document, root = doc.documentElement, all = function (css, from) { return Array.from((from || doc).querySelectorAll(css)); };
  var live = doc.createElement("div");
  live.className = "hidden";
  live.setAttribute("role", "status");
  doc.body.append(live);

  // Theme: system, light, dark; remembered, and the same in every open tab.
  var button = doc.querySelector(".theme-switch"), states = ["system", "light", "dark"];
  function theme() { return root.dataset.theme || "system"; }
  function show(state) {
    if (state === "system") delete root.dataset.theme; else root.dataset.theme = state;
    if (button) { button.setAttribute("aria-label", "Theme: " + state); button.title = "Theme: " + state; }
  }
  if (button) {
    show(theme());
    button.addEventListener("click", function () {
      var state = states[(states.indexOf(theme()) + 1) % 3];
      show(state);
      try { if (state === "system") localStorage.removeItem("rolebook-theme"); else localStorage.setItem("rolebook-theme", state); } catch (e) { /* not kept */ }
    });
    addEventListener("storage", function (e) { if (e.key === "rolebook-theme") show(e.newValue === "light" || e.newValue === "dark" ? e.newValue : "system"); });
  }

  // The drawer closes when a place on this page was chosen, and when the window grows wide.
  var nav = doc.getElementById("page:nav");
  if (nav && nav.hidePopover) {
    nav.addEventListener("click", function (e) { if (e.target.closest("a") && nav.matches(":popover-open")) nav.hidePopover(); });
    matchMedia("(min-width: 76rem)").addEventListener("change", function (e) { if (e.matches && nav.matches(":popover-open")) nav.hidePopover(); });
  }
  var here = nav && nav.querySelector(".nav-items [aria-current]");
  if (here && nav.scrollHeight > nav.clientHeight) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;

  // Scrolling: the header leaves on the way down (phones), the contents list follows the reading.
  var top = doc.querySelector(".top"), contents = doc.querySelector(".contents"), last = scrollY, waiting = false, now = null;
  var marks = [];
  function headings() {
    marks = contents ? all("a", contents).map(function (a) { return [a, doc.getElementById(decodeURIComponent(a.hash.slice(1)))]; }).filter(function (m) { return m[1]; }) : [];
  }
  headings();
  function follow() {
    waiting = false;
    var y = scrollY, at = null;
    if (top && Math.abs(y - last) > 6) { top.toggleAttribute("data-away", y > last && y > 120); last = y; }
    if (!marks.length) return;
    marks.forEach(function (m) {
      var tab = m[1].closest(".tabs > details");
      if ((!tab || tab.open) && m[1].getBoundingClientRect().top < innerHeight * .25) at = m[0];
    });
    if (y + innerHeight >= root.scrollHeight - 4 && y > 0) at = marks[marks.length - 1][0];
    if (at === now) return;
    if (now) now.removeAttribute("aria-current");
    now = at;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    if (contents.scrollHeight > contents.clientHeight) contents.scrollTop = now.offsetTop - contents.clientHeight / 2;
  }
  function soon() { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }
  addEventListener("scroll", soon, { passive: true });
  soon();
  if (contents) contents.addEventListener("click", function (e) {
    var details = contents.querySelector("details");
    if (e.target.closest("a") && details.open) details.open = false;
  });

  // A question or a tab that an address names is opened.
  function answer() {
    var at = null;
    try { at = doc.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { /* no address */ }
    var details = at && at.closest(".question, .tabs > details");
    if (details) details.open = true;
  }
  addEventListener("hashchange", answer);
  answer();

  // Tabs: one is always open, and those of one name on a page are chosen together.
  doc.addEventListener("click", function (e) {
    var chosen = e.target.closest && e.target.closest(".tabs > details > summary");
    if (!chosen) return;
    e.preventDefault();
    var y = chosen.getBoundingClientRect().top;
    all(".tabs > details > summary").forEach(function (s) {
      if (s === chosen || s.textContent.trim() === chosen.textContent.trim()) s.parentElement.open = true;
    });
    scrollBy(0, chosen.getBoundingClientRect().top - y);
    soon();
  });

  // Copying: code, and the address of a heading.
  function copy(text, what, done) {
    if (!navigator.clipboard) return;
    navigator.clipboard.writeText(text).then(function () { live.textContent = what + " copied"; done(); }, function () { /* refused */ });
  }
  function copyButton(box) {
    if (box.querySelector(".copy")) return;
    var b = doc.createElement("button"), title = box.querySelector(".code-title");
    b.type = "button";
    b.className = "copy";
    b.textContent = "Copy";
    b.setAttribute("aria-label", "Copy " + (title ? title.textContent : (box.dataset.lang || "") + " code"));
    b.addEventListener("click", function () {
      copy(box.querySelector("pre").textContent, "Code", function () {
        b.textContent = "Copied";
        b.dataset.done = "";
        setTimeout(function () { b.textContent = "Copy"; delete b.dataset.done; }, 1600);
      });
    });
    box.append(b);
  }
  function copyButtons() { if (navigator.clipboard) all(".code").forEach(copyButton); }
  copyButtons();
  doc.addEventListener("click", function (e) {
    var a = e.target.closest && e.target.closest("a.anchor");
    if (a) copy(a.href, "Link", function () { a.dataset.copied = ""; setTimeout(function () { delete a.dataset.copied; }, 1600); });
  });

  // What scrolls sideways is reached by keyboard and has a name; only while it does scroll.
  function name(box) {
    var caption = (box.closest(".code") || box).querySelector("caption, .code-title, svg > title"), h = box;
    if (caption) return caption.textContent;
    while (h && !/^H[1-6]$/.test(h.tagName)) h = h.previousElementSibling || (h.parentElement === doc.body ? null : h.parentElement);
    h = h || doc.querySelector("h1");
    return (box.matches("pre") ? "Code: " : "Table: ") + (h ? h.firstChild.textContent : "");
  }
  function edge(box) { box.toggleAttribute("data-more", Math.abs(box.scrollLeft) + box.clientWidth < box.scrollWidth - 2); }
  function measure(box) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      // No landmark: a page may have many, and several under one heading.
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", name(box));
    } else ["tabindex", "role", "aria-label"].forEach(function (a) { box.removeAttribute(a); });
    edge(box);
  }
  if (window.ResizeObserver) {
    var seen = new ResizeObserver(function (entries) { entries.forEach(function (e) { measure(e.target); }); });
    var watched = new WeakSet();
    var scrollers = function () {
      all(".table-scroll, .diagram-scroll, .code pre").forEach(function (box) {
        if (watched.has(box)) return;
        watched.add(box);
        seen.observe(box);
        box.addEventListener("scroll", function () { edge(box); }, { passive: true });
      });
    };
    scrollers();
  }

  // A preview changes the page while it is read.
  doc.addEventListener("rolebook:update", function () {
    contents = doc.querySelector(".contents");
    headings();
    copyButtons();
    if (scrollers) scrollers();
    soon();
  });

  // The page that is not there says what was asked for.
  var asked = doc.querySelector(".asked"), path = location.pathname;
  try { path = decodeURIComponent(path); } catch (e) { /* as it is written */ }
  if (asked) asked.textContent = path;

  // Search: its script comes when it is wanted.
  var opener = doc.querySelector(".search-open"), places = all(".search-here"), coming = null;
  function search(then) {
    coming = coming || new Promise(function (done, fail) {
      var script = doc.createElement("script");
      script.src = opener.dataset.script;
      script.onload = function () { rolebookSearch.at(new URL(opener.dataset.index, location.href).href); done(rolebookSearch); };
      script.onerror = fail;
      doc.head.append(script);
    });
    coming.then(then, function () { coming = null; });
  }
  function open() { search(function (it) { it.open(opener.href); }); }
  if (opener) {
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", function (e) {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      open();
    });
    opener.addEventListener("keydown", function (e) { if (e.key === " ") { e.preventDefault(); open(); } });
    doc.addEventListener("keydown", function (e) {
      var typing = e.target.closest && e.target.closest("input, textarea, select, [contenteditable]");
      if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey || e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey) { e.preventDefault(); open(); }
    });
    places.forEach(function (place) {
      var input = place.querySelector("input"), q = new URLSearchParams(location.search).get("q") || "", on = false;
      function attach() { if (!on) { on = true; search(function (it) { it.attach(place, q, !!asked); }); } }
      // The words of the address that is not there, without those of the folder that the site is in.
      if (asked) {
        var home = new URL(doc.querySelector(".name").href).pathname;
        q = (path.indexOf(home) ? path : path.slice(home.length)).replace(/(index)?\.\w+$/, "").split(/[^\p{L}\p{N}\p{M}]+/u).slice(-8).join(" ").trim();
      }
      if (q || input.value) attach(); else input.addEventListener("focus", attach);
    });
  }
})();
