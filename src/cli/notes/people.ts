import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import type { NotePerson } from '../../notes/model.ts'
import type { Terminal } from '../terminal.ts'
import { readFileOrInput } from './given.ts'

const schema = z.object({
  people: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string().prefault(''),
      initials: z.string().nullish(),
      aliases: z.array(z.string()).nullish(),
    }),
  ),
})

/** Reads `{"people": [{"id", "name", "initials", "aliases"}]}`. Throws a Problem that names the file when it is not that. */
export async function readPeople(file: string, terminal: Terminal): Promise<readonly NotePerson[]> {
  const { text } = await readFileOrInput(file, terminal)
  const { people } = parse(text, file)
  return people.map(({ id, name, initials, aliases }) => ({
    id,
    name,
    initials: initials ?? undefined,
    aliases: aliases ?? [],
  }))
}

function parse(text: string, file: string): z.infer<typeof schema> {
  const hint = 'it is {"people": [{"id": "el", "name": "Elon Example", "initials": "el", "aliases": ["elon"]}]}'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Problem('invalid', `${file} is not JSON`, { hint, cause })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new Problem('invalid', `${file} is not a list of people${path === '' ? '' : `: ${path} is wrong`}`, { hint })
}
