/* The offline verification page: keeps trust list and status lists, and says how old they are. */
import { jwt, signedBy, verify } from './verify-sd-jwt.js';

const CACHE = 'tongban-offline-lists-1';
const main = document.getElementById('main');
const language = main.dataset.language;
const key = JSON.parse(main.dataset.key);
const words = Object.fromEntries([...document.querySelectorAll('#words dt')].map((dt) => [dt.textContent, dt.nextElementSibling.textContent]));
const now = () => Math.floor(Date.now() / 1000);
const time = (seconds) => new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(seconds * 1000));

async function trusted(text) {
  try {
    const token = jwt(text);
    return token.header.typ === 'trust-list+jwt' && (await signedBy(token, key)) ? token.payload : null;
  } catch (unreadable) {
    return null;
  }
}

async function kept() {
  const cache = await caches.open(CACHE);
  const list = await cache.match('/trust-list');
  const lists = new Map();
  for (const request of await cache.keys()) {
    if (new URL(request.url).pathname.startsWith('/status-lists/')) {
      lists.set(request.url, await (await cache.match(request)).text());
    }
  }
  return { trust: list ? await trusted(await list.text()) : null, lists };
}

/** What is shown is asked for at this page's own place, wherever the list says it is published. */
const local = (address) => new URL(address).pathname;

async function update() {
  const answer = await fetch('/trust-list', { cache: 'no-cache' });
  const text = await answer.text();
  const trust = answer.ok ? await trusted(text) : null;
  if (!trust) throw new Error('the trust list cannot be trusted');
  const cache = await caches.open(CACHE);
  for (const issuer of trust.issuers) {
    const aggregation = await fetch(local(issuer.status_lists), { cache: 'no-cache' });
    if (!aggregation.ok) throw new Error('no aggregation');
    for (const address of (await aggregation.json()).status_lists) {
      const list = await fetch(local(address), { cache: 'no-cache' });
      if (!list.ok) throw new Error('no status list');
      await cache.put(address, new Response(await list.text()));
    }
  }
  await cache.put('/trust-list', new Response(text));
}

async function tell() {
  const { trust, lists } = await kept();
  const list = document.getElementById('list');
  list.textContent = trust ? time(trust.iat) : words.never;
  if (trust && !(now() < trust.exp)) list.textContent += ' – ' + words.stale_list;
  const ages = [...lists.values()].map((text) => jwt(text).payload.iat);
  document.getElementById('statuses').textContent = ages.length ? lists.size + ' · ' + words.as_of + ' ' + time(Math.min(...ages)) : words.never;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const label = (title) => title?.[language] ?? '';

function row(list, title, value) {
  const line = element('div', '', 'govuk-summary-list__row');
  line.append(element('dt', title, 'govuk-summary-list__key'), element('dd', value, 'govuk-summary-list__value tb-break'));
  list.append(line);
}

function show(found) {
  const tone = found.verdict === 'VALID' ? 'good' : ['SUSPENDED', 'EXPIRED', 'NOT_YET_VALID', 'STALE'].includes(found.verdict) ? 'wait' : 'bad';
  const verdict = element('div', '', 'tb-verdict tb-verdict--' + tone);
  verdict.dataset.verdict = found.verdict;
  const word = element('p', '', 'tb-verdict__word');
  const sign = element('span', { good: '✓', wait: '!', bad: '✗' }[tone], 'tb-verdict__sign');
  sign.setAttribute('aria-hidden', 'true');
  word.append(sign, words[found.verdict]);
  const list = element('dl', '', 'govuk-summary-list');
  if (found.type) row(list, words.type, label(found.type));
  if (found.issuer) row(list, words.issuer, label(found.issuer));
  if (found.asOf) row(list, words.as_of, time(found.asOf));
  for (const [name, value] of found.claims ?? []) {
    row(list, label(found.titles?.[name]) || name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  verdict.append(word);
  const note = words[found.verdict + '_note'];
  if (note) verdict.append(element('p', note, 'tb-verdict__message'));
  if (list.children.length) verdict.append(list);
  if (found.claims) verdict.append(element('p', words.holder_note, 'tb-note'));
  // the form is below: the verdict must not appear where nobody looks
  verdict.tabIndex = -1;
  document.getElementById('result').replaceChildren(verdict);
  verdict.focus();
}

document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = document.getElementById('text');
  const error = document.getElementById('text-error');
  error.hidden = field.value.trim() !== '';
  field.classList.toggle('govuk-textarea--error', !error.hidden);
  if (!error.hidden) {
    field.focus();
    return;
  }
  const { trust, lists } = await kept();
  show(await verify(field.value, trust, lists, now()));
});

async function refresh() {
  const said = document.getElementById('said');
  try {
    await update();
    said.textContent = words.updated;
  } catch (offline) {
    said.textContent = words.update_failed;
  }
  await tell();
}

document.getElementById('update').addEventListener('click', refresh);
await tell();
if ('serviceWorker' in navigator) {
  const registered = await navigator.serviceWorker.register('/offline-worker.js', { scope: '/offline' }).catch(() => null);
  if (registered) await navigator.serviceWorker.ready;
}
if (navigator.onLine) await refresh();
main.dataset.ready = 'yes';
