import { describeHomeserver } from '../../../test/matrix.ts'
import { startFakeSynapse } from './fake/server.ts'

describeHomeserver('the fake homeserver', () => startFakeSynapse())
