import type { ReactNode } from 'react'
import type { Cart } from '@/api/types'
import { formatMoney, formatPercent } from '@/shared/format'
import { cart as words } from '@/texts/en/cart'

/** What it comes to, line by line, and the tax that is in it. */
export function Totals({ cart }: { cart: Pick<Cart, 'subtotal' | 'discount' | 'shipping' | 'vat' | 'total' | 'code'> }) {
  const { subtotal, discount, shipping, vat, total, code } = cart
  return (
    <dl className="figures flex flex-col gap-2">
      <Row name={words.subtotal}>{formatMoney(subtotal)}</Row>
      {discount.amount > 0 && <Row name={code == null ? words.discount : words.discountBy(code.code)}>−{formatMoney(discount)}</Row>}
      <Row name={words.shipping}>{shipping == null ? words.shippingLater : shipping.amount === 0 ? words.shippingFree : formatMoney(shipping)}</Row>
      <div className="mt-2 flex items-baseline justify-between gap-6 border-t border-line-strong pt-3">
        <dt className="font-bold">{words.total}</dt>
        <dd className="text-xl font-extrabold">{formatMoney(total)}</dd>
      </div>
      {vat
        .filter(({ amount }) => amount.amount > 0)
        .map(({ basis_points, amount }) => (
          <div key={basis_points} className="flex justify-between gap-6 text-sm text-ink-soft">
            <dt>{words.vat(formatPercent(basis_points / 10_000))}</dt>
            <dd>{formatMoney(amount)}</dd>
          </div>
        ))}
    </dl>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="text-right font-medium">{children}</dd>
    </div>
  )
}
