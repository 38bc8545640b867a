import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { paths } from '@/shared/paths'
import { texts } from '@/texts/en'
import { product } from '@/texts/en/product'
import { pathTo } from './category-path'
import { categoryTreeQuery } from './queries'

const step = 'inline-flex min-h-12 items-center hover:text-ink hover:underline hover:underline-offset-4'

/** Where in the shop one is. The line is there before its words are, so that nothing below it moves. */
export function CategoryPath({ category }: { category: string | undefined }) {
  const { data } = useQuery(categoryTreeQuery())
  const way = category === undefined ? [] : pathTo(data ?? [], category)
  return (
    <nav aria-label={product.path} className="min-h-12 text-sm text-ink-soft">
      <ol className="flex flex-wrap items-center gap-x-2">
        <li>
          <Link to={paths.products()} className={step}>
            {texts.catalogue.all}
          </Link>
        </li>
        {way.map(({ slug, name }) => (
          <li key={slug} className="flex items-center gap-2">
            <span aria-hidden="true">/</span>
            <Link to={paths.products(`category=${slug}`)} className={step}>
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
