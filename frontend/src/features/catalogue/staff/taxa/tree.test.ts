import { describe, expect, it } from 'vitest'
import { aTaxon } from '@/testing/staff-catalogue'
import { parentsFor, treeOf, wayTo } from './tree'

const category = (id: string, parent_id: string | null = null) => aTaxon({ id, name: id, slug: id, parent_id })

describe('the tree of categories', () => {
  const tree = treeOf([category('cheese', 'food'), category('drinks'), category('food'), category('goat', 'cheese'), category('lost', 'archived')])

  it('puts each before those below it, and what has lost its parent at the top', () => {
    expect(tree.map(({ taxon, depth }) => [taxon.id, depth])).toEqual([
      ['drinks', 0],
      ['food', 0],
      ['cheese', 1],
      ['goat', 2],
      ['lost', 0],
    ])
    expect(tree.map(wayTo)).toContain('food › cheese › goat')
  })

  it('offers no place below itself', () => {
    expect(parentsFor(tree, 'cheese').map(({ taxon }) => taxon.id)).toEqual(['drinks', 'food', 'lost'])
    expect(parentsFor(tree, null)).toHaveLength(5)
  })

  it('offers no place that would be too deep', () => {
    const deep = treeOf([category('1'), category('2', '1'), category('3', '2'), category('4', '3'), category('5', '4'), category('a'), category('b', 'a')])
    expect(parentsFor(deep, null).map(({ taxon }) => taxon.id)).toEqual(['1', '2', '3', '4', 'a', 'b'])
    // With b below it, a needs two levels.
    expect(parentsFor(deep, 'a').map(({ taxon }) => taxon.id)).toEqual(['1', '2', '3'])
  })
})
