import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'
import { useLoyaltyFresh } from '@/lib/loyalty'
import { pagesQuery } from '@/lib/pages'

type Schemas = components['schemas']
export type NewCouponBatch = Schemas['NewCouponBatch']
export type NewCouponTerms = Schemas['NewCouponTerms']
export type NewBundle = Schemas['BundleWanted']
export type CouponOrder = Schemas['CouponOrder']
export const worths = ['percent', 'amount', 'item', 'balance'] as const

const ofBatch = (batch_id: string) => ({ params: { path: { batch_id } } })
const ofOrder = (order_id: string) => ({ params: { path: { order_id } } })

export function useCreateBatch(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewCouponBatch) => body(api.POST('/api/loyalty/programmes/{programme_id}/coupon-batches', { params: { path: { programme_id } }, body: wanted })), onSuccess })
}

export function useCreateBundle(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: (wanted: NewBundle) => body(api.POST('/api/loyalty/programmes/{programme_id}/coupon-bundles', { params: { path: { programme_id } }, body: wanted })), onSuccess })
}

export function useSetCouponTerms() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ batch_id, change }: { batch_id: string; change: NewCouponTerms }) => body(api.PUT('/api/loyalty/coupon-batches/{batch_id}/terms', { ...ofBatch(batch_id), body: change })), onSuccess })
}

export function useSetBatchOpen() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({ mutationFn: ({ batch_id, is_open }: { batch_id: string; is_open: boolean }) => api.PUT('/api/loyalty/coupon-batches/{batch_id}/state', { ...ofBatch(batch_id), body: { is_open } }), onSuccess })
}

/** Makes codes; they are in the answer and nowhere else. */
export function usePrintCodes(batch_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, count }: { key: string; count: number }) =>
      body(api.POST('/api/loyalty/coupon-batches/{batch_id}/codes', { params: { path: { batch_id }, header: { 'Idempotency-Key': key } }, body: { count } })),
    onSuccess,
    gcTime: 0,
  })
}

/** The bookings for which coupons of a batch were held or used. */
export function useCouponOrders(batch_id: string) {
  return useInfiniteQuery(
    pagesQuery(['loyalty', 'batch', batch_id, 'orders'], (page) => body(api.GET('/api/loyalty/coupon-batches/{batch_id}/orders', { params: { path: { batch_id }, query: { page, size: 10 } } }))),
  )
}

export function useCouponOrderDeed() {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ id, deed }: { id: string; deed: 'confirm' | 'giveBack' }): Promise<unknown> =>
      deed === 'confirm' ? api.POST('/api/loyalty/coupon-orders/{order_id}/confirmation', ofOrder(id)) : api.POST('/api/loyalty/coupon-orders/{order_id}/return', ofOrder(id)),
    onSuccess,
  })
}
