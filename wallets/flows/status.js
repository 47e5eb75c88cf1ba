// Token Status List by @sd-jwt/jwt-status-list, key binding by @sd-jwt/sd-jwt-vc; and the same presentation at /v1/verify.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list'
import { hub } from '../hub.js'
import { sdJwtVc } from '../sdjwt.js'
import { Wallet, credentials } from '../wallet.js'

async function permit(number) {
  const { body } = await hub.trade.post('/v1/certificates/offers', { type: 'shop-permit', parameters: { number } })
  const { answer, holders } = await new Wallet(hub).obtain(body.uri)
  return { credential: credentials(answer)[0], holder: holders[0] }
}

async function newest(number) {
  return (await hub.trade.get(`/v1/certificates?type=shop-permit&number=${number}`)).body.items[0]
}

async function act(number, name) {
  const { id } = await newest(number)
  const { status, body } = await hub.trade.post(`/v1/certificates/${id}/status`, { act: name, legalBasis: 'Trade Act s. 9', reason: 'closed' })
  assert.equal(status, 200, JSON.stringify(body))
}

async function listed(credential) {
  const { payload } = await sdJwtVc(hub.anchors).decode(credential).then((sd) => sd.jwt)
  const { idx, uri } = payload.status.status_list
  const response = await fetch(uri, { headers: { accept: 'application/statuslist+jwt' } })
  return getListFromStatusListJWT(await response.text()).getStatus(idx)
}

test('the holder shows the permit with key binding; claims withheld stay unknown', async () => {
  const { credential, holder } = await permit('S7')
  const nonce = 'n-1234567890'
  const iat = Math.floor(Date.now() / 1000)
  const own = sdJwtVc(hub.anchors, holder)
  const shown = await own.present(credential, { shop: true }, { kb: { payload: { iat, aud: 'https://counter.example', nonce } } })
  const seen = await sdJwtVc(hub.anchors).verify(shown, { keyBindingNonce: nonce })
  assert.equal(seen.payload.shop, '茶楼 Tearoom 7')
  assert.equal(seen.payload.town, undefined)
  assert.equal(seen.kb.payload.aud, 'https://counter.example')
  const { body } = await hub.counter.post('/v1/verify', {
    presentation: shown, nonce, audience: 'https://counter.example', purpose: 'check-permits',
  })
  assert.equal(body.verdict, 'VALID', JSON.stringify(body))
  assert.equal(body.claims.shop, '茶楼 Tearoom 7')
})

test('suspended, reinstated, revoked: the list tells it and the library refuses', async () => {
  const { credential } = await permit('S8')
  const verifier = sdJwtVc(hub.anchors)
  assert.equal(await listed(credential), 0)
  await verifier.verify(credential)

  await act('S8', 'SUSPENDED')
  assert.equal(await listed(credential), 2)
  await assert.rejects(verifier.verify(credential), /status/i)

  await act('S8', 'REINSTATED')
  assert.equal(await listed(credential), 0)
  await verifier.verify(credential)

  await act('S8', 'REVOKED')
  assert.equal(await listed(credential), 1)
  await assert.rejects(verifier.verify(credential), /status/i)
})

test('a renewed permit takes the place of the one before', async () => {
  const { credential } = await permit('S9')
  const { id } = await newest('S9')
  hub.register.rows.set('/permits/S9', { number: 'S9', shop: '新茶楼 New tearoom', town: 'Town 9' })
  const renewal = await hub.trade.post(`/v1/certificates/${id}/renewal`, { transactionCode: true })
  assert.equal(renewal.status, 201, JSON.stringify(renewal.body))
  const { answer } = await new Wallet(hub).obtain(renewal.body.uri, { txCode: renewal.body.transactionCode })
  const verifier = sdJwtVc(hub.anchors)
  assert.equal((await verifier.verify(credentials(answer)[0])).payload.shop, '新茶楼 New tearoom')
  assert.equal(await listed(credential), 1)
  await assert.rejects(verifier.verify(credential), /status/i)
  assert.equal((await newest('S9')).predecessor, id)
})
