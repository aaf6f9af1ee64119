// What the page holds, and which part of it the filters leave.
const data = JSON.parse($("data").textContent);
const { actors, relations, articles, sentences } = data;
const drawn = data.network.edges;

const KINDS = {
  fact: { label: "Reported as fact", short: "fact" },
  claim: { label: "Claimed or doubtful", short: "claim" },
  denied: { label: "Denied", short: "denied" },
  planned: { label: "Planned or feared", short: "planned" },
};
const STANCES = { cooperation: "Cooperation", conflict: "Conflict", neutral: "Other relation" };
const STATUSES = {
  actual: "says it is so", future: "announces it for the future", requested: "demands it", hypothetical: "considers it", feared: "fears it",
};
const VOICES = {
  publisher: "the publisher, in its own voice", self: "speaking for its own side", other: "speaking of another side", unnamed: "side unknown",
};
const TONES = {
  state: "state", government: "state", organisation: "organisation", person: "person", party: "other", armed_group: "force",
  military: "force", media: "other", company: "other", group: "other", place: "place",
};
const SHAPES = Object.fromEntries(data.network.nodes.map((node) => [node.group, node.shape]));
const actorStyle = (kind) => ({ shape: SHAPES[kind] ?? "dot", tone: TONES[kind] ?? "other" });

const QUADS = ["material conflict", "verbal conflict", "verbal cooperation", "material cooperation"];
const STANDING = "standing relations";
const OPEN = "other relations";
const quadOf = (relation) => {
  if (relation.standing) return STANDING;
  return relation.quad ? words(relation.quad) : OPEN;
};
const typeOf = (relation) => relation.type ?? (relation.standing ? words(relation.standing) : "unclassified");
const stanceOfQuad = (quad) => (quad.includes("conflict") ? "conflict" : quad.includes("cooperation") ? "cooperation" : "neutral");

const className = (relation) => {
  const type = capital(words(typeOf(relation)));
  return relation.mode ? `${type} · ${words(relation.mode)}` : type;
};
const phraseOf = (relation) => relation.phrase || words(typeOf(relation));
const UNNAMED = "Publisher not given";

relations.forEach((relation, index) => {
  relation.index = index;
  relation.class = `${quadOf(relation)}/${typeOf(relation)}`;
  const read = relation.statements.map((statement) => articles[statement.article]);
  relation.publishers = [...new Set(read.map((article) => article.publisher ?? UNNAMED))];
  const published = read.map((article) => article.date).filter(Boolean).sort();
  // Where the text dates no event, the day of its report places it in time.
  const dated = relation.earliest || relation.latest;
  relation.from = dated ? relation.earliest : published[0] ?? null;
  relation.to = dated ? relation.latest : published[published.length - 1] ?? null;
  relation.undated = !dated && !published.length;
});
drawn.forEach((edge) => {
  for (const index of edge.relations) relations[index].edge = edge;
});

const byActor = actors.map(() => []);
for (const relation of relations) {
  byActor[relation.source].push(relation);
  if (relation.target !== relation.source) byActor[relation.target].push(relation);
}

const filters = {
  hiddenClasses: new Set(), hiddenPublishers: new Set(), hiddenKinds: new Set(), from: "", to: "", undated: true, confidence: 0,
};
const listeners = [];
const onFilter = (listener) => listeners.push(listener);

let passing = new Set(relations);

function passes(relation) {
  if (filters.hiddenClasses.has(relation.class) || filters.hiddenKinds.has(relation.kind)) return false;
  if (relation.confidence < filters.confidence) return false;
  // Publishers of a relation without any statement are unknown, and an unknown publisher cannot be hidden.
  if (relation.publishers.length && relation.publishers.every((publisher) => filters.hiddenPublishers.has(publisher))) return false;
  if (!filters.from && !filters.to) return true;
  if (relation.undated) return filters.undated;
  return !(filters.from && relation.to && relation.to < filters.from) && !(filters.to && relation.from && relation.from > filters.to);
}

function applyFilters() {
  passing = new Set(relations.filter(passes));
  for (const listener of listeners) listener();
}

const activeFilters = () =>
  [filters.hiddenClasses.size, filters.hiddenPublishers.size, filters.hiddenKinds.size, filters.from || filters.to, filters.confidence]
    .filter(Boolean).length;

const newestFirst = (a, b) => (b.to ?? b.from ?? "").localeCompare(a.to ?? a.from ?? "") || b.confidence - a.confidence || a.index - b.index;
