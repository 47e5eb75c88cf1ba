// A wallet made of the @openid4vc libraries.
import { Oauth2Client, clientAuthenticationAnonymous, clientAuthenticationNone, setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { WalletKeys } from './keys.js'

setGlobalConfig({ allowInsecureUrls: true }) // the hub under test listens on this machine only

/** client_id and redirect URI of the Wallet in definitions.yaml. */
export const CLIENT_ID = 'test-wallet'
export const REDIRECT_URI = 'http://localhost:9/wallet/back'

export class Wallet {
  constructor(hub) {
    this.hub = hub
    this.keys = new WalletKeys(hub.anchors)
    const callbacks = this.keys.callbacks(clientAuthenticationAnonymous())
    this.vci = new Openid4vciClient({ callbacks })
    this.vp = new Openid4vpClient({ callbacks })
    const named = this.keys.callbacks(clientAuthenticationNone({ clientId: CLIENT_ID }))
    this.vciByName = new Openid4vciClient({ callbacks: named })
    this.oauthByName = new Oauth2Client({ callbacks: named })
    const asJwt = (url, init) => fetch(url, { ...init, headers: { accept: 'application/jwt, application/json;q=0.9' } })
    this.signed = new Openid4vciClient({ callbacks: { ...callbacks, fetch: asJwt } }) // the library sends no Accept
  }

  /** The offer, the issuer's metadata, and a token for the offer's pre-authorised code. */
  async token(offerUri, txCode, dpop) {
    const credentialOffer = await this.vci.resolveCredentialOffer(offerUri)
    const issuerMetadata = await this.vci.resolveIssuerMetadata(credentialOffer.credential_issuer)
    const answer = await this.vci.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode, dpop })
    return { credentialOffer, issuerMetadata, accessToken: answer.accessTokenResponse.access_token, tokenResponse: answer.accessTokenResponse, dpop: answer.dpop }
  }

  /** Proofs for so many new keys and one nonce. */
  async proofs(issuerMetadata, credentialConfigurationId, count = 1) {
    const { c_nonce: nonce } = await this.vci.requestNonce({ issuerMetadata })
    const holders = await Promise.all(Array.from({ length: count }, () => this.keys.add()))
    const jwt = []
    for (const holder of holders) {
      const proof = await this.vci.createCredentialRequestJwtProof({
        issuerMetadata, credentialConfigurationId, nonce, signer: { method: 'jwk', publicJwk: holder.open, alg: 'ES256' },
      })
      jwt.push(proof.jwt)
    }
    return { holders, proofs: { jwt } }
  }

  /** From the offer to the credentials, in the configuration named or the first. */
  async obtain(offer, { txCode, count = 1, configuration } = {}) {
    const got = await this.token(offer, txCode)
    const credentialConfigurationId = configuration ?? got.credentialOffer.credential_configuration_ids[0]
    const { holders, proofs } = await this.proofs(got.issuerMetadata, credentialConfigurationId, count)
    const answer = await this.vci.retrieveCredentials({
      issuerMetadata: got.issuerMetadata, accessToken: got.accessToken, dpop: got.dpop, credentialConfigurationId, proofs,
    })
    return { ...got, holders, proofs, answer }
  }
}

/** The credentials of a successful answer. */
export function credentials(answer) {
  if (!answer.ok) throw new Error(`the hub refused: ${JSON.stringify(answer.credentialErrorResponseResult?.data ?? answer)}`)
  return answer.credentialResponse.credentials.map((one) => one.credential)
}
