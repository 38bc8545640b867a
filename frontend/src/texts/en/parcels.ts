/** The parcels of an order, for its customer and for the staff. */
export const parcels = {
  title: 'Parcels',
  left: (moment: string) => `Left ${moment}`,
  arrived: (moment: string) => `arrived ${moment}`,
  by: (carrier: string, tracking?: string) => (tracking === undefined ? `With ${carrier}` : `With ${carrier}, ${tracking}`),
  tracking: 'tracking number',
  id: 'parcel id',
  part: { title: 'A part is on its way', meaning: 'The carrier has a first parcel of your order.', next: 'The rest follows. Each parcel is listed here.' },
} as const
