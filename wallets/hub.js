// The packaged hub in a process of its own with the small town of definitions.yaml.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { X509Certificate, createHash, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { newKey, sign } from './keys.js'

const HOME = path.resolve(import.meta.dirname, '..')
const READY_MILLISECONDS = 120_000

/** The trade office's web service; `down` makes it unreachable, `rows` are its records by path. */
class Register {
  down = false
  rows = new Map([
    ['/traders/990001199003078046', { id_number: '990001199003078046', name: '张敏 Zhang Min' }],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => [`/permits/S${i}`, { number: `S${i}`, shop: `茶楼 Tearoom ${i}`, town: `Town ${i}`, opened: `2024-03-0${i}` }]),
  ])

  async start() {
    this.server = createServer((request, response) => {
      if (this.down) return request.socket.destroy()
      const row = this.rows.get(request.url)
      response.writeHead(row ? 200 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(row ?? {}))
    })
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    return `http://127.0.0.1:${this.server.address().port}`
  }
}

/** A department's system: a token by private_key_jwt (RFC 7523), bound to its key with DPoP (RFC 9449). */
export class DepartmentClient {
  constructor(hub, name, key) {
    Object.assign(this, { hub, name, key })
  }

  async get(where) {
    return this.#send('GET', where)
  }

  async post(where, body) {
    return this.#send('POST', where, JSON.stringify(body), 'application/json')
  }

  async send(where, bytes, type) {
    return this.#send('POST', where, bytes, type)
  }

  async #send(method, where, body, type) {
    this.token ??= await this.#newToken()
    const url = this.hub + where
    const response = await fetch(url, {
      method,
      body,
      headers: {
        authorization: `DPoP ${this.token}`,
        dpop: await this.#proof(method, url.split('?')[0], this.token),
        ...(type && { 'content-type': type }),
      },
    })
    return { status: response.status, body: await response.json() }
  }

  async #newToken() {
    const url = `${this.hub}/token`
    const now = Math.floor(Date.now() / 1000)
    const assertion = await sign(this.key, { kid: this.key.open.kid, typ: 'JWT' },
      { iss: this.name, sub: this.name, aud: url, jti: randomUUID(), iat: now, exp: now + 60 })
    const response = await fetch(url, {
      method: 'POST',
      headers: { dpop: await this.#proof('POST', url) },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.name,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`no token for ${this.name}: ${JSON.stringify(answer)}`)
    return answer.access_token
  }

  #proof(htm, htu, token) {
    const ath = token && createHash('sha256').update(token).digest('base64url')
    return sign(this.key, { typ: 'dpop+jwt', jwk: this.key.open },
      { htm, htu, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), ...(ath && { ath }) })
  }
}

/** Starts a hub and declares the town. */
async function startHub() {
  const data = await mkdtemp(path.join(tmpdir(), 'tongban-wallets-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const register = new Register()
  const registerUrl = await register.start()
  const log = createWriteStream(path.join(data, 'hub.log'))
  const java = path.join(process.env.JAVA_HOME ?? '/usr', 'bin', 'java')
  const flags = process.env.TONGBAN_SERVER_FLAGS?.trim().split(/ +/) ?? ['-Xmx384m']
  const classPath = process.env.TONGBAN_SERVER_PATH
  const hub = spawn(java, [
    ...flags,
    `-Dquarkus.http.port=${port}`,
    `-Dtongban.public-url=${url}`,
    `-Dtongban.data=${data}`,
    '-Dtongban.example=true',
    ...(classPath ? ['-cp', classPath, 'io.quarkus.runner.GeneratedMain'] : ['-jar', path.join(HOME, 'api/target/quarkus-app/quarkus-run.jar')]),
  ], { stdio: ['ignore', 'pipe', 'pipe'] })
  hub.stdout.pipe(log)
  hub.stderr.pipe(log)
  const stop = async () => {
    if (hub.exitCode === null && hub.signalCode === null) {
      const gone = once(hub, 'exit')
      hub.kill()
      await gone
    }
    register.server.closeAllConnections()
    register.server.close()
    await rm(data, { recursive: true, force: true })
  }
  try {
    await awaitReady(hub, url, data)
    const clients = { trade: await newKey('trade'), counter: await newKey('counter'), guild: await newKey('guild') }
    const attester = await newKey('attester')
    const operator = await operatorOf(url, data)
    await declare(operator, {
      TRADE_KEYS: JSON.stringify({ keys: [clients.trade.open] }),
      COUNTER_KEYS: JSON.stringify({ keys: [clients.counter.open] }),
      GUILD_KEYS: JSON.stringify({ keys: [clients.guild.open] }),
      WALLET_ATTESTER: JSON.stringify(attester.open),
      REGISTER_URL: registerUrl,
    })
    return {
      url,
      issuer: `${url}/issuer/trade-office`,
      guild: `${url}/issuer/guild-office`,
      register,
      attester,
      operator,
      trade: new DepartmentClient(url, 'trade-system', clients.trade),
      counter: new DepartmentClient(url, 'counter-system', clients.counter),
      anchors: await trustAnchors(url),
      stop,
    }
  } catch (e) {
    await stop()
    throw e
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

async function awaitReady(hub, url, data) {
  const end = Date.now() + READY_MILLISECONDS
  while (Date.now() < end && hub.exitCode === null) {
    const answer = await fetch(`${url}/q/health/ready`).catch(() => null)
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the hub did not start: ${(await readFile(path.join(data, 'hub.log'), 'utf8')).slice(-4000)}`)
}

async function operatorOf(url, data) {
  const secret = JSON.parse(await readFile(path.join(data, 'operator.jwk'), 'utf8'))
  const { d, ...open } = secret
  return new DepartmentClient(url, 'local-operator', { secret, open })
}

async function declare(operator, values) {
  const text = await readFile(path.join(import.meta.dirname, 'definitions.yaml'), 'utf8')
  const yaml = text.replace(/\$\{(\w+)}/g, (whole, name) => values[name] ?? whole)
  const answer = await operator.send('/v1/definitions', zip('town.yaml', yaml), 'application/zip')
  if (answer.status !== 200) throw new Error(`the definitions were refused: ${JSON.stringify(answer.body)}`)
}

async function trustAnchors(url) {
  const pem = await (await fetch(`${url}/trust-anchors.pem`)).text()
  return pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g).map((one) => new X509Certificate(one))
}

/** A ZIP archive of one file, stored (APPNOTE 4.3). */
function zip(name, text) {
  const content = Buffer.from(text)
  const file = Buffer.from(name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(0x21, 8) // 1980-01-01
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(content.length, 14)
  common.writeUInt32LE(content.length, 18)
  common.writeUInt16LE(file.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, file, content])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), file])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

/** The hub of this run; `stop()` ends it and deletes its data. */
export const hub = await startHub()
