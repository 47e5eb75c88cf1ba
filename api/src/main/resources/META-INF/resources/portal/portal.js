/* Pages work without this. It draws charts and the lineage graph from tables that are on the page. */
(() => {
  'use strict';
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue('--tb-' + name).trim();
  const font = colour('font');
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  /** Reads a table into row labels and columns of numbers. */
  function read(table) {
    const heads = [...table.querySelectorAll('thead th')].slice(1);
    const rows = [...table.querySelectorAll('tbody tr')].filter((r) => r.querySelector('[data-value]'));
    const label = (row) => {
      const th = row.querySelector('th');
      return th.dataset.label || th.textContent.trim();
    };
    const columns = heads
      .map((head, i) => ({
        name: head.textContent.trim(),
        tone: head.dataset.tone || 'accent',
        values: rows.map((row) => {
          const cell = row.children[i + 1];
          return cell && cell.dataset.value !== undefined ? Number(cell.dataset.value) : null;
        }),
      }))
      .filter((column) => column.values.some((value) => value !== null));
    return { labels: rows.map(label), columns };
  }

  function option(kind, data, narrow) {
    const text = { fontFamily: font, color: colour('muted'), fontSize: 13 };
    const values = { type: 'value', minInterval: 1, splitNumber: narrow ? 2 : 5, axisLabel: { ...text, hideOverlap: true }, splitLine: { lineStyle: { color: '#e6ebf0' } } };
    const names = {
      type: 'category', data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: '#9aa8b5' } },
      axisLabel: { ...text, width: kind === 'bars' ? (narrow ? 96 : 144) : undefined, overflow: 'truncate', hideOverlap: kind !== 'bars', interval: kind === 'bars' ? 0 : 'auto' },
    };
    const series = data.columns.map((column) => ({
      type: 'bar', name: column.name, data: column.values, barMaxWidth: 32, stack: kind === 'stack' ? 'all' : undefined,
      itemStyle: { color: colour(column.tone) },
      label: kind === 'bars' ? { show: true, position: 'right', formatter: (p) => Number(p.value).toLocaleString('en'), fontFamily: font, color: colour('ink') } : undefined,
    }));
    const legend = data.columns.length > 1 ? { top: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: text } : undefined;
    return {
      animation: !still, textStyle: { fontFamily: font }, legend, series,
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true, textStyle: { fontFamily: font } },
      grid: { left: 8, right: kind === 'bars' ? 64 : 16, top: legend ? 40 : 8, bottom: 8, containLabel: true },
      xAxis: kind === 'bars' ? values : names,
      yAxis: kind === 'bars' ? { ...names, inverse: true } : values,
    };
  }

  function charts() {
    if (!window.echarts) return;
    document.querySelectorAll('[data-chart]').forEach((place) => {
      const table = document.getElementById(place.dataset.table);
      const data = table && read(table);
      if (!data || !data.labels.length || !data.columns.length) return;
      place.closest('.tb-pair').classList.add('tb-pair--drawn');
      if (place.dataset.chart === 'bars') {
        place.style.height = Math.min(520, Math.max(160, 44 * data.labels.length + 40)) + 'px';
      }
      const chart = window.echarts.init(place);
      chart.setOption(option(place.dataset.chart, data, place.clientWidth < 480));
      new ResizeObserver(() => chart.resize()).observe(place);
    });
  }

  /** Layers from left to right by longest path, ordered by the middle of the neighbours before. */
  function layers(ids, edges) {
    const depth = new Map(ids.map((id) => [id, 0]));
    for (let round = 0; round < ids.length; round++) {
      let moved = false;
      edges.forEach(([from, to]) => {
        if (depth.get(to) < depth.get(from) + 1 && depth.get(from) + 1 <= ids.length) {
          depth.set(to, depth.get(from) + 1);
          moved = true;
        }
      });
      if (!moved) break;
    }
    const columns = [];
    ids.forEach((id) => (columns[depth.get(id)] ||= []).push(id));
    const place = new Map();
    columns.filter(Boolean).forEach((column, x) => {
      const middle = (id) => {
        const before = edges.filter((e) => e[1] === id && place.has(e[0])).map((e) => place.get(e[0]).y);
        return before.length ? before.reduce((a, b) => a + b, 0) / before.length : 0;
      };
      column.sort((a, b) => middle(a) - middle(b)).forEach((id, y) => place.set(id, { x: x * 240, y: (y - (column.length - 1) / 2) * 96 }));
    });
    return place;
  }

  function graphs() {
    const place = document.querySelector('[data-graph]');
    if (!place || !window.cytoscape) return;
    const sections = [...document.querySelectorAll('#' + place.dataset.nodes + ' .tb-node')];
    const ids = sections.map((s) => s.dataset.id);
    const edges = [...document.querySelectorAll('#' + place.dataset.graph + ' tr[data-from]')].map((r) => [r.dataset.from, r.dataset.to]);
    // the library writes a style element unless one of this id is there; portal.css says the same
    const own = document.createElement('template');
    own.id = '__________cytoscape_stylesheet';
    document.head.append(own);
    place.closest('.tb-lineage').classList.add('tb-lineage--drawn');
    const positions = layers(ids, edges);
    const ys = [...positions.values()].map((p) => p.y);
    place.style.height = Math.min(560, Math.max(240, Math.max(...ys) - Math.min(...ys) + 160)) + 'px';
    const short = (id) => (id.length > 26 ? '…' + id.slice(-25) : id);
    const cy = window.cytoscape({
      container: place, autoungrabify: true, boxSelectionEnabled: false, minZoom: 0.3, maxZoom: 2, userZoomingEnabled: false,
      elements: [
        ...sections.map((s) => ({ data: { id: s.dataset.id, label: short(s.dataset.id), kind: s.dataset.kind }, position: positions.get(s.dataset.id) })),
        ...edges.map(([source, target], i) => ({ data: { id: 'e' + i, source, target } })),
      ],
      layout: { name: 'preset', padding: 32 },
      style: [
        { selector: 'node', style: { label: 'data(label)', 'font-family': font, 'font-size': 12, color: colour('ink'), 'text-valign': 'center', width: 184, height: 44, shape: 'round-rectangle', 'background-color': colour('accent-light'), 'border-width': 1, 'border-color': colour('accent'), 'text-wrap': 'ellipsis', 'text-max-width': 172 } },
        { selector: 'node[kind = "job"]', style: { 'background-color': '#eef2f6', 'border-color': '#6b7a88', 'border-style': 'dashed' } },
        { selector: 'edge', style: { width: 2, 'line-color': '#9aa8b5', 'target-arrow-color': '#9aa8b5', 'target-arrow-shape': 'triangle', 'curve-style': 'bezier' } },
        { selector: '.lit', style: { 'line-color': colour('accent'), 'target-arrow-color': colour('accent'), width: 3 } },
        { selector: 'node.lit', style: { 'border-width': 2, width: 184 } },
        { selector: 'node.picked', style: { 'background-color': colour('accent'), color: '#fff', 'border-width': 2, 'border-color': colour('accent-dark') } },
      ],
    });
    cy.fit(undefined, 32);
    if (cy.zoom() > 1.1) { cy.zoom(1.1); cy.center(); }
    const hint = document.querySelector('[data-hint]');
    let at = -1;
    const pick = (index) => {
      at = index;
      const id = ids[index];
      if (hint) hint.hidden = true;
      sections.forEach((s, i) => { s.hidden = i !== index; });
      cy.elements().removeClass('lit picked');
      const node = cy.getElementById(id);
      node.predecessors().union(node.successors()).addClass('lit');
      node.addClass('picked');
    };
    pick(Math.max(0, ids.findIndex((id) => id.startsWith('resource/'))));
    cy.on('tap', 'node', (event) => pick(ids.indexOf(event.target.id())));
    place.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const order = [...ids].sort((a, b) => positions.get(a).x - positions.get(b).x || positions.get(a).y - positions.get(b).y);
      const next = (order.indexOf(ids[at]) + step + order.length) % order.length;
      pick(ids.indexOf(order[next]));
    });
    new ResizeObserver(() => { cy.resize(); cy.fit(undefined, 32); if (cy.zoom() > 1.1) { cy.zoom(1.1); cy.center(); } }).observe(place);
  }

  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
  // a narrow menu scrolls sideways; where one is must not be out of sight
  const here = document.querySelector('.tb-nav [aria-current]');
  if (here) here.closest('ul').scrollLeft = here.offsetLeft - here.closest('ul').offsetLeft - 16;
  const first = document.querySelector('[data-focus]');
  if (first) first.focus();
  charts();
  graphs();
})();
