import { stringify } from 'yaml'

/** What `mycel init` asks. */
export interface Answers {
  readonly name: string
  readonly domain: string
  /** Absent without a server of one's own. */
  readonly host?: HostAnswers | undefined
}

export interface HostAnswers {
  /** What Proxmox calls it. */
  readonly node: string
  /** Whole GiB. */
  readonly memory: number
  /** Threads. */
  readonly cores: number
  readonly storage: string
  /** Whole GB. */
  readonly size: number
  readonly staging: boolean
}

/** A first coop.yaml with comments, which `mycel check` accepts as it is. */
export function writeFirstFile({ name, domain, host }: Answers): string {
  const parts = [introduction(name, domain), host ? machines(host, domain) : withoutMachines, meetings(name)]
  return parts.join('\n')
}

function introduction(name: string, domain: string): string {
  return `# Everything that our co-op runs, in one file. After each change: mycel check
# Every key is explained in docs/configuration.md, and complete examples are in the folder examples.

coop:
  name: ${scalar(name)}
  domain: ${domain}

# The people, by short names; minutes call them by these. Groups say who may reach what.
groups:
  members: { name: Members }
  infra: { name: Infrastructure }
people: {}
#  el: { name: Elon Example, groups: [members, infra] }
`
}

const withoutMachines = `# Machines are described here once you have a server with Proxmox: see docs/admin/machines.md.
`

function machines(host: HostAnswers, domain: string): string {
  return [environments(host.staging), hosts(host, domain), firstMachine(host.staging)].join('\n')
}

const production = `# Where machines live. A machine that is in several of these has a twin in each, whose id, address and name follow.
environments:
  production:
    ids: 1000-1999
    network: 10.0.1.0/24
    bridge: vmbr0
    reach: public
    no_backup: we have not set up backups yet
    # The public key of the computer from which you set machines up: the content of ~/.ssh/id_ed25519.pub.
    deploy_keys: []
`

const twin = `  staging:
    ids: 8000-8999
    network: 10.0.2.0/24
    bridge: vmbr0
    vlan: 20
    reach: vpn
    start_on_boot: false
    no_backup: it is made anew from this file
    deploy_keys: []
`

function environments(staging: boolean): string {
  return staging ? production + twin : production
}

function hosts({ node, memory, cores, storage, size }: HostAnswers, domain: string): string {
  const id = node.toLowerCase()
  return `hosts:
  ${id}:
    node: ${node}
    memory: ${memory} GiB
    cores: ${cores}
    storages: [{ id: ${storage}, size: ${size} GB }]
    # The id of the template in Proxmox from which machines are cloned.
    templates: { debian-13: 9000 }
    # How Proxmox is reached; the token is stored with: mycel secret set ${id}
    # proxmox: { url: "https://${id}.${domain}:8006", token_id: "mycel@pve!apply", token: "secret://${id}" }
`
}

function firstMachine(staging: boolean): string {
  return `# A first machine. Its number gives its id (1001) and its address (10.0.1.11).
machines:
  web1:
    description: Web sites
    number: 1
    in: [${staging ? 'production, staging' : 'production'}]
    memory: 2 GiB

# What runs on it: the catalogue. The firewall of the machine lets in what is listed here.
services:
  website:
    what: "Who we are, for everybody"
    machine: web1
    names: ["@"]
    ports: [80/tcp, 443/tcp]
`
}

function meetings(name: string): string {
  return `# Video meetings. Without servers there are practice servers, which have no sound and no picture.
meetings:
  organisations:
    - id: main
      name: ${scalar(name)}
      secrets: ["secret://main"]
`
}

/** As YAML writes it on one line. */
function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trim()
}
