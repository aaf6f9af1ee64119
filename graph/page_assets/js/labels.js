// Names on the map: always legible, the strongest first, none over another or over an actor; more appear as one zooms in.
const FACE = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";
const widths = new Map();

function labelWidth(context, text) {
  if (!widths.has(text)) {
    context.font = `100px ${FACE}`;
    widths.set(text, context.measureText(text).width / 100);
  }
  return widths.get(text);
}

// `nodes` come in order of importance; a chosen one is named even where there is no room.
function drawLabels(context, nodes, scale, colour) {
  const corner = map.network.DOMtoCanvas({ x: 0, y: 0 });
  const far = map.network.DOMtoCanvas({ x: $("map").clientWidth, y: $("map").clientHeight });
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const [paper, ink, accent] = ["paper", "ink", "accent"].map(colour);
  const gap = 3 / scale;
  const inside = nodes.map((node) => ({ ...node, ...map.network.getPosition(node.id) }))
    .filter((node) => node.x > corner.x && node.x < far.x && node.y > corner.y && node.y < far.y);
  // A dot of a few pixels may lie under a name; a larger shape may not.
  const taken = inside.filter(({ size }) => size * scale >= 5).map(({ x, y, size }) => ({ left: x - size, right: x + size, top: y - size, bottom: y + size }));
  const free = (box) => !taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
  for (const node of inside) {
    if (!node.chosen && node.size * scale < 2.2) continue;
    const height = node.letters / scale;
    const half = (labelWidth(context, node.text) * height * (node.chosen ? 1.08 : 1)) / 2 + gap;
    const x = Math.max(corner.x + half, Math.min(far.x - half, node.x));
    const spots = [node.y + node.size + gap, node.y - node.size - gap - height * 1.1]
      .map((top) => ({ left: x - half, right: x + half, top, bottom: top + height * 1.1 }));
    const box = spots.find(free) ?? (node.chosen ? spots[0] : null);
    if (!box) continue;
    taken.push(box);
    context.font = `${node.chosen ? "600 " : ""}${height}px ${FACE}`;
    context.lineWidth = 4 / scale;
    context.strokeStyle = paper;
    context.strokeText(node.text, x, box.top);
    context.fillStyle = node.chosen ? accent : ink;
    context.fillText(node.text, x, box.top);
  }
}
