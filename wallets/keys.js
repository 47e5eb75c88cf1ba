// Keys and the callbacks that the @openid4vc libraries leave to a wallet, on node:crypto and jose.
import { X509Certificate, createHash, createPrivateKey, randomBytes, sign as signBytes } from 'node:crypto'
import * as jose from 'jose'

/** A P-256 key pair as JWKs, with a kid. */
export async function newKey(kid) {
  const { privateKey } = await jose.generateKeyPair('ES256', { extractable: true })
  const secret = { ...(await jose.exportJWK(privateKey)), alg: 'ES256' }
  secret.kid = kid ?? (await jose.calculateJwkThumbprint(secret))
  const { d, ...open } = secret
  return { secret, open }
}

/** Signs a JWT with ES256. */
export const sign = (key, header, payload) =>
  jose.importJWK(key.secret, 'ES256').then((secret) =>
    new jose.SignJWT(payload).setProtectedHeader({ alg: 'ES256', ...header }).sign(secret))

/** An ES256 signature over a signing input as it is. */
export const signature = (key, input) =>
  signBytes('sha256', Buffer.from(input), { key: createPrivateKey({ key: key.secret, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }).toString('base64url')

/** The JWK a JWT is checked with, from its header: jwk, or the leaf of a chain that ends in an anchor. */
export function signerKey(header, anchors) {
  if (header.jwk) return header.jwk
  if (!header.x5c) throw new Error('neither jwk nor x5c')
  return checkChain(header.x5c, anchors).publicKey.export({ format: 'jwk' })
}

/** The leaf of a chain (base64 DER, leaf first, without the anchor) that one of the anchors signed. */
export function checkChain(x5c, anchors) {
  const chain = x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')))
  const now = new Date()
  chain.forEach((certificate, i) => {
    if (new Date(certificate.validFrom) > now || new Date(certificate.validTo) < now) throw new Error('certificate outside its term')
    const above = i + 1 < chain.length ? [chain[i + 1]] : anchors
    if (!above.some((issuer) => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) {
      throw new Error('the chain does not end in an anchor')
    }
  })
  return chain[0]
}

/** A wallet's keys and what the libraries ask of them. */
export class WalletKeys {
  #keys = new Map()

  constructor(anchors) {
    this.anchors = anchors
  }

  async add() {
    const key = await newKey()
    this.#keys.set(await jose.calculateJwkThumbprint(key.open), key)
    return key
  }

  async of(jwk) {
    const key = this.#keys.get(await jose.calculateJwkThumbprint(jwk))
    if (!key) throw new Error('not a key of this wallet')
    return key
  }

  callbacks(clientAuthentication) {
    return {
      fetch,
      hash: (data, alg) => createHash(alg.replace('-', '')).update(data).digest(),
      generateRandom: (length) => randomBytes(length),
      clientAuthentication,
      signJwt: async (signer, { header, payload }) => {
        const key = await this.of(signer.publicJwk)
        return { jwt: await sign(key, header, payload), signerJwk: key.open }
      },
      verifyJwt: async (signer, { header, compact }) => {
        const jwk = signerKey({ ...header, jwk: signer.publicJwk ?? header.jwk }, this.anchors)
        try {
          await jose.compactVerify(compact, await jose.importJWK(jwk, header.alg))
          return { verified: true, signerJwk: jwk }
        } catch (e) {
          return { verified: false }
        }
      },
      getX509CertificateMetadata: (der) => {
        const names = (new X509Certificate(Buffer.from(der, 'base64')).subjectAltName ?? '').split(', ')
        const of = (kind) => names.filter((name) => name.startsWith(`${kind}:`)).map((name) => name.slice(kind.length + 1))
        return { sanDnsNames: of('DNS'), sanUriNames: of('URI') }
      },
      encryptJwe: async (encryptor, data) => {
        const jwk = encryptor.publicJwk
        const info = (text) => text && new Uint8Array(Buffer.from(text, 'base64url'))
        const encrypt = new jose.CompactEncrypt(new TextEncoder().encode(data))
          .setProtectedHeader({ alg: encryptor.alg, enc: encryptor.enc, kid: jwk.kid })
          .setKeyManagementParameters({ apu: info(encryptor.apu), apv: info(encryptor.apv) })
        return { encryptionJwk: jwk, jwe: await encrypt.encrypt(await jose.importJWK(jwk, encryptor.alg)) }
      },
      decryptJwe: async (jwe, { jwk }) => {
        const key = await this.of(jwk)
        const { plaintext } = await jose.compactDecrypt(jwe, await jose.importJWK(key.secret, 'ECDH-ES'))
        return { decrypted: true, decryptionJwk: key.open, payload: new TextDecoder().decode(plaintext) }
      },
    }
  }
}
