/* Verifies SD-JWT VCs (RFC 9901, ES256) against a kept trust list and kept status lists. Any doubt is a no. */
const HASH = 'SHA-256';
const SKEW = 60;
const FRESH = 600;
const encoder = new TextEncoder();

class Fault extends Error {}

function bytes(text) {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Fault('not base64url');
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
}

function base64url(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function json(text) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes(text)));
  } catch (e) {
    throw new Fault('not JSON');
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a compact JWT without verifying it. */
export function jwt(text) {
  const parts = String(text).split('.');
  if (parts.length !== 3) throw new Fault('not a JWT');
  const [header, payload] = [json(parts[0]), json(parts[1])];
  if (!isObject(header) || !isObject(payload)) throw new Fault('not a JWT');
  return { header, payload, signed: parts[0] + '.' + parts[1], signature: bytes(parts[2]) };
}

/** Whether that key signed it with ES256. */
export async function signedBy(token, jwk) {
  if (token.header.alg !== 'ES256' || token.signature.length !== 64) return false;
  try {
    const { kty, crv, x, y } = jwk;
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: HASH }, key, token.signature, encoder.encode(token.signed));
  } catch (noKey) {
    return false;
  }
}

/** An authority has a key for each type and, while one takes over from another, both. */
async function signedByOne(token, jwks) {
  for (const jwk of jwks) if (await signedBy(token, jwk)) return true;
  return false;
}

async function digest(text) {
  return base64url(await crypto.subtle.digest(HASH, encoder.encode(text)));
}

/** Puts the disclosures in their places; each must belong to exactly one digest. */
async function unfold(payload, disclosures) {
  const byDigest = new Map();
  for (const text of disclosures) {
    const value = json(text);
    if (!Array.isArray(value) || value.length < 2 || value.length > 3) throw new Fault('not a disclosure');
    const key = await digest(text);
    if (byDigest.has(key)) throw new Fault('a disclosure stands twice');
    byDigest.set(key, value);
  }
  const seen = new Set();
  const used = new Set();
  const take = (key, length) => {
    if (typeof key !== 'string' || seen.has(key)) throw new Fault('a digest stands twice');
    seen.add(key);
    const found = byDigest.get(key);
    if (!found) return undefined;
    if (found.length !== length) throw new Fault('a disclosure is in the wrong place');
    used.add(key);
    return found;
  };
  const walk = (node) => {
    if (Array.isArray(node)) {
      return node.flatMap((item) => {
        if (isObject(item) && '...' in item) {
          if (Object.keys(item).length !== 1) throw new Fault('not an element');
          const found = take(item['...'], 2);
          return found ? [walk(found[1])] : [];
        }
        return [walk(item)];
      });
    }
    if (!isObject(node)) return node;
    const out = Object.create(null);
    for (const [name, value] of Object.entries(node)) if (name !== '_sd' && name !== '_sd_alg') out[name] = walk(value);
    if ('_sd' in node) {
      if (!Array.isArray(node._sd)) throw new Fault('_sd is no array');
      for (const key of node._sd) {
        const found = take(key, 3);
        if (!found) continue;
        const [, name, value] = found;
        if (typeof name !== 'string' || name === '_sd' || name === '...' || name in out) throw new Fault('a name that may not be');
        out[name] = walk(value);
      }
    }
    return out;
  };
  if ('_sd_alg' in payload && payload._sd_alg !== 'sha-256') throw new Fault('another hash');
  const whole = walk(payload);
  if (used.size !== byDigest.size) throw new Fault('a disclosure belongs to no digest');
  return whole;
}

async function isHolders(presentation, binding, confirmation, now) {
  if (!binding) return true;
  try {
    const token = jwt(binding);
    return token.header.typ === 'kb+jwt'
      && token.payload.sd_hash === await digest(presentation)
      && Math.abs(now - token.payload.iat) <= FRESH
      && await signedBy(token, confirmation?.jwk ?? {});
  } catch (e) {
    return false;
  }
}

async function inflate(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The status at a place of a kept list: its value, when it was so, and whether that still holds. */
async function status(reference, lists, jwks, now) {
  const kept = reference && lists.get(reference.uri);
  if (!kept || !Number.isInteger(reference.idx) || reference.idx < 0) return null;
  try {
    const token = jwt(kept);
    const { payload } = token;
    if (token.header.typ !== 'statuslist+jwt' || payload.sub !== reference.uri || !(await signedByOne(token, jwks))) return null;
    const bits = payload.status_list.bits;
    if (![1, 2, 4, 8].includes(bits)) return null;
    const packed = await inflate(bytes(payload.status_list.lst));
    const at = reference.idx * bits;
    if (at >= packed.length * 8) return null;
    const value = (packed[at >> 3] >> (at & 7)) & ((1 << bits) - 1);
    return { value, asOf: payload.iat, stale: !(now < payload.exp) };
  } catch (unreadable) {
    return null;
  }
}

/**
 * Verifies.
 *
 * @param text compact SD-JWT, with or without KB-JWT
 * @param trust the kept trust list's payload, its signature verified, or null
 * @param lists kept status list tokens by their address
 * @param now seconds since 1970
 */
export async function verify(text, trust, lists, now) {
  let token, disclosures, binding, presentation;
  try {
    const parts = String(text).replace(/\s/g, '').split('~');
    if (parts.length < 2) throw new Fault('not an SD-JWT');
    binding = parts.pop();
    presentation = parts.join('~') + '~';
    token = jwt(parts[0]);
    disclosures = parts.slice(1);
    if (token.header.typ !== 'dc+sd-jwt' || typeof token.payload.iss !== 'string' || typeof token.payload.vct !== 'string') throw new Fault('no credential');
  } catch (e) {
    return { verdict: 'MALFORMED' };
  }
  const issuer = trust?.issuers.find((known) => known.iss === token.payload.iss && known.types.some((type) => type.vct === token.payload.vct));
  if (!issuer) return { verdict: 'UNKNOWN_ISSUER' };
  const type = issuer.types.find((known) => known.vct === token.payload.vct);
  const about = { issuer: issuer.title, type: type.title, titles: type.claims };
  if (!(await signedByOne(token, issuer.keys))) return { verdict: 'TAMPERED', ...about };
  let claims;
  try {
    claims = await unfold(token.payload, disclosures);
  } catch (e) {
    return { verdict: 'TAMPERED', ...about };
  }
  if (!(await isHolders(presentation, binding, token.payload.cnf, now))) return { verdict: 'WRONG_HOLDER', ...about };
  if (token.payload.nbf > now + SKEW || token.payload.iat > now + SKEW) return { verdict: 'NOT_YET_VALID', ...about };
  const envelope = ['iss', 'iat', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status'];
  const shown = Object.entries(claims).filter(([name]) => !envelope.includes(name));
  if ('exp' in token.payload && !(now < token.payload.exp)) return { verdict: 'EXPIRED', ...about, claims: shown };
  const found = await status(token.payload.status?.status_list, lists, issuer.keys, now);
  const told = { ...about, claims: shown, asOf: found?.asOf };
  // what has ended stays so, however old the list is
  if (found?.value === 1) return { verdict: 'REVOKED', ...told };
  if (!found || found.stale || !(now < trust.exp)) return { verdict: 'STALE', ...told };
  if (found.value === 0) return { verdict: 'VALID', ...told };
  return { verdict: found.value === 2 ? 'SUSPENDED' : 'STALE', ...told };
}
