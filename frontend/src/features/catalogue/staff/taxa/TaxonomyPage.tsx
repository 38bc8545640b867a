import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Taxon } from '@/api/types'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { FilterLinks } from '@/shared/ui/FilterLinks'
import { ListSearch } from '@/shared/ui/ListSearch'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { ListPage, useOpened } from '../editing/ListPage'
import { Opened } from '../editing/Opened'
import { Row, RowList } from '../editing/RowList'
import { taxaQuery, taxonQuery } from './queries'
import { EditTaxon, NewTaxon } from './TaxonForm'
import type { Taxonomy } from './taxonomies'
import { type Placed, treeOf } from './tree'

/** Brands, regions, categories or tags: one page for all of them. */
function TaxonomyPage({ kind }: { kind: Taxonomy }) {
  const { title, lead, create } = staffCatalogue.taxa.kinds[kind]
  return <ListPage title={title} lead={lead} create={create} fresh={<NewTaxon kind={kind} />} list={<Lists kind={kind} />} one={(id) => one(kind, id)} />
}

/** Those in use, or those that are archived. */
function Lists({ kind }: { kind: Taxonomy }) {
  const words = staffCatalogue.taxa
  const { search, at } = useOpened()
  const archived = search.get('state') === 'archived'
  return (
    <>
      <FilterLinks
        label={words.filter}
        options={[
          { to: at(null, { state: null }), name: words.used, current: !archived },
          { to: at(null, { state: 'archived' }), name: words.archived, current: archived },
        ]}
      />
      <TaxonList key={String(archived)} kind={kind} archived={archived} />
    </>
  )
}

function one(kind: Taxonomy, id: string) {
  return {
    title: <OpenedName kind={kind} id={id} />,
    content: <Opened query={taxonQuery(kind, id)}>{(taxon) => <EditTaxon key={taxon.id} kind={kind} taxon={taxon} />}</Opened>,
  }
}

function OpenedName({ kind, id }: { kind: Taxonomy; id: string }) {
  const { data } = useQuery(taxonQuery(kind, id))
  return data?.name ?? staffCatalogue.taxa.kinds[kind].one
}

function TaxonList({ kind, archived }: { kind: Taxonomy; archived: boolean }) {
  const words = staffCatalogue.taxa
  const { data, error, refetch } = useQuery(taxaQuery(kind, archived))
  const [wanted, setWanted] = useState('')
  if (!data) {
    if (!error) return <ListWaiting />
    return (
      <div className="mt-6 max-w-2xl">
        <ProblemNotice error={error}>
          <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
        </ProblemNotice>
      </div>
    )
  }
  const placed: Placed[] = kind === 'category' ? treeOf(data) : data.map((taxon) => ({ taxon, depth: 0, path: [taxon.name] }))
  const shown = placed.filter(({ taxon }) => matches(taxon, wanted))
  if (data.length === 0) return <p className="mt-6 text-lg font-semibold">{archived ? words.noneArchived : words.kinds[kind].none}</p>
  return (
    <>
      <div className="mt-4 max-w-sm">
        <ListSearch label={words.search} value={wanted} onSearch={setWanted} />
      </div>
      <p role="status" className="mt-3 text-sm text-ink-soft">
        {words.count(shown.length, data.length)}
      </p>
      <RowList label={words.kinds[kind].title}>
        {shown.map(({ taxon, depth }) => (
          <TaxonRow key={taxon.id} kind={kind} taxon={taxon} depth={wanted === '' ? depth : 0} />
        ))}
      </RowList>
    </>
  )
}

function matches({ name, slug }: Taxon, wanted: string): boolean {
  const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return [name, slug].some((text) => plain(text).includes(plain(wanted)))
}

function TaxonRow({ kind, taxon, depth }: { kind: Taxonomy; taxon: Taxon; depth: number }) {
  const { opened, at } = useOpened()
  return (
    <Row
      id={taxon.id}
      to={at(taxon.id)}
      current={opened === taxon.id}
      name={taxon.name}
      columns="grid-cols-[minmax(0,1fr)_auto]"
      lead={depth > 0 && <span aria-hidden="true" className="-my-2 self-stretch border-r border-line-strong" style={{ width: `${depth * 1.25}rem` }} />}
      about={<span className="font-mono text-xs">{taxon.slug}</span>}
    >
      <p className="relative z-1">
        <Link to={`${paths.staff('products')}?${kind}=${encodeURIComponent(taxon.slug)}`} className="inline-flex min-h-9 items-center px-1 text-ink-soft link hover:text-ink max-sm:min-h-11">
          {staffCatalogue.taxa.products} <span className="sr-only">{staffCatalogue.taxa.productsOf(taxon.name)}</span>
        </Link>
      </p>
    </Row>
  )
}

/** The page of one of them, for its route. */
export function pageOf(kind: Taxonomy) {
  return function Page() {
    return <TaxonomyPage key={kind} kind={kind} />
  }
}
