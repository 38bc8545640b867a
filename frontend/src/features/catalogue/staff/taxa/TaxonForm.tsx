import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Taxon } from '@/api/types'
import { Area } from '@/shared/ui/Field'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { ArchiveOrRestore } from '../editing/ArchiveOrRestore'
import { CreateForm } from '../editing/CreateForm'
import { EditForm } from '../editing/EditForm'
import type { Inputs, TextField } from '../editing/inputs'
import { useOpened } from '../editing/ListPage'
import { checkNamed, NameAndSlug } from '../editing/SlugField'
import { useCreate, useEdit } from '../editing/use-edit'
import type { Facet } from '../editing/versions'
import { ParentSelect } from './ParentSelect'
import { changeTaxon, createTaxon, learnTaxon, taxaQuery, taxonQuery } from './queries'
import type { Taxonomy } from './taxonomies'

interface Values {
  name: string
  slug: string
  description: string
  /** Empty at the top, and for whatever is no category. */
  parent_id: string
}

const fields = ['name', 'slug', 'description', 'parent_id'] as const
const valuesOf = ({ name, slug, description, parent_id }: Taxon): Values => ({ name, slug, description, parent_id: parent_id ?? '' })
const empty: Values = { name: '', slug: '', description: '', parent_id: '' }

/** As the shop takes it: the top is null, and only categories have a place. */
function parentOf(kind: Taxonomy, { parent_id }: Partial<Values>) {
  return kind === 'category' && parent_id !== undefined ? { parent_id: parent_id === '' ? null : parent_id } : {}
}

function changeOf(kind: Taxonomy, { name, slug, description, ...rest }: Partial<Values>) {
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(slug !== undefined && { slug }),
    ...(description !== undefined && { description }),
    ...parentOf(kind, rest),
  }
}

interface FieldsProps {
  kind: Taxonomy
  id: string | null
  form: { values: Values; input: Inputs<TextField<Values>>; set: (changed: Partial<Values>) => void; errors: Partial<Record<keyof Values, string>> }
}

function TaxonFields({ kind, id, form: { values, input, set, errors } }: FieldsProps) {
  const words = staffCatalogue.taxa
  return (
    <>
      <NameAndSlug values={values} input={input} set={set} errors={errors} follow={id === null} most={100} slugHint={id === null ? words.slugHint : words.slugMoves} />
      {kind === 'category' && <ParentSelect id={id} value={values.parent_id} error={errors.parent_id} onChoose={(parent_id) => set({ parent_id })} />}
      <Area label={words.description} {...input('description')} rows={4} maxLength={2000} error={errors.description} />
    </>
  )
}

export function NewTaxon({ kind }: { kind: Taxonomy }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { at } = useOpened()
  const create = useCreate({
    name: `new.${kind}`,
    start: empty,
    fields,
    check: checkNamed,
    create: async (values, signal) => {
      const { name, slug, description } = values
      const made = await createTaxon(kind, { name: name.trim(), slug, description, ...parentOf(kind, values) }, signal)
      learnTaxon(queries, kind, made)
      await navigate(at(made.id, { state: null }), { preventScrollReset: true })
    },
  })
  return (
    <CreateForm create={create} submit={staffCatalogue.taxa.kinds[kind].create}>
      <TaxonFields kind={kind} id={null} form={create} />
    </CreateForm>
  )
}

export function EditTaxon({ kind, taxon }: { kind: Taxonomy; taxon: Taxon }) {
  const words = staffCatalogue.taxa
  const queries = useQueryClient()
  const { data: categories = [] } = useQuery({ ...taxaQuery('category'), enabled: kind === 'category' })
  const learn = (known: Taxon) => learnTaxon(queries, kind, known)
  const edit = useEdit({
    name: `${kind}.${taxon.id}`,
    record: taxon,
    valuesOf,
    fields,
    check: checkNamed,
    save: (seen, changed) => changeTaxon(kind, seen, changeOf(kind, changed)),
    reload: () => queries.refetchQueries({ queryKey: taxonQuery(kind, taxon.id).queryKey }),
    onSaved: learn,
  })
  const facets: Facet<Values>[] = [
    { name: 'name', label: editing.name, show: ({ name }) => name },
    { name: 'slug', label: editing.slug, show: ({ slug }) => slug },
    { name: 'description', label: words.description, show: ({ description }) => description || editing.nothing },
    { name: 'parent_id', label: words.parent, show: ({ parent_id }) => (parent_id === '' ? words.top : (categories.find(({ id }) => id === parent_id)?.name ?? words.parentArchived)) },
  ]
  return (
    <>
      <EditForm title={words.change} edit={edit} valuesOf={valuesOf} facets={facets}>
        <TaxonFields kind={kind} id={taxon.id} form={edit} />
      </EditForm>
      <ArchiveOrRestore
        words={{ ...words.archive, title: words.archive.title(taxon.name) }}
        archived={edit.base.archived}
        archive={async (archived) => {
          const known = await changeTaxon(kind, edit.base, { archived })
          edit.follow(known)
          learn(known)
        }}
        onStale={() => void queries.refetchQueries({ queryKey: taxonQuery(kind, taxon.id).queryKey })}
      />
    </>
  )
}
