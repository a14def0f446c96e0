import { type Row, v1 } from './rows.ts'

/** The routes about plans, drift and applies. Looking anew uses our own access to the machines. */
export const planRows: readonly Row[] = [
  ['installation.see', 'GET', `${v1}/plan`, `${v1}/plan`, 200],
  ['installation.manage', 'POST', `${v1}/plan`, `${v1}/plan`, 503],
  ['installation.see', 'GET', `${v1}/drift`, `${v1}/drift`, 200],
  ['installation.see', 'GET', `${v1}/applies`, `${v1}/applies`, 200],
  ['installation.see', 'GET', `${v1}/applies/:id`, `${v1}/applies/none`, 404],
]
