import type { Database } from '../db/open.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import type { Context } from './context.ts'
import type { Organisation } from './organisations.ts'
import type { Server } from './pool.ts'

/** The secrets of the organisations that were added at run time, by the organisation's id. */
export async function readAddedSecrets(database: Database): Promise<Map<string, Secret[]>> {
  const rows = await database.read((db) => db.selectFrom('organisations').select(['id', 'definition']).execute())
  return new Map(
    rows.map(({ id, definition }) => {
      const { secrets } = definition as { readonly secrets: readonly string[] }
      return [id, secrets.map((text) => new Secret(text))]
    }),
  )
}

/** What was added at run time and is declared in the file as well, where the file's version counts: one Problem each. */
export async function findShadowed({ database, organisations, pool }: Context): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const [id, secrets] of await readAddedSecrets(database)) {
    const declared = organisations.find(id)
    if (declared && declared.origin !== 'database') problems.push(shadowedOrganisation(declared, secrets))
  }
  const rows = await database.read((db) => db.selectFrom('servers').select(['id', 'url', 'secret']).execute())
  for (const row of rows) {
    const declared = pool.list().filter(({ origin }) => origin !== 'database')
    const same = declared.find(({ access }) => access.id === row.id)
    const twin = declared.find(({ access }) => access.url === row.url)
    if (same) problems.push(shadowedServer(same, row))
    else if (twin) problems.push(twice(twin, row.id))
  }
  return problems
}

function shadowedOrganisation({ id, secrets }: Organisation, added: readonly Secret[]): Problem {
  const known = new Set(secrets.map(({ value }) => value.reveal()))
  const lost = added.filter((secret) => !known.has(secret.reveal())).length
  const message = `the organisation ${id} was also added at run time; the file's version counts`
  if (lost === 0) return new Problem('conflict', `${message}, with the same secret`, { hint: takeOut })
  return new Problem('conflict', `${message}, and its secret differs: what is signed with the other is refused`, {
    hint: `give its front ends the secret of the file, or name the other one too; ${takeOut}`,
  })
}

function shadowedServer({ access: { id, url, secret } }: Server, row: { url: string; secret: string }): Problem {
  const differs = [
    ...(row.url === url ? [] : ['its address differs']),
    ...(row.secret === secret.reveal() ? [] : ['its secret differs']),
  ]
  const message = `the server ${id} was also added at run time; the file's version counts`
  return new Problem('conflict', [message, ...differs].join('; '), { hint: takeOut })
}

function twice({ access }: Server, added: string): Problem {
  return new Problem(
    'conflict',
    `the server ${access.id} of the file was added at run time as ${added}: it is there twice`,
    {
      hint: `mycel server remove ${added}`,
    },
  )
}

const takeOut = 'without it in the file, what was added at run time counts again'
