import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { arrange } from '@/features/sales/arrange'
import { salesQuery } from '@/features/sales/queries'
import { formatMoment, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Icon } from '@/shared/ui/Icon'
import { product as words } from '@/texts/en/product'

/** The sale that a product is in, now or soon: nobody should pay the regular price without knowing of it. */
export function ProductSale({ productId }: { productId: string }) {
  const { data } = useQuery(salesQuery())
  const { open, upcoming } = arrange((data?.items ?? []).filter(({ product }) => product.id === productId))
  const sale = open.find(({ status }) => status === 'live') ?? upcoming[0]
  if (!sale) return null
  const price = formatMoney(sale.price)
  return (
    <Link to={paths.sale(sale.id)} className="mt-5 flex items-center justify-between gap-4 rounded-control border border-line-strong bg-surface px-4 py-3 hover:border-ink">
      <span>
        <span className="block font-bold">{sale.title}</span>
        <span className="figures text-sm text-ink-soft">
          {sale.status === 'live' ? words.inSale(price, formatMoment(sale.ends_at)) : words.soonInSale(price, formatMoment(sale.starts_at))}
        </span>
      </span>
      <Icon name="arrow" />
    </Link>
  )
}
