import { describe, expect, it } from 'vitest'
import { countries, likelyCountry } from './countries'

describe('countries', () => {
  it('are the 249 of ISO 3166-1, each with a name, by name', () => {
    const all = countries()
    expect(new Set(all.map(({ code }) => code)).size).toBe(249)
    expect(all.filter(({ code, name }) => name === code)).toEqual([])
    const names = all.map(({ name }) => name)
    expect(names.indexOf('Åland Islands')).toBeLessThan(names.indexOf('Belgium'))
    expect(all.find(({ code }) => code === 'FR')?.name).toBe('France')
  })

  it.each([
    [['fr-FR', 'en-US'], 'FR'],
    [['en', 'de-AT'], 'AT'],
    [['en'], undefined],
    // Spanish for Latin America, and a region that is no country's own code.
    [['es-419', 'en-EU'], undefined],
  ])('guesses from %j: %s', (languages, country) => expect(likelyCountry(languages)).toBe(country))
})
