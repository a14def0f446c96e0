/** One line of Prometheus' text format. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Reads Prometheus' text format; throws at the first line that is not of it, or whose type was not told before. */
export function readExposition(text: string): Sample[] {
  const types = new Map<string, string>()
  const samples: Sample[] = []
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\w+) (counter|gauge|histogram|summary)$/.exec(line) ?? []
    if (typed !== undefined && type !== undefined) {
      if (types.has(typed)) throw new Error(`${typed} is told twice`)
      types.set(typed, type)
    } else if (line !== '' && !/^# HELP \w+ ./.test(line)) samples.push(readSample(line, types))
  }
  return samples
}

function readSample(line: string, types: ReadonlyMap<string, string>): Sample {
  const [, name, labels = '', value] = /^(\w+)(?:\{([^}]*)\})? (\S+)$/.exec(line) ?? []
  if (name === undefined || value === undefined || Number.isNaN(Number(value))) throw new Error(`not a sample: ${line}`)
  const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')
  if (!types.has(family)) throw new Error(`a sample without a type: ${line}`)
  return {
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, k, v]) => [k, v])),
    value: Number(value),
  }
}
