// The holder's browser: cookies, redirects, and the hub's demo sign-in, over HTTP.

export class Browser {
  #cookies = new Map()

  constructor(hub) {
    this.hub = hub
  }

  /** One request; redirects are not followed. */
  async open(where, form) {
    const url = new URL(where, this.hub)
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { origin: new URL(this.hub).origin }),
      },
      body: form && new URLSearchParams(form),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair, ...attributes] = cookie.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (attributes.some((a) => /^\s*max-age=0$/i.test(a))) this.#cookies.delete(name)
      else this.#cookies.set(name, pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }

  /** Follows redirects within the hub. */
  async #follow(response) {
    for (let hop = 0; hop < 8 && response.headers.get('location'); hop++) {
      response = await this.open(response.headers.get('location'))
    }
    return response
  }

  async signIn() {
    const led = await this.open('/login/citizen?next=/wallet-request')
    const authorize = new URL(led.headers.get('location'))
    const page = await this.open(authorize.href)
    if (page.status !== 200) throw new Error(`the sign-in page is ${page.status}`)
    const asked = Object.fromEntries(authorize.searchParams)
    const picked = await this.open('/demo-idp/authorize', {
      client_id: asked.client_id,
      redirect_uri: asked.redirect_uri,
      state: asked.state,
      nonce: asked.nonce ?? '',
      code_challenge: asked.code_challenge,
      sub: 'demo-citizen',
    })
    const end = await this.#follow(picked)
    if (end.status !== 200) throw new Error(`signing in ended with ${end.status}`)
    return end.text()
  }

  /** From the wallet's authorization URL to the address that leads back to the wallet. */
  async agree(authorizationUrl) {
    const led = await this.open(authorizationUrl)
    if (led.status !== 303) throw new Error(`authorize is ${led.status}: ${await led.text()}`)
    await this.signIn()
    const agreed = await this.open('/wallet-request/agree', {})
    if (agreed.status !== 303) throw new Error(`agreeing ended with ${agreed.status}: ${await agreed.text()}`)
    return agreed.headers.get('location')
  }
}
