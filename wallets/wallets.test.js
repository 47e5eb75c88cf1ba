// All flows against one hub. Run by `./tongban test --wallets`.
import { after } from 'node:test'
import { hub } from './hub.js'
import './flows/issuance.js'
import './flows/holder.js'
import './flows/status.js'
import './flows/presentation.js'
import './flows/credo.js'
import './flows/federation.js'
import './flows/haip.js'
import './flows/vcjwt.js'

after(() => hub.stop())
