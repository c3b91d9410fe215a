import { useQuery } from '@tanstack/react-query'
import type { components } from '@/lib/generated/api'
import { api, body } from '@/lib/http'

export type DemandSeries = components['schemas']['DemandSeries']
export type Demand = components['schemas']['Demand']
export type DemandDay = components['schemas']['DemandDay']
export type Measure = components['schemas']['DemandMeasure']
export type PickUp = components['schemas']['PickUp']
export type Elasticities = components['schemas']['Elasticities']
export type Elasticity = components['schemas']['Elasticity']
export type WhatIf = components['schemas']['WhatIf']

const KEY = ['insight', 'summary', 'demand']

/** The company, then its largest lines, markets and properties. */
export function useDemandSeries() {
  return useQuery({ queryKey: [...KEY, 'series'], queryFn: () => body(api.GET('/api/insight/demand/series')) })
}

export function useDemand(series: string, measure: Measure, back_days: number) {
  return useQuery({
    queryKey: [...KEY, 'days', series, measure, back_days],
    queryFn: () => body(api.GET('/api/insight/demand', { params: { query: { series, measure, back_days } } })),
  })
}

export function usePickUp(series: string, measure: Measure, begins_on: string | undefined) {
  return useQuery({
    queryKey: [...KEY, 'pick-up', series, measure, begins_on],
    queryFn: () => body(api.GET('/api/insight/demand/pick-up', { params: { query: { series, measure, begins_on } } })),
  })
}

export function useElasticities(series: string) {
  return useQuery({
    queryKey: [...KEY, 'elasticity', series],
    queryFn: () => body(api.GET('/api/insight/demand/elasticity', { params: { query: { series } } })),
  })
}
