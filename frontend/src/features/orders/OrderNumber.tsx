/** An order's number, never broken at its hyphens. */
export function OrderNumber({ number }: { number: string }) {
  return <span className="figures whitespace-nowrap">{number}</span>
}
