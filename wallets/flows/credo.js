// credo-ts, a whole wallet framework: fetches a permit, checks it, and shows it to the counter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Kms } from '@credo-ts/core'
import { credoAgent } from '../credo.js'
import { hub } from '../hub.js'

const VCT = 'urn:tongban:wallets:shop-permit:1'

/** An offer's certificates for two keys of the agent. */
async function fetched(agent, type, credentialConfigurationIds) {
  const { holder } = agent.openid4vc
  const offered = await hub.trade.post('/v1/certificates/offers', { type, parameters: { number: 'S5' }, transactionCode: true })
  const resolvedCredentialOffer = await holder.resolveCredentialOffer(offered.body.uri)
  const tokens = await holder.requestToken({ resolvedCredentialOffer, txCode: offered.body.transactionCode })
  const { credentials } = await holder.requestCredentials({
    resolvedCredentialOffer,
    ...tokens,
    credentialConfigurationIds,
    requestBatch: 2,
    credentialBindingResolver: async ({ issuerMaxBatchSize }) => {
      assert.equal(issuerMaxBatchSize, 10)
      const keys = await Promise.all([1, 2].map(() => agent.kms.createKeyForSignatureAlgorithm({ algorithm: 'ES256' })))
      return { method: 'jwk', keys: keys.map((key) => Kms.PublicJwk.fromPublicJwk(key.publicJwk)) }
    },
  })
  assert.equal(credentials.length, 1)
  const { record } = credentials[0]
  assert.equal(record.credentialInstances.length, 2)
  return record
}

/** Answers the counter's query; what the counter reads. */
async function shown(agent, credential) {
  const { holder } = agent.openid4vc
  const started = await hub.counter.post('/v1/presentations', { purpose: 'check-permits', dcql_query: { credentials: [credential] } })
  assert.equal(started.status, 201, JSON.stringify(started.body))
  const request = await holder.resolveOpenId4VpAuthorizationRequest(started.body.link)
  assert.equal(request.verifier.clientIdPrefix, 'x509_hash')
  assert.equal(request.dcql.queryResult.can_be_satisfied, true)
  const answered = await holder.acceptOpenId4VpAuthorizationRequest({
    authorizationRequestPayload: request.authorizationRequestPayload,
    dcql: { credentials: holder.selectCredentialsForDcqlRequest(request.dcql.queryResult) },
  })
  assert.equal(answered.ok, true, JSON.stringify(answered.serverResponse))
  return (await hub.counter.get(`/v1/presentations/${started.body.id}`)).body.credentials[0]
}

const PERMIT = { id: 'permit', format: 'dc+sd-jwt', meta: { vct_values: [VCT] }, claims: [{ path: ['town'] }] }
const STALL = {
  id: 'permit', format: 'mso_mdoc', meta: { doctype_value: 'town.stall-permit.1' }, claims: [{ path: ['town.stall-permit', 'town'] }],
}

test('a credo-ts agent fetches a batch, stores it and answers the counter', async () => {
  const agent = await credoAgent(hub.anchors)
  const record = await fetched(agent, 'shop-permit')
  assert.equal(record.firstCredential.prettyClaims.shop, '茶楼 Tearoom 5')
  const checked = await agent.sdJwtVc.verify({ compactSdJwtVc: record.firstCredential.compact, fetchTypeMetadata: false })
  assert.equal(checked.isValid, true, String(checked.error))
  await agent.sdJwtVc.store({ record })
  const { verdict, claims } = await shown(agent, PERMIT)
  assert.equal(verdict, 'VALID')
  assert.deepEqual(claims, { town: 'Town 5' })
  await agent.shutdown()
})

test('the list goes on with the key of the certificate when the type gets a new one', async () => {
  const agent = await credoAgent(hub.anchors)
  const { firstCredential: { compact } } = await fetched(agent, 'shop-permit')
  const { body: { items: [{ id }] } } = await hub.trade.get('/v1/certificates?type=shop-permit&number=S5')
  const started = await hub.operator.post('/v1/signing-keys', { authority: 'trade-office', type: 'shop-permit', reason: 'yearly change' })
  assert.equal(started.status, 200, JSON.stringify(started.body))
  const act = (name) => hub.trade.post(`/v1/certificates/${id}/status`, { act: name, legalBasis: 'Trade Act s. 9', reason: 'closed' })
  const check = () => agent.sdJwtVc.verify({ compactSdJwtVc: compact, fetchTypeMetadata: false })
  await act('SUSPENDED')
  assert.match(String((await check()).error), /Status is not valid/)
  await act('REINSTATED')
  const checked = await check()
  assert.equal(checked.isValid, true, String(checked.error))
  const { firstCredential } = await fetched(agent, 'shop-permit')
  assert.notDeepEqual(firstCredential.header.x5c, checked.sdJwtVc.header.x5c)
  await agent.shutdown()
})

test('a credo-ts agent fetches mdocs, verifies them and shows one element', async () => {
  const agent = await credoAgent(hub.anchors)
  const record = await fetched(agent, 'stall-permit', ['stall-permit.mso_mdoc'])
  const { docType, issuerSignedNamespaces } = record.firstCredential
  assert.equal(docType, 'town.stall-permit.1')
  assert.equal(issuerSignedNamespaces['town.stall-permit'].shop, '茶楼 Tearoom 5')
  await agent.mdoc.store({ record })
  const { verdict, claims } = await shown(agent, STALL)
  assert.equal(verdict, 'VALID')
  assert.deepEqual(claims, { 'town.stall-permit': { town: 'Town 5' } })
  await agent.shutdown()
})
