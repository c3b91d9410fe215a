import type { GraphPerson, GraphTie } from '../../api/people'

export interface Spot {
  person: GraphPerson
  x: number
  y: number
  size: number
}

export interface Size {
  width: number
  height: number
}

const RADII = [30, 23, 17]
const FIRST_RING = 0.64

/** Where each person stands: the guest in the middle, whom they know around, and each of the others outside the one they are tied to. */
export function placesOf(people: readonly GraphPerson[], ties: readonly GraphTie[], { width, height }: Size): Map<string, Spot> {
  const near = people.filter((one) => one.steps === 1)
  const far = people.filter((one) => one.steps === 2)
  const families = near.map((one) => far.filter((other) => parentOf(other, near, ties) === one.guest_id))
  const shares = families.map((own) => 1 + own.length * 0.4)
  const all = shares.reduce((sum, one) => sum + one, 0) || 1
  const spots = new Map<string, Spot>()
  const put = (person: GraphPerson, angle: number, reach: number) => {
    const size = RADII[person.steps] ?? 16
    const x = width / 2 + Math.cos(angle) * reach * (width / 2 - 48)
    const y = height / 2 + Math.sin(angle) * reach * (height / 2 - 44)
    spots.set(person.guest_id, { person, x, y, size: near.length > 8 || far.length > 16 ? size * Math.max(0.6, width / 880) : size })
  }
  people.filter((one) => one.steps === 0).forEach((one) => put(one, 0, 0))
  let turned = -Math.PI / 2
  near.forEach((one, place) => {
    const wide = ((shares[place] ?? 1) / all) * 2 * Math.PI
    put(one, turned + wide / 2, far.length > 0 ? FIRST_RING : 0.8)
    const own = families[place] ?? []
    own.forEach((other, at) => put(other, turned + ((at + 0.5) / own.length) * wide, at % 2 ? 0.9 : 1))
    turned += wide
  })
  return spots
}

function parentOf(person: GraphPerson, near: readonly GraphPerson[], ties: readonly GraphTie[]): string | undefined {
  const tied = ties.filter((tie) => tie.from_id === person.guest_id || tie.to_id === person.guest_id)
  return near.find((one) => tied.some((tie) => tie.from_id === one.guest_id || tie.to_id === one.guest_id))?.guest_id
}

/** The line between two people from edge to edge, a little bent where they have several. */
export function lineOf(from: Spot, to: Spot, bend: number): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy) || 1
  const [ux, uy] = [dx / length, dy / length]
  const start = { x: from.x + ux * (from.size + 2), y: from.y + uy * (from.size + 2) }
  const end = { x: to.x - ux * (to.size + 6), y: to.y - uy * (to.size + 6) }
  const middle = { x: (start.x + end.x) / 2 - uy * bend, y: (start.y + end.y) / 2 + ux * bend }
  return `M${round(start.x)} ${round(start.y)} Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${round(end.y)}`
}

const round = (value: number) => Math.round(value * 10) / 10
