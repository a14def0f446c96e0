import type { Dialect } from 'kysely'

/** One of the two ways to reach a PostgreSQL: embedded in this process, or a server. */
export interface Connection {
  readonly backend: 'pglite' | 'postgres'
  readonly dialect: Dialect
  /** One statement with values, or several without, each as if on a connection of its own. */
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>
  /**
   * Runs `fn` in one transaction: committed when it resolves, rolled back when it throws. An `unhurried` one may take
   * minutes.
   */
  transact<T>(fn: (session: Session) => Promise<T>, options?: { readonly unhurried?: boolean }): Promise<T>
  close(): Promise<void>
}

export type Row = Record<string, unknown>

export interface Session {
  query(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** Several statements separated by semicolons. */
  execute(text: string): Promise<void>
}
