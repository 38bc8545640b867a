/** An address that a page is about, on a line of its own: broken as late as possible, so that it can be compared. */
export function EmailLine({ email }: { email: string }) {
  return <p className="mb-2 font-semibold wrap-anywhere text-ink">{email}</p>
}
