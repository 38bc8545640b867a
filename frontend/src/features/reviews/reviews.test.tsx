import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { NewReview, OwnReviews } from '@/api/types'
import { aPublishedReview, aReview, aUser, inSeconds } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'
import { ProductReviews } from './ProductReviews'
import { Rating } from './Stars'

const rating = { average: 4.33, count: 3, stars: [0, 0, 1, 0, 2] }
const product = { slug: 'ember-kettle', rating }
const unrated = { slug: 'ember-kettle', rating: { average: null, count: 0, stars: [0, 0, 0, 0, 0] } }
const order = { order_id: '7d2f7c1e-0000-4000-8000-000000000020', number: 'K3F9-2M7Q-XW4T', ordered_at: inSeconds(-9000) }

const list = path('/products/ember-kettle/reviews')
const own = path('/products/ember-kettle/reviews/own')

/** A shop that keeps what one said, and notes what it was asked. */
function keepReviews(kept: OwnReviews, published = [aPublishedReview()]) {
  const sent: unknown[] = []
  const asked: string[] = []
  server.use(
    http.get(own, () => answer('list_own_reviews', kept)),
    http.get(list, ({ request }) => {
      const stars = new URL(request.url).searchParams.get('stars')
      asked.push(stars ?? 'all')
      return answer('list_product_reviews', { items: published.filter((one) => stars === null || one.stars === Number(stars)), next_cursor: null })
    }),
    http.post(list, async ({ request }) => {
      const body = (await request.json()) as NewReview
      sent.push(body)
      kept.items = [aReview({ ...body })]
      kept.reviewable = []
      return answer('create_review', kept.items[0] ?? aReview(), { status: 201 })
    }),
    http.patch(path('/reviews/:id'), async ({ request }) => {
      sent.push([request.headers.get('If-Match'), await request.json()])
      kept.items = [aReview({ status: 'pending', version: 3 })]
      return answer('update_review', aReview())
    }),
    http.delete(path('/reviews/:id'), () => {
      kept.items = []
      return answer('withdraw_review', null)
    }),
  )
  return { sent, asked }
}

const show = (what: { slug: string; rating: { average: number | null; count: number; stars: number[] } } = product, address = '/') =>
  renderAt(address, [{ path: '/', element: <ProductReviews product={what} /> }])

describe('for everybody', () => {
  beforeEach(() => session.signOut())

  it('a rating is said in words and shown in stars', () => {
    renderAt('/', [{ path: '/', element: <Rating rating={rating} /> }])
    expect(screen.getByText('Rated 4.3 of 5 by 3 people')).toBeInTheDocument()
  })

  it('reviews are texts with an author, whatever they look like', async () => {
    keepReviews({ items: [], reviewable: [] }, [aPublishedReview({ text: '<img src=x onerror=alert(1)>' })])
    show()
    expect(await screen.findByText('<img src=x onerror=alert(1)>')).toBeVisible()
    expect(screen.getByRole('heading', { name: '5 of 5 stars: Pours slowly' })).toBeVisible()
    expect(screen.getByText(/^Ada L\./)).toBeVisible()
    expect(document.querySelector('img')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Write a review' })).toBeNull()
  })

  it('each row of the histogram shows only its reviews', async () => {
    const { asked } = keepReviews({ items: [], reviewable: [] })
    const { router } = show()
    const rows = within(screen.getByRole('list', { name: 'How many stars people gave' })).getAllByRole('link')
    expect(rows.map((row) => row.textContent)).toEqual(expect.arrayContaining([expect.stringContaining('5 stars: 2')]))
    await userEvent.click(screen.getByRole('link', { name: /3 stars: 1/ }))
    expect(await screen.findByText('No review gives as many stars as that.')).toBeVisible()
    expect(router.state.location.search).toBe('?stars=3')
    await userEvent.click(screen.getByRole('link', { name: 'Show all reviews' }))
    expect(await screen.findByText('It does what it says.')).toBeVisible()
    expect(asked).toEqual(['all', '3'])
  })

  it('nobody has reviewed it yet', async () => {
    keepReviews({ items: [], reviewable: [] }, [])
    show(unrated)
    expect(await screen.findByText('Nobody has reviewed it yet')).toBeVisible()
    expect(screen.queryByRole('list', { name: 'How many stars people gave' })).toBeNull()
  })

  it('they are asked for again when they could not be read', async () => {
    keepReviews({ items: [], reviewable: [] })
    server.use(http.get(list, () => problem(503, 'unavailable'), { once: true }))
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('It does what it says.')).toBeVisible()
  })
})

