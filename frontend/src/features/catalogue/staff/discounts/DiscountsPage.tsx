import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { formatPercent } from '@/shared/format'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { ListPage, useOpened } from '../editing/ListPage'
import { Opened } from '../editing/Opened'
import { Row } from '../editing/RowList'
import { StateTag, WindowCell } from '../editing/WindowCell'
import { WindowedList } from '../editing/WindowedList'
import { ActsOn } from './ActsOn'
import { EditDiscount, NewDiscount } from './DiscountForms'
import { discountQuery, discountsQuery } from './queries'

export function Component() {
  const { title, lead, create } = staffCatalogue.discounts
  return <ListPage title={title} lead={lead} create={create} fresh={<NewDiscount />} list={<DiscountList />} one={one} />
}

function one(id: string) {
  return {
    title: <Name id={id} />,
    content: <Opened query={discountQuery(id)}>{(discount) => <EditDiscount key={discount.id} discount={discount} />}</Opened>,
  }
}

function Name({ id }: { id: string }) {
  return useQuery(discountQuery(id)).data?.title ?? staffCatalogue.discounts.one
}

function DiscountList() {
  const words = staffCatalogue.discounts
  const { opened, at } = useOpened()
  return (
    <WindowedList
      label={words.title}
      query={useInfiniteQuery(discountsQuery())}
      names={words.states}
      none={words.none}
      row={(discount, state) => (
        <Row
          key={discount.id}
          id={discount.id}
          to={at(discount.id)}
          current={opened === discount.id}
          name={discount.title}
          about={<ActsOn discount={discount} />}
          columns="grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,1fr)_4rem_18rem_6rem]"
        >
          <p className="figures text-right text-base font-bold">{formatPercent(discount.percent / 100)}</p>
          <WindowCell {...discount} />
          <p className="text-right">
            <StateTag state={state} names={words.states} />
          </p>
        </Row>
      )}
    />
  )
}
