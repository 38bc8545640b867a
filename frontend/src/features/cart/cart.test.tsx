import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { cartToken, keepCartToken } from '@/api/cart-token'
import { session } from '@/api/session'
import type { CartItem } from '@/api/types'
import { aCart, aCartItem, aProduct } from '@/testing/catalogue'
import { aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { AddToCart } from './AddToCart'
import { CartButton } from './CartButton'
import { Component as CartPage } from './CartPage'
import { mergeOnSignIn, merging } from './merge'

const token = 'a'.repeat(43)
const product = aProduct()

/** A shop that keeps one cart, as the shop does: it sets quantities, and knows a visitor by the token it gave. */
function keepCart(items: CartItem[] = []) {
  const kept = { items, tokens: [] as (string | null)[], puts: [] as number[], merged: 0 }
  server.use(
    http.get(path('/cart'), ({ request }) => {
      kept.tokens.push(request.headers.get('Cart-Token'))
      return answer('get_cart', aCart(kept.items))
    }),
    http.put(path('/cart/items/:id'), async ({ request, params }) => {
      const { quantity } = (await request.json()) as { quantity: number }
      kept.puts.push(quantity)
      if (quantity > product.stock) return problem(409, 'insufficient_stock', { available: product.stock })
      const line = aCartItem({ quantity, product: { ...aCartItem().product, id: String(params.id) } })
      kept.items = [...kept.items.filter((item) => item.product.id !== params.id), line]
      const known = request.headers.get('Cart-Token') ?? request.headers.get('Authorization')
      return answer('set_cart_item', aCart(kept.items), known === null ? { headers: { 'Cart-Token': token } } : {})
    }),
    http.delete(path('/cart/items/:id'), ({ params }) => {
      kept.items = kept.items.filter((item) => item.product.id !== params.id)
      return answer('remove_cart_item', aCart(kept.items))
    }),
    http.post(path('/cart/merge'), () => {
      kept.merged += 1
      return answer('merge_cart', aCart(kept.items))
    }),
    http.get(path('/products'), () => answer('list_products', { items: [], next_cursor: null, corrected_q: null, total: null, facets: null })),
  )
  return kept
}

const routes = [
  { path: '/', element: <AddToCart product={product} /> },
  { path: '/cart', Component: CartPage },
  { path: '*', element: <p>elsewhere</p> },
]

async function asVisitor() {
  session.end()
  await waitFor(() => expect(session.getState().status).toBe('anonymous'))
}

beforeEach(asVisitor)

describe('putting into the cart', () => {
  it('keeps the token that the first product brings, and puts the next one on top', async () => {
    const kept = keepCart()
    renderAt('/', routes)
    await userEvent.click(screen.getByRole('button', { name: 'One more' }))
    await userEvent.click(screen.getByRole('button', { name: 'Add to cart' }))
    await waitFor(() => expect(cartToken()).toBe(token))
    await waitFor(() => expect(screen.getByRole('button', { name: 'Add to cart' })).not.toHaveAttribute('aria-busy'))
    await userEvent.click(screen.getByRole('button', { name: 'Add to cart' }))
    await waitFor(() => expect(kept.puts).toEqual([2, 4]))
  })

  it('says why it does not go', async () => {
    keepCartToken(token)
    keepCart([aCartItem({ quantity: product.stock })])
    renderAt('/', routes)
    await userEvent.click(screen.getByRole('button', { name: 'Add to cart' }))
    expect(await screen.findByRole('alert')).toHaveTextContent(/7/)
  })

  it('offers nothing of what is sold out', () => {
    renderAt('/', [{ path: '/', element: <AddToCart product={aProduct({ stock: 0 })} /> }])
    expect(screen.getByRole('button', { name: 'Sold out' })).toHaveAttribute('aria-disabled', 'true')
  })
})

describe('the cart', () => {
  it('is asked for with the token of the visitor, and not at all without one', async () => {
    const kept = keepCart([aCartItem({ quantity: 3 })])
    const { unmount } = renderAt('/', [{ path: '/', Component: CartButton }])
    expect(screen.getByRole('button', { name: 'Cart, empty' })).toBeVisible()
    expect(kept.tokens).toEqual([])
    unmount()
    keepCartToken(token)
    renderAt('/', [{ path: '/', Component: CartButton }])
    expect(await screen.findByRole('button', { name: 'Cart, 3 products' })).toBeVisible()
    expect(kept.tokens).toEqual([token])
  })

  it('changes a quantity, takes a line out, and puts it back as it was', async () => {
    keepCartToken(token)
    const kept = keepCart([aCartItem({ quantity: 2 })])
    renderAt('/cart', routes)
    const group = await screen.findByRole('group', { name: `Quantity of ${product.name}` })
    await userEvent.click(within(group).getByRole('button', { name: 'One more' }))
    await waitFor(() => expect(kept.puts).toEqual([3]))
    await userEvent.click(await screen.findByRole('button', { name: `Remove ${product.name}` }))
    const back = await screen.findByRole('button', { name: 'Put it back' })
    await waitFor(() => expect(back).toHaveFocus())
    await userEvent.click(back)
    await waitFor(() => expect(kept.puts).toEqual([3, 3]))
    expect(await screen.findByRole('group', { name: `Quantity of ${product.name}` })).toBeVisible()
  })

  it('takes a typed quantity when the field is left, within what there is', async () => {
    keepCartToken(token)
    const kept = keepCart([aCartItem({ quantity: 2 })])
    renderAt('/cart', routes)
    const field = await screen.findByRole('textbox', { name: 'Quantity' })
    await userEvent.clear(field)
    await userEvent.type(field, '-9{Enter}')
    expect(field).toHaveValue('2')
    await userEvent.clear(field)
    await userEvent.type(field, '999')
    await userEvent.tab()
    await waitFor(() => expect(kept.puts).toEqual([product.stock]))
  })

  it('says per line what is wrong, and does not go to checkout like that', async () => {
    keepCartToken(token)
    keepCart([aCartItem({ quantity: 5, available: 2, problem: 'insufficient_stock' }), aCartItem({ product: { ...aCartItem().product, id: 'gone', name: 'Old pot' }, problem: 'unavailable' })])
    renderAt('/cart', routes)
    expect(await screen.findByText('Only 2 in stock. Choose 2 or fewer.')).toBeVisible()
    expect(screen.getByText(/does not sell this any more/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Go to checkout' })).toHaveAttribute('aria-disabled', 'true')
  })

  it('shows a code that waits for its minimum, and what a wrong one is', async () => {
    keepCartToken(token)
    keepCart([aCartItem()])
    const minimum = { amount: 20_000, currency: 'EUR' }
    const code = { code: 'WELCOME10', title: 'A tenth off', percent: 10, amount: null, minimum, problem: 'minimum_not_reached' as const }
    server.use(
      http.post(path('/cart/code'), async ({ request }) => {
        const { code: said } = (await request.json()) as { code: string }
        if (said !== ' welcome 10 ') return problem(422, 'code_not_valid', { detail: 'unknown' })
        return answer('apply_code', aCart([aCartItem()], { code }))
      }),
    )
    renderAt('/cart', routes)
    const field = await screen.findByRole('textbox', { name: 'Discount code' })
    await userEvent.type(field, 'nonsense{Enter}')
    await waitFor(() => expect(field).toHaveAccessibleDescription(/./))
    await userEvent.clear(field)
    await userEvent.type(field, ' welcome 10 {Enter}')
    expect(await screen.findByText(/counts from €200.00 on/)).toBeVisible()
  })

  it('says so when it is empty', async () => {
    keepCart()
    renderAt('/cart', routes)
    expect(await screen.findByText(/Your cart is empty/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'See all products' })).toBeVisible()
  })
})

describe('logging in', () => {
  it('takes the visitor’s cart over once, and forgets its token', async () => {
    keepCartToken(token)
    const kept = keepCart([aCartItem()])
    session.signIn(tokensFor(aUser))
    const learned: number[] = []
    mergeOnSignIn(session.getState(), ({ count }) => learned.push(count))
    mergeOnSignIn(session.getState(), ({ count }) => learned.push(count))
    await merging()
    expect(kept.merged).toBe(1)
    expect(learned).toEqual([1])
    expect(cartToken()).toBeNull()
  })

  it('keeps the token while the shop cannot answer', async () => {
    keepCartToken(token)
    server.use(http.post(path('/cart/merge'), () => HttpResponse.error()))
    session.signIn(tokensFor(aUser))
    mergeOnSignIn(session.getState(), () => undefined)
    await merging()
    expect(cartToken()).toBe(token)
  })
})
