// OpenID4VP 1.0 after HAIP by @openid4vc/openid4vp, dcql and @sd-jwt: a counter asks, the wallet answers, the counter reads.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHash } from 'node:crypto'
import { DcqlQuery } from 'dcql'
import { hub } from '../hub.js'
import { sdJwtVc } from '../sdjwt.js'
import { Wallet, credentials } from '../wallet.js'

const VCT = 'urn:tongban:wallets:shop-permit:1'
const QUERY = {
  credentials: [
    { id: 'permit', format: 'dc+sd-jwt', meta: { vct_values: [VCT] }, claims: [{ path: ['shop'] }, { path: ['town'] }] },
  ],
}
const ENCRYPTION = { authorization_encryption_alg_values_supported: ['ECDH-ES'], authorization_encryption_enc_values_supported: ['A256GCM', 'A128GCM'] }

async function holding(number) {
  const wallet = new Wallet(hub)
  const { body } = await hub.trade.post('/v1/certificates/offers', { type: 'shop-permit', parameters: { number } })
  const { answer, holders } = await wallet.obtain(body.uri)
  return { wallet, credential: credentials(answer)[0], holder: holders[0] }
}

async function start(more = {}) {
  const { status, body } = await hub.counter.post('/v1/presentations', { purpose: 'check-permits', case: '2026-17', dcql_query: QUERY, ...more })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}

/** The wallet's side: resolves the link, checks who asks, answers the query. */
async function answered({ wallet, credential, holder }, link, { nonce: wrongNonce } = {}) {
  const { params } = wallet.vp.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link })
  const request = await wallet.vp.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params })
  assert.equal(request.client.prefix, 'x509_hash')
  assert.equal(request.jar.signer.method, 'x5c')
  const hash = createHash('sha256').update(Buffer.from(request.jar.signer.x5c[0], 'base64')).digest('base64url')
  assert.equal(request.client.identifier, hash)

  const query = DcqlQuery.parse(request.dcql.query)
  DcqlQuery.validate(query)
  const { payload } = await sdJwtVc(hub.anchors).verify(credential)
  const result = DcqlQuery.query(query, [
    { credential_format: 'dc+sd-jwt', vct: payload.vct, claims: payload, cryptographic_holder_binding: true },
  ])
  assert.equal(result.can_be_satisfied, true)
  const wanted = result.credential_matches.permit.valid_credentials[0].claims.valid_claim_sets[0].output
  const frame = Object.fromEntries(Object.keys(wanted).map((name) => [name, true]))

  const { nonce, client_id: aud, transaction_data: transactionData } = request.authorizationRequestPayload
  const agreed = transactionData?.map((data) => createHash('sha256').update(data).digest('base64url'))
  const presentation = await sdJwtVc(hub.anchors, holder).present(credential, frame, {
    kb: {
      payload: {
        iat: Math.floor(Date.now() / 1000), aud, nonce: wrongNonce ?? nonce,
        ...(agreed && { transaction_data_hashes: agreed, transaction_data_hashes_alg: 'sha-256' }),
      },
    },
  })
  const made = await wallet.vp.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request.authorizationRequestPayload,
    authorizationResponsePayload: { vp_token: { permit: [presentation] } },
    jarm: { encryption: { nonce: 'wallet-nonce' }, serverMetadata: ENCRYPTION },
  })
  const { response } = await wallet.vp.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request.authorizationRequestPayload,
    authorizationResponsePayload: made.authorizationResponsePayload,
    jarm: made.jarm,
  })
  return { status: response.status, body: await response.json() }
}

test('a counter asks for two claims and reads a VALID verdict with a receipt, once', async () => {
  const started = await start()
  const told = await answered(await holding('S1'), started.link)
  assert.equal(told.status, 200, JSON.stringify(told.body))

  const { status, body } = await hub.counter.get(`/v1/presentations/${started.id}`)
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(body.state, 'received')
  assert.deepEqual(body.credentials.map((c) => [c.credential, c.verdict, c.type]), [['permit', 'VALID', 'shop-permit']])
  assert.deepEqual(body.credentials[0].claims, { shop: '茶楼 Tearoom 1', town: 'Town 1' })
  assert.ok(body.receipt)
  const again = await hub.counter.get(`/v1/presentations/${started.id}`)
  assert.equal(again.status, 410)
  assert.equal(again.body.code, 'presentation-over')
})

test('on the same device the wallet is led back, and the result waits for the response code', async () => {
  const started = await start({ redirect_uri: 'https://counter.example/back' })
  const told = await answered(await holding('S2'), started.haip_link.replace(/^haip-vp:/, 'openid4vp:'))
  assert.match(told.body.redirect_uri, /^https:\/\/counter\.example\/back[#?]response_code=/)
  const without = await hub.counter.get(`/v1/presentations/${started.id}`)
  assert.equal(without.body.code, 'presentation-response-code-wrong')
})

test('the holder agrees to transaction data', async () => {
  const started = await start({ transaction_data: [{ type: 'urn:example:fee', credential_ids: ['permit'], amount: '12.50' }] })
  const told = await answered(await holding('S3'), started.link)
  assert.equal(told.status, 200, JSON.stringify(told.body))
  assert.equal((await hub.counter.get(`/v1/presentations/${started.id}`)).body.credentials[0].verdict, 'VALID')
})

test('an answer to another nonce is WRONG_HOLDER and tells no claims', async () => {
  const started = await start()
  const told = await answered(await holding('S4'), started.link, { nonce: 'another-nonce-1234' })
  assert.equal(told.status, 200, JSON.stringify(told.body))
  const { body } = await hub.counter.get(`/v1/presentations/${started.id}`)
  assert.equal(body.credentials[0].verdict, 'WRONG_HOLDER')
  assert.deepEqual(body.credentials[0].claims, {})
})
