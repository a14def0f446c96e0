import type { Config } from '../config/config.ts'
import { closeDueMonths } from '../ledger/close-month.ts'
import type { LedgerParts } from '../ledger/parts.ts'
import { createSigner } from '../ledger/signature.ts'
import { createSoFar, type SoFarReader } from '../ledger/so-far.ts'
import type { Gateway } from '../meetings/gateway.ts'
import { installationKey } from '../meetings/store.ts'

const closeEveryMs = 300_000

/** Puts together what the ledger works with, and closes months that are due. */
export async function openLedger(
  { ledger }: Config,
  { context, recordings }: Pick<Gateway, 'context' | 'recordings'>,
  stack: AsyncDisposableStack,
): Promise<LedgerParts & { readonly soFar: SoFarReader }> {
  const { database, clock, log, organisations, attendance, replicas } = context
  const parts: LedgerParts = {
    database,
    clock,
    signer: createSigner(await installationKey(database)),
    organisations: () =>
      organisations.list().map(({ id, name, kind, prices }) => {
        return { id, name, isApplication: kind === 'application', lineage: organisations.standing(id).lineage, prices }
      }),
    closeAfterDays: ledger.close_after_days,
    attendanceDays: ledger.attendance_days,
    async settle() {
      await attendance.beat()
      await recordings.hold()
    },
    isOurs: () => replicas.isWriting,
  }
  const close = async () => {
    for (const month of await closeDueMonths(parts)) log.info({ month }, 'the statements of a month are made')
  }
  const timer = setInterval(() => {
    close().catch((error: unknown) => log.warn({ err: error }, 'a month could not be closed yet'))
  }, closeEveryMs)
  timer.unref()
  stack.defer(() => clearInterval(timer))
  return { ...parts, soFar: createSoFar(parts) }
}
