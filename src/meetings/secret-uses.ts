import type { Context } from './context.ts'

/** Reads when each secret was last used. */
export async function loadSecretUses(context: Context): Promise<void> {
  const rows = await context.database.read((db) => db.selectFrom('secret_uses').selectAll().execute())
  for (const row of rows) {
    const secret = context.organisations
      .find(row.organisation)
      ?.secrets.find(({ fingerprint }) => fingerprint === row.fingerprint)
    if (secret) secret.lastUsedAt = row.last_used_at
  }
}

/** Writes down what changed since `since`; the moment to ask for next time. */
export async function saveSecretUses(context: Context, since: number): Promise<number> {
  const now = context.clock.now()
  const used = context.organisations
    .list()
    .flatMap(({ id, secrets }) => secrets.map((secret) => ({ id, secret })))
    .filter(({ secret }) => (secret.lastUsedAt ?? 0) > since)
  for (const { id, secret } of used) {
    await context.database.read((db) =>
      db
        .insertInto('secret_uses')
        .values({ organisation: id, fingerprint: secret.fingerprint, last_used_at: secret.lastUsedAt ?? now })
        .onConflict((c) =>
          c.columns(['organisation', 'fingerprint']).doUpdateSet({ last_used_at: secret.lastUsedAt ?? now }),
        )
        .execute(),
    )
  }
  return now
}
