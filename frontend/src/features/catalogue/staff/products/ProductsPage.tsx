import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import type { Product, ProductPage, ProductStatus } from '@/api/types'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { type Group, groups, sorting } from '@/features/search/filters'
import { formatCount, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { DataTable } from '@/shared/ui/DataTable'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { Icon } from '@/shared/ui/Icon'
import { ListSearch } from '@/shared/ui/ListSearch'
import { PagedList } from '@/shared/ui/PagedList'
import { Picture } from '@/shared/ui/Picture'
import { useFilters } from '@/shared/use-filters'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { BulkStatus } from './BulkStatus'
import { type ProductSort, sorts, staffProductsQuery, statuses } from './queries'

const names = ['q', 'status', 'sort', ...groups] as const
type Filters = Readonly<Record<(typeof names)[number], string>>

const addressOf = (filters: Filters) => {
  const said = Object.entries(filters).filter(([, value]) => value !== '')
  const search = new URLSearchParams(said).toString()
  return search === '' ? paths.staff('products') : `${paths.staff('products')}?${search}`
}

export function Component() {
  const words = staffCatalogue.products
  const [filters, change] = useFilters(names)
  const status = statuses.find((one) => one === filters.status) ?? 'published'
  const sort = sorts.find((one) => one === filters.sort) ?? null
  const query = useInfiniteQuery(staffProductsQuery(listingOf(filters, status, sort)))
  const total = query.data?.pages[0]?.total
  const narrowed = groups.filter((group) => filters[group] !== '')
  return (
    <StaffPage
      title={words.title}
      actions={
        <ButtonLink look="strong" to={paths.staff('products/new')}>
          {words.create}
        </ButtonLink>
      }
    >
      <div className="mt-6 flex flex-wrap items-end gap-x-5 gap-y-3">
        <ListSearch label={words.search} value={filters.q} onSearch={(q) => change({ q }, { replace: true })} />
        <SortSelect value={sort} searched={filters.q !== ''} onChoose={(chosen) => change({ sort: chosen ?? '' })} />
      </div>
      <FilterLinks
        label={words.filter}
        options={statuses.map((one) => ({ to: addressOf({ ...filters, status: one === 'published' ? '' : one }), name: words.status[one], current: one === status }))}
      />
      {narrowed.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-2">
          {narrowed.map((group) => (
            <li key={group}>
              <Narrowed group={group} slug={filters[group]} to={addressOf({ ...filters, [group]: '' })} />
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="mt-4 min-h-5 text-sm text-ink-soft">
        {total != null && words.count(formatCount(total), total)}
      </p>
      <Listed key={status} query={query} status={status} narrowed={filters.q !== '' || narrowed.length > 0} />
    </StaffPage>
  )
}

function listingOf(filters: Filters, status: (typeof statuses)[number], sort: ProductSort | null) {
  const chosen = Object.fromEntries(groups.filter((group) => filters[group] !== '').map((group) => [group, filters[group]]))
  const q = filters.q.trim().slice(0, 200)
  return { ...chosen, ...(q !== '' && { q }), ...sorting(sort), status }
}

function SortSelect({ value, searched, onChoose }: { value: ProductSort | null; searched: boolean; onChoose: (sort: ProductSort | null) => void }) {
  const words = staffCatalogue.products
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {words.sortBy}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value ?? ''}
          className="min-h-11 appearance-none rounded-control border border-line-strong bg-surface pr-9 pl-3 hover:border-ink lg:min-h-10 lg:text-sm"
          onChange={(event) => onChoose(sorts.find((one) => one === event.target.value) ?? null)}
        >
          <option value="">{searched ? words.bestMatch : words.sort.newest}</option>
          {sorts
            .filter((one) => searched || one !== 'newest')
            .map((one) => (
              <option key={one} value={one}>
                {words.sort[one]}
              </option>
            ))}
        </select>
        <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-ink-soft">
          <Icon name="chevron" size={16} />
        </span>
      </div>
    </div>
  )
}

function Narrowed({ group, slug, to }: { group: Group; slug: string; to: string }) {
  const words = staffCatalogue.products
  return (
    <Link to={to} className="inline-flex min-h-9 items-center gap-1.5 rounded-control bg-sunken px-3 text-sm font-medium hover:underline">
      <span className="sr-only">{words.without}</span> {words.narrowed[group]}: {slug}
      <Icon name="close" size={16} />
    </Link>
  )
}

function Nothing({ status, narrowed }: { status: (typeof statuses)[number]; narrowed: boolean }) {
  const words = staffCatalogue.products
  return (
    <div className="mt-6">
      <p className="text-lg font-semibold">{narrowed ? words.nothingLike : words.none[status]}</p>
      {narrowed && <p className="mt-1 text-ink-soft">{words.nothingHint}</p>}
    </div>
  )
}

interface ListedProps {
  query: UseInfiniteQueryResult<InfiniteData<ProductPage>>
  status: ProductStatus
  narrowed: boolean
}

/** The products of one state, of which several can be moved to another at once. */
function Listed({ query, status, narrowed }: ListedProps) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const products = query.data?.pages.flatMap(({ items }) => items) ?? []
  const chosen = products.filter(({ id }) => ids.has(id))
  return (
    <>
      <PagedList query={query} more={staffCatalogue.products.more} empty={<Nothing status={status} narrowed={narrowed} />}>
        {(shown) => <ProductTable products={shown} chosen={ids} onChoose={({ id }, taken) => setIds(new Set(taken ? [...ids, id] : [...ids].filter((one) => one !== id)))} />}
      </PagedList>
      <BulkStatus chosen={chosen} onMoved={(left) => setIds(new Set(left.map(({ id }) => id)))} onClear={() => setIds(new Set())} />
    </>
  )
}

interface ProductTableProps {
  products: readonly Product[]
  chosen: ReadonlySet<string>
  onChoose: (product: Product, taken: boolean) => void
}

function ProductTable({ products, chosen, onChoose }: ProductTableProps) {
  const words = staffCatalogue.products
  return (
    <DataTable
      label={words.title}
      rows={products}
      keyOf={({ id }) => id}
      href={({ slug }) => paths.staff(`products/${encodeURIComponent(slug)}`)}
      leading={{ name: words.picture, cell: (product) => <LeadCell product={product} chosen={chosen.has(product.id)} onChoose={(taken) => onChoose(product, taken)} /> }}
      title={{ name: words.name, cell: ({ name }) => name }}
      below={(product) => (
        <>
          {[product.brand?.name, product.category?.name].filter(Boolean).join(' · ')}
          <span className="block">{words.inStock(product.stock)}</span>
        </>
      )}
      columns={[
        { name: words.brand, from: 'md', cell: ({ brand }) => <span className="text-ink-soft">{brand?.name ?? '–'}</span> },
        { name: words.category, from: 'lg', cell: ({ category }) => <span className="text-ink-soft">{category?.name ?? '–'}</span> },
        { name: words.price, end: true, cell: (product) => <PriceCell product={product} /> },
        { name: words.stock, end: true, from: 'md', cell: ({ stock }) => <StockCell stock={stock} /> },
      ]}
    />
  )
}

/** Its picture, and whether it is one of several to be moved at once. */
function LeadCell({ product, chosen, onChoose }: { product: Product; chosen: boolean; onChoose: (taken: boolean) => void }) {
  return (
    <span className="flex items-center gap-1">
      <label className="relative z-1 -my-2 grid size-9 cursor-pointer place-items-center max-lg:size-11">
        <span className="sr-only">{staffCatalogue.products.choose(product.name)}</span>
        <input type="checkbox" checked={chosen} className="size-4.5 accent-ink" onChange={(event) => onChoose(event.target.checked)} />
      </label>
      <Picture image={product.images[0]} product={product.name} decorative sizes="3rem" className="h-9 w-12 rounded-plate" />
    </span>
  )
}

function PriceCell({ product: { price, list_price } }: { product: Product }) {
  return (
    <span className="whitespace-nowrap">
      {list_price && <s className="mr-2 text-ink-soft max-sm:block max-sm:mr-0">{formatMoney(list_price)}</s>}
      <span className="font-semibold">{formatMoney(price)}</span>
    </span>
  )
}

function StockCell({ stock }: { stock: number }) {
  return stock > 0 ? formatCount(stock) : <strong className="font-semibold">{staffCatalogue.products.soldOut}</strong>
}
