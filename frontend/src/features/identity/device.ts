import { sessions } from '@/texts/en/sessions'

/** The first that fits: browsers name the ones they descend from too. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]

const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac(?:intosh| OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

const nameIn = (names: typeof browsers, userAgent: string) => names.find(([sign]) => sign.test(userAgent))?.[1]

/** A device in the words of a person: "Firefox on Linux". What is no browser is called what it calls itself first. */
export function deviceName(userAgent: string | null | undefined): string {
  const said = userAgent?.trim() ?? ''
  if (said === '') return sessions.unknownDevice
  const browser = nameIn(browsers, said)
  const system = nameIn(systems, said)
  if (browser !== undefined) return system === undefined ? browser : sessions.device(browser, system)
  const first = said.split(/[\s/(;]/)[0] ?? ''
  const name = first === '' || first === 'Mozilla' ? (system ?? sessions.unknownDevice) : first
  return name.length > 40 ? `${name.slice(0, 39)}…` : name
}
