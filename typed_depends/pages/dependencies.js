"use strict";
{
  const { routes } = JSON.parse(document.getElementById("pictures").textContent);
  const list = document.getElementById("routes");
  const search = document.getElementById("search");
  const found = document.getElementById("found");

  /** Make an element. Texts are only ever set as text, never as HTML. */
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const chip = (text, className) => make("span", `chip ${className || ""}`, text);

  const drawNode = (picture, number) => {
    const node = picture.nodes[number];
    const uses = picture.edges.filter((edge) => edge.provider === number);
    const shared = uses.filter((edge) => edge.cached).length;
    const anew = uses.length - shared;
    const chips = make("div", "chips");
    if (node.layer === 0) chips.append(chip("endpoint"));
    if (node.scope) chips.append(chip(node.scope, node.scope));
    if (node.kind !== "function") chips.append(chip(node.kind));
    if (shared > 1) chips.append(chip(`shared by ${shared}`));
    if (anew) chips.append(chip(anew > 1 ? `called anew \u00d7 ${anew}` : "called anew"));
    if (node.scheme) chips.append(chip(`security: ${node.scheme}`, "security"));
    if (node.oauth_scopes.length && (node.scheme || node.connections.includes("SecurityScopes"))) {
      chips.append(chip(`scopes: ${node.oauth_scopes.join(" ")}`, "security"));
    }
    if (node.replaces) chips.append(chip(`overrides ${node.replaces}`, "override"));

    const takes = make("ul", "takes");
    const line = (className, label, ...rest) =>
      takes.append(make("li", className, make("span", "source", label), " ", ...rest));
    for (const one of node.parameters) {
      const renamed = one.key === one.name ? "" : ` as ${one.name}`;
      const key = make("span", one.required ? "key" : "key optional", one.key);
      line("", one.source, key, make("span", "type", `: ${one.type}${renamed}`));
    }
    for (const connection of node.connections) line("", "takes", make("span", "key", connection));
    const needs = picture.edges.filter((edge) => edge.holder === number);
    const names = needs.map((edge) => picture.nodes[edge.provider].name);
    // Where there is no room for lines, words say what they would.
    if (needs.length) line("needs", "needs", make("span", "key", names.join(", ")));

    const element = make(
      "div", `node ${node.scope || ""}`,
      make("div", "name", node.name), make("div", "from", node.module), chips,
    );
    if (takes.childElementCount) element.append(takes);
    if (node.scheme) element.classList.add("security");
    if (node.replaces) element.classList.add("override");
    element.tabIndex = 0;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", names.length ? `${node.name}, needs ${names.join(", ")}` : node.name);
    return element;
  };

  const GAP = 16, WAY = 8;

  /**
   * Put nodes into rows that are no wider than there is room: each below all that hold it, and near
   * them. Where an edge passes rows, each of them keeps a way free for it, so that no line runs
   * behind a node; the edges to one node share their ways.
   */
  const arrange = ({ nodes, edges }, elements, room) => {
    const holders = nodes.map(() => []);
    for (const edge of edges) holders[edge.provider].push(edge.holder);
    const rowOf = [], placeOf = [], ways = nodes.map(() => []), rows = [];
    const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / (numbers.length || 1);
    /** Where the lines to a node come from: its way in the row above, or who holds it there. */
    const wish = (number, row) => {
      const above = holders[number].filter((one) => rowOf[one] === row - 1).map((one) => placeOf[one]);
      const way = ways[number].at(-1);
      return mean(way && way.row === row - 1 ? [...above, way.place] : above);
    };
    const waiting = nodes.map((_, number) => number);
    while (waiting.length) {
      const row = rows.length;
      const passing = waiting.filter((number) => holders[number].some((one) => rowOf[one] < row));
      const layer = Math.min(...waiting.map((number) => nodes[number].layer));
      const next = waiting.filter((number) => nodes[number].layer === layer);
      next.sort((one, other) => wish(one, row) - wish(other, row));
      const taken = [];
      let width = passing.length * (WAY + GAP);
      for (const number of next) {
        const wider = width + elements[number].offsetWidth - WAY;
        if (taken.length && wider > room) break;
        taken.push(number);
        width = wider + (passing.includes(number) ? 0 : WAY + GAP);
      }
      const items = taken.map((number) => ({ number, element: elements[number], width: elements[number].offsetWidth }));
      for (const number of passing) {
        if (!taken.includes(number)) items.push({ number, element: make("div", "way"), width: WAY });
      }
      for (const item of items) item.wish = wish(item.number, row);
      items.sort((one, other) => one.wish - other.wish);
      let left = -items.reduce((sum, item) => sum + item.width + GAP, -GAP) / 2;
      for (const item of items) {
        const place = left + item.width / 2;
        left += item.width + GAP;
        if (item.element === elements[item.number]) {
          [rowOf[item.number], placeOf[item.number]] = [row, place];
        } else ways[item.number].push({ row, place, element: item.element });
      }
      rows.push(make("div", "layer", ...items.map((item) => item.element)));
      for (const number of taken) waiting.splice(waiting.indexOf(number), 1);
    }
    const routes = edges.map((edge) => ({
      edge,
      ways: ways[edge.provider].filter((way) => way.row > rowOf[edge.holder]).map((way) => way.element),
    }));
    return { rows, routes };
  };

  const namespace = "http://www.w3.org/2000/svg";

  /** Draw the lines anew: the nodes have moved to where there is room. */
  const drawLines = (graph, svg, elements, routes) => {
    const origin = graph.getBoundingClientRect();
    const at = (element) => {
      const box = element.getBoundingClientRect();
      const x = box.left + box.width / 2 - origin.left;
      return { x, top: box.top - origin.top, bottom: box.bottom - origin.top };
    };
    svg.replaceChildren(
      ...routes.map(({ edge, ways }) => {
        let from = at(elements[edge.holder]);
        let line = `M${from.x},${from.bottom}`;
        for (const element of [...ways, elements[edge.provider]]) {
          const to = at(element);
          const bend = Math.max(14, (to.top - from.bottom) / 2);
          line += ` C${from.x},${from.bottom + bend} ${to.x},${to.top - bend} ${to.x},${to.top}`;
          if (element !== elements[edge.provider]) line += ` L${to.x},${to.bottom}`;
          from = to;
        }
        const path = document.createElementNS(namespace, "path");
        path.setAttribute("class", edge.cached ? "edge" : "edge anew");
        path.setAttribute("d", line);
        path.dataset.holder = edge.holder;
        path.dataset.provider = edge.provider;
        return path;
      }),
    );
  };

  /** Return a node with everything on the ways from it, following `from` to `to`. */
  const reached = (edges, start, from, to) => {
    const found = new Set([start]);
    for (const number of found) {
      for (const edge of edges) if (edge[from] === number) found.add(edge[to]);
    }
    return found;
  };

  /** While a node is pointed at or focused, show all it needs and all that needs it. */
  const watch = (graph, svg, elements, edges, number) => {
    const below = reached(edges, number, "holder", "provider");
    const above = reached(edges, number, "provider", "holder");
    graph.classList.add("watching");
    elements.forEach((element, index) => element.classList.toggle("near", below.has(index) || above.has(index)));
    for (const path of svg.children) {
      const ends = [Number(path.dataset.holder), Number(path.dataset.provider)];
      path.classList.toggle("near", [below, above].some((side) => ends.every((end) => side.has(end))));
    }
  };

  const drawGraph = (picture) => {
    const graph = make("div", "graph");
    const svg = document.createElementNS(namespace, "svg");
    svg.setAttribute("aria-hidden", "true");
    const elements = picture.nodes.map((_, number) => drawNode(picture, number));
    graph.append(svg, make("div", "layer measured", ...elements));
    elements.forEach((element, index) => {
      const on = () => watch(graph, svg, elements, picture.edges, index);
      const off = () => graph.classList.remove("watching");
      element.addEventListener("pointerenter", on);
      element.addEventListener("pointerleave", off);
      element.addEventListener("focus", on);
      element.addEventListener("blur", off);
    });
    let room = 0, routes = [];
    new ResizeObserver(() => {
      const style = getComputedStyle(graph);
      const now = graph.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (now > 0 && now !== room) {
        room = now;
        // Each is as wide as it wants to be before it is put into a row.
        graph.replaceChildren(svg, make("div", "layer measured", ...elements));
        const arranged = arrange(picture, elements, room);
        routes = arranged.routes;
        graph.replaceChildren(svg, ...arranged.rows);
      }
      drawLines(graph, svg, elements, routes);
    }).observe(graph);
    return { graph, elements };
  };

  const wordsOfNode = (node) =>
    [
      node.name, node.module, node.scope || "", node.scheme || "", node.replaces || "", node.kind,
      ...node.oauth_scopes, ...node.connections,
      ...node.parameters.flatMap((one) => [one.name, one.key, one.source, one.type]),
    ].join("\n").toLowerCase();

  const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);

  /** Mark the nodes that have one of the words searched for. */
  const mark = (one) => {
    const wanted = words();
    one.elements.forEach((element, number) =>
      element.classList.toggle("hit", wanted.some((word) => one.nodes[number].includes(word))));
  };

  const shown = routes.map((route) => {
    const providers = route.picture.nodes.length - 1;
    const count = providers === 1 ? "1 dependency" : `${providers} dependencies`;
    const details = make(
      "details", "route",
      make("summary", "", make("span", "method", route.method), make("span", "path", route.path), make("span", "count", count)),
    );
    const nodes = route.picture.nodes.map(wordsOfNode);
    const one = { details, nodes, elements: [], words: `${route.method}\n${route.path}\n${nodes.join("\n")}`.toLowerCase() };
    // A graph is drawn when it is first looked at: there may be hundreds.
    details.addEventListener("toggle", () => {
      if (!details.open || one.elements.length) return;
      const { graph, elements } = drawGraph(route.picture);
      one.elements = elements;
      mark(one);
      details.append(graph);
    });
    return one;
  });
  list.append(...shown.map((one) => one.details));

  const filter = () => {
    const wanted = words();
    let count = 0;
    for (const one of shown) {
      const fits = wanted.every((word) => one.words.includes(word));
      one.details.hidden = !fits;
      mark(one);
      count += fits ? 1 : 0;
    }
    found.textContent = `${count} of ${shown.length} routes`;
    document.getElementById("nothing").hidden = count > 0;
  };
  search.addEventListener("input", filter);
  document.getElementById("open-all").addEventListener("click", () => {
    for (const one of shown) if (!one.details.hidden) one.details.open = true;
  });
  document.getElementById("close-all").addEventListener("click", () => {
    for (const one of shown) one.details.open = false;
  });
  filter();
  if (shown.length === 1) shown[0].details.open = true;
}
