import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { DiscountCode } from '@/api/types'
import { ArchiveOrRestore } from '@/features/catalogue/staff/editing/ArchiveOrRestore'
import { Choices } from '@/features/catalogue/staff/editing/Choices'
import { CreateForm } from '@/features/catalogue/staff/editing/CreateForm'
import { EditForm } from '@/features/catalogue/staff/editing/EditForm'
import type { Inputs, TextField } from '@/features/catalogue/staff/editing/inputs'
import { useOpened } from '@/features/catalogue/staff/editing/ListPage'
import { useCreate, useEdit } from '@/features/catalogue/staff/editing/use-edit'
import type { Facet } from '@/features/catalogue/staff/editing/versions'
import { windowFacets } from '@/features/catalogue/staff/editing/window-facets'
import { WindowFields } from '@/features/catalogue/staff/editing/WindowFields'
import { Button } from '@/shared/ui/Button'
import { CopyButton } from '@/shared/ui/CopyButton'
import { Field } from '@/shared/ui/Field'
import { staffCodes } from '@/texts/en/staff-codes'
import { editing } from '@/texts/en/staff-editing'
import { changeOf, checkCode, checkNewCode, codeText, type CodeValues, fields, newCodeOf, newFields, randomCode, start, valuesOf } from './code-values'
import { changeCode, codeQuery, createCode, learnCode } from './queries'
import { Redeemed, takesOff } from './Redeemed'

interface FieldsProps {
  input: Inputs<TextField<CodeValues>>
  errors: Partial<Record<keyof CodeValues, string>>
  currency: string
}

function CodeFields({ input, errors, currency }: FieldsProps) {
  return (
    <>
      <Field label={editing.title} {...input('title')} maxLength={200} autoComplete="off" hint={staffCodes.titleHint} error={errors.title} />
      <Field label={staffCodes.minimumIn(currency)} {...input('minimum')} inputMode="decimal" autoComplete="off" hint={staffCodes.minimumHint} error={errors.minimum} />
      <WindowFields input={input} errors={errors} />
      <div className="grid items-start gap-5 @md:grid-cols-2">
        <Field label={staffCodes.total} {...input('total_limit')} inputMode="numeric" autoComplete="off" hint={staffCodes.limitHint} error={errors.total_limit} />
        <Field label={staffCodes.perCustomer} {...input('per_customer_limit')} inputMode="numeric" autoComplete="off" hint={staffCodes.limitHint} error={errors.per_customer_limit} />
      </div>
    </>
  )
}

export function NewCode({ currency }: { currency: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { at } = useOpened()
  const create = useCreate({
    name: 'new.code',
    start: start(),
    fields: newFields,
    check: (values) => checkNewCode(values, currency),
    create: async (values, signal) => {
      const made = await createCode(newCodeOf(values, currency), signal)
      learnCode(queries, made)
      await navigate(at(made.id, { state: null }), { preventScrollReset: true })
    },
  })
  const { values, input, errors, set } = create
  return (
    <CreateForm create={create} submit={staffCodes.create}>
      <div>
        <Field
          label={staffCodes.code}
          {...input('code')}
          maxLength={48}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          hint={staffCodes.codeHint}
          error={errors.code}
          onChange={(event) => set({ code: codeText(event.target.value) })}
        />
        <Button className="mt-2" look="chip" onClick={() => set({ code: randomCode() })}>
          {staffCodes.random}
        </Button>
      </div>
      <Choices
        legend={staffCodes.kind}
        name="kind"
        options={(['percent', 'amount'] as const).map((value) => ({ value, ...staffCodes.kinds[value] }))}
        value={values.kind}
        onChoose={(kind) => set({ kind })}
      />
      {values.kind === 'percent' ? (
        <Field label={staffCodes.percent} {...input('percent')} inputMode="numeric" autoComplete="off" error={errors.percent} />
      ) : (
        <Field label={staffCodes.amountIn(currency)} {...input('amount')} inputMode="decimal" autoComplete="off" error={errors.amount} />
      )}
      <CodeFields input={input} errors={errors} currency={currency} />
    </CreateForm>
  )
}

const facets: Facet<CodeValues>[] = [
  { name: 'title', label: editing.title, show: ({ title }) => title },
  { name: 'minimum', label: staffCodes.minimum, show: ({ minimum }) => minimum || editing.nothing },
  ...windowFacets<CodeValues>(),
  { name: 'total_limit', label: staffCodes.total, show: ({ total_limit }) => total_limit || staffCodes.unlimited },
  { name: 'per_customer_limit', label: staffCodes.perCustomer, show: ({ per_customer_limit }) => per_customer_limit || staffCodes.unlimited },
]

export function EditCode({ code, currency }: { code: DiscountCode; currency: string }) {
  const queries = useQueryClient()
  const reload = () => queries.refetchQueries({ queryKey: codeQuery(code.id).queryKey })
  const edit = useEdit({
    name: `code.${code.id}`,
    record: code,
    valuesOf,
    fields,
    check: (values) => checkCode(values, currency),
    save: (seen, changed) => changeCode(seen, changeOf(changed, currency)),
    reload,
    onSaved: (saved) => learnCode(queries, saved),
  })
  return (
    <>
      <dl className="figures mb-6 grid gap-x-6 gap-y-3 @sm:grid-cols-2">
        <div>
          <dt className="text-sm text-ink-soft">{staffCodes.code}</dt>
          <dd className="flex items-center font-mono font-semibold">
            <span className="[overflow-wrap:anywhere]">{code.code}</span>
            <CopyButton value={code.code} what={staffCodes.copied} />
          </dd>
        </div>
        <div>
          <dt className="text-sm text-ink-soft">{staffCodes.takesOff}</dt>
          <dd className="flex min-h-11 items-center text-lg font-bold">{takesOff(code)}</dd>
        </div>
        <div className="@sm:col-span-2">
          <dt className="text-sm text-ink-soft">{staffCodes.redeemed}</dt>
          <dd className="mt-1">
            <Redeemed code={code} />
          </dd>
        </div>
      </dl>
      <p className="mb-6 text-sm text-ink-soft">{staffCodes.fixed}</p>
      <EditForm title={staffCodes.change} edit={edit} valuesOf={valuesOf} facets={facets}>
        <CodeFields input={edit.input} errors={edit.errors} currency={currency} />
      </EditForm>
      <ArchiveOrRestore
        words={{ ...staffCodes.archive, title: staffCodes.archive.title(code.code) }}
        archived={edit.base.archived}
        archive={async (archived) => {
          const known = await changeCode(edit.base, { archived })
          edit.follow(known)
          learnCode(queries, known)
        }}
        onStale={() => void reload()}
      />
    </>
  )
}
