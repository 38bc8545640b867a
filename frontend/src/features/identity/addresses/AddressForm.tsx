import type { Address, NewAddress } from '@/api/types'
import { Form } from '@/shared/ui/Form'
import { useForm } from '@/shared/use-form'
import { addresses as words } from '@/texts/en/addresses'
import { FormActions } from '../FormActions'
import { addressFields, missing, newAddress } from './address'
import { AddressFields } from './AddressFields'

interface AddressFormProps {
  /** What stands in it at first. */
  initial: Partial<Address>
  /** Whether there is a choice: the first address of a book leads it anyway, and a leading one leads until another does. */
  mayLead: boolean
  submitLabel: string
  sendingLabel: string
  cancelLabel: string
  /** Asks the shop, and shows the book that comes of it. */
  save: (address: NewAddress, signal: AbortSignal) => Promise<void>
  onCancel: () => void
}

export function AddressForm({ initial, mayLead, submitLabel, sendingLabel, cancelLabel, save, onCancel }: AddressFormProps) {
  const { form, errors, problem, sending, submit } = useForm({
    fields: addressFields,
    check: missing,
    send: (values, signal) => save(newAddress(values), signal),
  })
  return (
    <Form form={form} problem={problem} lost={words.lost} className="flex max-w-md flex-col gap-6" onSubmit={() => void submit()}>
      <AddressFields initial={initial} errors={errors} />
      {mayLead && (
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input type="checkbox" name="is_default" className="size-5 shrink-0 accent-(--ink)" />
          {words.offerFirst}
        </label>
      )}
      <FormActions submit={sending ? sendingLabel : submitLabel} sending={sending} cancel={cancelLabel} onCancel={onCancel} />
    </Form>
  )
}
