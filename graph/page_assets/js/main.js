// Search, addresses (#actor=…, #edge=…, #relation=…), keys, and the start.
const actorHash = (id) => `#actor=${encodeURIComponent(actors[id].id)}`;
const edgeHash = (edge, relation) => (relation ? `#relation=${encodeURIComponent(relation.id)}` : `#edge=${encodeURIComponent(edge.key)}`);

function go(hash) {
  if ((location.hash || "") === hash) follow();
  else location.hash = hash || "#";
}

function target() {
  const [key, ...rest] = location.hash.slice(1).split("=");
  let value;
  try {
    value = decodeURIComponent(rest.join("="));
  } catch {
    return {};
  }
  if (key === "actor") {
    const actor = actors.findIndex((item) => item.id === value);
    return actor < 0 ? {} : { actor };
  }
  if (key === "relation") {
    const relation = relations.find((item) => item.id === value);
    return relation ? { relation, edge: relation.edge } : {};
  }
  if (key === "edge") return { edge: drawn.find((item) => item.key === value) };
  return {};
}

function follow({ centre = false } = {}) {
  const { actor, edge, relation } = target();
  if (actor != null) {
    chooseOnMap({ hub: actor, actors: [actor] });
    showActor(actor);
  } else if (edge) {
    chooseOnMap({ hub: null, edge: edge.id, actors: [edge.from, edge.to] });
    showEdge(edge, relation);
  } else {
    chooseOnMap(null);
    showOverview();
  }
  $("details").scrollTop = 0;
  // On a small screen the panel takes room from the map, so the chosen ones may have slid behind it.
  map.network.setSize("100%", "100%");
  map.network.redraw();
  if (map.chosen && (centre || innerWidth <= 720)) centreOn(map.chosen.hub == null ? map.chosen.actors : neighbourhood(map.chosen.hub));
}

const neighbourhood = (id) => [id, ...drawn.filter((edge) => edge.from === id || edge.to === id).flatMap((edge) => [edge.from, edge.to])];

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function startSearch() {
  const input = $("search");
  const keys = actors.map((actor) => folded(`${actor.label}\n${actor.id}`));
  let found = [];
  let at = -1;
  const point = (index) => {
    at = index;
    [...$("found").children].forEach((item, place) => item.setAttribute("aria-selected", place === at));
    const item = $("found").children[at];
    if (item) {
      item.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", item.id);
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    $("found").hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  };
  const pick = (id) => {
    close();
    input.value = "";
    location.hash = actorHash(id);
    follow({ centre: true });
    $("details").focus({ preventScroll: true });
  };
  const look = () => {
    const wanted = folded(input.value.trim());
    if (!wanted) return close();
    const rank = (id) => (keys[id].startsWith(wanted) ? 0 : keys[id].split(/[\s-]/).some((word) => word.startsWith(wanted)) ? 1 : 2);
    found = keys.map((_, id) => id).filter((id) => keys[id].includes(wanted)).sort((a, b) => rank(a) - rank(b) || a - b).slice(0, 12);
    $("found").replaceChildren(...found.map((id, place) => el("li", { role: "option", id: `found-${place}`, onpointerdown: (event) => { event.preventDefault(); pick(id); } },
      shapeSample(actors[id].kind), name(actors[id].label), el("small", {}, plural(byActor[id].length, "relation")))));
    if (!found.length) $("found").append(el("li", { role: "option", "aria-disabled": "true" }, el("small", {}, "No actor of that name")));
    $("found").hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(found.length ? 0 : -1);
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      close();
      event.stopPropagation();
    } else if ($("found").hidden || !found.length) return;
    else if (event.key === "ArrowDown") point((at + 1) % found.length);
    else if (event.key === "ArrowUp") point((at + found.length - 1) % found.length);
    else if (event.key === "Enter" && at >= 0) pick(found[at]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName)) return;
    // The list leads keyboard users to the sentence; a mouse stays where it is.
    if (event.key === "Enter" && document.activeElement?.closest("#list td")) setTimeout(() => $("details").focus({ preventScroll: true }));
    else if (event.key === "/") {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape") go("");
  });
}

startFilters();
startLegend();
startMap();
startSearch();
showCounts();
onFilter(() => {
  drawList();
  const { actor, edge, relation } = target();
  if (actor != null) showActor(actor);
  else if (edge) showEdge(edge, relation);
  else showOverview();
});
$("show-map").addEventListener("click", () => showView("map"));
$("show-list").addEventListener("click", () => showView("list"));
addEventListener("hashchange", () => follow());
addEventListener("resize", () => map.network.redraw());
applyFilters();
fitMap();
follow({ centre: true });
document.documentElement.dataset.ready = "true";
