/**
 * The address of a BigBlueButton API from what somebody wrote: `bbb-conf --secret` prints `https://host/bigbluebutton/`,
 * without the `api` at its end. Takes and gives an address without trailing slash; any other path is left as it is.
 */
export function completeApiAddress(url: string): string {
  return new URL(url).pathname === '/bigbluebutton' ? `${url}/api` : url
}
