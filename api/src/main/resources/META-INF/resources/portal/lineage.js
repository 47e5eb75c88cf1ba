/* The lineage graph is made of links that work without this. It moves between them by the arrow keys, and puts the next state in place without a new page. */
const part = () => document.querySelector('#lineage[data-live]');
const said = document.getElementById('said');
let why = '';

function place(selector, key) {
  return [...document.querySelectorAll(selector + ' [data-key]')].find((link) => link.dataset.key === key);
}

/** Takes the new state out of the page that the hub answers; what has the focus keeps it. */
function replace(html, url, push) {
  const next = new DOMParser().parseFromString(html, 'text/html');
  const fresh = next.querySelector('#lineage[data-live]');
  const old = part();
  if (!fresh || !old) return false;
  const graph = old.querySelector('.tb-graph');
  const [left, top] = graph ? [graph.scrollLeft, graph.scrollTop] : [0, 0];
  const key = document.activeElement?.dataset?.key;
  old.replaceWith(document.importNode(fresh, true));
  document.title = next.title;
  if (push) history.pushState({ lineage: true }, '', url);
  const drawn = part().querySelector('.tb-graph');
  if (drawn) drawn.scrollTo(left, top);
  if (key) place('#lineage', key)?.focus({ preventScroll: true });
  const field = part().querySelector('#why');
  if (field && !field.value) field.value = why;
  const heading = part().querySelector('#evidence');
  if (said && heading) said.textContent = said.dataset.said + ' ' + heading.textContent;
  document.dispatchEvent(new Event('tongban:replaced'));
  return true;
}

async function go(url, options, push) {
  try {
    const answer = await fetch(url, { ...options, headers: { Accept: 'text/html' } });
    if (!answer.ok && answer.status !== 400) throw new Error('status ' + answer.status);
    return replace(await answer.text(), url, push);
  } catch (failed) {
    return false;
  }
}

document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('#lineage[data-live] a[href^="/lineage?"]');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const url = link.getAttribute('href');
  if (!(await go(url, {}, true))) location.assign(url);
});

document.addEventListener('submit', async (event) => {
  const form = event.target.closest?.('#lineage[data-live] form[method="post"]');
  if (!form) return;
  event.preventDefault();
  why = form.elements.why.value;
  const body = new URLSearchParams(new FormData(form));
  if (await go(form.getAttribute('action'), { method: 'POST', body }, false)) {
    const heading = document.getElementById('run-evidence');
    const wrong = document.getElementById('why-error') && document.getElementById('why');
    if (heading) heading.tabIndex = -1;
    (wrong || heading)?.focus();
  } else {
    form.submit();
  }
});

addEventListener('popstate', async () => {
  if (part() && !(await go(location.pathname + location.search, {}, false))) location.reload();
});

/** The nearest of the links that lie in that direction; straight ahead counts as nearer. */
function nearest(links, from, [dx, dy]) {
  const middle = (link) => {
    const box = (link.querySelector('rect') ?? link).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(from);
  let best = null;
  for (const link of links) {
    if (link === from) continue;
    const [along, across] = ((at) => [(at[0] - x) * dx + (at[1] - y) * dy, Math.abs((at[0] - x) * dy) + Math.abs((at[1] - y) * dx)])(middle(link));
    const distance = along + 2 * across;
    // a column lies to one's side even where it is a little lower
    if (along > 4 && (!best || distance < best.distance)) best = { link, distance };
  }
  return best?.link;
}

document.addEventListener('keydown', (event) => {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  const graph = event.target.closest?.('.tb-graph');
  if (!way || !graph) return;
  const links = [...graph.querySelectorAll('a[data-key]')];
  const next = event.target.dataset.key ? nearest(links, event.target, way) : links[0];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});
