import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Product } from '@/api/types'
import { formatPercent, formatWeight } from '@/shared/format'
import { paths } from '@/shared/paths'
import { product as words } from '@/texts/en/product'

/** What can be said about a product in a word each, with the way to what else has it. */
export function ProductFacts({ product }: { product: Product }) {
  const { brand, region, category, weight_grams: weight, vat_basis_points: vat } = product
  return (
    <>
      <h2 className="mt-10 text-xl font-bold tracking-tight">{words.facts}</h2>
      <dl className="figures mt-3 border-t border-line-strong">
        {brand != null && <Fact name={words.brand}>{to(`brand=${brand.slug}`, brand.name)}</Fact>}
        {region != null && <Fact name={words.region}>{to(`region=${region.slug}`, region.name)}</Fact>}
        {category != null && <Fact name={words.category}>{to(`category=${category.slug}`, category.name)}</Fact>}
        {weight > 0 && <Fact name={words.weight}>{formatWeight(weight)}</Fact>}
        {vat > 0 && <Fact name={words.vat}>{words.vatShare(formatPercent(vat / 10_000))}</Fact>}
      </dl>
    </>
  )
}

function to(search: string, name: string) {
  return (
    <Link to={paths.products(search)} className="link">
      {name}
    </Link>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 border-b border-line py-2.5">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="text-right font-medium">{children}</dd>
    </div>
  )
}
