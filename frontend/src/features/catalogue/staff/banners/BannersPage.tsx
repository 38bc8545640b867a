import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '@/api/problem'
import type { Banner } from '@/api/types'
import { SendingProblem } from '@/shared/ui/Notice'
import { Picture } from '@/shared/ui/Picture'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { ListPage, useOpened } from '../editing/ListPage'
import { Opened } from '../editing/Opened'
import { Row } from '../editing/RowList'
import { StateTag, WindowCell } from '../editing/WindowCell'
import { WindowedList } from '../editing/WindowedList'
import { Tool } from '../pictures/Tool'
import { EditBanner, NewBanner } from './BannerForms'
import { placesAfter } from './order'
import { changeBanner, learnBanner, staffBannerQuery, staffBannersQuery } from './queries'

export function Component() {
  const { title, lead, create } = staffCatalogue.banners
  const { data } = useInfiniteQuery(staffBannersQuery())
  const banners = data?.pages.flatMap(({ items }) => items) ?? []
  const last = banners.reduce((most, { position }) => Math.max(most, position), 0)
  return <ListPage title={title} lead={lead} create={create} fresh={data && <NewBanner position={last + 10} />} list={<BannerList banners={banners} />} one={one} />
}

function one(id: string) {
  return {
    title: <Name id={id} />,
    content: <Opened query={staffBannerQuery(id)}>{(banner) => <EditBanner key={banner.id} banner={banner} />}</Opened>,
  }
}

function Name({ id }: { id: string }) {
  return useQuery(staffBannerQuery(id)).data?.title ?? staffCatalogue.banners.one
}

function BannerList({ banners }: { banners: readonly Banner[] }) {
  const words = staffCatalogue.banners
  const queries = useQueryClient()
  const { opened, at } = useOpened()
  const [said, setSaid] = useState('')
  // Those that are taken down stand nowhere: the others are ordered among themselves.
  const standing = banners.filter(({ archived }) => !archived)
  const move = useMutation({
    mutationFn: async ({ id, by }: { id: string; by: -1 | 1 }) => {
      const place = standing.findIndex((banner) => banner.id === id)
      for (const { banner, position } of placesAfter(standing, place, by)) learnBanner(queries, await changeBanner(banner, { position }))
      await queries.refetchQueries({ queryKey: staffBannersQuery().queryKey })
      setSaid(words.moved(place + by + 1, standing.length))
    },
    // Somebody else may have moved one of them: the list shows what is.
    onError: () => queries.invalidateQueries({ queryKey: staffBannersQuery().queryKey }),
  })
  return (
    <>
      <div role="alert" className="max-w-2xl empty:hidden">
        {move.error && <SendingProblem problem={asProblem(move.error)} />}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <WindowedList
        label={words.title}
        query={useInfiniteQuery(staffBannersQuery())}
        names={words.states}
        none={words.none}
        row={(banner, state) => {
          const place = standing.findIndex(({ id }) => id === banner.id)
          return (
            <Row
              key={banner.id}
              id={banner.id}
              to={at(banner.id)}
              current={opened === banner.id}
              name={banner.title}
              about={<span className="[overflow-wrap:anywhere]">{banner.link}</span>}
              lead={<Picture image={banner.image ?? (banner.image_url == null ? null : { url: banner.image_url })} product={banner.title} decorative sizes="4rem" className="h-11 w-15 shrink-0 rounded-plate" />}
              columns="grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,1fr)_18rem_6rem_5.5rem]"
            >
              <p className="text-right @2xl:order-2">
                <StateTag state={state} names={words.states} />
              </p>
              <WindowCell className="@2xl:order-1" {...banner} />
              {place >= 0 && (
                <p className="relative z-1 flex justify-end @2xl:order-3">
                  <Tool icon="up" name={words.earlier(banner.title)} unavailable={place === 0 || move.isPending} onPress={() => move.mutate({ id: banner.id, by: -1 })} />
                  <Tool icon="down" name={words.later(banner.title)} unavailable={place === standing.length - 1 || move.isPending} onPress={() => move.mutate({ id: banner.id, by: 1 })} />
                </p>
              )}
            </Row>
          )
        }}
      />
    </>
  )
}
