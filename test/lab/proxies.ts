import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import { findProgram } from '../program.ts'
import { type Installation, untilReady } from './installation.ts'

/** A sample configuration of the manual, with the ports of this installation, run by its own program. */
export async function startProxy(
  kind: 'nginx' | 'haproxy',
  installation: Installation,
): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await findFreePort()
  const sample = kind === 'nginx' ? 'nginx.conf' : 'haproxy.cfg'
  const text = await readFile(new URL(`../../docs/admin/samples/${sample}`, import.meta.url), 'utf8')
  const [one, two] = installation.replicas
  const replaced = text
    .replaceAll('127.0.0.1:8081', `127.0.0.1:${one?.port}`)
    .replaceAll('127.0.0.1:8082', `127.0.0.1:${two?.port}`)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('bind :8080', `bind 127.0.0.1:${port}`)
  const file = join(installation.folder, sample)
  await writeFile(file, kind === 'nginx' ? nginxAround(replaced, installation.folder) : replaced)
  const args = kind === 'nginx' ? ['-c', file, '-e', join(installation.folder, 'nginx-error.log')] : ['-db', '-f', file]
  const child = spawn(findProgram(kind) ?? kind, args, { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child)
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function nginxAround(sample: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx-error.log;
events { worker_connections 2048; }
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/nginx-${name};`).join('\n')}
${sample}
}
`
}
