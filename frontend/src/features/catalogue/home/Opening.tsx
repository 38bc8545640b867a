import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Sale } from '@/api/types'
import { arrange } from '@/features/sales/arrange'
import { salesQuery } from '@/features/sales/queries'
import { LeadCard, LeadCardWaiting, SaleRow } from '@/features/sales/SaleCards'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { Icon } from '@/shared/ui/Icon'
import { ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'

/** The sale that is on, or the next one, as large as the page allows; those behind it in a line each. */
export function Opening() {
  const { data, error, refetch } = useQuery(salesQuery())
  if (data) {
    return (
      <>
        {error && <p className="py-3 text-sm text-ink-soft">{texts.common.stale}</p>}
        <Sales sales={data.items} />
      </>
    )
  }
  if (!error) return <LeadCardWaiting />
  return (
    <div className="max-w-2xl pt-10">
      <ProblemNotice error={error}>
        <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
      </ProblemNotice>
    </div>
  )
}

/** How many sales have a line below the first one. */
const lines = 3

function Sales({ sales }: { sales: readonly Sale[] }) {
  const { open, upcoming } = arrange(sales)
  const [lead, ...rest] = [...open, ...upcoming]
  if (!lead) return <NoSale />
  return (
    <section aria-labelledby="opening">
      <h2 id="opening" className="sr-only">
        {texts.home.sales}
      </h2>
      <LeadCard sale={lead} />
      {rest.length > 0 && (
        <div className="mt-8 lg:mt-10">
          <div className="flex items-baseline justify-between gap-6">
            <h2 className="text-lg font-bold tracking-tight">{texts.home.moreSales}</h2>
            <Link to={paths.sales()} className="link inline-flex min-h-11 items-center gap-1.5 font-semibold">
              {texts.home.allSales}
              <Icon name="arrow" size={18} />
            </Link>
          </div>
          <ul className="grid grid-cols-1 gap-x-8 lg:grid-cols-3">
            {rest.slice(0, lines).map((sale) => (
              <li key={sale.id}>
                <SaleRow sale={sale} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

function NoSale() {
  return (
    <section className="pt-12 pb-4 md:pt-20">
      <h2 className="display max-w-4xl">{texts.home.noSale}</h2>
      <p className="mt-4 max-w-(--measure) text-lg text-ink-soft">{texts.home.noSaleBody}</p>
    </section>
  )
}
