const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A time as Java's `Date.toString()` writes it on a server whose zone is UTC: `Tue Mar 04 09:15:00 UTC 2025`. */
export function formatDate(time: number): string {
  const date = new Date(time)
  const two = (count: number) => String(count).padStart(2, '0')
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${two(date.getUTCDate())}`
  return `${day} ${clock} UTC ${date.getUTCFullYear()}`
}
