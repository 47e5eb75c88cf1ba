/* Pages work without this. It draws charts from tables that are on the page. */
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
})();
