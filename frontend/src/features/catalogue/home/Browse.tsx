import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { CategoryNode } from '@/api/types'
import { paths } from '@/shared/paths'
import { texts } from '@/texts/en'
import { categoryTreeQuery, regionsQuery } from '../queries'

/** The shop's departments, set large, with what is in each below its name. */
export function ByCategory() {
  const { data, error } = useQuery(categoryTreeQuery())
  if (error || data?.length === 0) return null
  return (
    <Ways title={texts.home.byCategory}>
      {data ? (
        <ul className="mt-6 grid gap-x-8 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
          {data.map((category) => (
            <li key={category.id}>
              <Department category={category} />
            </li>
          ))}
        </ul>
      ) : (
        <div className="skeleton mt-6 h-72" />
      )}
    </Ways>
  )
}

const inCategory = ({ slug }: CategoryNode) => paths.products(`category=${slug}`)

function Department({ category }: { category: CategoryNode }) {
  return (
    <>
      <h3 className="text-2xl leading-tight font-extrabold tracking-tight">
        <Link to={inCategory(category)} className="hover:underline hover:decoration-2 hover:underline-offset-4">
          {category.name}
        </Link>
      </h3>
      <ul className="mt-1 flex flex-wrap gap-x-4">
        {category.children.map((child) => (
          <li key={child.id}>
            <Link to={inCategory(child)} className="inline-flex min-h-8 items-center text-ink-soft hover:text-ink hover:underline hover:underline-offset-4">
              {child.name}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Where things come from: a map made of names. */
export function ByRegion() {
  const { data, error } = useQuery(regionsQuery())
  if (error || data?.length === 0) return null
  return (
    <Ways title={texts.home.byRegion}>
      {data ? (
        <ul className="mt-5 flex flex-wrap gap-x-6 gap-y-1 md:gap-x-9">
          {data.map(({ id, slug, name }) => (
            <li key={id}>
              <Link
                to={paths.products(`region=${slug}`)}
                className="inline-flex min-h-11 items-center text-xl font-bold tracking-tight hover:underline hover:decoration-2 hover:underline-offset-4 md:text-2xl"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <div className="skeleton mt-5 h-32" />
      )}
    </Ways>
  )
}

function Ways({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-12 border-t border-line-strong pt-5 lg:mt-24">
      <h2 className="heading">{title}</h2>
      {children}
    </section>
  )
}
