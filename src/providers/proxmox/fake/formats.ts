import { isIP } from 'node:net'

/** What is wrong with a value, undefined when nothing is. Only the formats of parameters that are simulated. */
type Judge = (value: string) => string | undefined

const matches =
  (pattern: RegExp, complaint: string): Judge =>
  (value) =>
    pattern.test(value) ? undefined : complaint

const each =
  (judge: Judge): Judge =>
  (value) =>
    value
      .split(/[,;\s\0]+/)
      .filter((part) => part !== '')
      .map(judge)
      .find((fault) => fault !== undefined)

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const node = matches(new RegExp(`^${label}$`), 'value does not look like a valid node name')
const vmid = matches(/^[1-9][0-9]{2,8}$/, 'value does not look like a valid VM ID')
const storage = matches(/^[a-z][a-z0-9\-_.]*[a-z0-9]$/i, 'storage ID contains illegal characters')
const configId = matches(/^[a-z][a-z0-9_-]+$/i, 'invalid configuration ID')
const tag = matches(/^[a-z0-9_][a-z0-9_\-+.]*$/i, 'invalid characters in tag')
const bridge = '[a-zA-Z0-9_.-]{1,20}'
const mac = /^[a-f0-9][02468ace](:[a-f0-9]{2}){5}$/i
const volume = '[a-z][a-z0-9_.-]*[a-z0-9]:[^\\s,]+'
const port = '(\\d{1,5}|[a-z][a-z0-9-]*)'

export const formats = {
  'dns-name': matches(new RegExp(`^${label}(\\.${label})*$`), 'value does not look like a valid DNS name'),
  'pve-node': node,
  'pve-vmid': vmid,
  'pve-vmid-list': each(vmid),
  'pve-storage-id': storage,
  'pve-storage-id-list': each(storage),
  'pve-poolid': matches(/^[A-Za-z0-9.\-_]+(\/[A-Za-z0-9.\-_]+){0,2}$/, 'pool name contains invalid characters'),
  'pve-configid': configId,
  'pve-configid-list': each(configId),
  'pve-tag-list': each(tag),
  'pve-storage-content': matches(/^(images|rootdir|vztmpl|iso|backup|snippets|import|none)$/, 'invalid content type'),
  'address-list': each((value) => (isIP(value) ? undefined : `value does not look like a valid IP address`)),
  urlencoded: matches(/^[-%a-zA-Z0-9_.!~*'()]*$/, 'value is not url-encoded'),
  'pve-qm-ipconfig': ipConfig,
  'pve-network': network,
  'pve-drive': matches(new RegExp(`^(file=)?(none|cdrom|/dev/|${volume})`, 'i'), 'unable to parse drive options'),
  'pve-qm-boot': matches(/^((legacy=)?[acdn]{1,4}|order=([a-z]+\d*)?(;[a-z]+\d*)*)$/, 'invalid boot order'),
  'pve-startup-order': matches(
    /^(order=)?\d+(,(up|down)=\d+)*$|^((up|down)=\d+,?)+$/,
    'unable to parse startup options',
  ),
  'prune-backups': matches(
    /^keep-(all|last|hourly|daily|weekly|monthly|yearly)=\d+(,keep-\w+=\d+)*$/,
    'invalid format',
  ),
  'pve-calendar-event': matches(/^[a-z0-9*/.,:\- ]+$/i, 'unable to parse calendar event'),
  'pve-fw-addr-spec': matches(/^[+!a-z0-9/:.,_-]+$/i, 'value does not look like an address'),
  'pve-fw-port-spec': matches(new RegExp(`^${port}([,:]${port})*$`, 'i'), 'invalid port specification'),
  'pve-fw-protocol-spec': matches(/^[a-z][a-z0-9-]*$|^\d{1,3}$/i, 'invalid protocol'),
  'pve-iface': matches(/^[a-z][a-z0-9_.]{1,20}([:.]\d+)?$/i, 'invalid network interface name'),
} satisfies Readonly<Record<string, Judge>>

export type Format = keyof typeof formats

function parts(value: string): readonly (readonly [string, string])[] {
  return value.split(',').map((part) => {
    const at = part.indexOf('=')
    return at < 0 ? ['', part] : [part.slice(0, at), part.slice(at + 1)]
  })
}

function ipConfig(value: string): string | undefined {
  const judges: Readonly<Record<string, (text: string) => boolean>> = {
    ip: (text) => text === 'dhcp' || (isIP(text.split('/')[0] ?? '') === 4 && /\/\d{1,2}$/.test(text)),
    ip6: (text) =>
      text === 'dhcp' || text === 'auto' || (isIP(text.split('/')[0] ?? '') === 6 && /\/\d{1,3}$/.test(text)),
    gw: (text) => isIP(text) === 4,
    gw6: (text) => isIP(text) === 6,
  }
  const given = Object.fromEntries(parts(value))
  for (const [key, text] of Object.entries(given)) {
    const judge = judges[key]
    if (!judge) return `format error\n${key}: property is not defined in schema`
    if (!judge(text)) return `format error\n${key}: invalid format - value does not look like a valid address`
  }
  if (given['gw'] !== undefined && given['ip'] === undefined)
    return 'gateway specified without specifying an IP address'
  if (given['gw6'] !== undefined && given['ip6'] === undefined)
    return 'IPv6 gateway specified without specifying an IPv6 address'
  return undefined
}

const models = /^(e1000(-82540em|-82544gc|-82545em|e)?|i8255\w+|ne2k_(isa|pci)|pcnet|rtl8139|virtio|vmxnet3)$/
const networkKeys: Readonly<Record<string, RegExp>> = {
  bridge: new RegExp(`^${bridge}$`),
  firewall: /^[01]$/,
  link_down: /^[01]$/,
  macaddr: mac,
  model: models,
  mtu: /^\d+$/,
  queues: /^\d+$/,
  rate: /^\d+(\.\d+)?$/,
  tag: /^([1-9]\d{0,2}|[1-3]\d{3}|40[0-8]\d|409[0-4])$/,
  trunks: /^\d+(-\d+)?(;\d+(-\d+)?)*$/,
}

function network(value: string): string | undefined {
  for (const [key, text] of parts(value)) {
    if (models.test(key === '' ? text : key)) {
      if (key !== '' && !mac.test(text))
        return `format error\n${key}: value does not look like a valid unicast MAC address`
    } else if (!networkKeys[key]?.test(text)) return `format error\n${key}: invalid format`
  }
  return undefined
}
