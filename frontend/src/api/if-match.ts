/** Names the version that was seen: every record of the catalogue says its own. */
export function ifMatch({ version }: { readonly version: number }) {
  return { 'If-Match': `"${version}"` }
}
