// The panel that explains: an overview, an actor, or the relations of one drawn line with their sentences.
const PAGE = 40;

function actorLink(id) {
  return el("button", { type: "button", class: "link", onclick: () => go(actorHash(id)) }, name(actors[id].label));
}

function closeButton() {
  return el("button", { type: "button", class: "close", "aria-label": "Close details", onclick: () => go("") }, "×");
}

// Long lists open in steps, so that an actor with a thousand relations does not stall the page.
function stepwise(items, make, into) {
  const step = (from) => {
    into.append(...items.slice(from, from + PAGE).map(make));
    const left = items.length - from - PAGE;
    if (left > 0) {
      const more = el("button", { type: "button", class: "plain", onclick: () => { more.remove(); step(from + PAGE); } }, `Show ${Math.min(PAGE, left)} more of ${left}`);
      into.append(more);
    }
  };
  step(0);
  return into;
}

const kindTag = (kind) => el("span", { class: `tag ${kind}` }, KINDS[kind].short);

function relationRow(relation, seenFrom) {
  const outward = relation.source === seenFrom;
  const other = outward ? relation.target : relation.source;
  return el("button", { type: "button", class: "row", onclick: () => go(edgeHash(relation.edge, relation)) },
    el("span", { class: `what ${relation.kind}` }, ...(outward
      ? [name(phraseOf(relation)), " ", el("b", {}, name(actors[other].label))]
      : [el("b", {}, name(actors[other].label)), " ", name(phraseOf(relation))])),
    el("span", { class: "meta" }, lineSample(relation.kind, relation.stance, `${STANCES[relation.stance]}, ${KINDS[relation.kind].short}`),
      relation.kind !== "fact" && kindTag(relation.kind), el("span", {}, className(relation)), el("span", {}, timeWords(relation))));
}

function balance(list) {
  const counts = Object.keys(STANCES).map((stance) => [stance, list.filter((relation) => relation.stance === stance).length]);
  const total = list.length || 1;
  let x = 0;
  const bar = svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const [stance, count] of counts) {
    const width = (100 * count) / total;
    const part = svg("rect", { x, y: 0, width: Math.max(0, width - 0.6), height: 8, fill: "currentColor" });
    part.setAttribute("class", stance);
    bar.append(part);
    x += width;
  }
  return [el("div", { class: "balance" }, bar),
    el("p", { class: "tally" }, counts.filter(([, count]) => count).map(([stance, count]) => el("span", {}, el("b", { class: stance }, count), " ", STANCES[stance].toLowerCase())))];
}

function showOverview() {
  const days = relations.flatMap((relation) => [relation.from, relation.to]).filter(Boolean).sort();
  const strongest = actors.slice(0, 12).map((actor, id) => [actor, id]).filter(([, id]) => byActor[id].length);
  const dyads = new Map();
  for (const relation of passing) {
    const key = `${relation.source}>${relation.target}`;
    dyads.set(key, [...(dyads.get(key) ?? []), relation]);
  }
  const busiest = [...dyads.values()].sort((a, b) => b.length - a.length || a[0].index - b[0].index).slice(0, 8);
  $("details").classList.add("overview");
  $("details").replaceChildren(
    el("h2", {}, "Who did what to whom"),
    el("p", { class: "sub" }, relations.length
      ? `Every line opens the sentence that says so. ${days.length ? `The events run from ${dateWords(days[0])} to ${dateWords(days[days.length - 1])}.` : ""}`
      : "There are no relations in this graph yet."),
    ...(relations.length ? balance([...passing]) : []),
    ...(strongest.length ? [el("h3", { class: "eyebrow" }, "Most active"), el("div", { class: "chips" }, strongest.map(([actor, id]) =>
      el("button", { type: "button", class: "chip", onclick: () => go(actorHash(id)) }, shapeSample(actor.kind), name(actor.label), el("small", {}, byActor[id].length))))] : []),
    ...(busiest.length ? [el("h3", { class: "eyebrow" }, "Busiest pairs"), el("div", {}, busiest.map((list) =>
      el("button", { type: "button", class: "row", onclick: () => go(edgeHash(list[0].edge)) },
        el("span", { class: "what" }, el("b", {}, name(actors[list[0].source].label)), " → ", el("b", {}, name(actors[list[0].target].label))),
        el("span", { class: "meta" }, el("span", {}, `${plural(list.length, "relation")}: `, name(list.map(phraseOf).filter((phrase, at, all) => all.indexOf(phrase) === at).slice(0, 3).join("; "))))))) ] : []),
  );
}

