import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildPortal } from '../../bin/portal.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the portal, as it is built from what is there now. */
    portal: string
  }
}

/** Builds the portal once for all tests: two that build at a time take each other's files away. */
export async function setup(project: TestProject): Promise<void> {
  const folder = join(import.meta.dirname, '../../dist/portal')
  await buildPortal(folder)
  project.provide('portal', folder)
}
