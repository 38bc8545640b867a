import { expect, it } from 'vitest'
import type { CategoryNode } from '@/api/types'
import { pathTo } from './category-path'

const node = (slug: string, ...children: CategoryNode[]): CategoryNode => ({ id: slug, slug, name: slug, children })
const tree = [node('home', node('kitchen', node('coffee')), node('lighting')), node('food', node('cheese'))]

it('leads from the top of the tree to a category', () => {
  expect(pathTo(tree, 'coffee').map(({ slug }) => slug)).toEqual(['home', 'kitchen', 'coffee'])
  expect(pathTo(tree, 'food').map(({ slug }) => slug)).toEqual(['food'])
  expect(pathTo(tree, 'elsewhere')).toEqual([])
})
