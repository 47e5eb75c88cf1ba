// A credo-ts agent without native code: keys on node:crypto, records in memory.
import { EventEmitter } from 'node:events'
import * as crypto from 'node:crypto'
import { Agent, InjectionSymbols, JsonTransformer, Kms, RecordNotFoundError, X509Module } from '@credo-ts/core'
import { OpenId4VcModule } from '@credo-ts/openid4vc'

const publicOf = ({ d, ...open }) => open
const publicKey = (jwk) => crypto.createPublicKey({ key: publicOf(jwk), format: 'jwk' })

/** P-256 keys: ES256, and ECDH-ES with AES-GCM (RFC 7518, section 4.6). */
class NodeKeys {
  backend = 'node'
  #keys = new Map()

  isOperationSupported(context, { operation, type, algorithm, encryption }) {
    switch (operation) {
      case 'createKey': return type.crv === 'P-256'
      case 'sign':
      case 'verify': return algorithm === 'ES256'
      case 'encrypt': return /^A(128|256)GCM$/.test(encryption.algorithm)
      default: return operation === 'deleteKey' || operation === 'randomBytes'
    }
  }

  async createKey(context, { keyId = crypto.randomUUID() }) {
    const jwk = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    this.#keys.set(keyId, { ...jwk, kid: keyId })
    return { keyId, publicJwk: publicOf(this.#keys.get(keyId)) }
  }

  async getPublicKey(context, keyId) {
    const jwk = this.#keys.get(keyId)
    return jwk ? publicOf(jwk) : null
  }

  async deleteKey(context, { keyId }) {
    return this.#keys.delete(keyId)
  }

  #private(keyId) {
    return crypto.createPrivateKey({ key: this.#keys.get(keyId), format: 'jwk' })
  }

  async sign(context, { keyId, data }) {
    return { signature: crypto.sign('sha256', data, { key: this.#private(keyId), dsaEncoding: 'ieee-p1363' }) }
  }

  async verify(context, { key, data, signature }) {
    const jwk = key.publicJwk ?? this.#keys.get(key.keyId)
    const verified = crypto.verify('sha256', data, { key: publicKey(jwk), dsaEncoding: 'ieee-p1363' }, signature)
    return verified ? { verified, publicJwk: publicOf(jwk) } : { verified }
  }

  async encrypt(context, { key: { keyAgreement }, data, encryption: { algorithm, aad } }) {
    const bits = Number(algorithm.slice(1, 4))
    const shared = crypto.diffieHellman({ privateKey: this.#private(keyAgreement.keyId), publicKey: publicKey(keyAgreement.externalPublicJwk) })
    const number = (n) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(n); return bytes }
    const field = (bytes = new Uint8Array()) => Buffer.concat([number(bytes.length), bytes])
    const hash = crypto.createHash('sha256')
    for (const part of [number(1), shared, field(Buffer.from(algorithm)), field(keyAgreement.apu), field(keyAgreement.apv), number(bits)]) hash.update(part)
    const iv = crypto.randomBytes(12)
    const cipher = crypto.createCipheriv(`aes-${bits}-gcm`, hash.digest().subarray(0, bits / 8), iv).setAAD(aad)
    const encrypted = Buffer.concat([cipher.update(data), cipher.final()])
    return { encrypted, iv, tag: cipher.getAuthTag() }
  }

  randomBytes(context, { length }) {
    return crypto.randomBytes(length)
  }
}

/** Records as JSON, by class and id. */
class MemoryRecords {
  supportsCursorPagination = false
  #records = new Map()

  #of(type) {
    if (!this.#records.has(type)) this.#records.set(type, new Map())
    return this.#records.get(type)
  }

  #read(type, { value, tags }) {
    const record = JsonTransformer.deserialize(value, type)
    record.replaceTags(tags)
    return record
  }

  async save(context, record) {
    this.#of(record.type).set(record.id, { value: JsonTransformer.serialize(record), tags: record.getTags() })
  }

  async update(context, record) {
    return this.save(context, record)
  }

  async delete(context, record) {
    this.#of(record.type).delete(record.id)
  }

  async deleteById(context, type, id) {
    this.#of(type.type).delete(id)
  }

  async getById(context, type, id) {
    const found = this.#of(type.type).get(id)
    if (!found) throw new RecordNotFoundError('no such record', { recordType: type.type })
    return this.#read(type, found)
  }

  async getAll(context, type) {
    return [...this.#of(type.type).values()].map((found) => this.#read(type, found))
  }

  async findByQuery(context, type, query) {
    const fits = (tags, { $and = [], $or, $not, ...rest }) =>
      Object.entries(rest).every(([name, value]) => value === undefined
        || (Array.isArray(value) ? value.every((one) => tags[name]?.includes(one)) : tags[name] === value))
      && $and.every((part) => fits(tags, part))
      && (!$or || $or.some((part) => fits(tags, part)))
      && (!$not || !fits(tags, $not))
    return [...this.#of(type.type).values()].filter(({ tags }) => fits(tags, query)).map((found) => this.#read(type, found))
  }
}

/** This agent keeps nothing in files. */
class NoFiles {}

/** An agent that trusts the hub's anchors. */
export async function credoAgent(anchors) {
  const agent = new Agent({
    config: { allowInsecureHttpUrls: true, autoUpdateStorageOnStartup: true },
    dependencies: { FileSystem: NoFiles, EventEmitterClass: EventEmitter, fetch, WebSocketClass: globalThis.WebSocket },
    modules: {
      records: { register: (manager) => manager.registerInstance(InjectionSymbols.StorageService, new MemoryRecords()) },
      keyManagement: new Kms.KeyManagementModule({ backends: [new NodeKeys()] }),
      x509: new X509Module({ trustedCertificates: anchors.map((anchor) => anchor.raw.toString('base64')) }),
      openid4vc: new OpenId4VcModule(),
    },
  })
  await agent.initialize()
  return agent
}
