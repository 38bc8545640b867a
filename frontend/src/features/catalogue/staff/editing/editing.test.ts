import { describe, expect, it } from 'vitest'
import { readCount, readMoney, readPercent, writeMoney, writePercent } from './amounts'
import { isSlug, slugOf } from './slug'
import { changedFields, differences, type Facet, merged, proposed } from './versions'
import { checkWindow, stateOf } from './window'

describe('addresses', () => {
  it.each([
    ['Ember gooseneck kettle', 'ember-gooseneck-kettle'],
    ['  Pâté de foie, 250 g ', 'pate-de-foie-250-g'],
    ['L’Été à l’œuf', 'lete-a-loeuf'],
    ['Straße — 3×', 'strasse-3'],
    ['!!!', ''],
  ])('%s becomes %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
    if (slug !== '') expect(isSlug(slug)).toBe(true)
  })

  it('never end in a hyphen, however they are cut', () => {
    const slug = slugOf(`${'a'.repeat(79)} b`)
    expect(slug).toBe('a'.repeat(79))
    expect(isSlug('Ember')).toBe(false)
    expect(isSlug('a--b')).toBe(false)
    expect(isSlug('')).toBe(false)
  })
})

describe('amounts as they are typed', () => {
  it.each([
    ['119', 11_900],
    ['119.9', 11_990],
    ['119,90', 11_990],
    ['1 299.05', 129_905],
    ['0.29', 29],
  ])('%s is exact', (typed, amount) => {
    expect(readMoney(typed, 'EUR')).toEqual({ amount, currency: 'EUR' })
  })

  it.each(['', 'much', '1.999', '-5', '1.2.3', '1e3'])('%s is none', (typed) => {
    expect(readMoney(typed, 'EUR')).toBeNull()
  })

  it('follow the currency', () => {
    expect(readMoney('500', 'JPY')).toEqual({ amount: 500, currency: 'JPY' })
    expect(readMoney('500.5', 'JPY')).toBeNull()
    expect(writeMoney({ amount: 500, currency: 'JPY' })).toBe('500')
    expect(writeMoney({ amount: 11_900, currency: 'EUR' })).toBe('119.00')
  })

  it('percentages and counts', () => {
    expect(readPercent('5.5 %')).toBe(550)
    expect(writePercent(550)).toBe('5.5')
    expect(writePercent(2000)).toBe('20')
    expect(readCount(' 1 000 ')).toBe(1000)
    expect(readCount('1.5')).toBeNull()
  })
})

describe('two versions', () => {
  interface Values {
    name: string
    price: string
    tags: readonly string[]
    note: string
  }
  const facets: Facet<Values>[] = (['name', 'price', 'tags', 'note'] as const).map((name) => ({ name, label: name, show: (values) => String(values[name]) }))
  const base: Values = { name: 'Kettle', price: '10', tags: ['a'], note: '' }
  const theirs: Values = { ...base, price: '12', tags: ['a', 'b'], note: 'same' }
  const mine: Values = { ...base, name: 'Ember kettle', price: '11', note: 'same' }

  it('say who changed what, and propose to keep what one has typed', () => {
    const found = differences(facets, base, theirs, mine)
    expect(found.map(({ name, by }) => [name, by])).toEqual([
      ['name', 'me'],
      ['price', 'both'],
      ['tags', 'them'],
    ])
    expect(found.map(proposed)).toEqual(['mine', 'mine', 'theirs'])
  })

  it('become one', () => {
    const decided = merged(theirs, mine, [
      { name: 'name', side: 'mine' },
      { name: 'price', side: 'theirs' },
      { name: 'tags', side: 'theirs' },
    ])
    expect(decided).toEqual({ name: 'Ember kettle', price: '12', tags: ['a', 'b'], note: 'same' })
    expect(changedFields(theirs, decided)).toEqual({ name: 'Ember kettle' })
  })
})

describe('windows', () => {
  const at = (time: string) => Date.parse(time)
  const window = { starts_at: '2030-01-01T10:00:00Z', ends_at: '2030-01-02T10:00:00Z', archived: false }

  it('begin with their first moment and end before their last', () => {
    expect(stateOf(window, at('2030-01-01T09:59:59Z'))).toBe('coming')
    expect(stateOf(window, at('2030-01-01T10:00:00Z'))).toBe('on')
    expect(stateOf(window, at('2030-01-02T10:00:00Z'))).toBe('over')
    expect(stateOf({ ...window, ends_at: null }, at('2040-01-01T10:00:00Z'))).toBe('on')
    expect(stateOf({ ...window, archived: true }, at('2030-01-01T12:00:00Z'))).toBe('archived')
  })

  it('are checked before they are sent', () => {
    const typed = { starts_at: '2030-01-01T10:00:00', ends_at: '2030-01-02T10:00:00' }
    expect(checkWindow(typed, { mostDays: 1 })).toEqual({})
    expect(checkWindow({ ...typed, ends_at: '2030-01-02T10:00:01' }, { mostDays: 1 })).toHaveProperty('ends_at')
    expect(checkWindow({ ...typed, ends_at: typed.starts_at }, {})).toHaveProperty('ends_at')
    expect(checkWindow({ ...typed, ends_at: '' }, {})).toHaveProperty('ends_at')
    expect(checkWindow({ ...typed, ends_at: '' }, { endless: true })).toEqual({})
    expect(checkWindow({ starts_at: '', ends_at: '' }, { endless: true })).toHaveProperty('starts_at')
  })
})
