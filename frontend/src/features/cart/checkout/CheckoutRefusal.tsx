import type { ApiProblem } from '@/api/problem'
import { formatCount, formatMoney } from '@/shared/format'
import { paths } from '@/shared/paths'
import { ButtonLink } from '@/shared/ui/Button'
import { Notice, ProblemNotice } from '@/shared/ui/Notice'
import { texts } from '@/texts/en'
import { cart } from '@/texts/en/cart'
import { checkout } from '@/texts/en/checkout'

/** Why there is no order, and the way on. The cart is as it was in every case. */
export function CheckoutRefusal({ problem }: { problem: ApiProblem }) {
  const { facts, code } = problem
  if (code === 'price_changed' && facts.total != null) {
    return <Notice level={3} tone="bad" words={checkout.priceChanged(formatMoney(facts.total))} />
  }
  if (facts.items != null && facts.items.length > 0) {
    return (
      <Notice level={3} tone="bad" words={checkout.shortOfStock}>
        <ul className="w-full">
          {facts.items.map(({ product_id, name, available, problem: wrong }) => (
            <li key={product_id}>
              <strong>{name}</strong>: {cart.problem[wrong](formatCount(available))}
            </li>
          ))}
        </ul>
        <ButtonLink to={paths.cart()}>{cart.toPage}</ButtonLink>
      </Notice>
    )
  }
  return (
    <ProblemNotice level={3} error={problem}>
      {wayOn(problem)}
    </ProblemNotice>
  )
}

function wayOn({ code, facts }: ApiProblem) {
  switch (code) {
    case 'payment_in_progress':
    case 'idempotency_mismatch':
      return facts.order_id == null ? undefined : <ButtonLink to={paths.order(facts.order_id)}>{texts.purchase.toOrder}</ButtonLink>
    case 'validation':
      return (
        <>
          {facts.errors && (
            <ul className="w-full">
              {facts.errors.map(({ pointer, detail }) => (
                <li key={pointer}>{detail}</li>
              ))}
            </ul>
          )}
          <ButtonLink to={paths.checkout('address')}>{checkout.changeAddress}</ButtonLink>
        </>
      )
    case 'code_not_applicable':
    case 'cart_empty':
    case 'insufficient_stock':
    case 'product_unavailable':
      return <ButtonLink to={paths.cart()}>{cart.toPage}</ButtonLink>
    default:
      return undefined
  }
}
