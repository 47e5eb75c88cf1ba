// W3C Verifiable Credentials as JWTs: fetched and shown by @openid4vc, matched by dcql, verified and signed by jose.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHash } from 'node:crypto'
import { DcqlQuery } from 'dcql'
import * as jose from 'jose'
import { hub } from '../hub.js'
import { checkChain, sign } from '../keys.js'
import { Wallet, credentials } from '../wallet.js'

const TYPE = ['VerifiableCredential', 'urn:tongban:wallets:stall-permit:1']

/** The claims of a JWT whose chain ends in an anchor of the hub. */
const verified = (jwt) => jose.compactVerify(jwt, ({ x5c }) => checkChain(x5c, hub.anchors).publicKey)
  .then(({ payload }) => JSON.parse(new TextDecoder().decode(payload)))

test('a wallet fetches a credential as a JWT and shows it to the counter', async () => {
  const wallet = new Wallet(hub)
  const { body } = await hub.trade.post('/v1/certificates/offers', { type: 'stall-permit', parameters: { number: 'S6' } })
  const { answer, holders: [holder] } = await wallet.obtain(body.uri, { configuration: 'stall-permit.jwt_vc_json' })
  const [credential] = credentials(answer)
  const claims = await verified(credential)
  assert.deepEqual(claims.vc.type, TYPE)
  assert.equal(claims.vc.credentialSubject.shop, '茶楼 Tearoom 6')
  const own = JSON.parse(Buffer.from(claims.sub.slice('did:jwk:'.length), 'base64url'))
  assert.equal(own.x, holder.open.x)
  const { status_list: { uri } } = claims.status
  const list = await (await fetch(uri)).text()
  assert.equal((await verified(list)).sub, uri)
  assert.deepEqual(jose.decodeProtectedHeader(list).x5c, jose.decodeProtectedHeader(credential).x5c)

  const query = { credentials: [{ id: 'permit', format: 'jwt_vc_json', meta: { type_values: [TYPE] }, claims: [{ path: ['credentialSubject', 'town'] }] }] }
  const started = await hub.counter.post('/v1/presentations', { purpose: 'check-permits', dcql_query: query })
  assert.equal(started.status, 201, JSON.stringify(started.body))
  const { params } = wallet.vp.parseOpenid4vpAuthorizationRequest({ authorizationRequest: started.body.link })
  const request = await wallet.vp.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params })
  const result = DcqlQuery.query(DcqlQuery.parse(request.dcql.query), [
    { credential_format: 'jwt_vc_json', type: TYPE, claims: claims.vc, cryptographic_holder_binding: true },
  ])
  assert.equal(result.can_be_satisfied, true)

  const { nonce, client_id: aud } = request.authorizationRequestPayload
  assert.equal(aud, `x509_hash:${createHash('sha256').update(Buffer.from(request.jar.signer.x5c[0], 'base64')).digest('base64url')}`)
  const presentation = await sign(holder, { typ: 'JWT' }, {
    iss: claims.sub, aud, nonce, iat: Math.floor(Date.now() / 1000),
    vp: { '@context': ['https://www.w3.org/2018/credentials/v1'], type: ['VerifiablePresentation'], verifiableCredential: [credential] },
  })
  const made = await wallet.vp.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request.authorizationRequestPayload,
    authorizationResponsePayload: { vp_token: { permit: [presentation] } },
    jarm: {
      encryption: { nonce: 'wallet-nonce' },
      serverMetadata: { authorization_encryption_alg_values_supported: ['ECDH-ES'], authorization_encryption_enc_values_supported: ['A256GCM'] },
    },
  })
  const { response } = await wallet.vp.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request.authorizationRequestPayload,
    authorizationResponsePayload: made.authorizationResponsePayload,
    jarm: made.jarm,
  })
  assert.equal(response.status, 200, await response.text())
  const read = await hub.counter.get(`/v1/presentations/${started.body.id}`)
  assert.equal(read.body.credentials[0].verdict, 'VALID', JSON.stringify(read.body))
  assert.deepEqual(read.body.credentials[0].claims, { credentialSubject: { town: 'Town 6' } })
})
