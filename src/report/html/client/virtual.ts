import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Browsers draw no element taller than some 17 million pixels; above this, scrolling covers more than one to one. */
const TALLEST = 8_000_000

export interface Window {
  readonly from: number
  readonly to: number
  /** How far from the top of the list a row stands, in pixels. */
  readonly topOf: (at: number) => number
  readonly height: number
}

/** Which of many rows of one height are seen, and how to bring one into sight. */
export function useWindow(amount: number, rowHeight: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ top: 0, view: 600 })
  const whole = amount * rowHeight
  const height = Math.min(whole, TALLEST)
  const stretch = height <= place.view ? 1 : Math.max(1, (whole - place.view) / (height - place.view))
  const shift = place.top * stretch - place.top
  const from = Math.max(0, Math.floor((place.top * stretch) / rowHeight) - 4)
  const to = Math.min(amount, Math.ceil((place.top * stretch + place.view) / rowHeight) + 4)
  const measure = () => {
    const box = scroller.current
    if (box !== null)
      setPlace({ top: Math.min(box.scrollTop, Math.max(0, height - box.clientHeight)), view: box.clientHeight })
  }
  useLayoutEffect(measure, [amount, rowHeight])
  useEffect(() => {
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  })
  const reveal = (at: number) => {
    const box = scroller.current
    if (box === null) return
    const [top, room] = [at * rowHeight, box.clientHeight - headOf(box)]
    if (top < place.top * stretch) box.scrollTop = top / stretch
    else if (top + rowHeight > place.top * stretch + room) box.scrollTop = (top + rowHeight - room) / stretch
  }
  const toTop = () => {
    if (scroller.current !== null) scroller.current.scrollTop = 0
  }
  const seen: Window = { from, to, height, topOf: (at) => at * rowHeight - shift }
  return { scroller, seen, measure, reveal, toTop, page: Math.max(1, Math.floor(place.view / rowHeight) - 2) }
}

/** What sticks to the top of the list covers rows. */
const headOf = (box: HTMLElement): number => (box.querySelector('.head') as HTMLElement | null)?.offsetHeight ?? 0

/** As narrow as a phone; wide enough for columns that can be done without. */
export const [NARROW, WIDE] = ['(max-width: 48rem)', '(min-width: 96rem)'] as const

/** Whether the window is like that; follows it when it changes. */
export function useMedia(wanted: string): boolean {
  const query = matchMedia(wanted)
  const [isLike, setLike] = useState(query.matches)
  useEffect(() => {
    const follow = () => setLike(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return isLike
}
