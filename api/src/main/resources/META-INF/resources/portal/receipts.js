/* Verifies receipts on a page in the browser and shows each step. Where it cannot, it says so. */
import { verifyReceipt } from './verify-receipt.js';

const KEYS = '/v1/ledger/keys';
const list = document.getElementById('receipt-words');
const words = list ? Object.fromEntries([...list.querySelectorAll('dt')].map((dt) => [dt.textContent, dt.nextElementSibling.textContent])) : {};
const SIGNS = { ok: '✓', failed: '✗', open: '–' };

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** The verdict of that tone: a word, what it means, and what is said below. */
function block(tone, word, message, ...below) {
  const made = element('div', '', 'tb-verdict tb-verdict--small tb-verdict--' + tone);
  const head = element('p', '', 'tb-verdict__word');
  const sign = element('span', { good: '✓', wait: '!', bad: '✗' }[tone], 'tb-verdict__sign');
  sign.setAttribute('aria-hidden', 'true');
  head.append(sign, word);
  made.append(head, element('p', message, 'tb-verdict__message'), ...below);
  return made;
}

function steps(found) {
  const made = element('ol', '', 'tb-checks');
  for (const step of found.steps) {
    const line = element('li', '', 'tb-checks__' + step.result);
    const sign = element('span', SIGNS[step.result], 'tb-checks__sign');
    sign.setAttribute('aria-hidden', 'true');
    line.append(sign, (words['step_' + step.name] ?? step.name) + ' – ' + words[step.result]);
    line.dataset.step = step.name;
    line.dataset.result = step.result;
    if (step.value) line.append(element('code', step.value, 'tb-break'));
    made.append(line);
  }
  return [element('p', words.steps, 'tb-checks__title'), made];
}

function row(entry, name, value) {
  const line = element('div');
  line.append(element('dt', name), element('dd', value));
  entry.append(line);
}

function shown(found, fetched) {
  if (found.verdict === 'UNSUPPORTED') return block('wait', words.UNSUPPORTED, words.UNSUPPORTED_text);
  const note = fetched ? [element('p', words.key_from, 'tb-note')] : [];
  if (found.verdict === 'HOLDS') {
    const entry = element('dl', '', 'tb-facts');
    row(entry, words.type, words[found.leaf.type] ?? found.leaf.type);
    row(entry, words.at, found.leaf.at);
    row(entry, words.actor, found.leaf.actor);
    row(entry, words.index, found.index);
    return block('good', words.HOLDS, words.HOLDS_text, entry, ...steps(found), ...note);
  }
  const failed = found.steps.find((step) => step.result === 'failed');
  const at = failed ? [element('p', words.failed_at + (document.documentElement.lang.startsWith('zh') ? '：' : ': ') + (words['step_' + failed.name] ?? failed.name))] : [];
  return block('bad', words.rejected, (words[found.verdict] ?? found.verdict) + ' (' + found.verdict + ')', ...at, ...steps(found), ...note);
}

/** The verdict stands below the button and gets the focus, so that nobody misses it. */
function put(place, made, verdict) {
  made.dataset.verdict = verdict;
  made.tabIndex = -1;
  place.replaceChildren(made);
  made.focus();
}

const given = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
const witnesses = () => (list?.dataset.witnesses ?? '').split(/\s+/).filter(Boolean);

async function check(button) {
  const receipt = button.closest('[data-receipt]');
  const place = receipt.querySelector('[data-checked]');
  let keys;
  try {
    const answer = await fetch(KEYS, { cache: 'no-cache' });
    if (!answer.ok) throw new Error('status ' + answer.status);
    keys = await answer.text();
  } catch (away) {
    put(place, block('wait', words.UNSUPPORTED, words.unreachable), 'UNREACHABLE');
    return;
  }
  const found = await verifyReceipt(receipt.querySelector('pre').textContent, keys, { witnesses: witnesses() });
  put(place, shown(found, true), found.verdict);
}

async function checkForm(form) {
  const text = document.getElementById('receipt');
  const complain = (message) => {
    const error = document.getElementById('receipt-error');
    error.hidden = !message;
    error.lastElementChild.textContent = message;
    text.classList.toggle('govuk-textarea--error', Boolean(message));
  };
  complain(text.value.trim() ? '' : words.missing);
  if (!text.value.trim()) {
    text.focus();
    return;
  }
  const options = { witnesses: given(document.getElementById('receipt-witnesses').value), needed: Number(document.getElementById('receipt-needed').value) };
  const manifest = document.getElementById('receipt-manifest').value.trim();
  if (manifest) {
    try {
      options.manifest = JSON.parse(manifest);
    } catch (unread) {
      complain(words.manifest_unread);
      document.getElementById('receipt-manifest').focus();
      return;
    }
  }
  const found = await verifyReceipt(text.value, document.getElementById('receipt-keys').value, options);
  put(form.querySelector('[data-checked]'), shown(found, false), found.verdict);
}

function form(element) {
  const text = document.getElementById('receipt');
  const read = async (file) => {
    if (!file) return;
    text.value = await file.text();
    await checkForm(element);
  };
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    checkForm(element);
  });
  document.getElementById('receipt-file').addEventListener('change', (event) => read(event.target.files[0]));
  element.addEventListener('dragover', (event) => event.preventDefault());
  element.addEventListener('drop', (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  });
}

/** Buttons do nothing without script, so that only the script shows them. */
function offer() {
  document.querySelectorAll('[data-verify-receipt]').forEach((button) => { button.hidden = false; });
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-verify-receipt]');
  if (button) check(button);
});
document.addEventListener('tongban:replaced', offer);
document.querySelectorAll('[data-receipt-form]').forEach(form);
offer();
document.documentElement.dataset.receipts = 'ready';
