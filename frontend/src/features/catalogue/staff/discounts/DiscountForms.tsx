import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Discount } from '@/api/types'
import { Field, Select } from '@/shared/ui/Field'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import { ArchiveOrRestore } from '../editing/ArchiveOrRestore'
import { CreateForm } from '../editing/CreateForm'
import { EditForm } from '../editing/EditForm'
import type { Inputs, TextField } from '../editing/inputs'
import { useOpened } from '../editing/ListPage'
import { useCreate, useEdit } from '../editing/use-edit'
import { windowFacets } from '../editing/window-facets'
import { WindowFields } from '../editing/WindowFields'
import { taxaQuery } from '../taxa/queries'
import { treeOf, wayTo } from '../taxa/tree'
import type { Taxonomy } from '../taxa/taxonomies'
import { ActsOn } from './ActsOn'
import { changeOf, checkDiscount, checkNewDiscount, type DiscountValues, fields, isTaxonomy, newDiscountOf, newFields, startFor, type Target, targets, valuesOf } from './discount-values'
import { ProductPicker } from './ProductPicker'
import { changeDiscount, createDiscount, discountQuery, learnDiscount } from './queries'

interface FieldsProps {
  input: Inputs<TextField<DiscountValues>>
  errors: Partial<Record<keyof DiscountValues, string>>
}

function DiscountFields({ input, errors }: FieldsProps) {
  const words = staffCatalogue.discounts
  return (
    <>
      <Field label={editing.title} {...input('title')} maxLength={200} autoComplete="off" hint={words.titleHint} error={errors.title} />
      <Field label={words.percent} {...input('percent')} inputMode="numeric" autoComplete="off" hint={words.percentHint} error={errors.percent} />
      <WindowFields input={input} errors={errors} />
    </>
  )
}

export function NewDiscount() {
  const words = staffCatalogue.discounts
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { at, search } = useOpened()
  const product = search.get('product')
  const create = useCreate({
    name: product === null ? 'new.discount' : `new.discount.${product}`,
    start: startFor(product),
    fields: newFields,
    check: checkNewDiscount,
    create: async (values, signal) => {
      const made = await createDiscount(newDiscountOf(values), signal)
      learnDiscount(queries, made)
      await navigate(at(made.id, { product: null, state: null }), { preventScrollReset: true })
    },
  })
  const { values, set, errors } = create
  return (
    <CreateForm create={create} submit={words.create}>
      <Select label={words.on} name="target" value={values.target} onChange={(event) => set({ target: targets.find((one) => one === event.target.value) ?? 'product', taxon_id: '' })}>
        {targets.map((target) => (
          <option key={target} value={target}>
            {words.targets[target]}
          </option>
        ))}
      </Select>
      <TargetField target={values.target} values={values} errors={errors} set={set} />
      <DiscountFields input={create.input} errors={errors} />
    </CreateForm>
  )
}

interface TargetFieldProps {
  target: Target
  values: { product_id: string; taxon_id: string }
  errors: { product_id?: string; taxon_id?: string }
  set: (changed: { product_id?: string; taxon_id?: string }) => void
}

function TargetField({ target, values, errors, set }: TargetFieldProps) {
  if (target === 'product') return <ProductPicker value={values.product_id} error={errors.product_id} onChoose={(product_id) => set({ product_id })} />
  if (isTaxonomy(target)) return <TaxonSelect kind={target} value={values.taxon_id} error={errors.taxon_id} onChoose={(taxon_id) => set({ taxon_id })} />
  return <p className="text-sm text-ink-soft">{staffCatalogue.discounts.everythingHint}</p>
}

function TaxonSelect({ kind, value, error, onChoose }: { kind: Taxonomy; value: string; error: string | undefined; onChoose: (id: string) => void }) {
  const words = staffCatalogue.discounts
  const { data = [] } = useQuery(taxaQuery(kind))
  return (
    <Select label={words.targets[kind]} name="taxon_id" value={value} hint={kind === 'category' ? words.categoryHint : undefined} error={error} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{words.chooseOne}</option>
      {treeOf(data).map((placed) => (
        <option key={placed.taxon.id} value={placed.taxon.id}>
          {wayTo(placed)}
        </option>
      ))}
    </Select>
  )
}

export function EditDiscount({ discount }: { discount: Discount }) {
  const words = staffCatalogue.discounts
  const queries = useQueryClient()
  const reload = () => queries.refetchQueries({ queryKey: discountQuery(discount.id).queryKey })
  const edit = useEdit({
    name: `discount.${discount.id}`,
    record: discount,
    valuesOf,
    fields,
    check: checkDiscount,
    save: (seen, changed) => changeDiscount(seen, changeOf(changed)),
    reload,
    onSaved: (saved) => learnDiscount(queries, saved),
  })
  return (
    <>
      <p className="mb-6">
        <span className="block text-sm text-ink-soft">{words.actsOn}</span>
        <span className="font-semibold">
          <ActsOn discount={discount} />
        </span>
        <span className="mt-1 block text-sm text-ink-soft">{words.actsOnFixed}</span>
      </p>
      <EditForm
        title={words.change}
        edit={edit}
        valuesOf={valuesOf}
        facets={[
          { name: 'title', label: editing.title, show: ({ title }) => title },
          { name: 'percent', label: words.percent, show: ({ percent }) => `${percent} %` },
          ...windowFacets<DiscountValues>(),
        ]}
      >
        <DiscountFields input={edit.input} errors={edit.errors} />
      </EditForm>
      <ArchiveOrRestore
        words={{ ...words.archive, title: words.archive.title(discount.title) }}
        archived={edit.base.archived}
        archive={async (archived) => {
          const known = await changeDiscount(edit.base, { archived })
          edit.follow(known)
          learnDiscount(queries, known)
        }}
        onStale={() => void reload()}
      />
    </>
  )
}
