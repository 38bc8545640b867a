import type { Taxon } from '@/api/types'

/** A category where it stands. */
export interface Placed {
  readonly taxon: Taxon
  /** 0 at the top. */
  readonly depth: number
  /** The names from the top down to it, its own last. */
  readonly path: readonly string[]
}

/** As many as the shop takes. */
export const deepest = 5

/** Categories in the order of a tree, each before those below it; what is below something that is not here stands at the top. */
export function treeOf(taxa: readonly Taxon[]): Placed[] {
  const known = new Set(taxa.map(({ id }) => id))
  const parentOf = ({ parent_id }: Taxon) => (parent_id != null && known.has(parent_id) ? parent_id : null)
  const placed: Placed[] = []
  const place = (parent: string | null, path: readonly string[]) => {
    for (const taxon of taxa.filter((one) => parentOf(one) === parent)) {
      const here = [...path, taxon.name]
      placed.push({ taxon, depth: path.length, path: here })
      place(taxon.id, here)
    }
  }
  place(null, [])
  return placed
}

/** The way from the top in words. */
export const wayTo = ({ path }: Placed) => path.join(' › ')

/** Where a category may be moved: not below itself, and nothing of it deeper than the shop takes. */
export function parentsFor(tree: readonly Placed[], id: string | null): Placed[] {
  const own = tree.findIndex(({ taxon }) => taxon.id === id)
  const depth = tree[own]?.depth ?? 0
  const rest = own < 0 ? [] : tree.slice(own + 1)
  const end = rest.findIndex((one) => one.depth <= depth)
  const inside = own < 0 ? [] : tree.slice(own, own + 1 + (end < 0 ? rest.length : end))
  const height = Math.max(1, ...inside.map((one) => one.depth - depth + 1))
  return tree.filter((one) => !inside.includes(one) && one.depth + 1 + height <= deepest)
}
