/** The time of today, the day of any other day. @param at milliseconds since 1970 */
export function dayOrTime(at: number): string {
  const date = new Date(at)
  const today = date.toDateString() === new Date().toDateString()
  return today
    ? `today, ${date.toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })}`
    : date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
}
