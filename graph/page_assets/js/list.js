// The same relations as a table: for keyboards, screen readers, and whoever likes rows better than lines.
const list = { shown: 100, sort: "newest" };
const SORTS = {
  newest: ["Newest first", newestFirst],
  oldest: ["Oldest first", (a, b) => newestFirst(b, a)],
  subject: ["By who acts", (a, b) => actors[a.source].label.localeCompare(actors[b.source].label) || newestFirst(a, b)],
  object: ["By who is acted upon", (a, b) => actors[a.target].label.localeCompare(actors[b.target].label) || newestFirst(a, b)],
  sources: ["Most statements first", (a, b) => b.statements.length + b.further - a.statements.length - a.further || newestFirst(a, b)],
};

function listRow(relation) {
  const cell = (label, className, ...children) => el("td", { class: className, "data-label": label }, ...children);
  return el("tr", {},
    cell("who", "who", actorLink(relation.source)),
    cell("did what", `what ${relation.kind}`, el("button", { type: "button", class: "link", onclick: () => go(edgeHash(relation.edge, relation)) }, name(phraseOf(relation))),
      el("small", {}, lineSample(relation.kind, relation.stance, STANCES[relation.stance]), className(relation))),
    cell("to whom", "whom", actorLink(relation.target)),
    cell("when", "when", timeWords(relation)),
    cell("said as", "said", kindTag(relation.kind)),
    cell("sources", "number", (relation.statements.length + relation.further).toLocaleString("en")));
}

function drawList() {
  if ($("list").hidden) return;
  const rows = [...passing].sort(SORTS[list.sort][1]);
  const sort = el("select", { "aria-label": "Order", onchange: () => { list.sort = sort.value; drawList(); } },
    Object.entries(SORTS).map(([key, [label]]) => el("option", { value: key, selected: key === list.sort }, label)));
  const table = el("table", {}, el("caption", { class: "unseen" }, "Relations between actors"),
    el("thead", {}, el("tr", {}, ["Who", "Did what", "To whom", "When", "Said as", "Sources"].map((title) => el("th", { scope: "col" }, title)))),
    el("tbody", {}, rows.slice(0, list.shown).map(listRow)));
  $("list").replaceChildren(
    el("div", { class: "list-tools" }, el("span", {}, plural(rows.length, "relation")), sort), table,
    ...(rows.length > list.shown ? [el("p", { class: "notice" }, el("button", { type: "button", class: "plain", onclick: () => { list.shown += 200; drawList(); } }, `Show more of ${rows.length - list.shown}`))] : []),
    ...(rows.length ? [] : [el("p", { class: "notice" }, relations.length ? "No relation passes these filters." : "No relations between actors were found in these articles.")]),
  );
}

function showView(view) {
  const asList = view === "list";
  $("list").hidden = !asList;
  $("stage").classList.toggle("as-list", asList);
  $("show-list").setAttribute("aria-pressed", asList);
  $("show-map").setAttribute("aria-pressed", !asList);
  drawList();
}
