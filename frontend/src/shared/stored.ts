/** Storage that may be switched off or full: then the value lives as long as the page, which is what we can give. */
const inMemory = new Map<string, string>()

export function readStored(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key) ?? inMemory.get(key) ?? null
  } catch {
    return inMemory.get(key) ?? null
  }
}

export function writeStored(storage: () => Storage, key: string, value: string | null): void {
  inMemory.delete(key)
  try {
    if (value === null) storage().removeItem(key)
    else storage().setItem(key, value)
  } catch {
    if (value !== null) inMemory.set(key, value)
  }
}

/** `crypto.randomUUID` exists only on secure origins; a shop tried out over plain http on a LAN has none. */
export function newKey(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID()
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
