import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { type About, textField } from '../fields.ts'
import { quote } from '../wording.ts'
import type { Money, NumberRange, PortConfig, WeightConfig } from './config.ts'

const units: Readonly<Record<string, number>> = {
  M: 1,
  MiB: 1,
  G: 1024,
  GiB: 1024,
  T: 1024 ** 2,
  TiB: 1024 ** 2,
  MB: 1e6 / 1024 ** 2,
  GB: 1e9 / 1024 ** 2,
  TB: 1e12 / 1024 ** 2,
}

/** Reads a size such as `4 GiB`, `450 GB` or `2TiB` and gives whole MiB. Throws a Problem. */
export function parseSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? []
  const factor = units[unit]
  if (number !== '' && unit === '') {
    throw new Problem('invalid', `${quote(text)} has no unit`, { hint: `write ${number} GiB, or ${number} MiB` })
  }
  if (number === '' || factor === undefined) {
    throw new Problem('invalid', `${quote(text)} is not a size`, { hint: 'write a number and MiB, GiB, TiB, GB or TB' })
  }
  const size = Math.floor(Number(number) * factor)
  if (size < 1) throw new Problem('invalid', `${quote(text)} is nothing`, { hint: 'write at least 1 MiB' })
  return size
}

/** Reads a month such as `2020-06`. Throws a Problem. */
export function parseMonth(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text
  throw new Problem('invalid', `${quote(text)} is not a month`, {
    hint: 'write the year and the month, such as 2020-06',
  })
}

/** Reads an amount such as `89.70 CAD`. Throws a Problem. */
export function parseMoney(text: string): Money {
  const [, whole, cents = '', currency] = /^(\d{1,9})(?:\.(\d{1,2}))?\s*([A-Z]{3})$/.exec(text.trim()) ?? []
  if (whole === undefined || currency === undefined) {
    throw new Problem('invalid', `${quote(text)} is not an amount of money`, {
      hint: 'write an amount and a currency, such as 89.70 CAD',
    })
  }
  return { amount: Number(whole) * 100 + Number(cents.padEnd(2, '0')), currency }
}

/** Reads ids such as `1000-1999`. Throws a Problem. */
export function parseIds(text: string): NumberRange {
  const [, from, to] = /^(\d{1,9})\s*-\s*(\d{1,9})$/.exec(text.trim()) ?? []
  const [first, last] = [Number(from), Number(to)]
  if (from === undefined || last <= first) {
    throw new Problem('invalid', `${quote(text)} is not a range of ids`, {
      hint: 'write the first and the last, such as 1000-1999',
    })
  }
  if (first < 100) {
    throw new Problem('invalid', `Proxmox has no ids below 100, and ${quote(text)} begins with ${first}`, {
      hint: 'begin at 100 or above, such as 1000-1999',
    })
  }
  return { first, last }
}

/** Reads a port such as `443/tcp`, or a range `8000-8010/udp`; tcp unless said. Throws a Problem. */
export function parsePort(text: string): PortConfig {
  const [, from, to = from, protocol = 'tcp'] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(text.trim()) ?? []
  const [first, last] = [Number(from), Number(to)]
  if (from === undefined || first < 1 || last > 65_535 || last < first) {
    throw new Problem('invalid', `${quote(text)} is not a port`, {
      hint: 'write a number from 1 to 65535 and the protocol, such as 443/tcp',
    })
  }
  return { first, last, protocol: protocol === 'udp' ? 'udp' : 'tcp' }
}

/** Reads the drops and disks of the roadmap, such as `💧💾💾`. Throws a Problem. */
export function parseWeight(text: string): WeightConfig {
  const symbols = Array.from(text.replaceAll(/\s/g, ''))
  if (symbols.length === 0 || symbols.some((symbol) => symbol !== '💧' && symbol !== '💾')) {
    throw new Problem('invalid', `${quote(text)} is not a weight`, {
      hint: 'write a 💧 for each share of memory and a 💾 for each share of disk, such as 💧💾💾',
    })
  }
  const drops = symbols.filter((symbol) => symbol === '💧').length
  return { drops, disks: symbols.length - drops, text: symbols.join('') }
}

/** Reads an address and gives its shortest spelling. Throws a Problem. */
export function parseAddress(kind: 'ipv4' | 'ipv6'): (text: string) => string {
  return (text) => {
    const word = kind === 'ipv4' ? 'an IPv4 address' : 'an IPv6 address'
    const isOne = kind === 'ipv4' ? ipaddr.IPv4.isValidFourPartDecimal(text) : ipaddr.IPv6.isValid(text)
    if (isOne) return ipaddr.parse(text).toString()
    const hint = text.includes('/')
      ? 'leave away the slash and what follows'
      : `write it in full, such as ${kind === 'ipv4' ? '10.0.1.3' : '2001:db8::3'}`
    throw new Problem('invalid', `${quote(text)} is not ${word}`, { hint })
  }
}

/** Reads an address of either kind and gives its shortest spelling. Throws a Problem. */
export function parseAnyAddress(text: string): string {
  return parseAddress(text.includes(':') ? 'ipv6' : 'ipv4')(text)
}

/** Reads a range of IPv4 or IPv6 addresses that begins at its beginning. Throws a Problem. */
export function parseNetwork(kind: 'ipv4' | 'ipv6'): (text: string) => string {
  return (text) => {
    const family = kind === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
    const example = kind === 'ipv4' ? '10.0.1.0/24' : '2001:db8:1::/64'
    if (!family.isValidCIDR(text)) {
      throw new Problem('invalid', `${quote(text)} is not a range of ${kind === 'ipv4' ? 'IPv4' : 'IPv6'} addresses`, {
        hint: family.isValid(text)
          ? `write how many bits are fixed too, such as ${text}/${example.split('/')[1]}`
          : `write its first address, a slash and the number of fixed bits, such as ${example}`,
      })
    }
    const bits = Number(text.split('/')[1])
    const first = family.networkAddressFromCIDR(text).toString()
    if (first !== ipaddr.parse(text.split('/')[0] ?? '').toString()) {
      throw new Problem('invalid', `${quote(text)} does not begin at its beginning`, { hint: `write ${first}/${bits}` })
    }
    return `${first}/${bits}`
  }
}

/** Reads a hardware address and gives it as Proxmox prints it. Throws a Problem. */
export function parseMac(text: string): string {
  if (!/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) {
    throw new Problem('invalid', `${quote(text)} is not a hardware address`, {
      hint: 'write six pairs of hexadecimal digits, such as 02:00:00:1a:2b:3c',
    })
  }
  const mac = text.toUpperCase().replaceAll('-', ':')
  if (Number.parseInt(mac.slice(0, 2), 16) % 2 === 1) {
    throw new Problem('invalid', `${quote(text)} is an address of a group, not of one machine`, {
      hint: 'the second digit must be even, such as 02:00:00:1a:2b:3c',
    })
  }
  return mac
}

export const size = (description: string, example: string) => textField(parseSize, about1(description, example))

export const month = (description: string, example: string) => textField(parseMonth, about1(description, example))

/** A value for each environment, by its name. */
export const byEnvironment = <T extends z.ZodType>(value: T, about: About) =>
  z
    .record(z.string(), value)
    .prefault({})
    .meta({ ...about, examples: [...(about.examples ?? [])] })

function about1(description: string, example: string): About {
  return { description, examples: [example] }
}
