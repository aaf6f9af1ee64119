// The drawn map: vis-network paints what Python placed; colours come from the style sheet, so that both themes work.
const map = { limit: data.shownFirst, network: null, nodes: new vis.DataSet(), edges: new vis.DataSet(), chosen: null, labels: [] };
const FEW = 14;

function palette() {
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

function faded(colour, opacity) {
  const digits = Math.round(opacity * 255).toString(16).padStart(2, "0");
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour + digits : colour;
}

function mixed(colour, ground, share) {
  const channel = (text, at) => parseInt(text.slice(at, at + 2), 16);
  const mix = (at) => Math.round(channel(colour, at) * share + channel(ground, at) * (1 - share)).toString(16).padStart(2, "0");
  return share < 1 ? `#${mix(1)}${mix(3)}${mix(5)}` : colour;
}

// The layout lies on its long side; a screen held upright gets it turned.
const tall = () => $("map").clientHeight > 1.2 * $("map").clientWidth;

// The actors and lines on the map now: the strongest that the filters leave, and always the chosen one with its neighbours.
function visibleParts() {
  const lines = new Map();
  const tied = new Set();
  for (const edge of drawn) {
    const left = edge.relations.filter((index) => passing.has(relations[index]));
    if (!left.length) continue;
    lines.set(edge.id, left);
    tied.add(edge.from).add(edge.to);
  }
  const nothingHidden = passing.size === relations.length;
  const candidates = data.network.nodes.filter((node) => tied.has(node.id) || (nothingHidden && !byActor[node.id].length));
  const shown = new Set(candidates.slice(0, map.limit).map((node) => node.id));
  if (map.chosen) {
    for (const id of map.chosen.actors) shown.add(id);
    if (map.chosen.hub != null) {
      for (const edge of drawn) {
        if (lines.has(edge.id) && (edge.from === map.chosen.hub || edge.to === map.chosen.hub)) shown.add(edge.from).add(edge.to);
      }
    }
  }
  return { lines, shown, available: candidates.length };
}

function tooltip(title, ...details) {
  return el("div", {}, el("b", {}, name(title)), ...details.map((text) => el("div", {}, el("span", {}, name(text)))));
}

function edgeTooltip(edge, left) {
  const [from, to] = [actors[edge.from].label, actors[edge.to].label];
  const phrases = [...new Set(left.map((index) => phraseOf(relations[index])))];
  const rest = phrases.length > 3 ? [`and ${phrases.length - 3} more`] : [];
  const box = tooltip(`${from} → ${to}`, `${STANCES[edge.stance]}, ${KINDS[edge.kind].short}: ${plural(left.length, "relation")}`);
  for (const phrase of [...phrases.slice(0, 3), ...rest]) box.append(el("div", {}, name(phrase)));
  return box;
}

function edgeLabel(edge, left, near) {
  const mark = { conflict: "✕", cooperation: "+", neutral: "·" }[edge.stance];
  if (!near) return left.length > 1 ? `${mark} ${left.length}` : undefined;
  const phrase = phraseOf(relations[left[0]]);
  const short = phrase.length > 34 ? phrase.slice(0, 33) + "…" : phrase;
  const prefix = edge.kind === "fact" ? "" : `${KINDS[edge.kind].short}: `;
  return `${mark} ${prefix}${short}${left.length > 1 ? ` +${left.length - 1}` : ""}`;
}

function drawMap({ fit = false } = {}) {
  const { lines, shown, available } = visibleParts();
  const colour = palette();
  const chosen = map.chosen;
  const near = new Set(chosen?.actors);
  const lit = (edge) => !chosen || (chosen.hub != null ? edge.from === chosen.hub || edge.to === chosen.hub : near.has(edge.from) && near.has(edge.to));
  const edges = [];
  // Many lines together make a dark mass, and many actors small dots: thin the one, swell the other.
  const thin = shown.size > 600 ? 0.45 : shown.size > 100 ? 0.75 : 1;
  const grow = Math.min(2.6, Math.max(1, Math.sqrt(shown.size / 70)));
  for (const edge of drawn) {
    const left = lines.get(edge.id);
    if (!left || !shown.has(edge.from) || !shown.has(edge.to)) continue;
    const bright = lit(edge);
    if (bright && chosen) near.add(edge.from).add(edge.to);
    const strength = { fact: 0.85, claim: 0.8, denied: 0.75, planned: 0.5 }[edge.kind];
    edges.push({ edge, left, bright, tint: faded(colour(edge.stance), bright ? strength * (chosen ? 1 : thin) : 0.1) });
  }
  const taller = tall();
  // Words beside every line of a busy actor, or of two actors with many lines, would cover each other.
  const few = edges.filter((item) => item.bright).length <= FEW;
  const worded = (edge) => Boolean(chosen) && (chosen.hub != null ? few : edge.id === chosen.edge);
  const spread = map.limit > data.shownFirst;
  const labels = [];
  const nodes = data.network.nodes.filter((node) => shown.has(node.id)).map((node) => {
    const bright = !chosen || near.has(node.id);
    const tone = colour(actorStyle(node.group).tone);
    const isHub = Boolean(chosen?.actors.includes(node.id));
    if (bright) labels.push({ id: node.id, text: node.label, size: node.size * grow, letters: node.letters, chosen: isHub });
    const [x, y] = spread ? [node.farX, node.farY] : [node.x, node.y];
    return {
      id: node.id, label: undefined, shape: node.shape, size: node.size * grow, x: taller ? y : x, y: taller ? x : y,
      color: {
        background: mixed(tone, colour("paper"), bright ? 1 : 0.16), border: isHub ? colour("accent") : colour("paper"),
        highlight: { background: tone, border: colour("accent") }, hover: { background: tone, border: colour("accent") },
      },
      borderWidth: isHub ? 4 : 1.5,
      shadow: isHub ? { enabled: true, color: colour("accent"), size: 18, x: 0, y: 0 } : false,
      title: tooltip(actors[node.id].label, `${capital(words(actors[node.id].kind))}, ${plural(byActor[node.id].length, "relation")}`),
    };
  });
  // Changing the data paints at once: no name may belong to a node that is not there yet.
  map.labels = [];
  map.nodes.clear();
  map.edges.clear();
  map.nodes.add(nodes);
  map.edges.add(edges.map(({ edge, left, bright, tint }) => ({
    id: edge.id, from: edge.from, to: edge.to, dashes: edge.dashes, arrows: edge.arrows, smooth: edge.smooth,
    width: Math.min(9, 1.4 + 1.3 * Math.log2(left.length)) * (edge.kind === "planned" ? 0.8 : 1),
    color: { color: tint, highlight: colour(edge.stance), hover: colour(edge.stance) },
    label: bright ? edgeLabel(edge, left, worded(edge)) : undefined,
    font: {
      size: worded(edge) ? 13 : 11, color: colour(edge.stance), strokeWidth: 0, background: colour("paper"), align: "horizontal", face: FACE,
    },
    title: edgeTooltip(edge, left),
  })));
  map.labels = labels.sort((a, b) => b.chosen - a.chosen);
  if (fit) fitMap();
  else map.network.redraw();
  showMore(nodes.length, available);
  $("empty").hidden = nodes.length > 0;
  $("empty").replaceChildren(
    actors.length ? "No relation passes these filters." : "Nothing to draw: no relations between actors were found in these articles.",
    ...(actors.length ? [el("br"), el("button", { type: "button", class: "link", onclick: resetFilters }, "Show everything again")] : []),
  );
}

function showMore(count, available) {
  const steps = [data.shownFirst * 2, data.shownFirst * 4, Infinity];
  const next = steps.find((step) => step > map.limit && (step === Infinity || step < available));
  $("more").hidden = available <= data.shownFirst;
  const button = (label, limit) => el("button", { type: "button", onclick: () => { map.limit = limit; drawMap({ fit: true }); } }, label);
  $("more").replaceChildren(el("span", {}, `${count.toLocaleString("en")} of ${plural(available, "actor")}, strongest first`));
  if (count < available && next) $("more").append(button(next === Infinity ? "Show all" : `Show ${next}`, next));
  if (map.limit > data.shownFirst) $("more").append(button("Show fewer", data.shownFirst));
}

function fitMap() {
  if (!map.nodes.length) return;
  map.network.fit({ animation: false, minZoomLevel: 0.05, maxZoomLevel: 1.4 });
  leaveMargin();
}

function chooseOnMap(chosen) {
  if (!chosen && !map.chosen) return;
  map.chosen = chosen;
  drawMap();
}

function centreOn(ids) {
  const shown = ids.filter((id) => map.nodes.get(id));
  if (shown.length) map.network.fit({ nodes: shown, animation: false, minZoomLevel: 0.3, maxZoomLevel: 1.2 });
  leaveMargin();
}

// vis fits the outlines of the actors; their names need room too.
function leaveMargin() {
  map.network.moveTo({ scale: map.network.getScale() * 0.9, animation: false });
}

function startMap() {
  map.network = new vis.Network($("map"), { nodes: map.nodes, edges: map.edges }, {
    ...data.network.options,
    interaction: { hover: true, tooltipDelay: 160, multiselect: false, hideEdgesOnDrag: drawn.length > 1500, selectConnectedEdges: false },
    edges: { scaling: { label: { enabled: false, drawThreshold: 9, maxVisible: 18 } }, selectionWidth: 1.5, hoverWidth: 1 },
  });
  map.network.on("click", ({ nodes, edges }) => {
    if (nodes.length) go(actorHash(nodes[0]));
    else if (edges.length) go(edgeHash(drawn.find((edge) => edge.id === edges[0])));
    else go("");
  });
  map.network.on("afterDrawing", (context) => drawLabels(context, map.labels, map.network.getScale(), palette()));
  const zoom = (factor) => map.network.moveTo({ scale: Math.min(4, Math.max(0.05, map.network.getScale() * factor)), animation: false });
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  $("zoom-fit").addEventListener("click", fitMap);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawMap());
  onFilter(() => drawMap());
}

function startLegend() {
  const entry = (picture, text) => el("span", {}, picture, text);
  const stances = Object.keys(STANCES).filter((stance) => drawn.some((edge) => edge.stance === stance));
  const kinds = [...new Set(actors.map((actor) => actor.kind))];
  $("legend-body").replaceChildren(
    el("div", { class: "key" }, stances.map((stance) => entry(lineSample("fact", stance), STANCES[stance]))),
    el("div", { class: "key" }, Object.keys(KINDS).map((kind) => entry(lineSample(kind), KINDS[kind].label))),
    el("div", { class: "key" }, kinds.map((kind) => entry(shapeSample(kind), capital(words(kind))))),
  );
  $("legend").open = $("stage").clientWidth > 900 && innerHeight > 620;
  $("legend").hidden = !actors.length;
}
