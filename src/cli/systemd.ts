import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Log } from '../meetings/context.ts'
import type { Terminal } from './terminal.ts'

/**
 * Tells systemd that the program is ready, where it waits to be told (`Type=notify`): `systemctl restart` returns only
 * then. Node cannot send what systemd listens for, so systemd's own program does. Never fails: systemd itself says that
 * it was not told.
 */
export async function tellSystemd({ env }: Terminal, log: Log): Promise<void> {
  if (!env['NOTIFY_SOCKET']) return
  try {
    await promisify(execFile)('systemd-notify', ['--ready'], { env: { ...env }, timeout: 10_000 })
  } catch (error) {
    log.error({ err: error }, 'systemd could not be told that this is ready, and will end it')
  }
}
