import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from './stored'

export type Theme = 'light' | 'dark'

const key = 'doorbuster.theme'
const local = () => globalThis.localStorage
const listeners = new Set<() => void>()
const system = () => globalThis.matchMedia('(prefers-color-scheme: dark)')

/** The chosen theme, or the system's while nobody has chosen. */
function current(): Theme {
  const chosen = readStored(local, key)
  if (chosen === 'light' || chosen === 'dark') return chosen
  return system().matches ? 'dark' : 'light'
}

export function chooseTheme(theme: Theme): void {
  writeStored(local, key, theme)
  document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  const preference = system()
  listeners.add(listener)
  preference.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    preference.removeEventListener('change', listener)
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current)
}
