import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { asProblem } from '@/api/problem'
import type { JournalEntry } from '@/api/types'
import { formatMomentWithSeconds } from '@/shared/format'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ListWaiting } from '@/shared/ui/ListWaiting'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { journal } from '@/texts/en/journal'
import { order } from '@/texts/en/orders'
import { saleQuery } from '../queries'
import { CheckPanel } from './CheckPanel'
import { checkJournal } from './check'
import { journalQuery } from './queries'

/** Everything that moved a sale's units, for everybody to read and to check. */
export function Component() {
  const { id = '' } = useParams()
  const { data: sale } = useQuery(saleQuery(id))
  useTitle(journal.title)
  return (
    <div className="frame pt-10 md:pt-16">
      <h1 className="display">{journal.title}</h1>
      <p className="mt-3 max-w-(--measure) text-lg text-ink-soft">{journal.lead(sale?.title)}</p>
      <Entries key={id} saleId={id} />
    </div>
  )
}

function Entries({ saleId }: { saleId: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(journalQuery(saleId))
  if (!data && error) {
    return (
      <div className="mt-8 max-w-2xl">
        <ProblemNotice error={error}>
          {asProblem(error).status === 404 ? (
            <ButtonLink to={paths.sales()}>{texts.common.allSales}</ButtonLink>
          ) : (
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          )}
        </ProblemNotice>
      </div>
    )
  }
  if (!data) return <ListWaiting />
  return (
    <>
      <section aria-labelledby="check" className="mt-8">
        <h2 id="check" className="text-xl font-bold tracking-tight">
          {journal.checkAll.title}
        </h2>
        <p className="mt-1 mb-4 max-w-(--measure) text-ink-soft">{journal.checkAll.body}</p>
        <CheckPanel check={(signal, progress) => checkJournal(saleId, signal, progress)} start={journal.checkAll.start} proven={journal.checkAll.proven} />
      </section>
      <ol className="mt-10 border-t border-line-strong">
        {data.pages
          .flatMap((page) => page.items)
          .map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
      </ol>
      <div className="mt-6 flex flex-wrap gap-4">
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? journal.loadingMore : journal.more}
          </Button>
        )}
        <ButtonLink look="plain" to={paths.sale(saleId)}>
          {order.toSale}
        </ButtonLink>
      </div>
    </>
  )
}

function Entry({ entry }: { entry: JournalEntry }) {
  return (
    <li className="grid grid-cols-[3.5rem_1fr] gap-x-4 border-b border-line py-3.5">
      <p className="figures text-ink-soft">{entry.seq}</p>
      <div className="min-w-0">
        <p className="font-semibold">{journal.told(entry)}</p>
        <p className="figures text-sm text-ink-soft">
          <time dateTime={entry.at}>{formatMomentWithSeconds(entry.at)}</time>
        </p>
        <details className="mt-1 text-sm">
          <summary className="w-fit min-h-6 text-ink-soft underline underline-offset-4">
            {journal.hashes}
            <span className="sr-only"> {journal.ofEntry(entry.seq)}</span>
          </summary>
          <dl className="mt-2 grid gap-x-4 gap-y-1 font-mono text-xs sm:grid-cols-[6rem_1fr]">
            {(['hash', 'previous', 'digest'] as const).map((name) => (
              <div key={name} className="contents">
                <dt className="font-sans text-ink-soft">{journal.hashName[name]}</dt>
                <dd className="min-w-0 break-all">{entry[name]}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </li>
  )
}
