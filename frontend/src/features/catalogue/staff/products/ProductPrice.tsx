import type { Product } from '@/api/types'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { Price } from '@/shared/ui/Price'
import { staffCatalogue } from '@/texts/en/staff-catalogue'

/** What it costs now, and the way to a discount on it. */
export function ProductPrice({ product: { id, price, list_price, discount } }: { product: Product }) {
  const words = staffCatalogue.product
  return (
    <section>
      <h2 className="font-bold">{words.priceNow}</h2>
      <div className="mt-1.5">
        <Price price={price} list={list_price} until={discount?.ends_at} />
      </div>
      {!discount && <p className="mt-1 text-sm text-ink-soft">{words.notDiscounted}</p>}
      <ButtonLink className="mt-3" look="chip" to={`${paths.staff('discounts')}?open=new&product=${encodeURIComponent(id)}`}>
        {words.discountIt}
      </ButtonLink>
    </section>
  )
}
