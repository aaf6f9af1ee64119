// Building blocks: text only ever becomes a text node, attributes only ever come from this script.
const $ = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

const name = (text) => el("bdi", { dir: "auto" }, text);

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const DASHES = { fact: "none", claim: "5 3.5", denied: "1.5 3", planned: "10 4" };

// A short line as the map draws it: its dashes tell the kind, its end the stance.
function lineSample(kind, stance, label) {
  const line = { stroke: "currentColor", "stroke-width": 2, fill: "none" };
  const ends = {
    cooperation: [svg("path", { d: "M21 2.5 29 7 21 11.5Z", fill: "currentColor" })],
    conflict: [svg("path", { ...line, "stroke-width": 3, d: "M27 1V13" })],
    neutral: [svg("circle", { cx: 25, cy: 7, r: 3.5, fill: "currentColor" })],
  };
  const shaft = svg("path", {
    ...line, d: stance ? "M1 7H22" : "M1 7H28", "stroke-dasharray": DASHES[kind], "stroke-opacity": kind === "planned" ? 0.6 : 1,
  });
  const picture = svg("svg", { width: 30, height: 14, viewBox: "0 0 30 14" }, shaft, ...(ends[stance] ?? []));
  picture.setAttribute("class", stance ?? "");
  if (label) {
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", label);
  } else picture.setAttribute("aria-hidden", "true");
  return picture;
}

const OUTLINES = {
  dot: "M7 1.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11Z",
  hexagon: "M3.8 1.6h6.4L13.4 7l-3.2 5.4H3.8L.6 7Z",
  triangle: "M7 1 13.4 12.6H.6Z",
  triangleDown: "M7 13 13.4 1.4H.6Z",
  diamond: "M7 .5 13.5 7 7 13.5.5 7Z",
  square: "M2 2h10v10H2Z",
  star: "m7 .8 1.9 4 4.4.5-3.3 3 .9 4.3L7 10.4l-3.9 2.2.9-4.3-3.3-3 4.4-.5Z",
};

function shapeSample(kind) {
  const { shape, tone } = actorStyle(kind);
  const outline = svg("path", { d: OUTLINES[shape] ?? OUTLINES.dot, fill: "currentColor" });
  return svg("svg", { class: `tone-${tone}`, width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" }, outline);
}

const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// memberOf, martial-law, self_report: the ontology's names as a reader's words.
const words = (term) => term.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase();

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function dateWords(iso) {
  const [year, month, day] = iso.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

function timeWords(relation) {
  const { earliest, latest, timeText } = relation;
  if (!earliest && !latest) return timeText ?? "";
  if (earliest === latest) return dateWords(earliest);
  if (!earliest) return `until ${dateWords(latest)}`;
  if (!latest) return `since ${dateWords(earliest)}`;
  if (earliest.endsWith("-01-01") && latest.endsWith("-12-31")) {
    const years = [earliest.slice(0, 4), latest.slice(0, 4)];
    return years[0] === years[1] ? years[0] : `${years[0]} to ${years[1]}`;
  }
  return `${dateWords(earliest)} to ${dateWords(latest)}`;
}

function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
