import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Sale } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { arrange } from './arrange'
import { salesQuery } from './queries'
import { LeadCard, PastRow, SaleCard } from './SaleCards'

export function HomePage() {
  useTitle(undefined)
  const { data, error, refetch } = useQuery(salesQuery())
  return (
    <div className="frame pb-4 lg:pt-8">
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
        <Waiting />
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
        {rest.length > 0 && (
          <Grid>
            {rest.map((sale) => (
              <SaleCard key={sale.id} sale={sale} />
            ))}
          </Grid>
        )}
      </Group>
      {others.length > 0 && (
        <Group title={texts.sales.upcoming}>
          <Grid>
            {others.map((sale) => (
              <SaleCard key={sale.id} sale={sale} />
            ))}
          </Grid>
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
    <section className={first ? '' : 'mt-20'}>
      <h2 className={first ? 'sr-only' : 'heading mb-6'}>{title}</h2>
      {children}
    </section>
  )
}

function Grid({ children }: { children: ReactNode }) {
  return <div className="mt-14 grid gap-x-8 gap-y-14 first-of-type:mt-0 md:grid-cols-2 [h2+&]:mt-0">{children}</div>
}

function Waiting() {
  return (
    <div role="status">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="grid lg:grid-cols-[minmax(0,1.65fr)_minmax(0,1fr)] lg:gap-12">
        <div className="skeleton -mx-(--gutter) aspect-[4/3] lg:mx-0" />
        <div className="flex flex-col gap-4 pt-5 lg:py-2">
          <div className="skeleton h-6 w-20" />
          <div className="skeleton h-24 w-full" />
          <div className="skeleton h-9 w-48" />
          <div className="skeleton mt-auto h-28 w-full" />
        </div>
      </div>
    </div>
  )
}
