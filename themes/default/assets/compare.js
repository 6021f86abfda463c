// Lets a reader pick two roles that have a comparison. The pairs are the links of the list below.
(() => {
  const form = document.getElementById("compare:pick");
  const one = document.getElementById("compare:one");
  const other = document.getElementById("compare:other");
  const go = document.getElementById("compare:go");
  const pairs = new Map();
  const add = (a, b, href) => {
    if (!pairs.has(a)) pairs.set(a, new Map());
    pairs.get(a).set(b, href);
  };
  for (const entry of document.querySelectorAll(".compare-roles dl > div")) {
    const role = entry.querySelector("dt").textContent;
    for (const link of entry.querySelectorAll("a")) {
      add(role, link.textContent, link.href);
      add(link.textContent, role, link.href);
    }
  }
  if (!form || pairs.size === 0) return;
  const order = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true }).compare;
  const fill = (select, names, chosen) => {
    select.replaceChildren(...[...names].sort(order).map((name) => new Option(name, name, false, name === chosen)));
  };
  const show = () => { go.href = pairs.get(one.value).get(other.value); };
  const pick = () => {
    fill(other, pairs.get(one.value).keys(), other.value);
    show();
  };
  fill(one, pairs.keys());
  pick();
  one.addEventListener("change", pick);
  other.addEventListener("change", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); location.href = go.href; });
})();
