import { type PracticeProxmox, startPracticeProxmox } from '../../src/providers/proxmox/fake/server.ts'
import { runSubject } from '../subject.ts'

const open: { proxmox?: PracticeProxmox } = {}

/** A practice Proxmox in a process of its own, in which time passes as slowly as it is told. */
runSubject({
  async start({ speed }: { speed: number }) {
    open.proxmox = await startPracticeProxmox({
      speed,
      nodes: [{ name: 'kvm1' }],
      storages: [{ id: 'local' }, { id: 'local-hdds' }],
      bridges: ['vmbr2'],
      templates: [{ vmid: 9000, name: 'debian-13', storage: 'local' }],
    })
  },
  url: () => open.proxmox?.url,
})
