import type { Cart } from '@/api/types'
import { Shelf } from '@/features/catalogue/Shelf'
import { paths } from '@/shared/paths'
import { Button, ButtonLink } from '@/shared/ui/Button'
import { ProblemNotice } from '@/shared/ui/Notice'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { cart as words } from '@/texts/en/cart'
import { CartLines } from './CartLines'
import { CodeForm } from './CodeForm'
import { Totals } from './Totals'
import { useCart } from './use-cart'

export function Component() {
  useTitle(words.title)
  const { cart, error, refetch } = useCart()
  return (
    <div className="frame pt-8 md:pt-14">
      <h1 className="display">{words.title}</h1>
      {cart === undefined && !error && <Waiting />}
      {cart === undefined && error && (
        <div role="alert" className="mt-8 max-w-2xl">
          <ProblemNotice error={error}>
            <Button onClick={() => void refetch()}>{texts.common.retry}</Button>
          </ProblemNotice>
        </div>
      )}
      {cart && <Filled cart={cart} stale={error !== null} />}
      {(cart === null || cart?.items.length === 0) && <Empty />}
    </div>
  )
}

function Filled({ cart, stale }: { cart: Cart; stale: boolean }) {
  const blocked = cart.items.some(({ problem }) => problem != null)
  return (
    <div className="mt-8 grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1.6fr)_minmax(20rem,1fr)]">
      {/* Stays when the last line goes: the way back is in it. */}
      <div className="min-w-0">
        <CartLines cart={cart} />
      </div>
      {cart.items.length > 0 && (
        <aside aria-label={words.summary} className="self-start bg-surface p-5 lg:sticky lg:top-[calc(var(--header)+1.5rem)] lg:p-6">
          <Totals cart={cart} />
          <div className="mt-5 border-t border-line pt-5">
            <CodeForm code={cart.code} />
          </div>
          {stale && <p className="mt-4 text-sm text-ink-soft">{texts.common.stale}</p>}
          {blocked && <p className="mt-5 font-medium text-danger">{words.blocked}</p>}
          {blocked ? (
            <Button look="buy" className="mt-5" unavailable>
              {words.checkout}
            </Button>
          ) : (
            <ButtonLink look="buy" className="mt-5" to={paths.checkout()}>
              {words.checkout}
            </ButtonLink>
          )}
          <p className="mt-3 text-sm text-ink-soft">{words.notHeld}</p>
        </aside>
      )}
    </div>
  )
}

function Empty() {
  return (
    <>
      <p className="mt-4 max-w-(--measure) text-lg text-ink-soft">
        {words.empty}. {words.emptyBody}
      </p>
      <div className="mt-6 flex flex-wrap gap-4">
        <ButtonLink look="strong" to={paths.products()}>
          {texts.search.all}
        </ButtonLink>
        <ButtonLink to={paths.sales()}>{texts.common.allSales}</ButtonLink>
      </div>
      <Shelf title={texts.home.bestSellers} listing={{ sort: 'best_selling', limit: 4 }} />
    </>
  )
}

function Waiting() {
  return (
    <div role="status" className="mt-8 grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1.6fr)_minmax(20rem,1fr)]">
      <span className="sr-only">{texts.common.loading}</span>
      <div className="flex flex-col gap-4">
        <div className="skeleton h-36" />
        <div className="skeleton h-36" />
      </div>
      <div className="skeleton h-80" />
    </div>
  )
}