function showActor(id) {
  const actor = actors[id];
  const own = byActor[id].filter((relation) => passing.has(relation)).sort(newestFirst);
  const hidden = byActor[id].length - own.length;
  const neighbours = new Map();
  for (const relation of own) {
    const other = relation.source === id ? relation.target : relation.source;
    if (other !== id) neighbours.set(other, (neighbours.get(other) ?? 0) + 1);
  }
  const nearest = [...neighbours].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const section = (title, list) => list.length ? [el("h3", { class: "eyebrow" }, `${title} (${list.length})`), stepwise(list, (relation) => relationRow(relation, id), el("div", {}))] : [];
  const wikidata = actor.wikidata && el("a", { href: `https://www.wikidata.org/wiki/${actor.wikidata}`, rel: "noopener noreferrer", target: "_blank" }, actor.wikidata);
  $("details").classList.remove("overview");
  $("details").replaceChildren(
    el("div", { class: "head" }, el("div", {}, el("h2", {}, name(actor.label)),
      el("p", { class: "sub source" }, shapeSample(actor.kind), ` ${capital(words(actor.kind))}`, actor.country && " · ", actor.country && name(actor.country), wikidata && " · ", wikidata)), closeButton()),
    ...(own.length ? balance(own) : [el("p", { class: "sub" }, "No relations to show.")]),
    ...(hidden ? [el("p", { class: "sub" }, `${plural(hidden, "relation")} hidden by the filters.`)] : []),
    ...(nearest.length ? [el("h3", { class: "eyebrow" }, `Neighbours (${nearest.length})`), stepwise(nearest, ([other, count]) =>
      el("button", { type: "button", class: "chip", onclick: () => go(actorHash(other)) }, shapeSample(actors[other].kind), name(actors[other].label), el("small", {}, count)), el("div", { class: "chips" }))] : []),
    ...section("Acts", own.filter((relation) => relation.source === id)),
    ...section("Is acted upon", own.filter((relation) => relation.source !== id)),
  );
}

function markedSentence(statement) {
  const text = sentences[statement.sentence];
  const parts = [];
  let last = 0;
  for (const [start, end, role] of statement.marks) {
    parts.push(text.slice(last, start), el("mark", { class: role, title: capital(role) }, text.slice(start, end)));
    last = end;
  }
  return el("blockquote", { dir: "auto" }, ...parts, text.slice(last));
}

function sourceLine(article) {
  const title = article.title ?? "Untitled article";
  const address = article.url && webAddress(article.url);
  return el("p", { class: "source" },
    address ? el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, name(title)) : name(title),
    article.publisher && ", ", article.publisher && name(article.publisher), article.date && `, ${dateWords(article.date)}`);
}

function statementBlock(statement) {
  const article = articles[statement.article];
  const speaker = statement.speaker ?? (statement.voice === "unnamed" ? "An unnamed source" : article.publisher ?? "The publisher");
  const manner = statement.speaker || statement.voice === "publisher" ? VOICES[statement.voice] : null;
  const notes = [statement.polarity === "negated" ? "says it is not so" : STATUSES[statement.status], `confidence ${Math.round(statement.confidence * 100)} %`];
  return el("div", { class: "statement" }, markedSentence(statement),
    el("p", { class: "says" }, el("b", {}, name(speaker)), manner && ` (${manner})`, ": ", notes.join(", ")),
    sourceLine(article),
    statement.rule && el("p", { class: "rule" }, "Read by rule ", name(statement.rule)));
}

