import { type Row, v1 } from './rows.ts'

const organisation = `${v1}/organisations/:organisation`
const main = `${v1}/organisations/main`

/** The routes about what was used. The key is for everybody: the other side verifies with it. */
export const ledgerRows: readonly Row[] = [
  ['nothing', 'GET', `${v1}/statement-key`, `${v1}/statement-key`, 200],
  ['usage.see', 'GET', `${organisation}/usage`, `${main}/usage`, 200],
  ['usage.see', 'GET', `${organisation}/statements`, `${main}/statements`, 200],
  ['usage.see', 'GET', `${organisation}/statement-so-far`, `${main}/statement-so-far`, 200],
  ['usage.see', 'GET', `${organisation}/statements/:month`, `${main}/statements/2020-01`, 404],
  ['usage.see', 'GET', `${organisation}/statements/:month/lines/:number`, `${main}/statements/2020-01/lines/1`, 404],
]
