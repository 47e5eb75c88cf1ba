// The @sd-jwt libraries as a verifier and a holder set them up.
import { createHash, randomBytes } from 'node:crypto'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import * as jose from 'jose'
import { signature, signerKey } from './keys.js'

const header = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'))

/** Whether an ES256 signature is of that key. */
async function holds(data, proof, jwk) {
  try {
    await jose.compactVerify(`${data}.${proof}`, await jose.importJWK(jwk, 'ES256'))
    return true
  } catch (e) {
    return false
  }
}

/**
 * @param anchors X.509 trust anchors of issuers and status lists
 * @param holder the key that key-binding JWTs are signed with, if any
 */
export function sdJwtVc(anchors, holder) {
  const byChain = (data, proof) => holds(data, proof, signerKey(header(data), anchors))
  return new SDJwtVcInstance({
    hasher: (data, alg) => createHash(alg.replace('-', '')).update(data).digest(),
    hashAlg: 'sha-256',
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    verifier: byChain,
    statusVerifier: byChain,
    kbVerifier: (data, proof, payload) => holds(data, proof, payload.cnf.jwk),
    kbSigner: holder && ((data) => signature(holder, data)),
    kbSignAlg: 'ES256',
    statusListFetcher: async (uri) => {
      const response = await fetch(uri, { headers: { accept: 'application/statuslist+jwt' } })
      if (!response.ok || response.headers.get('content-type') !== 'application/statuslist+jwt') {
        throw new Error(`status list: ${response.status} ${response.headers.get('content-type')}`)
      }
      return response.text()
    },
  })
}
