import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { Product } from '@/api/types'
import { shopQuery } from '@/features/platform/queries'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { EditForm } from '../editing/EditForm'
import { useEdit } from '../editing/use-edit'
import { facetsOf } from './facets'
import { changeOf, checkProduct, fields, valuesOf } from './product-values'
import { ProductFields } from './ProductFields'
import { ProductPrice } from './ProductPrice'
import { ProductStatus } from './ProductStatus'
import { changeProduct, learnProduct, staffProductQuery } from './queries'
import { StockPanel } from './StockPanel'
import { useFiling } from './use-filing'

const back = { to: paths.staff('products'), name: staffCatalogue.products.back }

export function Component() {
  const { slug = '' } = useParams()
  const { data, error, refetch } = useQuery(staffProductQuery(slug))
  const { data: shop } = useQuery(shopQuery())
  if (data && shop) return <Editor key={data.id} product={data} currency={shop.currency} />
  return (
    <StaffPage title={staffCatalogue.product.title} back={back}>
      {error ? (
        <div className="mt-6 max-w-2xl">
          <ProblemNotice error={error}>{asProblem(error).status !== 404 && <Button onClick={() => void refetch()}>{texts.common.retry}</Button>}</ProblemNotice>
        </div>
      ) : (
        <ListWaiting />
      )}
    </StaffPage>
  )
}

function Editor({ product, currency }: { product: Product; currency: string }) {
  const words = staffCatalogue.product
  const queries = useQueryClient()
  const navigate = useNavigate()
  const filing = useFiling(product)
  const reload = () => queries.refetchQueries({ queryKey: staffProductQuery(product.slug).queryKey })
  const edit = useEdit({
    name: `product.${product.id}`,
    record: product,
    valuesOf,
    fields,
    check: (values) => checkProduct(values, currency),
    save: (seen, changed) => changeProduct(seen, changeOf(changed, currency)),
    reload,
    onSaved: (saved) => {
      learnProduct(queries, saved)
      // The page's address is the product's: it moves along.
      if (saved.slug !== product.slug) void navigate(paths.staff(`products/${encodeURIComponent(saved.slug)}`), { replace: true, preventScrollReset: true })
    },
  })
  return (
    <StaffPage
      title={product.name}
      back={back}
      lead={
        <span className="flex flex-wrap items-center gap-x-1">
          <code className="font-mono text-xs">{product.id}</code>
          <CopyButton value={product.id} what={words.id} />
        </span>
      }
    >
      <div className="mt-6 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr]">
        <aside aria-label={words.aside} className="flex flex-col gap-8 lg:col-start-2">
          <ProductStatus
            product={product}
            seen={edit.base}
            onMoved={(moved) => {
              learnProduct(queries, moved)
              edit.follow(moved)
            }}
            onStale={() => void reload()}
          />
          <ProductPrice product={product} />
        </aside>
        <div className="min-w-0 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <EditForm level={2} title={words.edit} edit={edit} valuesOf={valuesOf} facets={facetsOf(filing)}>
            <ProductFields form={edit} filing={filing} currency={currency} isNew={false} />
          </EditForm>
        </div>
        <div className="lg:col-start-2">
          <StockPanel product={product} />
        </div>
      </div>
    </StaffPage>
  )
}
