import { useQuery } from '@tanstack/react-query'
import type { Order } from '@/api/types'
import { shopQuery } from '@/features/platform/queries'
import { Notice } from '@/shared/ui/Notice'
import { pay } from '@/texts/en/payment'
import { StripePayment } from './StripePayment'
import { TestPayment } from './TestPayment'
import type { usePayment } from './use-payment'

/** Paying, with the provider that this shop has. */
export function PaymentPanel({ order, payment }: { order: Order; payment: ReturnType<typeof usePayment> }) {
  const { data: shop } = useQuery(shopQuery())
  if (!shop) return <div className="skeleton h-96" />
  switch (shop.payment_provider) {
    case 'none':
      return <Notice words={pay.unavailable} />
    case 'stripe':
      return <StripePayment order={order} payment={payment} />
    case 'test':
      return <TestPayment order={order} payment={payment} />
  }
}
