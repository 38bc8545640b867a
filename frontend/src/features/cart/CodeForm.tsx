import { useQueryClient } from '@tanstack/react-query'
import { answered, client } from '@/api/client'
import type { CartCode } from '@/api/types'
import { formatMoney, formatPercent } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { Field } from '@/shared/ui/Field'
import { Form } from '@/shared/ui/Form'
import { Icon } from '@/shared/ui/Icon'
import { useForm } from '@/shared/use-form'
import { texts } from '@/texts/en'
import { cart } from '@/texts/en/cart'
import { useRemoveCode } from './changes'
import { learnCart } from './queries'

/** A discount code: one to a cart. In any case, with any blanks. */
export function CodeForm({ code }: { code: CartCode | null | undefined }) {
  return code == null ? <Enter /> : <Entered code={code} />
}

function Enter() {
  const queries = useQueryClient()
  const { form, errors, problem, sending, submit } = useForm({
    fields: ['code'],
    check: ({ code }) => ({ code: code.trim() === '' ? cart.code.missing : undefined }),
    send: async ({ code }, signal) => learnCart(queries, answered(await client.POST('/api/v1/cart/code', { body: { code }, signal }))),
  })
  return (
    <Form form={form} problem={problem} className="flex flex-col gap-3" onSubmit={() => void submit()}>
      <div className="flex items-start gap-3 [&>:first-child]:min-w-0 [&>:first-child]:flex-1">
        <Field label={cart.code.label} name="code" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={64} error={errors.code} />
        <Button type="submit" busy={sending} className="mt-7.5">
          {cart.code.apply}
        </Button>
      </div>
    </Form>
  )
}

function Entered({ code }: { code: CartCode }) {
  const remove = useRemoveCode()
  const worth = code.percent != null ? formatPercent(code.percent / 100) : code.amount != null ? formatMoney(code.amount) : ''
  return (
    <div role="status">
      <div className="flex items-center justify-between gap-4">
        <p className="min-w-0">
          <span className="figures font-bold">{code.code}</span>{' '}
          <span className="text-ink-soft">
            {code.title}
            {worth !== '' && `, ${texts.catalogue.off(worth)}`}
          </span>
        </p>
        <Button look="plain" className="text-sm" busy={remove.isPending} aria-label={cart.remove(code.code)} onClick={() => remove.mutate()}>
          {cart.removeShort}
        </Button>
      </div>
      {code.problem != null && (
        <p className="mt-1 flex items-start gap-1.5 text-sm font-medium text-danger">
          <Icon name="alert" size={18} />
          <span>{cart.code.problem[code.problem](code.minimum == null ? '' : formatMoney(code.minimum))}</span>
        </p>
      )}
    </div>
  )
}
