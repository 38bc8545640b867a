import { describe, expect, it } from 'vitest'
import { changed, filtersOf, listingOf, narrowings, noFilters, searchOf, toggled, widened } from './filters'

const read = (address: string) => filtersOf(new URLSearchParams(address))

describe('filters and the address', () => {
  it('come back from the address as they went in', () => {
    const filters = {
      ...noFilters,
      q: 'fromaj & co',
      category: ['cheese'],
      brand: ['kestrel', 'ember'],
      tag: ['raw-milk'],
      price_min: 450,
      weight_max: 2_000,
      in_stock: true,
      sort: 'price_desc' as const,
      page: 3,
    }
    expect(read(searchOf(filters))).toEqual(filters)
  })

  it('leave an empty address when nothing is chosen', () => {
    expect(searchOf(noFilters)).toBe('')
    expect(read('')).toEqual(noFilters)
  })

  it.each([
    ['an unknown order', 'sort=cheapest'],
    ['prices that are none', 'price_min=-4&price_max=1e9&weight_min=abc'],
    ['an endless price', `price_min=${'9'.repeat(30)}`],
    ['slugs that are none', 'brand=%27%3B--,A%20B,&tag=,,'],
    ['pages that are none', 'page=0'],
    ['switches that are neither', 'in_stock=yes&on_sale=1'],
    ['what it does not know', 'utm_source=mail'],
  ])('ignore %s', (_, address) => expect(read(address)).toEqual(noFilters))

  it('bound what an address may ask for', () => {
    const { q, brand, page } = read(`q=${'a'.repeat(10_000)}&page=99999&brand=${Array.from({ length: 40 }, (_, index) => `b${index}`).join(',')}`)
    expect(q).toHaveLength(200)
    expect(brand).toHaveLength(20)
    expect(page).toBe(50)
  })

  it('ask the shop under the same names, the falling price apart', () => {
    expect(listingOf(read('q=kettle&brand=ember,kestrel&on_sale=true&sort=price&order=desc&page=2'))).toEqual({
      q: 'kettle',
      brand: 'ember,kestrel',
      on_sale: true,
      sort: 'price',
      order: 'desc',
    })
  })
})

describe('choosing', () => {
  it('adds to a group and takes away again, beginning at the first page', () => {
    const second = toggled({ ...noFilters, brand: ['ember'], page: 4 }, 'brand', 'kestrel')
    expect(second).toMatchObject({ brand: ['ember', 'kestrel'], page: 1 })
    expect(toggled(second, 'brand', 'ember').brand).toEqual(['kestrel'])
  })

  it('has one category at a time', () => {
    expect(toggled({ ...noFilters, category: ['food'] }, 'category', 'cheese').category).toEqual(['cheese'])
  })

  it('keeps the page only when told', () => {
    expect(changed({ ...noFilters, page: 3 }, { sort: 'name' }).page).toBe(1)
    expect(changed({ ...noFilters, page: 3 }, { page: 4 }).page).toBe(4)
  })

  it('counts what narrows, and widens to the words and the order', () => {
    const filters = read('q=tea&brand=a,b&price_min=1&price_max=2&in_stock=true&sort=name')
    expect(narrowings(filters)).toBe(4)
    expect(widened(filters)).toEqual({ ...noFilters, q: 'tea', sort: 'name' })
  })
})
