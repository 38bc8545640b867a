import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Banner } from '@/api/types'
import { Icon } from '@/shared/ui/Icon'
import { Picture, type Shown } from '@/shared/ui/Picture'
import { texts } from '@/texts/en'
import { bannersQuery } from '../queries'

/** What the staff want said. Nobody misses it when it does not come, so it keeps its place only while it is awaited. */
export function Banners() {
  const { data, error } = useQuery(bannersQuery())
  if (error || data?.length === 0) return null
  return (
    <section aria-label={texts.home.banners} className="mt-12 lg:mt-16">
      <ul className="grid gap-4 md:grid-cols-2 md:gap-6">
        {data
          ? data.map((banner) => (
              <li key={banner.id} className="md:last:odd:col-span-2">
                <BannerCard banner={banner} />
              </li>
            ))
          : [0, 1].map((index) => <li key={index} className="skeleton min-h-44 md:min-h-64" />)}
      </ul>
    </section>
  )
}

const title = 'after:absolute after:inset-0 hover:underline hover:decoration-2 hover:underline-offset-4'

/** What of a banner is seen. */
export type ShownBanner = Pick<Banner, 'title' | 'text' | 'link' | 'image' | 'image_url'>

export function BannerCard({ banner }: { banner: ShownBanner }) {
  return (
    <article className="group relative grid h-full min-h-44 grid-cols-[1.1fr_1fr] overflow-hidden rounded-plate bg-surface md:min-h-64">
      <div className="flex flex-col justify-between gap-4 p-4 md:p-7">
        <div>
          <h2 className="text-xl leading-[1.05] font-extrabold tracking-tight md:text-2xl">
            {banner.link.startsWith('/') ? (
              <Link to={banner.link} className={title}>
                {banner.title}
              </Link>
            ) : (
              <a href={banner.link} className={title}>
                {banner.title}
              </a>
            )}
          </h2>
          <p className="mt-2 text-sm text-ink-soft md:text-base">{banner.text}</p>
        </div>
        <span aria-hidden="true" className="transition-transform duration-(--calm) group-hover:translate-x-1">
          <Icon name="arrow" size={24} />
        </span>
      </div>
      <Picture image={bannerPicture(banner)} product={banner.title} decorative sizes="(width >= 52rem) 22rem, 46vw" className="h-full" />
    </article>
  )
}

function bannerPicture(banner: ShownBanner): Shown | null {
  return banner.image ?? (banner.image_url == null ? null : { url: banner.image_url })
}
