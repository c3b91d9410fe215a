import { useMutation, useQuery } from '@tanstack/react-query'
import type { components } from './generated/api'
import { api, body } from './http'
import { useLoyaltyFresh } from './loyalty'

type Schemas = components['schemas']
export type CouponBatch = Schemas['CouponBatch']
export type CouponTerms = Schemas['StoredCouponTerms']
export type GivenCoupon = Schemas['GivenCoupon']
export type CouponBundle = Schemas['CouponBundle']
export type MemberCoupon = Schemas['MemberCoupon']
export type CouponsAsked = Schemas['CouponsAsked']

/** The batches of a programme, the newest first, with what is left of each. */
export function useCouponBatches(programme_id: string) {
  return useQuery({
    queryKey: ['loyalty', 'programme', programme_id, 'coupon-batches'],
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/coupon-batches', { params: { path: { programme_id } } })),
  })
}

export function useMemberCoupons(member_id: string) {
  return useQuery({ queryKey: ['loyalty', 'member', member_id, 'coupons'], queryFn: () => body(api.GET('/api/loyalty/members/{member_id}/coupons', { params: { path: { member_id } } })) })
}

/** Gives a member a coupon of a batch; the same key gives once. */
export function useGiveCoupon(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, batch_id }: { key: string; batch_id: string }) =>
      body(api.POST('/api/loyalty/members/{member_id}/coupons/{batch_id}', { params: { path: { member_id, batch_id }, header: { 'Idempotency-Key': key } } })),
    onSuccess,
  })
}

/** The bundles of a programme: coupons that are given together. */
export function useCouponBundles(programme_id: string) {
  return useQuery({
    queryKey: ['loyalty', 'programme', programme_id, 'coupon-bundles'],
    queryFn: () => body(api.GET('/api/loyalty/programmes/{programme_id}/coupon-bundles', { params: { path: { programme_id } } })),
  })
}

/** Gives a member every coupon of a bundle, or none; the same key gives once. */
export function useGiveBundle(member_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: ({ key, bundle_id }: { key: string; bundle_id: string }) =>
      body(api.POST('/api/loyalty/members/{member_id}/coupon-bundles/{bundle_id}', { params: { path: { member_id, bundle_id }, header: { 'Idempotency-Key': key } } })),
    onSuccess,
  })
}

/** What coupons would take off a price; nothing is asked while the price is not there. */
export function useCouponQuote(programme_id: string, asked: CouponsAsked | undefined) {
  return useQuery({
    queryKey: ['loyalty', 'programme', programme_id, 'coupon-quote', asked],
    enabled: asked !== undefined,
    retry: false,
    queryFn: () => body(api.POST('/api/loyalty/programmes/{programme_id}/coupon-quotes', { params: { path: { programme_id } }, body: asked ?? { spend_minor: 0, currency: '' } as CouponsAsked })),
  })
}

/** Holds coupons for a price and uses them at once; the same key uses once. */
export function useCouponUse(programme_id: string) {
  const onSuccess = useLoyaltyFresh()
  return useMutation({
    mutationFn: async ({ key, asked }: { key: string; asked: CouponsAsked }) => {
      const held = await body(api.POST('/api/loyalty/programmes/{programme_id}/coupon-orders', { params: { path: { programme_id }, header: { 'Idempotency-Key': key } }, body: asked }))
      await api.POST('/api/loyalty/coupon-orders/{order_id}/confirmation', { params: { path: { order_id: held.id } } })
      return held
    },
    onSuccess,
  })
}
