/* Verifies receipts of a ledger with its public keys alone: C2SP tlog-proof, tlog-checkpoint and signed-note, RFC 9162. Any doubt is a no. */
const FIRST = 'c2sp.org/tlog-proof@v1';
const DASH = '\u2014 ';
const HASH_BYTES = 32;
const MOST_LINES = 64;
const MOST_SIGNATURES = 100;
const LOG = 1;
const WITNESS = 4;
const STATEMENT = 'tongban.io/ledger-key/v1';
const MOST_CHANGES = 1000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Fault extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

const malformed = (message) => new Fault('MALFORMED_RECEIPT', message);

/** Base64 in its one form (RFC 4648, section 4): padded, no other character, no bits left over. */
function bytes(text, reason = 'MALFORMED_RECEIPT') {
  let binary;
  try {
    binary = atob(text);
  } catch (e) {
    throw new Fault(reason, 'not base64');
  }
  if (btoa(binary) !== text) throw new Fault(reason, 'not the one form of base64');
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

export const base64 = (data) => btoa(String.fromCharCode(...data));
const hex = (data) => [...data].map((b) => b.toString(16).padStart(2, '0')).join('');
const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest('SHA-256', data));

/** Whether this browser can check Ed25519 signatures (and hash: both need a secure context). */
export async function supported() {
  try {
    // the public key of RFC 8032, section 7.1, test 1
    await imported(bytes('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='));
    return true;
  } catch (e) {
    return false;
  }
}

const imported = (key) => crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);

async function ed25519(key, signature, message) {
  try {
    return await crypto.subtle.verify({ name: 'Ed25519' }, await imported(key), signature, message);
  } catch (noPoint) {
    return false;
  }
}

/** A verifier key, name+hash+base64(type, key) (C2SP signed-note). */
async function verifierKey(text, type) {
  const [name, id, ...rest] = text.trim().split('+');
  const wrong = (message) => new Fault('MALFORMED_KEY', message);
  if (!rest.length || !name || /[\s\u0000-\u001f]/.test(name)) throw wrong('a verifier key has three parts with + between them');
  const material = bytes(rest.join('+'), 'MALFORMED_KEY');
  if (material.length !== HASH_BYTES + 1 || material[0] !== type) throw wrong('the verifier key is not one of Ed25519 of this use');
  const own = (await sha256(joined(encoder.encode(name + '\n'), material))).slice(0, 4);
  if (hex(own) !== id) throw wrong('the verifier key does not fit its name and key');
  return { name, id: own, type, key: material.slice(1) };
}

/** What fails in there fails for that reason. */
async function failing(reason, work) {
  try {
    return await work();
  } catch (fault) {
    throw new Fault(fault.reason === 'BROKEN_KEY_CHAIN' ? fault.reason : reason, fault.message);
  }
}

const named = (key) => key.name + '+' + hex(key.id);
const sameKey = (a, b) => a.name === b.name && same(a.key, b.key);

/**
 * A verifier key, or the keys a log has had: the first, then for each change the signed statement and the next key, with an empty line between.
 * Each comes into force above a tree size.
 */
async function logKeys(text) {
  const parts = text.trim().split('\n\n');
  if (parts.length % 3 !== 1 || parts.length > 3 * MOST_CHANGES) throw new Fault('MALFORMED_KEY', 'that is no verifier key and no keys of a log');
  const keys = [{ ...(await verifierKey(parts[0], LOG)), above: -1n }];
  for (let i = 1; i < parts.length; i += 3) {
    const note = await failing('MALFORMED_KEY', () => signedNote(parts[i] + '\n\n' + parts[i + 1] + '\n'));
    const next = await failing('BROKEN_KEY_CHAIN', () => statement(note, keys));
    const after = await verifierKey(parts[i + 2], LOG);
    if (!sameKey(after, next)) throw new Fault('BROKEN_KEY_CHAIN', 'the key after a statement is not the one it names');
    keys.push(next);
  }
  return keys;
}

