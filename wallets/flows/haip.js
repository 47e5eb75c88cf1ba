// HAIP 1.0 whole: an attested wallet, PAR, PKCE and DPoP with nonces, by @openid4vc/oauth2 and @openid4vc/openid4vci.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Oauth2Client, clientAuthenticationClientAttestationJwt, clientAuthenticationNone, createClientAttestationJwt } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { Browser } from '../browser.js'
import { hub } from '../hub.js'
import { sign } from '../keys.js'
import { sdJwtVc } from '../sdjwt.js'
import { REDIRECT_URI, Wallet, credentials } from '../wallet.js'

const CLIENT_ID = 'attested-wallet'

/** A wallet whose key the attester vouches for. */
async function attestedWallet() {
  const wallet = new Wallet(hub)
  const instance = await wallet.keys.add()
  const attestation = await createClientAttestationJwt({
    issuer: 'https://attester.example',
    clientId: CLIENT_ID,
    confirmation: { jwk: instance.open },
    expiresAt: new Date(Date.now() + 600_000),
    signer: { method: 'jwk', publicJwk: hub.attester.open, alg: 'ES256' },
    callbacks: { signJwt: async (signer, { header, payload }) => ({ jwt: await sign(hub.attester, header, payload), signerJwk: hub.attester.open }) },
  })
  const callbacks = wallet.keys.callbacks()
  const proved = wallet.keys.callbacks(clientAuthenticationClientAttestationJwt({ clientAttestationJwt: attestation, callbacks }))
  return Object.assign(wallet, { oauth: new Oauth2Client({ callbacks: proved }), vci: new Openid4vciClient({ callbacks: proved }) })
}

const begin = (wallet, oauth, authorizationServerMetadata, scope, dpop) =>
  oauth.createAuthorizationRequestUrl({ authorizationServerMetadata, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, scope, state: 'state-2', dpop })

/** The member's card in a configuration, from the wallet's own request on. */
async function fetched(wallet, configuration) {
  const issuerMetadata = await wallet.vci.resolveIssuerMetadata(hub.guild)
  const server = issuerMetadata.authorizationServers[0]
  assert.deepEqual(server.token_endpoint_auth_methods_supported, ['attest_jwt_client_auth'])
  const key = await wallet.keys.add()
  const dpop = { signer: { method: 'jwk', publicJwk: key.open, alg: 'ES256' } }
  const { scope } = issuerMetadata.credentialIssuer.credential_configurations_supported[configuration]
  const begun = await begin(wallet, wallet.oauth, server, scope, dpop)
  const back = await new Browser(hub.url).agree(begun.authorizationRequestUrl)
  const { code } = wallet.vci.parseAndVerifyAuthorizationResponseRedirectUrl({ url: back, authorizationServerMetadata: server })
  const { accessTokenResponse, dpop: bound } = await wallet.oauth.retrieveAuthorizationCodeAccessToken({
    authorizationServerMetadata: server, authorizationCode: code, pkceCodeVerifier: begun.pkce.codeVerifier, redirectUri: REDIRECT_URI, dpop: begun.dpop ?? dpop,
    additionalRequestPayload: { client_id: CLIENT_ID }, // the hub asks for it beside the attestation, the library leaves it out
  })
  assert.equal(accessTokenResponse.token_type, 'DPoP')
  const { proofs, holders } = await wallet.proofs(issuerMetadata, configuration)
  const answer = await wallet.vci.retrieveCredentials({
    issuerMetadata, accessToken: accessTokenResponse.access_token, credentialConfigurationId: configuration, proofs, dpop: bound ?? dpop,
  })
  return { credential: credentials(answer)[0], holder: holders[0] }
}

test('an attested wallet fetches the card as SD-JWT VC', async () => {
  const { credential, holder } = await fetched(await attestedWallet(), 'member-card')
  const { payload } = await sdJwtVc(hub.anchors).verify(credential)
  assert.equal(payload.iss, hub.guild)
  assert.equal(payload.cnf.jwk.x, holder.open.x)
})

test('and as mdoc', async () => {
  const { credential } = await fetched(await attestedWallet(), 'member-card.mso_mdoc')
  const { body } = await hub.counter.post('/v1/verify', { presentation: credential, purpose: 'check-permits' })
  assert.equal(body.verdict, 'VALID', JSON.stringify(body))
})

test('a wallet that does not prove which it is gets no request_uri', async () => {
  const wallet = new Wallet(hub)
  const { authorizationServers: [server] } = await wallet.vci.resolveIssuerMetadata(hub.guild)
  const key = await wallet.keys.add()
  const dpop = { signer: { method: 'jwk', publicJwk: key.open, alg: 'ES256' } }
  const plain = new Oauth2Client({ callbacks: wallet.keys.callbacks(clientAuthenticationNone({ clientId: CLIENT_ID })) })
  await assert.rejects(begin(wallet, plain, server, 'member-card', dpop), (e) => e.errorResponse?.error === 'invalid_client')
})
