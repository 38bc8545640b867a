import type { DisputeStatus, PaymentStep } from '@/api/types'

const step: Record<PaymentStep, string> = {
  awaiting_customer: 'Waiting for you to pay',
  failed: 'Refused, nothing charged. You can try again',
  requires_action: 'Waiting for you to confirm with your bank',
  processing: 'Being checked by the bank',
}

const dispute: Record<DisputeStatus, string> = {
  needs_response: 'Questioned at the bank; the shop is asked',
  under_review: 'Questioned at the bank; the bank decides',
  won: 'Questioned at the bank; the charge stands',
  lost: 'Questioned at the bank; the money went back',
  closed: 'Was questioned at the bank; nothing changed',
}

/** Why a bank refused, in the words of Stripe's codes. Some are not to be said: those who steal cards would learn from them. */
const failures: Record<string, string> = {
  insufficient_funds: 'There is not enough money on this card.',
  expired_card: 'This card has expired.',
  incorrect_cvc: 'The security code is not right.',
  incorrect_number: 'The card number is not right.',
  authentication_required: 'Your bank did not get your confirmation.',
  payment_intent_authentication_failure: 'Your bank did not get your confirmation.',
  processing_error: 'The bank could not check the card just now.',
}

export const payment = {
  step,
  dispute,
  disputed: 'Complaint',
  /** For the staff: the provider's own word for it follows. */
  lastTry: 'Last try refused',
  byStripe: 'Card payment, by Stripe',
  note: 'You pay with Stripe. Your card number never reaches this shop.',
  loading: 'Opening the card form',
  failed: (code: string | null | undefined) => ({
    title: 'The card was refused',
    meaning: `${failures[code ?? ''] ?? 'The bank refused this card.'} Nothing was charged.`,
    next: 'Try again, or use another card. Your hold goes on until its end.',
  }),
  action: {
    title: 'Your bank wants to be sure that it is you',
    meaning: 'Nothing is charged before you have confirmed.',
    next: 'Go on to your bank. You come back here.',
  },
  toBank: 'Go on to your bank',
  notLoaded: {
    title: 'The card form did not open',
    meaning: 'Stripe could not be reached from your browser. Nothing was charged.',
    next: 'Check your connection, or let js.stripe.com through your blocker.',
  },
}

/** What both providers have in common, and the one for tests. */
export const pay = {
  heading: 'Pay',
  testLabel: 'Test payment',
  testNote: 'This shop runs with a test provider. No money moves. Choose how the payment should end.',
  choose: 'How the test ends',
  success: { title: 'Approve', note: 'The payment goes through at once.' },
  decline: { title: 'Decline', note: 'The payment is refused. Your hold goes on.' },
  slow: { title: 'Approve slowly', note: 'The answer takes a while, as banks sometimes do.' },
  submit: (price: string) => `Pay ${price}`,
  again: (price: string) => `Try again: pay ${price}`,
  sending: 'Sending your payment',
  checking: 'Checking your payment',
  checkingNote: 'Your hold does not run out while this is open.',
  waitingNote: (span: string, attempt: number) => `No answer yet. Asking again in ${span} (try ${attempt + 1}). You are charged at most once.`,
  unavailable: { title: 'Payment is not set up', meaning: 'This shop has no payment provider at the moment. Nothing is charged.', next: 'Your hold goes on until its end. Come back before then.' },
} as const
