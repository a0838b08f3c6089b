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

  /**
   * Put nodes into their layers, and a way through each layer that an edge passes, so that no
   * line runs behind a node. Each is placed near what holds it, which keeps lines from crossing.
   */
  const arrange = ({ nodes, edges }, elements) => {
    const layers = [];
    const put = (layer, item) => (layers[layer] ??= []).push(item);
    nodes.forEach((node, number) => put(node.layer, { element: elements[number], above: [], node: number }));
    const itemOf = new Map(layers.flat().map((item) => [item.node, item]));
    const routes = edges.map((edge) => {
      const ways = [];
      let above = itemOf.get(edge.holder);
      for (let layer = nodes[edge.holder].layer + 1; layer < nodes[edge.provider].layer; layer += 1) {
        const way = { element: make("div", "way"), above: [above] };
        put(layer, way);
        ways.push(way.element);
        above = way;
      }
      itemOf.get(edge.provider).above.push(above);
      return { edge, ways };
    });
    for (const layer of layers) {
      for (const item of layer) {
        const places = item.above.map((one) => one.place);
        item.wish = places.reduce((sum, place) => sum + place, 0) / (places.length || 1);
      }
      layer.sort((one, other) => one.wish - other.wish);
      layer.forEach((item, index) => (item.place = (index + 1) / (layer.length + 1)));
    }
    return { routes, rows: layers.map((layer) => make("div", "layer", ...layer.map((item) => item.element))) };
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

  /** While a node is pointed at or focused, show what it needs and what needs it. */
  const watch = (graph, svg, elements, edges, number) => {
    const near = new Set([number]);
    for (const edge of edges) {
      if (edge.holder === number) near.add(edge.provider);
      if (edge.provider === number) near.add(edge.holder);
    }
    graph.classList.add("watching");
    elements.forEach((element, index) => element.classList.toggle("near", near.has(index)));
    for (const path of svg.children) {
      const touches = [path.dataset.holder, path.dataset.provider].includes(String(number));
      path.classList.toggle("near", touches);
    }
  };

  const drawGraph = (picture) => {
    const graph = make("div", "graph");
    const svg = document.createElementNS(namespace, "svg");
    svg.setAttribute("aria-hidden", "true");
    const elements = picture.nodes.map((_, number) => drawNode(picture, number));
    const { routes, rows } = arrange(picture, elements);
    graph.append(svg, ...rows);
    elements.forEach((element, index) => {
      const on = () => watch(graph, svg, elements, picture.edges, index);
      const off = () => graph.classList.remove("watching");
      element.addEventListener("pointerenter", on);
      element.addEventListener("pointerleave", off);
      element.addEventListener("focus", on);
      element.addEventListener("blur", off);
    });
    new ResizeObserver(() => drawLines(graph, svg, elements, routes)).observe(graph);
    return graph;
  };

  const wordsOf = (route) =>
    [
      route.method,
      route.path,
      ...route.picture.nodes.flatMap((node) => [
        node.name, node.module, node.scope || "", node.scheme || "", node.replaces || "", node.kind,
        ...node.oauth_scopes, ...node.connections,
        ...node.parameters.flatMap((one) => [one.name, one.key, one.source, one.type]),
      ]),
    ].join("\n").toLowerCase();

  const shown = routes.map((route) => {
    const providers = route.picture.nodes.length - 1;
    const count = providers === 1 ? "1 dependency" : `${providers} dependencies`;
    const details = make(
      "details", "route",
      make("summary", "", make("span", "method", route.method), make("span", "path", route.path), make("span", "count", count)),
    );
    // A graph is drawn when it is first looked at: there may be hundreds.
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) details.append(drawGraph(route.picture));
    });
    return { details, words: wordsOf(route) };
  });
  list.append(...shown.map((one) => one.details));

  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const one of shown) {
      const fits = wanted.every((word) => one.words.includes(word));
      one.details.hidden = !fits;
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