function relationCard(relation, chosen) {
  const time = timeWords(relation);
  const denials = relation.statements.filter((item) => item.polarity === "negated").length;
  const speakers = relation.kind === "claim" ? [...new Set(relation.statements.map((item) => item.speaker).filter(Boolean))].slice(0, 3) : [];
  const share = Math.round(relation.confidence * 100);
  const fact = (term, ...value) => [el("dt", {}, term), el("dd", {}, ...value)];
  return el("article", { class: `card ${relation.kind}${chosen ? " chosen" : ""}` },
    el("div", { class: "labels" }, kindTag(relation.kind), el("span", { class: `class ${relation.stance}` }, lineSample(relation.kind, relation.stance), className(relation))),
    speakers.length > 0 && el("p", { class: "words" }, "According to ", name(speakers.join(", ")), ":"),
    el("p", { class: "phrase" }, name(actors[relation.source].label), " ", name(phraseOf(relation)), " ", name(actors[relation.target].label)),
    relation.classWords && el("p", { class: "words" }, name(relation.classWords)),
    el("dl", { class: "facts" },
      ...(time ? fact("When", time, relation.timeText && relation.timeText !== time ? el("span", { class: "sub" }, " (", name(relation.timeText), ")") : null) : []),
      ...fact("Said as", KINDS[relation.kind].label),
      ...(denials && relation.kind !== "denied" ? fact("Disputed", `${plural(denials, "statement")} to the contrary`) : []),
      ...(relation.score != null ? fact("Score", `${relation.score > 0 ? "+" : relation.score < 0 ? "−" : ""}${Math.abs(relation.score)} on −10 to +10`) : []),
      ...fact("Confidence", el("meter", { min: 0, max: 100, value: share, "aria-hidden": "true" }), `${share} %`),
      ...fact("Sources", plural(relation.statements.length + relation.further, "statement"), ` in ${plural(new Set(relation.statements.map((item) => item.article)).size, "article")}`)),
    ...relation.statements.slice(0, 12).map(statementBlock),
    relation.statements.length > 12 && (() => {
      const rest = el("button", { type: "button", class: "plain", onclick: () => rest.replaceWith(...relation.statements.slice(12).map(statementBlock)) }, `Show ${relation.statements.length - 12} more statements`);
      return rest;
    })(),
    relation.further > 0 && el("p", { class: "rule" }, `${plural(relation.further, "further statement")} in the store.`));
}

function showEdge(edge, chosen) {
  const own = edge.relations.map((index) => relations[index]).filter((relation) => passing.has(relation) || relation === chosen).sort(newestFirst);
  if (chosen) own.sort((a, b) => (b === chosen) - (a === chosen));
  const sameDyad = drawn.filter((other) => other !== edge && ((other.from === edge.from && other.to === edge.to) || (other.from === edge.to && other.to === edge.from)))
    .map((other) => [other, other.relations.filter((index) => passing.has(relations[index]))]).filter(([, left]) => left.length);
  $("details").classList.remove("overview");
  $("details").replaceChildren(
    el("div", { class: "head" }, el("div", {}, el("h2", {}, actorLink(edge.from), " → ", actorLink(edge.to)),
      el("p", { class: "sub" }, `${STANCES[edge.stance]} · ${KINDS[edge.kind].label.toLowerCase()} · ${plural(own.length, "relation")}`)), closeButton()),
    stepwise(own, (relation) => relationCard(relation, relation === chosen), el("div", {})),
    own.length ? el("p", { class: "marks" }, "Marked: ", el("mark", { class: "subject" }, "subject"), " ", el("mark", { class: "object" }, "object"), " ", el("mark", { class: "cue" }, "cue words")) : el("p", { class: "sub" }, "The filters hide these relations."),
    ...(sameDyad.length ? [el("h3", { class: "eyebrow" }, "Also between the two"), el("div", {}, sameDyad.map(([other, left]) =>
      el("button", { type: "button", class: "row", onclick: () => go(edgeHash(other)) },
        el("span", { class: `what ${other.kind}` }, name(actors[other.from].label), " → ", name(actors[other.to].label)),
        el("span", { class: "meta" }, lineSample(other.kind, other.stance), `${STANCES[other.stance]}, ${KINDS[other.kind].short}: ${left.length}`))))] : []),
  );
}
