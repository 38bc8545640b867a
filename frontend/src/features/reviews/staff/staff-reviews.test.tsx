import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import type { Review } from '@/api/types'
import { staffRoutes } from '@/app/staff'
import { aReview, aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { answer, path, problem, server, tokensFor } from '@/testing/server'

/** A shop with one review, which says who decided what about which version. */
function keep(review: Review) {
  const state = { review }
  const decided: unknown[] = []
  const decide = (request: Request, next: Partial<Review>, body: unknown) => {
    const seen = request.headers.get('If-Match')
    decided.push([seen, body])
    if (seen !== `"${state.review.version}"`) return problem(412, 'precondition_failed')
    state.review = { ...state.review, ...next, version: state.review.version + 1 }
    return answer('publish_review', state.review)
  }
  server.use(
    http.get(path('/reviews'), ({ request }) => {
      const status = new URL(request.url).searchParams.get('status')
      return answer('list_reviews', { items: state.review.status === status ? [state.review] : [], next_cursor: null })
    }),
    http.post(path('/reviews/:id/publish'), ({ request }) => decide(request, { status: 'published' }, null)),
    http.post(path('/reviews/:id/reject'), async ({ request }) => {
      const body = (await request.json()) as { reason: string }
      return decide(request, { status: 'rejected', reason: body.reason }, body)
    }),
  )
  return { state, decided }
}

const publish = 'Publish: Ada L. on Ember gooseneck kettle'
const reject = 'Reject: Ada L. on Ember gooseneck kettle'

describe('moderating reviews', () => {
  beforeEach(() => session.signIn(tokensFor({ ...aUser, role: 'staff' })))

  it('publishes what was read', async () => {
    const { decided } = keep(aReview())
    renderAt('/staff/reviews', staffRoutes())
    await userEvent.click(await screen.findByRole('button', { name: publish }))
    expect(await screen.findByText('The review by Ada L. is published.')).toBeVisible()
    expect(await screen.findByRole('heading', { name: 'Nothing is waiting to be read' })).toBeVisible()
    expect(decided).toEqual([['"1"', null]])
    await userEvent.click(within(screen.getByRole('navigation', { name: 'Reviews by state' })).getByRole('link', { name: 'Published' }))
    expect(await screen.findByRole('button', { name: reject })).toBeVisible()
    expect(screen.queryByRole('button', { name: publish })).toBeNull()
  })

  it('rejects for a reason', async () => {
    const { decided } = keep(aReview())
    renderAt('/staff/reviews', staffRoutes())
    await userEvent.click(await screen.findByRole('button', { name: reject }))
    await userEvent.click(screen.getByRole('button', { name: 'Reject the review' }))
    await waitFor(() => expect(screen.getByLabelText('Why it is not published')).toHaveFocus())
    await userEvent.type(screen.getByLabelText('Why it is not published'), 'Off topic{Enter}')
    expect(await screen.findByText('The review by Ada L. is rejected.')).toBeVisible()
    expect(decided).toEqual([['"1"', { reason: 'Off topic' }]])
  })

  it('shows the new text when its author was faster', async () => {
    const { state } = keep(aReview())
    renderAt('/staff/reviews', staffRoutes())
    await screen.findByRole('button', { name: publish })
    state.review = aReview({ text: 'An insult', version: 2 })
    await userEvent.click(screen.getByRole('button', { name: publish }))
    expect(await screen.findByRole('heading', { name: 'Its author has changed it' })).toBeVisible()
    expect(await screen.findByText('An insult')).toBeVisible()
    expect(state.review.status).toBe('pending')
  })

  it('is not for customers', async () => {
    session.signIn(tokensFor(aUser))
    keep(aReview())
    renderAt('/staff/reviews', staffRoutes())
    await waitFor(() => expect(screen.queryByRole('button', { name: publish })).toBeNull())
    expect(await screen.findByRole('link', { name: 'See all sales' })).toBeVisible()
  })
})
