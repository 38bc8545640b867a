import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { shopQuery } from '@/features/platform/queries'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { paths } from '@/shared/paths'
import { Field } from '@/shared/ui/Field'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { readCount } from '../editing/amounts'
import { Choices } from '../editing/Choices'
import { CreateForm } from '../editing/CreateForm'
import { useCreate } from '../editing/use-edit'
import { checkProduct, emptyProduct, fields, newProductOf, type ProductValues } from './product-values'
import { ProductFields } from './ProductFields'
import { createProduct, learnProduct } from './queries'
import { useFiling } from './use-filing'

/** What is only said when a product begins. */
interface NewValues extends ProductValues {
  stock: string
  status: 'draft' | 'published'
}

const start: NewValues = { ...emptyProduct, stock: '', status: 'draft' }

export function Component() {
  const words = staffCatalogue.product
  const { data: shop } = useQuery(shopQuery())
  return (
    <StaffPage title={words.newTitle} lead={words.newLead} back={{ to: paths.staff('products'), name: staffCatalogue.products.back }}>
      <div className="mt-6 max-w-3xl">{shop ? <Creator currency={shop.currency} /> : <ListWaiting />}</div>
    </StaffPage>
  )
}

function Creator({ currency }: { currency: string }) {
  const words = staffCatalogue.product
  const queries = useQueryClient()
  const navigate = useNavigate()
  const filing = useFiling(null)
  const [statuses] = useState(() => (['draft', 'published'] as const).map((value) => ({ value, ...words.begins[value] })))
  const create = useCreate({
    name: 'new.product',
    start,
    fields: [...fields, 'stock', 'status'] as const,
    check: (values) => {
      const stock = values.stock.trim() === '' ? 0 : readCount(values.stock)
      return { ...checkProduct(values, currency), ...((stock === null || stock > 1_000_000_000) && { stock: words.stock.unitsOdd }) }
    },
    create: async (values, signal) => {
      const made = await createProduct({ ...newProductOf(values, currency), stock: readCount(values.stock) ?? 0, status: values.status }, signal)
      learnProduct(queries, made)
      await navigate(paths.staff(`products/${encodeURIComponent(made.slug)}`))
    },
  })
  return (
    <CreateForm create={create} submit={create.values.status === 'published' ? words.createPublished : words.createDraft}>
      <ProductFields form={create} filing={filing} currency={currency} isNew />
      <Field label={words.firstStock} {...create.input('stock')} inputMode="numeric" hint={words.firstStockHint} error={create.errors.stock} />
      <Choices legend={words.beginsAs} name="status" options={statuses} value={create.values.status} onChoose={(status) => create.set({ status })} />
    </CreateForm>
  )
}
