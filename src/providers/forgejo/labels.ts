import type { Exchange } from '../issues/exchange.ts'

export interface ForgejoLabel {
  readonly id: number
  readonly name: string
}

const scope = 'column/'
const colour = '#5b7083'
const pageSize = 50

/** The column that an issue's labels say it is in. */
export function columnIn(labels: readonly ForgejoLabel[]): string | null {
  return labels.find(({ name }) => name.startsWith(scope))?.name.slice(scope.length) ?? null
}

/** Gives an issue the label of a column, and takes those of other columns away. The label is made when it is not there. */
export async function putLabel(exchange: Exchange, place: string, number: number, column: string): Promise<void> {
  const label = (await findLabel(exchange, place, column)) ?? (await makeLabel(exchange, place, column))
  const path = `/repos/${place}/issues/${number}/labels`
  const { body } = await exchange.send({ method: 'POST', path, body: { labels: [label.id] } })
  const others = (body as readonly ForgejoLabel[]).filter(({ id, name }) => name.startsWith(scope) && id !== label.id)
  for (const { id } of others) await exchange.send({ method: 'DELETE', path: `${path}/${id}` })
}

async function findLabel(exchange: Exchange, place: string, column: string): Promise<ForgejoLabel | undefined> {
  for (let page = 1; ; page++) {
    const path = `/repos/${place}/labels?limit=${pageSize}&page=${page}`
    const labels = (await exchange.send({ method: 'GET', path })).body as readonly ForgejoLabel[]
    const found = labels.find(({ name }) => name === scope + column)
    if (found || labels.length === 0) return found
  }
}

async function makeLabel(exchange: Exchange, place: string, column: string): Promise<ForgejoLabel> {
  const body = { name: scope + column, color: colour, exclusive: true, description: 'A column of the task board.' }
  return (await exchange.send({ method: 'POST', path: `/repos/${place}/labels`, body })).body as ForgejoLabel
}
