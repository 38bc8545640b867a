import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Sale } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { arrange } from './arrange'
import { salesQuery } from './queries'
import { LeadCard, LeadCardWaiting, PastRow, SaleCard } from './SaleCards'

export function Component() {
  useTitle(texts.sales.title)
  const { data, error, refetch } = useQuery(salesQuery())
  return (
    <div className="frame pb-4">
      <h1 className="sr-only">{texts.sales.title}</h1>
      {data ? (
        <>
          {error && <p className="py-3 text-sm text-ink-soft">{texts.common.stale}</p>}
          <Sales sales={data.items} />
        </>
      ) : error ? (
        <div className="max-w-2xl pt-10">
          <ProblemNotice error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        </div>
      ) : (
        <LeadCardWaiting />
      )}
    </div>
  )
}

function Sales({ sales }: { sales: readonly Sale[] }) {
  const { open, upcoming, over } = arrange(sales)
  if (sales.length === 0) {
    return (
      <div className="pt-16">
        <h2 className="display max-w-3xl">{texts.sales.emptyTitle}</h2>
        <p className="mt-4 max-w-(--measure) text-lg text-ink-soft">{texts.sales.emptyBody}</p>
      </div>
    )
  }
  // Without an open sale the next one takes the lead.
  const [lead, ...rest] = open.length > 0 ? open : upcoming
  const others = open.length > 0 ? upcoming : []
  return (
    <>
      <Group title={open.length > 0 ? texts.sales.live : texts.sales.upcoming} first>
        {lead && <LeadCard sale={lead} />}
        {rest.length > 0 && <Grid sales={rest} />}
      </Group>
      {others.length > 0 && (
        <Group title={texts.sales.upcoming}>
          <Grid sales={others} />
        </Group>
      )}
      {over.length > 0 && (
        <Group title={texts.sales.over}>
          <div className="border-b border-line">
            {over.map((sale) => (
              <PastRow key={sale.id} sale={sale} />
            ))}
          </div>
        </Group>
      )}
    </>
  )
}

function Group({ title, first = false, children }: { title: string; first?: boolean; children: ReactNode }) {
  return (
    <section className={first ? '' : 'mt-20 lg:mt-28'}>
      <h2 className={first ? 'sr-only' : 'heading mb-6 border-t border-line-strong pt-6'}>{title}</h2>
      <div className="flex flex-col gap-14 lg:gap-20">{children}</div>
    </section>
  )
}

function Grid({ sales }: { sales: readonly Sale[] }) {
  // Rows come out full wherever the number allows it.
  const wide = sales.length % 3 === 0 ? 'lg:grid-cols-3' : ''
  return (
    <div className={`grid gap-x-8 gap-y-14 md:grid-cols-2 lg:gap-y-20 ${wide}`}>
      {sales.map((sale) => (
        <SaleCard key={sale.id} sale={sale} />
      ))}
    </div>
  )
}
