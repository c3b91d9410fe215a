import { type InfiniteData, infiniteQueryOptions, type UseInfiniteQueryResult } from '@tanstack/react-query'

export interface Page<T> {
  items: T[]
  next: string | null
}

export type Pages<T> = UseInfiniteQueryResult<InfiniteData<Page<T>>>

/** A list that the server hands over page by page; each page names the next. */
export function pagesQuery<T>(key: readonly unknown[], load: (after: string | undefined) => Promise<{ items: T[]; next?: string | null }>) {
  return infiniteQueryOptions({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }): Promise<Page<T>> => {
      const page = await load(pageParam)
      return { items: page.items, next: page.next ?? null }
    },
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function rowsOf<T>(pages: Pages<T>): T[] {
  return pages.data?.pages.flatMap((page) => page.items) ?? []
}
