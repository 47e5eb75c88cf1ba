// OpenID4VCI 1.0, authorization code flow: PAR, PKCE, DPoP, the holder's browser, refresh.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../browser.js'
import { hub } from '../hub.js'
import { sdJwtVc } from '../sdjwt.js'
import { CLIENT_ID, REDIRECT_URI, Wallet, credentials } from '../wallet.js'

const ZHANG = '990001199003078046'

test('a citizen signs in and agrees; the wallet fetches the card, and anew with its refresh token', async () => {
  const wallet = new Wallet(hub)
  const { body } = await hub.trade.post('/v1/certificates/offers', { type: 'trader-card', signIn: true })
  const credentialOffer = await wallet.vciByName.resolveCredentialOffer(body.uri)
  const issuerMetadata = await wallet.vciByName.resolveIssuerMetadata(credentialOffer.credential_issuer)
  const key = await wallet.keys.add()
  const dpop = { signer: { method: 'jwk', publicJwk: key.open, alg: 'ES256' } }
  const server = issuerMetadata.authorizationServers[0]
  // the openid4vci client would do this too, but sends no state
  const begun = await wallet.oauthByName.createAuthorizationRequestUrl({
    authorizationServerMetadata: server, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, scope: 'trader-card', state: 'state-1', dpop,
    additionalRequestPayload: { issuer_state: credentialOffer.grants.authorization_code.issuer_state },
  })
  assert.equal(begun.pkce.codeChallengeMethod, 'S256')
  assert.match(begun.authorizationRequestUrl, /request_uri=/)

  const back = await new Browser(hub.url).agree(begun.authorizationRequestUrl)
  assert.ok(back.startsWith(REDIRECT_URI))
  const response = wallet.vciByName.parseAndVerifyAuthorizationResponseRedirectUrl({
    url: back, authorizationServerMetadata: server,
  })
  assert.equal(response.iss, hub.issuer)
  assert.equal(response.state, 'state-1')

  const got = await wallet.vciByName.retrieveAuthorizationCodeAccessTokenFromOffer({
    credentialOffer, issuerMetadata, authorizationCode: response.code, pkceCodeVerifier: begun.pkce.codeVerifier, redirectUri: REDIRECT_URI, dpop,
  })
  assert.equal(got.accessTokenResponse.token_type, 'DPoP')
  const first = await fetched(wallet, issuerMetadata, got.accessTokenResponse, dpop)
  assert.equal(first.payload.id_number, ZHANG)
  assert.equal(first.payload.name, '张敏 Zhang Min')

  hub.register.rows.set(`/traders/${ZHANG}`, { id_number: ZHANG, name: '张敏之 Zhang Minzhi' })
  const refreshed = await wallet.oauthByName.retrieveRefreshTokenAccessToken({
    authorizationServerMetadata: server, refreshToken: got.accessTokenResponse.refresh_token, dpop,
  })
  const second = await fetched(wallet, issuerMetadata, refreshed.accessTokenResponse, dpop)
  assert.equal(second.payload.name, '张敏之 Zhang Minzhi')
  const { body: { items: [newer, older] } } = await hub.trade.get(`/v1/certificates?type=trader-card&number=${ZHANG}`)
  assert.equal(older.act, 'REPLACED')
  assert.equal(newer.predecessor, older.id)
  await assert.rejects(
    wallet.oauthByName.retrieveRefreshTokenAccessToken({
      authorizationServerMetadata: server, refreshToken: got.accessTokenResponse.refresh_token, dpop,
    }),
    (e) => e.errorResponse?.error === 'invalid_grant')
})

async function fetched(wallet, issuerMetadata, tokens, dpop) {
  const { proofs } = await wallet.proofs(issuerMetadata, 'trader-card')
  const answer = await wallet.vciByName.retrieveCredentials({
    issuerMetadata, accessToken: tokens.access_token, credentialConfigurationId: 'trader-card', proofs, dpop,
  })
  return sdJwtVc(hub.anchors).verify(credentials(answer)[0])
}
