import { type Row, v1 } from './rows.ts'

/** The routes about what coop.yaml declares: where things are is for those who operate them. */
export const machineRows: readonly Row[] = [
  ['installation.see', 'GET', `${v1}/machines`, `${v1}/machines`, 200],
  ['installation.see', 'GET', `${v1}/roadmap`, `${v1}/roadmap`, 200],
  ['installation.see', 'GET', `${v1}/roadmap.svg`, `${v1}/roadmap.svg`, 200],
  ['installation.see', 'GET', `${v1}/capacity`, `${v1}/capacity`, 200],
  ['installation.see', 'GET', `${v1}/capacity.svg`, `${v1}/capacity.svg`, 200],
]
