import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import type { OrganisationAnswer, PricesAnswer } from './answers.ts'
import { addExamples, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { print, printJson, type Terminal } from './terminal.ts'

type PriceOptions = RemoteOptions & Partial<PricesAnswer> & { readonly none?: boolean }

const cents = wholeNumber(0, 100_000_000)

/** `mycel organisation price`: changes the price list of one that was added at run time. */
export function definePrice(command: Command, terminal: Terminal): void {
  const price = addRemote(command.command('price'))
    .description(
      'change the price list of one that was added here; amounts in cents (or what the currency is divided into)',
    )
    .argument('<id>', 'the organisation')
    .option('--currency <code>', 'such as EUR')
    .option('--listening <cents>', 'for 1,000 participant-minutes without microphone and camera', cents)
    .option('--speaking <cents>', 'for 1,000 participant-minutes with a microphone', cents)
    .option('--camera <cents>', 'for 1,000 participant-minutes with a camera', cents)
    .option('--recording <cents>', 'for 1,000 days of a kept gigabyte of recordings', cents)
    .option('--base <cents>', 'for every month', cents)
    .option('--free <minutes>', 'participant-minutes of a month that cost nothing', wholeNumber(0, 1_000_000_000))
    .option('--solidarity <percent>', 'what is due, in percent of the sum', wholeNumber(0, 1000))
    .option('--none', 'have no list of its own: that of the one that it is part of holds')
    .option('--json', 'print JSON')
    .action((id: string, options: PriceOptions) => change(id, options, terminal))
  addExamples(
    price,
    ['mycel organisation price school --currency EUR --listening 50 --camera 150 --base 1000', ''],
    ['mycel organisation price school --solidarity 50', 'it pays half'],
    ['mycel organisation price school --none', 'the prices of its federation hold'],
  )
}

async function change(id: string, options: PriceOptions, terminal: Terminal): Promise<void> {
  const path = `/organisations/${segment(id)}`
  const { prices: before } = await ask<OrganisationAnswer>(terminal, options, 'GET', path)
  const { currency, listening, speaking, camera, recording, base, free, solidarity } = options
  const given = { currency, listening, speaking, camera, recording, base, free, solidarity }
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const prices = options.none ? null : { ...before, ...said }
  if (prices?.currency === undefined && prices !== null) {
    throw new Problem('usage', `the organisation ${id} has no prices of its own yet`, {
      hint: 'say --currency EUR too',
    })
  }
  const after = await ask<OrganisationAnswer>(terminal, options, 'PATCH', path, { prices })
  if (options.json) return printJson(terminal, after)
  const how = options.none ? 'has no prices of its own any more' : 'has other prices'
  print(terminal, `The organisation ${id} ${how}. They hold for the whole of this month.`)
}
