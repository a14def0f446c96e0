/**
 * What the clients of an organisation are given as the address of their BigBlueButton server: that of its first host name,
 * else the one by path. `url` is where others reach this installation, without trailing slash.
 */
export function clientAddress(
  url: string,
  { id, hosts: [host] }: { readonly id: string; readonly hosts: readonly string[] },
): string {
  if (host === undefined) return `${url}/o/${id}/bigbluebutton/api`
  const { protocol, port } = new URL(url)
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}/bigbluebutton/api`
}
