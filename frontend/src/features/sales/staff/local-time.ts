const two = (value: number) => String(value).padStart(2, '0')

/** A moment as `<input type="datetime-local">` shows it: in the time of this device, to the second. */
export function toLocalInput(time: string): string {
  const at = new Date(time)
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** And back; null when it is no moment. */
export function fromLocalInput(text: string): string | null {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? null : at.toISOString()
}
