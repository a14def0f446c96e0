import { type Row, v1 } from './rows.ts'

/** The routes that only the portal needs. The stream never ends, so it is asked for in a way that it refuses. */
export const portalRows: readonly Row[] = [['self', 'GET', `${v1}/live`, `${v1}/live?unknown=1`, 422]]
