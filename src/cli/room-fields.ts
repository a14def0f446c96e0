import { type Command, InvalidArgumentError, Option } from 'commander'
import { makeCode } from '../rooms/codes.ts'
import { collect } from './options.ts'

/** What can be said of a room when it is added or changed. */
export interface FieldOptions {
  readonly name?: string
  readonly title?: string
  readonly description?: string
  readonly preset?: string
  readonly size?: number | 'none'
  readonly setting?: readonly string[]
  readonly accessCode?: 'new' | 'none'
  readonly moderatorCode?: 'new' | 'none'
}

/** Codes are made, never typed: what is typed is seen by others on the machine. */
export function addRoomFields(command: Command): Command {
  return command
    .option('--title <text>', 'its title, as people read it')
    .option('--description <text>', 'what its page says about it')
    .option('--size <number>', 'how many people to reserve seats for; "none" leaves it to its history', readSize)
    .option('--setting <name=value>', 'set otherwise than the preset, or "preset"; may be repeated', collect, [])
    .addOption(new Option('--access-code <what>', 'the code to come in: make a new one, or none').choices(codes))
    .addOption(new Option('--moderator-code <what>', 'the code to lead: make a new one, or none').choices(codes))
}

/** The request that these options mean; what was not said is not in it. */
export function toBody(options: FieldOptions): Record<string, unknown> {
  const { name, title, description, preset, size, setting = [] } = options
  const given = {
    name,
    title,
    description,
    preset,
    expectedSize: size === 'none' ? null : size,
    settings: setting.length === 0 ? undefined : Object.fromEntries(setting.map(readSetting)),
    accessCode: codeOf(options.accessCode),
    moderatorCode: codeOf(options.moderatorCode),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

const codes = ['new', 'none'] as const

function codeOf(what: 'new' | 'none' | undefined): string | null | undefined {
  return what === 'new' ? makeCode() : what === 'none' ? null : undefined
}

function readSize(text: string): number | 'none' {
  if (text === 'none') return text
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number from 1 to 5000, or none.')
}

/** `lobby=true` is a setting, `lobby=preset` leaves it to the preset. */
function readSetting(text: string): [name: string, value: unknown] {
  const [name = '', value = ''] = text.split('=')
  if (value === 'true' || value === 'false') return [name, value === 'true']
  return [name, value === 'preset' ? null : value]
}
