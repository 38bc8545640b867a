import { useQuery } from '@tanstack/react-query'
import { shopQuery } from '@/features/platform/queries'
import { paths } from '@/shared/paths'
import { texts } from '@/texts/en'

/** Where the mails of a development shop are. Says nothing in any other shop. */
export function MailboxHint() {
  const { data: shop } = useQuery(shopQuery())
  if (shop?.environment !== 'development') return null
  return (
    <p className="text-sm text-ink-soft">
      {texts.mails.development}{' '}
      {/* Served by the shop's server, not by this application: a real navigation. */}
      <a href={paths.devMailbox()} className="link inline-flex min-h-6 items-center">
        {texts.mails.mailbox}
      </a>
    </p>
  )
}
