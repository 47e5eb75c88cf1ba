// OpenID Federation by @openid-federation/core: from the issuer to the hub as its anchor, policies and trust mark included.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveTrustChains } from '@openid-federation/core'
import * as jose from 'jose'
import { hub } from '../hub.js'

const MARK = 'https://town.example/may-issue-shop-permit'

async function signedBy(jwt, jwk) {
  try {
    await jose.compactVerify(jwt, await jose.importJWK(jwk, 'ES256'))
    return true
  } catch (e) {
    return false
  }
}

const resolve = (anchors, verifyJwtCallback = ({ jwt, jwk }) => signedBy(jwt, jwk)) =>
  resolveTrustChains({ entityId: hub.issuer, trustAnchorEntityIds: anchors, verifyJwtCallback })

test('the issuer is resolved to the anchor; the keys of certificates and what the anchor rules come with it', async () => {
  const chains = await resolve([hub.url])
  assert.equal(chains.length, 1)
  const [{ chain, resolvedLeafMetadata, trustAnchorEntityConfiguration }] = chains
  assert.deepEqual(chain.map(({ iss, sub }) => [iss, sub]), [[hub.url, hub.issuer], [hub.url, hub.url]])
  assert.equal(trustAnchorEntityConfiguration.sub, hub.url)
  assert.deepEqual(resolvedLeafMetadata.federation_entity.contacts, ['permits@trade.example'])
  const published = await (await fetch(`${hub.url}/.well-known/jwt-vc-issuer/issuer/trade-office`)).json()
  assert.deepEqual(resolvedLeafMetadata.openid_credential_issuer.jwks, published.jwks)
})

test('the trust mark is the anchor\'s and active', async () => {
  const [{ rawLeafEntityConfiguration: issuer, trustAnchorEntityConfiguration: anchor }] = await resolve([hub.url])
  const [{ id, trust_mark: { claims } }] = issuer.trust_marks
  assert.equal(id, MARK)
  assert.deepEqual([claims.iss, claims.sub, claims.id], [hub.url, hub.issuer, MARK])
  assert.deepEqual(anchor.trust_mark_issuers[MARK], [hub.url])
  const endpoints = anchor.metadata.federation_entity
  const query = new URLSearchParams({ trust_mark_type: MARK, sub: hub.issuer })
  const mark = await (await fetch(`${endpoints.federation_trust_mark_endpoint}?${query}`)).text()
  const answer = await fetch(endpoints.federation_trust_mark_status_endpoint, { method: 'POST', body: new URLSearchParams({ trust_mark: mark }) })
  const keys = jose.createLocalJWKSet(anchor.jwks)
  assert.equal((await jose.jwtVerify(mark, keys, { typ: 'trust-mark+jwt', issuer: hub.url })).payload.vct, 'urn:tongban:wallets:shop-permit:1')
  const { payload } = await jose.jwtVerify(await answer.text(), keys, { typ: 'trust-mark-status-response+jwt', issuer: hub.url })
  assert.deepEqual([payload.trust_mark, payload.status], [mark, 'active'])
})

test('another anchor and signatures that do not hold lead nowhere', async () => {
  assert.deepEqual(await resolve(['https://other.example']), [])
  const { publicKey } = await jose.generateKeyPair('ES256', { extractable: true })
  const other = await jose.exportJWK(publicKey)
  await assert.rejects(resolve([hub.url], ({ jwt }) => signedBy(jwt, other)), /Signature in the JWT is invalid/)
})
