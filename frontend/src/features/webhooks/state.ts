import type { Webhook } from '@/api/types'

export type WebhookState = 'on' | 'failing' | 'off' | 'given_up' | 'archived'

/** One word for where an endpoint stands. */
export function stateOf({ archived, enabled, given_up_at, failing_since }: Webhook): WebhookState {
  if (archived) return 'archived'
  if (!enabled) return given_up_at == null ? 'off' : 'given_up'
  return failing_since == null ? 'on' : 'failing'
}
