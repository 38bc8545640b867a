import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { editing } from '@/texts/en/staff-editing'
import type { Facet } from '../editing/versions'
import type { ProductValues } from './product-values'
import type { Choice, Filing } from './use-filing'

/** Each field in words, for whoever has to decide between two versions. */
export function facetsOf({ brands, regions, categories, tags }: Filing): Facet<ProductValues>[] {
  const words = staffCatalogue.product
  const named = (choices: readonly Choice[], id: string) => (id === '' ? editing.nothing : (choices.find((choice) => choice.id === id)?.name ?? words.unknown))
  return [
    { name: 'name', label: editing.name, show: ({ name }) => name },
    { name: 'slug', label: editing.slug, show: ({ slug }) => slug },
    { name: 'description', label: words.description, show: ({ description }) => description || editing.nothing },
    { name: 'price', label: words.price, show: ({ price }) => price },
    { name: 'vat_basis_points', label: words.vat, show: (values) => `${values.vat_basis_points} %` },
    { name: 'weight_grams', label: words.weight, show: ({ weight_grams }) => (weight_grams === '' ? editing.nothing : words.grams(weight_grams)) },
    { name: 'brand_id', label: words.brand, show: ({ brand_id }) => named(brands, brand_id) },
    { name: 'region_id', label: words.region, show: ({ region_id }) => named(regions, region_id) },
    { name: 'category_id', label: words.category, show: ({ category_id }) => named(categories, category_id) },
    { name: 'tag_ids', label: words.tags, show: ({ tag_ids }) => tag_ids.map((id) => named(tags, id)).join(', ') || editing.nothing },
    { name: 'images', label: words.pictures.legend, show: ({ images }) => <Thumbnails images={images} /> },
  ]
}

function Thumbnails({ images }: Pick<ProductValues, 'images'>) {
  if (images.length === 0) return editing.nothing
  return (
    <span className="mt-1 flex flex-col gap-1.5">
      {images.map(({ url, alt }) => (
        <span key={url} className="flex items-center gap-2">
          <img src={url} alt="" className="h-9 w-12 shrink-0 rounded-plate bg-sunken object-cover" />
          <span className="text-sm">{alt || staffCatalogue.product.pictures.noAlt}</span>
        </span>
      ))}
    </span>
  )
}
