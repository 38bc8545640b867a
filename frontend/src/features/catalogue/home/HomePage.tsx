import { paths } from '@/shared/paths'
import { useTitle } from '@/shared/use-title'
import { texts } from '@/texts/en'
import { Shelf } from '../Shelf'
import { Banners } from './Banners'
import { ByCategory, ByRegion } from './Browse'
import { Opening } from './Opening'

/** The shop's door: what is on right now, then what there is. */
export function HomePage() {
  useTitle(undefined)
  return (
    <div className="frame pb-4">
      <h1 className="sr-only">{texts.home.title}</h1>
      <Opening />
      <Banners />
      <Shelf title={texts.home.promotions} listing={{ on_sale: true, sort: 'best_selling', limit: 4 }} more={{ to: paths.products('on_sale=true'), label: texts.home.allPromotions }} />
      <Shelf title={texts.home.bestSellers} listing={{ sort: 'best_selling', limit: 5 }} leading more={{ to: paths.products('sort=best_selling'), label: texts.home.allProducts }} />
      <ByCategory />
      <Shelf title={texts.home.novelties} listing={{ sort: 'newest', limit: 8 }} more={{ to: paths.products('sort=newest'), label: texts.home.allNovelties }} />
      <ByRegion />
    </div>
  )
}
