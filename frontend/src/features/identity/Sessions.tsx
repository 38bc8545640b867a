import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { client } from '@/api/client'
import { session } from '@/api/session'
import type { OpenSession } from '@/api/types'
import { formatDay, formatMoment } from '@/shared/format'
import { leading } from '@/shared/leading'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { Tag } from '@/shared/ui/Tag'
import { texts } from '@/texts/en'
import { sessions } from '@/texts/en/sessions'
import { AccountSection } from './AccountSection'
import { deviceName } from './device'
import { type Ended, endedState } from './ended'
import { LogOutEverywhere } from './LogOutEverywhere'
import { sessionsQuery } from './queries'

/** Where somebody is logged in, and the ways out: one device, or all of them. */
export function Sessions() {
  const heading = useRef<HTMLHeadingElement>(null)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(sessionsQuery())

  function leave(ended: Ended) {
    session.end()
    void navigate(paths.login(paths.account()), { replace: true, state: endedState(ended) })
  }

  const logOut = useMutation({
    mutationFn: ({ id }: OpenSession) => client.DELETE('/api/v1/users/me/sessions/{id}', { params: { path: { id } } }),
    onSuccess: async (_, { current }) => {
      if (current) {
        leave('here')
        return
      }
      await queries.invalidateQueries({ queryKey: sessionsQuery().queryKey })
      // The button that had the focus is gone with its row.
      heading.current?.focus()
    },
  })

  return (
    <AccountSection title={sessions.title} lead={sessions.lead} heading={heading}>
      <p role="status" className="mb-4 font-semibold empty:hidden">
        {logOut.isSuccess && !logOut.variables.current && sessions.loggedOut(deviceName(logOut.variables.user_agent))}
      </p>
      <div role="alert" className="mb-4 empty:hidden">
        {logOut.error && <ProblemNotice level={3} error={logOut.error} />}
        {!data && error && (
          <ProblemNotice level={3} error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        )}
      </div>
      {!data && !error && <Waiting />}
      {data && (
        <ul>
          {leading(data.pages.flatMap((page) => page.items), ({ current }) => current).map((one) => (
            <SessionRow key={one.id} session={one} busy={logOut.isPending && logOut.variables.id === one.id} onLogOut={() => logOut.mutate(one)} />
          ))}
        </ul>
      )}
      <div className="mt-6 flex flex-wrap gap-4">
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? sessions.loadingMore : sessions.more}
          </Button>
        )}
        <LogOutEverywhere onDone={() => leave('everywhere')} />
      </div>
    </AccountSection>
  )
}

function SessionRow({ session, busy, onLogOut }: { session: OpenSession; busy: boolean; onLogOut: () => void }) {
  const device = deviceName(session.user_agent)
  const active = session.current ? sessions.activeNow : sessions.lastActive(formatMoment(session.last_used_at))
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-4 first:pt-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
          <span title={session.user_agent ?? undefined}>{device}</span>
          {session.current && <Tag strong>{sessions.thisDevice}</Tag>}
        </p>
        <p className="figures mt-0.5 text-sm text-ink-soft">
          {active}. {sessions.since(formatDay(session.created_at))}.
        </p>
      </div>
      <Button busy={busy} aria-label={`${sessions.logOut}: ${session.current ? sessions.thisDevice : device}`} onClick={onLogOut}>
        {busy ? sessions.loggingOut : sessions.logOut}
      </Button>
    </li>
  )
}

function Waiting() {
  return (
    <div role="status" className="flex flex-col gap-px">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="skeleton h-18" />
      <div className="skeleton h-18" />
    </div>
  )
}