/** The key that a statement leads to from the newest; both have signed it. */
async function statement(note, keys) {
  const lines = note.text.split('\n');
  const after = (label, line) => {
    if (!line?.startsWith(label)) throw malformed('the statement has no line ' + label);
    return line.slice(label.length);
  };
  if (lines.length !== 6 || lines[0] !== STATEMENT || lines[5] !== '') throw malformed('the statement does not begin with ' + STATEMENT);
  const texts = [after('from ', lines[1]), after('to ', lines[2])];
  if (texts.some((each) => each !== each.trim())) throw malformed('the statement is not in its one form');
  const [from, to] = [await verifierKey(texts[0], LOG), await verifierKey(texts[1], LOG)];
  const size = number(after('size ', lines[3]));
  hash(after('root ', lines[4]));
  const newest = keys.at(-1);
  if (from.name !== to.name || sameKey(from, to)) throw malformed('a log changes to another key of the same name');
  if (!sameKey(from, newest)) throw malformed('a statement does not lead on from the key before it');
  if (keys.some((key) => sameKey(key, to))) throw malformed('a statement leads back to a key the log had before');
  if (keys.length > 1 && size <= newest.above) throw malformed('the size of a statement does not lie above that of the one before');
  for (const key of [from, to]) if ((await standing(note, key)) !== 'SIGNED') throw malformed('a statement is not signed by the keys it names');
  return { ...to, above: size };
}

function number(text) {
  if (!/^(0|[1-9][0-9]{0,17})$/.test(text)) throw malformed('not a decimal number without leading zeroes');
  return BigInt(text);
}

function hash(text) {
  const value = bytes(text);
  if (value.length !== HASH_BYTES) throw malformed('a hash has not 32 bytes');
  return value;
}

function signatureLine(line) {
  const [name, value, ...more] = line.startsWith(DASH) ? line.slice(DASH.length).split(' ') : [];
  if (!name || value === undefined || more.length || name.includes('+')) throw malformed('a signature line is not of its form');
  const data = bytes(value);
  if (data.length <= 4) throw malformed('a signature is too short');
  return { name, id: data.slice(0, 4), value: data.slice(4) };
}

function signedNote(note) {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n') || note.endsWith('\n\n')) throw malformed('the note has no blank line or no newline at its end');
  const text = note.slice(0, gap + 1);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw malformed('the note holds control characters');
  const signatures = note.slice(gap + 2, -1).split('\n').map(signatureLine);
  if (signatures.length > MOST_SIGNATURES) throw malformed('the note has too many signatures');
  return { text, signatures };
}

function checkpoint(text) {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.slice(0, -1).includes('') || lines.at(-1) !== '') throw malformed('a checkpoint has at least three lines');
  return { origin: lines[0], size: number(lines[1]), root: hash(lines[2]) };
}

function tlogProof(text) {
  const gap = text.indexOf('\n\n');
  if (gap < 0) throw malformed('the proof has no checkpoint');
  const [first, ...head] = text.slice(0, gap).split('\n');
  if (first !== FIRST) throw malformed('the proof does not begin with ' + FIRST);
  if (head[0]?.startsWith('extra ')) head.shift();
  if (!head[0]?.startsWith('index ') || head.length > MOST_LINES) throw malformed('the proof has no index or too long a path');
  const index = number(head.shift().slice('index '.length));
  return { index, path: head.map(hash), note: signedNote(text.slice(gap + 2)) };
}

/** The receipt itself, or an answer with a member of that name. */
function receipt(text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch (e) {
    throw malformed('the file holds no receipt');
  }
  const found = isObject(json) && 'receipt' in json ? json.receipt : json;
  if (!isObject(found)) throw malformed('the file holds no receipt');
  const { id, index, leaf, nonce, proof, ...others } = found;
  if (Object.keys(others).length || ![id, leaf, nonce, proof].every((member) => typeof member === 'string')
    || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) || !Number.isInteger(index ?? 0)) {
    throw malformed('the file holds no receipt');
  }
  return { id: id.toLowerCase(), index: index ?? 0, leaf, nonce, proof };
}

