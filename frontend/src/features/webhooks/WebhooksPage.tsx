import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { StaffPage } from '@/features/platform/staff/StaffPage'
import { paths } from '@/shared/paths'
import { Button } from '@/shared/ui/Button'
import { DataTable } from '@/shared/ui/DataTable'
import { PagedList } from '@/shared/ui/PagedList'
import { Tag } from '@/shared/ui/Tag'
import { webhooks } from '@/texts/en/webhooks'
import { NewWebhook } from './NewWebhook'
import { webhooksQuery } from './queries'
import { SecretNotice } from './SecretNotice'
import { stateOf } from './state'

export function Component() {
  const words = webhooks
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const open = !adding && secret === null
  return (
    <StaffPage
      title={words.title}
      lead={words.lead}
      actions={
        open && (
          <Button look="strong" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )
      }
    >
      {secret !== null && <SecretNotice secret={secret} onStored={() => setSecret(null)} />}
      {adding && (
        <NewWebhook
          onCancel={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false)
            setSecret(made.secret)
          }}
        />
      )}
      <List />
    </StaffPage>
  )
}

function List() {
  const words = webhooks
  const query = useInfiniteQuery(webhooksQuery())
  return (
    <PagedList
      query={query}
      empty={
        <div className="mt-8">
          <h2 className="text-lg font-semibold">{words.empty}</h2>
          <p className="mt-1 max-w-(--measure) text-ink-soft">{words.emptyBody}</p>
        </div>
      }
    >
      {(rows) => (
        <DataTable
          label={words.list}
          rows={rows}
          keyOf={({ id }) => id}
          href={({ id }) => paths.staffWebhook(id)}
          title={{ name: words.column.where, cell: ({ url }) => <span className="[overflow-wrap:anywhere]">{url}</span> }}
          below={({ description, events }) => (
            <>
              {description} {words.events(events.length)}
            </>
          )}
          columns={[
            { name: words.form.description, cell: ({ description }) => description, from: 'lg' },
            { name: words.column.events, cell: ({ events }) => words.events(events.length), from: 'md' },
            { name: words.column.state, cell: (webhook) => <Tag strong={stateOf(webhook) === 'on'}>{words.state[stateOf(webhook)]}</Tag> },
          ]}
        />
      )}
    </PagedList>
  )
}
