// The panel of filters: classes by quad, kinds of assertion, publishers, time, confidence.
function countBy(key) {
  const counts = new Map();
  for (const relation of relations) for (const value of [key(relation)].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function choice(label, count, hidden, value, picture) {
  const box = el("input", { type: "checkbox", onchange: () => { hidden[box.checked ? "delete" : "add"](value); applyFilters(); } });
  box.checked = true;
  return { box, row: el("label", { class: "choice" }, box, picture, el("span", { class: "name", title: label }, name(label)),
    el("span", { class: "count" }, count.toLocaleString("en"))) };
}

function classGroup(quad, counts) {
  const own = [...counts.keys()].filter((key) => key.startsWith(quad + "/")).sort((a, b) => counts.get(b) - counts.get(a) || a.localeCompare(b));
  const rows = own.map((key) => choice(capital(words(key.slice(quad.length + 1))), counts.get(key), filters.hiddenClasses, key));
  const total = own.reduce((sum, key) => sum + counts.get(key), 0);
  const all = el("input", { type: "checkbox", onchange: () => {
    for (const key of own) filters.hiddenClasses[all.checked ? "delete" : "add"](key);
    applyFilters();
  } });
  onFilter(() => {
    rows.forEach(({ box }, index) => { box.checked = !filters.hiddenClasses.has(own[index]); });
    const on = rows.filter(({ box }) => box.checked).length;
    all.checked = on > 0;
    all.indeterminate = on > 0 && on < rows.length;
  });
  all.checked = true;
  const head = el("label", { class: "choice", onclick: (event) => event.stopPropagation() }, all, lineSample("fact", stanceOfQuad(quad)),
    el("span", { class: "name" }, capital(quad)), el("span", { class: "count" }, total.toLocaleString("en")));
  return el("details", { class: "quad" }, el("summary", {}, head), el("div", {}, rows.map(({ row }) => row)));
}

function simpleGroup(title, key, hidden, order, show, picture = () => null) {
  const counts = countBy(key);
  const values = order([...counts.keys()], counts);
  const rows = values.map((value) => choice(show(value), counts.get(value), hidden, value, picture(value)));
  onFilter(() => rows.forEach(({ box }, index) => { box.checked = !hidden.has(values[index]); }));
  return el("fieldset", {}, el("legend", {}, title), el("div", { class: "scroll" }, rows.map(({ row }) => row)));
}

function dateGroup() {
  const days = relations.flatMap((relation) => [relation.from, relation.to]).filter(Boolean).sort();
  const field = (label, key) => {
    const input = el("input", { type: "date", min: days[0], max: days[days.length - 1], onchange: () => { filters[key] = input.value; applyFilters(); } });
    onFilter(() => { input.value = filters[key]; });
    return el("label", {}, label, input);
  };
  const undated = el("input", { type: "checkbox", onchange: () => { filters.undated = undated.checked; applyFilters(); } });
  undated.checked = true;
  onFilter(() => { undated.checked = filters.undated; });
  const some = relations.some((relation) => relation.undated);
  return el("fieldset", {}, el("legend", {}, "Time"), el("div", { class: "dates" }, field("From", "from"), field("To", "to"),
    some && el("span", { class: "choice" }, el("label", { class: "choice" }, undated, el("span", { class: "name" }, "Keep undated ones")))));
}

function confidenceGroup() {
  const output = el("output", {}, "any");
  const input = el("input", { type: "range", min: 0, max: 0.95, step: 0.05, value: 0, "aria-label": "Confidence at least",
    oninput: () => { filters.confidence = Number(input.value); applyFilters(); } });
  onFilter(() => {
    input.value = filters.confidence;
    output.textContent = filters.confidence ? `${Math.round(filters.confidence * 100)} %` : "any";
  });
  return el("fieldset", {}, el("legend", {}, "Confidence at least"), el("div", { class: "slider" }, input, output));
}

function resetFilters() {
  for (const key of ["hiddenClasses", "hiddenPublishers", "hiddenKinds"]) filters[key].clear();
  Object.assign(filters, { from: "", to: "", undated: true, confidence: 0 });
  applyFilters();
}

function startFilters() {
  const classes = countBy((relation) => relation.class);
  const quads = [...QUADS, STANDING, OPEN, ...[...classes.keys()].map((key) => key.split("/")[0])]
    .filter((quad, index, all) => all.indexOf(quad) === index && [...classes.keys()].some((key) => key.startsWith(quad + "/")));
  const byCount = (values, counts) => values.sort((a, b) => counts.get(b) - counts.get(a) || a.localeCompare(b));
  const reset = el("button", { type: "button", id: "reset", class: "plain", onclick: resetFilters }, "Show everything");
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  if (!relations.length) {
    $("filters").append(el("p", { class: "sub" }, "Filters appear here once there are relations."));
    return;
  }
  $("filters").append(
    el("fieldset", { id: "filter-classes" }, el("legend", {}, "What happened"), el("div", {}, quads.map((quad) => classGroup(quad, classes)))),
    simpleGroup("How it is said", (relation) => relation.kind, filters.hiddenKinds,
      (values) => Object.keys(KINDS).filter((kind) => values.includes(kind)), (kind) => KINDS[kind].label, (kind) => lineSample(kind)),
    dateGroup(),
    simpleGroup("Publisher", (relation) => relation.publishers, filters.hiddenPublishers, byCount, (publisher) => publisher),
    confidenceGroup(), reset,
  );
  onFilter(() => {
    const count = activeFilters();
    reset.disabled = !count;
    $("filter-count").hidden = !count;
    $("filter-count").textContent = count;
    showCounts();
  });
  $("toggle-filters").addEventListener("click", () => {
    const open = $("filters").classList.toggle("shown");
    $("toggle-filters").setAttribute("aria-expanded", open);
  });
}

function showCounts() {
  const statements = relations.reduce((sum, relation) => sum + relation.statements.length + relation.further, 0);
  const whole = `${plural(actors.length, "actor")} · ${plural(relations.length, "relation")} · ${plural(statements, "statement")} · ${plural(articles.length, "article")}`;
  $("counts").textContent = passing.size === relations.length ? whole : `${passing.size.toLocaleString("en")} of ${plural(relations.length, "relation")} shown`;
}
