import { notAllowed, Refusal } from '../refusal.ts'
import { pathsOf, privilegesOf } from '../rights.ts'
import { flag, optional, text } from '../rules.ts'
import { hex, type World } from '../world.ts'
import { type Method, textOf } from './method.ts'

const ticketSeconds = 2 * 3600

/** The only method that answers to nobody in particular, and not to a token. */
const ticket: Method = {
  verb: 'POST',
  path: '/access/ticket',
  rules: ({ major }) => ({
    username: text({ longest: 64 }),
    password: text(),
    realm: optional(text({ longest: 32 })),
    otp: optional(text()),
    ...(major >= 7 && { 'new-format': flag, 'tfa-challenge': optional(text()) }),
  }),
  run(call) {
    const { world, who } = call
    if (who.includes('!')) throw notAllowed('not allowed for API tokens')
    const realm = textOf(call, 'realm')
    const user = realm === '' ? textOf(call, 'username') : `${textOf(call, 'username')}@${realm}`
    if (world.access.users.get(user)?.password !== textOf(call, 'password'))
      throw new Refusal(401, 'authentication failure')
    const made = { user, csrf: hex(world, 24).toUpperCase(), until: seconds(world) + ticketSeconds }
    const name = `PVE:${user}:${hex(world, 8).toUpperCase()}::${hex(world, 32)}`
    world.access.tickets.set(name, made)
    return { ticket: name, CSRFPreventionToken: made.csrf, username: user }
  },
}

const permissions: Method = {
  verb: 'GET',
  path: '/access/permissions',
  rules: () => ({ path: optional(text()), userid: optional(text()) }),
  run(call) {
    const { world, who, judge, given } = call
    const asked = given['userid'] === undefined ? who : textOf(call, 'userid')
    if (asked !== who && !asked.startsWith(`${who}!`)) judge.need('/access', 'Sys.Audit')
    const pooled = [...world.guests.values()].filter(({ pool }) => pool !== undefined).map(({ vmid }) => vmid)
    const paths = given['path'] === undefined ? pathsOf(world.access, pooled) : [textOf(call, 'path')]
    const members = { poolOf: (vmid: number) => world.guests.get(vmid)?.pool }
    return Object.fromEntries(
      paths.flatMap((path) => {
        const held = privilegesOf(world.access, members, asked, path)
        return held.size === 0
          ? []
          : [[path, Object.fromEntries([...held].map(([name, below]) => [name, Number(below)]))]]
      }),
    )
  },
}

const roles: Method = {
  verb: 'GET',
  path: '/access/roles',
  rules: () => ({}),
  run: ({ world }) =>
    [...world.access.roles].map(([roleid, privileges]) => ({
      roleid,
      privs: [...privileges].toSorted().join(','),
      special: 0,
    })),
}

const acl: Method = {
  verb: 'GET',
  path: '/access/acl',
  rules: () => ({}),
  run: ({ world, judge }) =>
    world.access.acl
      .filter(({ path }) => judge.may(path, 'Sys.Audit'))
      .map(({ path, who, role, propagate }) => ({
        path,
        ugid: who,
        type: who.includes('!') ? 'token' : 'user',
        roleid: role,
        propagate: Number(propagate),
      })),
}

function seconds(world: World): number {
  return Math.floor(world.engine.now() / 1000)
}

export const accessMethods: readonly Method[] = [ticket, permissions, roles, acl]
