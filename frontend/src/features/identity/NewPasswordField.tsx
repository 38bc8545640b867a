import { Field } from '@/shared/ui/Field'
import { identity } from '@/texts/en/identity'

/** A password that somebody chooses now, and what a good one is like. */
export function NewPasswordField(props: { label: string; name: string; error: string | undefined }) {
  return <Field {...props} type="password" autoComplete="new-password" required hint={identity.newPasswordHint} />
}
