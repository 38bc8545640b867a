/** What of Stripe.js the shop uses. It has to come from Stripe's own address, so it is no package of ours. */
export interface StripeError {
  readonly type?: string
  readonly message?: string
}

interface PaymentElement {
  mount(node: HTMLElement): void
  destroy(): void
  on(event: 'ready' | 'loaderror', listener: () => void): void
}

export interface StripeElements {
  create(kind: 'payment'): PaymentElement
}

export interface Stripe {
  elements(options: { clientSecret: string; appearance?: object }): StripeElements
  confirmPayment(options: {
    elements: StripeElements
    confirmParams: { return_url: string }
    redirect: 'if_required'
  }): Promise<{ error?: StripeError }>
  handleNextAction(options: { clientSecret: string }): Promise<{ error?: StripeError }>
}

declare global {
  interface Window {
    Stripe?: (publishableKey: string) => Stripe
  }
}

const source = 'https://js.stripe.com/v3/'
let loading: Promise<void> | null = null

/** Loads Stripe.js, once, and only when somebody is about to pay with it. */
export async function loadStripe(publishableKey: string): Promise<Stripe> {
  loading ??= load().catch((error: unknown) => {
    // The next try may find a connection.
    loading = null
    throw error
  })
  await loading
  if (!window.Stripe) throw new Error('Stripe.js came without Stripe')
  return window.Stripe(publishableKey)
}

function load(): Promise<void> {
  if (window.Stripe) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = source
    script.onload = () => resolve()
    script.onerror = () => {
      script.remove()
      reject(new Error('Stripe.js did not load'))
    }
    document.head.append(script)
  })
}
