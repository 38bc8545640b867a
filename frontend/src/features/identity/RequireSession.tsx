import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { texts } from '@/texts/en'
import { identity } from '@/texts/en/identity'
import { useSession } from './use-session'

interface RequireSessionProps {
  words: { title: string; body: string }
  waiting: ReactNode
  children: ReactNode
}

/** What belongs to a person. Until the shop has said who this is, it waits; for a visitor it offers the way in. */
export function RequireSession({ words, waiting, children }: RequireSessionProps) {
  const { status } = useSession()
  const { pathname, search } = useLocation()
  if (status === 'unknown') return <Unknown waiting={waiting} />
  if (status === 'signed-in') return children
  return (
    <section className="mt-10 max-w-xl">
      <h2 className="heading">{words.title}</h2>
      <p className="mt-2 text-lg text-ink-soft">{words.body}</p>
      <div className="mt-6 flex flex-wrap gap-4">
        <ButtonLink to={paths.login(pathname + search)} look="strong">
          {identity.logIn}
        </ButtonLink>
        <ButtonLink to={paths.register(pathname + search)}>{identity.registerTitle}</ButtonLink>
      </div>
    </section>
  )
}

/** How long a skeleton may stand without a word. */
const patience = 4_000

function Unknown({ waiting }: { waiting: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <p role="status" className="mt-6 empty:hidden">
        {late && texts.common.slow}
      </p>
      {waiting}
    </>
  )
}