describe('for who received it', () => {
  beforeEach(() => session.signIn(tokensFor(aUser)))

  it('a review is written, once, and waits', async () => {
    const { sent } = keepReviews({ items: [], reviewable: [order] })
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'Write a review' }))
    await userEvent.click(screen.getByRole('button', { name: 'Send the review' }))
    const stars = screen.getByRole('radiogroup', { name: 'Your rating' })
    await waitFor(() => expect(stars).toHaveFocus())
    expect(stars).toHaveAccessibleDescription('Choose one to five stars.')
    await userEvent.click(screen.getByRole('radio', { name: '4 stars' }))
    await userEvent.type(screen.getByLabelText('In a few words (optional)'), ' Fine ')
    await userEvent.type(screen.getByLabelText('What it is like (optional)'), 'Two{Enter}lines')
    await userEvent.click(screen.getByRole('button', { name: 'Send the review' }))
    expect(await screen.findByText(/Thank you\. Your review appears/)).toBeVisible()
    expect(sent).toEqual([{ order_id: order.order_id, stars: 4, title: 'Fine', text: 'Two\nlines' }])
    expect(screen.getByText('Waiting to be read')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Write a review' })).toBeNull()
  })

  it('what the shop refuses is said, and what was written stays', async () => {
    keepReviews({ items: [], reviewable: [order] })
    server.use(http.post(list, () => problem(422, 'validation', { errors: [{ pointer: '/text', detail: 'none that cannot be printed' }] }), { once: true }))
    server.use(http.post(list, () => problem(409, 'not_delivered'), { once: true }))
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'Write a review' }))
    await userEvent.click(screen.getByRole('radio', { name: '1 star' }))
    await userEvent.type(screen.getByLabelText('What it is like (optional)'), 'Odd')
    await userEvent.click(screen.getByRole('button', { name: 'Send the review' }))
    expect(await screen.findByRole('heading', { name: 'It cannot be reviewed yet' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Send the review' }))
    await waitFor(() => expect(screen.getByLabelText('What it is like (optional)')).toHaveAccessibleDescription(/None that cannot be printed\./))
    expect(screen.getByLabelText('What it is like (optional)')).toHaveValue('Odd')
  })

  it('a rejected one says why, and is changed as the version that was seen', async () => {
    const { sent } = keepReviews({ items: [aReview({ status: 'rejected', reason: 'Leave out the name.', version: 2 })], reviewable: [] })
    show()
    expect(await screen.findByText(/The shop says: Leave out the name\./)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Change it' }))
    await waitFor(() => expect(screen.getByRole('radio', { name: '5 stars' })).toHaveFocus())
    await userEvent.click(screen.getByRole('radio', { name: '2 stars' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save the change' }))
    expect(await screen.findByText('Waiting to be read')).toBeVisible()
    expect(sent).toEqual([['"2"', { stars: 2, title: 'Pours slowly', text: 'It does what it says.' }]])
  })

  it('it is withdrawn after a question', async () => {
    keepReviews({ items: [aReview({ status: 'published' })], reviewable: [] })
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'Withdraw it' }))
    await userEvent.click(within(await screen.findByRole('dialog', { name: 'Withdraw your review?' })).getByRole('button', { name: 'Withdraw it' }))
    expect(await screen.findByText('Your review is withdrawn.')).toBeVisible()
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Change it' })).toBeNull())
  })
})
