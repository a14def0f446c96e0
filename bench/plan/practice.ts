import { furniture } from '../../src/app/machines/testing/practice.ts'
import { type PracticeProxmox, startPracticeProxmox } from '../../src/providers/proxmox/fake/server.ts'
import { runSubject } from '../subject.ts'

const open: { proxmox?: PracticeProxmox } = {}

/** A practice Proxmox in a process of its own, in which time passes as slowly as it is told. */
runSubject({
  async start({ speed }: { speed: number }) {
    open.proxmox = await startPracticeProxmox({ ...furniture, speed })
  },
  url: () => open.proxmox?.url,
})