/** SIGNED, UNKNOWN_KEY (no signature has the key's name and id) or FORGED (one has and is not the key's). */
async function standing(note, key) {
  const own = note.signatures.filter((each) => each.name === key.name && same(each.id, key.id));
  for (const each of own) if (!(await signedBy(key, note.text, each.value))) return 'FORGED';
  return own.length ? 'SIGNED' : 'UNKNOWN_KEY';
}

async function signedBy(key, text, signature) {
  if (key.type === LOG) return ed25519(key.key, signature, encoder.encode(text));
  if (signature.length !== 8 + 64) return false;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigInt64(0);
  return time > 0n && ed25519(key.key, signature.slice(8), encoder.encode('cosignature/v1\ntime ' + time + '\n' + text));
}

const leafHash = (leaf) => sha256(joined([0], leaf));
const nodeHash = (left, right) => sha256(joined([1], left, right));

/** The root a path leads to; null where the path has not the length that index and size ask for (RFC 9162, section 2.1.3.2). */
async function rootOf(start, index, size, path) {
  if (index >= size) return null;
  let [node, last, value] = [index, size - 1n, start];
  for (const sibling of path) {
    if (last === 0n) return null;
    if (node & 1n || node === last) {
      value = await nodeHash(sibling, value);
      while (!(node & 1n) && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      value = await nodeHash(value, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? value : null;
}

/** A time as entries write it: to the second, or with 3, 6 or 9 digits and no more than needed. */
function isTime(at) {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?:\d{3}){0,2}(\d{3}))?Z$/.exec(at);
  if (!parts || parts[2] === '000') return false;
  const time = Date.parse(parts[1] + 'Z');
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(parts[1]);
}

/** The logged bytes must be the canonical JSON (RFC 8785) of the members they name. A type that a newer hub has is a type, too. */
function leafOf(data) {
  let json;
  try {
    json = JSON.parse(decoder.decode(data));
  } catch (e) {
    throw malformed('the leaf is no JSON');
  }
  const { actor, at, id, manifest, type } = json ?? {};
  const whole = [actor, at, id, manifest, type].every((member) => typeof member === 'string')
    && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && /^[0-9a-f]{64}$/.test(manifest) && /^[A-Z][A-Z_]*$/.test(type) && isTime(at)
    && same(data, encoder.encode(JSON.stringify({ actor, at, id, manifest, type, v: 1 })));
  if (!whole) throw malformed('the leaf is not in its one form');
  return { actor, at, id, manifest, type };
}

/** Canonical JSON (RFC 8785): members by UTF-16 code units, values as ECMAScript writes them. */
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (!isObject(value)) return JSON.stringify(value);
  return '{' + Object.keys(value).sort().map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
}

async function manifestDigest(nonce, manifest) {
  if (!nonce) throw new Fault('NO_NONCE', 'only the first receipt has the nonce');
  if (!/^[A-Za-z0-9_-]*={0,2}$/.test(nonce)) throw malformed('the nonce is not base64url');
  let salt;
  try {
    salt = Uint8Array.from(atob(nonce.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  } catch (e) {
    throw malformed('the nonce is not base64url');
  }
  return hex(await sha256(joined(salt, encoder.encode(canonical(manifest)))));
}

/**
 * Verifies a receipt.
 *
 * @param text the receipt as JSON, or an answer that holds one
 * @param keys the log's verifier key, or all keys it has had with the statements between them
 * @param options witnesses: witnesses' verifier keys; needed: how many of them must have cosigned; manifest: a disclosed manifest, as a value
 * @returns verdict: HOLDS, a reason as ReceiptVerdict has them, or UNSUPPORTED; steps: name, result (ok, failed, open) and value of each; message;
 *     leaf, index and size where it holds
 */
export async function verifyReceipt(text, keys, { witnesses = [], needed = 0, manifest } = {}) {
  const names = ['read', 'key', 'proof', 'signature', ...(witnesses.length ? ['witnesses'] : []), 'leaf', 'path', 'entry', ...(manifest === undefined ? [] : ['manifest'])];
  const steps = names.map((name) => ({ name, result: 'open', value: '' }));
  let at = 0;
  const done = (value) => Object.assign(steps[at++], { result: 'ok', value: String(value) });
  if (!(await supported())) return { verdict: 'UNSUPPORTED', message: 'this browser has no Ed25519', steps };
  try {
    const given = receipt(text);
    done(given.id);
    const known = await logKeys(keys);
    done(known.map(named).join(' '));
    const proof = tlogProof(given.proof);
    const data = bytes(given.leaf);
    const head = checkpoint(proof.note.text);
    done(proof.index + ' / ' + head.size);
    done(await requireSigned(proof.note, head, known));
    if (witnesses.length) done((await requireWitnesses(proof.note, witnesses, needed)) + ' / ' + witnesses.length);
    const start = await leafHash(data);
    done(base64(start));
    const root = await rootOf(start, proof.index, head.size, proof.path);
    if (!root || !same(root, head.root)) throw new Fault('NOT_INCLUDED', 'the entry is not in the signed tree at index ' + proof.index);
    done(base64(root));
    const leaf = leafOf(data);
    if (leaf.id !== given.id || !Number.isSafeInteger(given.index) || BigInt(given.index) !== proof.index) {
      throw new Fault('WRONG_ENTRY', 'the receipt names another entry or index than its proof');
    }
    done(leaf.id);
    if (manifest !== undefined) {
      if ((await manifestDigest(given.nonce, manifest)) !== leaf.manifest) throw new Fault('WRONG_MANIFEST', 'the manifest is not the one that was recorded');
      done(leaf.manifest);
    }
    return { verdict: 'HOLDS', message: '', steps, leaf, index: String(proof.index), size: String(head.size) };
  } catch (fault) {
    // what was not foreseen is a no as well, and tells so
    steps[at].result = 'failed';
    return { verdict: fault instanceof Fault ? fault.reason : 'MALFORMED_RECEIPT', message: fault.message, steps };
  }
}

/** The key that was in force at that size must have signed, and no signature in the name of a key may be forged. */
async function requireSigned(note, head, keys) {
  if (head.origin !== keys.at(-1).name) throw new Fault('WRONG_KEY', 'the checkpoint is of another log than the key');
  const found = await Promise.all(keys.map((key) => standing(note, key)));
  if (found.includes('FORGED')) throw new Fault('BAD_SIGNATURE', 'the checkpoint was changed after it was signed');
  const inForce = keys.findLastIndex((key) => key.above < head.size);
  if (found[inForce] === 'SIGNED') return named(keys[inForce]);
  if (found.includes('SIGNED')) throw new Fault('KEY_NOT_IN_FORCE', 'the checkpoint is signed with a key that was not the log\'s at size ' + head.size);
  throw new Fault('WRONG_KEY', 'the checkpoint is not signed with this key');
}

async function requireWitnesses(note, witnesses, needed) {
  const keys = await Promise.all(witnesses.map((witness) => verifierKey(witness, WITNESS)));
  const found = await Promise.all(keys.map((key) => standing(note, key)));
  if (found.includes('FORGED')) throw new Fault('BAD_SIGNATURE', 'the checkpoint carries a forged signature of a witness');
  const signed = found.filter((each) => each === 'SIGNED').length;
  if (signed < needed) throw new Fault('NOT_WITNESSED', 'fewer than ' + needed + ' of the named witnesses cosigned the checkpoint');
  return signed;
}
