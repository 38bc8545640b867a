import type { Order, OrderPerson } from '@/api/types'
import { texts } from '@/texts/en'
import { staffOrders } from '@/texts/en/staff-orders'

/** How somebody is called: by their name, else by their address. */
export function nameOf(person: OrderPerson | null | undefined): string {
  return person == null ? staffOrders.gone : (person.name ?? person.email)
}

/** The first line, and how many there are besides. */
export function itemsOf({ lines }: Pick<Order, 'lines'>): string {
  const [first, ...others] = lines
  if (!first) return ''
  const shown = texts.common.units(first.quantity, first.name)
  return others.length === 0 ? shown : `${shown} ${staffOrders.andMore(others.length)}`
}
