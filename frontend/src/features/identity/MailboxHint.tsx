import { useQuery } from '@tanstack/react-query'
import { shopQuery } from '@/features/platform/queries'
import { paths } from '@/shared/paths'
import { mails } from '@/texts/en/mails'

/** Where the mails of a development shop are. Says nothing in any other shop. */
export function MailboxHint() {
  const { data: shop } = useQuery(shopQuery())
  if (shop?.environment !== 'development') return null
  return (
    <p className="text-sm text-ink-soft">
      {mails.development}{' '}
      {/* Served by the shop's server, not by this application: a real navigation. */}
      <a href={paths.devMailbox()} className="link inline-flex min-h-6 items-center">
        {mails.mailbox}
      </a>
    </p>
  )
}
