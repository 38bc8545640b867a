import type { CategoryNode } from '@/api/types'

/** The way from the top of the tree to a category, itself included; empty when the tree does not have it. */
export function pathTo(tree: readonly CategoryNode[], slug: string): CategoryNode[] {
  for (const node of tree) {
    if (node.slug === slug) return [node]
    const below = pathTo(node.children, slug)
    if (below.length > 0) return [node, ...below]
  }
  return []
}
