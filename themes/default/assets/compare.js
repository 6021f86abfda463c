// Lets a reader pick two roles that have a comparison. The pairs are the links of the list below, by the ids
// of the roles: two roles may be called alike, and are told apart by their ids then.
(() => {
  const form = document.getElementById("compare:pick");
  const one = document.getElementById("compare:one");
  const other = document.getElementById("compare:other");
  const go = document.getElementById("compare:go");
  const labels = new Map(), pairs = new Map();
  for (const entry of document.querySelectorAll(".compare-roles [data-role]:has(dt)")) {
    const links = [...entry.querySelectorAll("a")];
    labels.set(entry.dataset.role, entry.querySelector("dt").textContent);
    pairs.set(entry.dataset.role, new Map(links.map((link) => [link.dataset.role, link.href])));
  }
  if (!form || pairs.size === 0) return;
  const uses = new Map();
  for (const label of labels.values()) uses.set(label, (uses.get(label) ?? 0) + 1);
  const name = (id) => uses.get(labels.get(id)) > 1 ? `${labels.get(id)} (${id})` : labels.get(id);
  const order = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true }).compare;
  const fill = (select, ids, chosen) => {
    const sorted = [...ids].sort((a, b) => order(name(a), name(b)));
    select.replaceChildren(...sorted.map((id) => new Option(name(id), id, false, id === chosen)));
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
