import type { CartItem, CartCode } from '@/api/types'

type LineProblem = NonNullable<CartItem['problem']>
type CodeProblem = NonNullable<CartCode['problem']>

const problem: Record<LineProblem, (available: string) => string> = {
  insufficient_stock: (available) => `Only ${available} in stock. Choose ${available} or fewer.`,
  out_of_stock: () => 'Sold out since you put it in. Remove it to go on; nothing is charged for it.',
  unavailable: () => 'The shop does not sell this any more. Remove it to go on.',
}

const codeProblem: Record<CodeProblem, (minimum: string) => string> = {
  not_started: () => 'This code is not valid yet.',
  over: () => 'This code is no longer valid.',
  used_up: () => 'This code has been used as often as it may be.',
  customer_limit: () => 'You have used this code as often as you may.',
  minimum_not_reached: (minimum) => `This code counts from ${minimum} on. Add something, and it is taken off.`,
}

export const cart = {
  title: 'Cart',
  titleOf: (count: string) => `Cart (${count})`,
  empty: 'Your cart is empty',
  emptyBody: 'What you put in stays here, also when you close this page.',
  add: 'Put it in the cart',
  addOne: 'Add to cart',
  adding: 'Adding to the cart',
  each: (price: string) => `${price} each`,
  quantityOf: (product: string) => `Quantity of ${product}`,
  remove: (name: string) => `Remove ${name}`,
  removeShort: 'Remove',
  removed: (name: string) => `${name} is out of the cart.`,
  undo: 'Put it back',
  subtotal: 'Products',
  discount: 'Discount',
  discountBy: (code: string) => `Discount by ${code}`,
  shipping: 'Shipping',
  shippingLater: 'Depends on where it goes',
  shippingFree: 'Free',
  total: 'Total',
  vat: (share: string) => `Of it value added tax, ${share}`,
  summary: 'What it comes to',
  atCheckout: 'Shipping is added at checkout. Value added tax is in the prices.',
  notHeld: 'A cart holds nothing back: until you order, others can buy the same.',
  blocked: 'Something in the cart cannot be had like this.',
  checkout: 'Go to checkout',
  toPage: 'Look at the cart',
  problem,
  code: { label: 'Discount code', apply: 'Apply', missing: 'Enter the code first.', problem: codeProblem },
} as const
