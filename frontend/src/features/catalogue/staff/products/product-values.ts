import type { Product } from '@/api/types'
import { staffCatalogue } from '@/texts/en/staff-catalogue'
import { readCount, readMoney, readPercent, writeMoney, writePercent } from '../editing/amounts'
import { checkNamed } from '../editing/SlugField'
import type { FormPicture } from '../pictures/PicturesField'
import type { NewProduct, ProductChange } from './queries'

/** A product as the form holds it. */
export interface ProductValues {
  name: string
  slug: string
  description: string
  /** As it is typed, in the currency of the shop. */
  price: string
  /** Percent, as it is typed. */
  vat_basis_points: string
  weight_grams: string
  /** Ids; empty for none. */
  brand_id: string
  region_id: string
  category_id: string
  tag_ids: readonly string[]
  images: readonly FormPicture[]
}

export const fields = ['name', 'slug', 'description', 'price', 'vat_basis_points', 'weight_grams', 'brand_id', 'region_id', 'category_id', 'tag_ids', 'images'] as const satisfies readonly (keyof ProductValues)[]

export const emptyProduct: ProductValues = {
  name: '',
  slug: '',
  description: '',
  price: '',
  vat_basis_points: '20',
  weight_grams: '',
  brand_id: '',
  region_id: '',
  category_id: '',
  tag_ids: [],
  images: [],
}

export function valuesOf(product: Product): ProductValues {
  const { name, slug, description, price, list_price, vat_basis_points, weight_grams, brand, region, category, tags, images } = product
  return {
    name,
    slug,
    description,
    // Discounts are no part of it: they are computed when somebody asks for the price.
    price: writeMoney(list_price ?? price),
    vat_basis_points: writePercent(vat_basis_points),
    weight_grams: weight_grams === 0 ? '' : String(weight_grams),
    brand_id: brand?.id ?? '',
    region_id: region?.id ?? '',
    category_id: category?.id ?? '',
    tag_ids: tags.map(({ id }) => id).sort(),
    images: images.map(({ url, alt }) => ({ url, alt })),
  }
}

const most = { price: 1_000_000_000, grams: 1_000_000, pictures: 20, tags: 30 }

/** What can be seen without asking the shop. */
export function checkProduct(values: ProductValues, currency: string) {
  const words = staffCatalogue.product
  const price = readMoney(values.price, currency)
  const vat = readPercent(values.vat_basis_points)
  const grams = values.weight_grams.trim() === '' ? 0 : readCount(values.weight_grams)
  return {
    ...checkNamed(values),
    ...((price === null || price.amount > most.price) && { price: words.priceOdd }),
    ...((vat === null || vat > 10_000) && { vat_basis_points: words.vatOdd }),
    ...((grams === null || grams > most.grams) && { weight_grams: words.weightOdd }),
    ...(values.tag_ids.length > most.tags && { tag_ids: words.tooManyTags(most.tags) }),
    ...(values.images.length > most.pictures && { images: words.tooManyPictures(most.pictures) }),
  }
}

const orNull = (id: string) => (id === '' ? null : id)

/** What was changed, as the shop takes it. `checkProduct` has found nothing wrong with it. */
export function changeOf(changed: Partial<ProductValues>, currency: string): ProductChange {
  const { name, slug, description, price, vat_basis_points, weight_grams, brand_id, region_id, category_id, tag_ids, images } = changed
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(slug !== undefined && { slug }),
    ...(description !== undefined && { description }),
    ...(price !== undefined && { price: readMoney(price, currency) ?? { amount: 0, currency } }),
    ...(vat_basis_points !== undefined && { vat_basis_points: readPercent(vat_basis_points) ?? 0 }),
    ...(weight_grams !== undefined && { weight_grams: readCount(weight_grams) ?? 0 }),
    ...(brand_id !== undefined && { brand_id: orNull(brand_id) }),
    ...(region_id !== undefined && { region_id: orNull(region_id) }),
    ...(category_id !== undefined && { category_id: orNull(category_id) }),
    ...(tag_ids !== undefined && { tag_ids: [...tag_ids] }),
    ...(images !== undefined && { images: images.map(({ url, alt }) => ({ url, alt })) }),
  }
}

/** All of it, for a product that is new. */
export function newProductOf(values: ProductValues, currency: string): NewProduct {
  const { name, slug } = values
  return { ...changeOf(values, currency), name: name.trim(), slug, price: readMoney(values.price, currency) ?? { amount: 0, currency } }
}
