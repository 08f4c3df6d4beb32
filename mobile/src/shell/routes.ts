import type { Component } from 'svelte'
import type { Route } from '../router'

/** What every screen is given. `go` takes an address below HOME: 'appeals/123'. */
export interface ScreenProps {
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  go: (path: string) => void
}

export type Load = () => Promise<{ default: Component<ScreenProps> }>
export type Tab = 'nearby' | 'report' | 'mine' | 'outbox' | 'profile'

const DOORS = ['sign-in', 'sign-out', 'register', 'reset', 'enter', 'devices']

/** Each screen is a file of its own, loaded when it is opened and kept by the worker beforehand. */
export const ROUTES: readonly Route<{ tab: Tab; load: Load }>[] = [
  { pattern: '', screen: { tab: 'nearby', load: () => import('../screens/nearby/Nearby.svelte') } },
  { pattern: 'appeals/:number', screen: { tab: 'nearby', load: () => import('../screens/mine/Which.svelte') } },
  { pattern: 'report', screen: { tab: 'report', load: () => import('../screens/report/Report.svelte') } },
  { pattern: 'report/:draft/:step', screen: { tab: 'report', load: () => import('../screens/report/StepScreen.svelte') } },
  { pattern: 'mine', screen: { tab: 'mine', load: () => import('../screens/mine/Mine.svelte') } },
  { pattern: 'mine/:number', screen: { tab: 'mine', load: () => import('../screens/mine/Own.svelte') } },
  { pattern: 'outbox', screen: { tab: 'outbox', load: () => import('../screens/outbox/Outbox.svelte') } },
  { pattern: 'profile', screen: { tab: 'profile', load: () => import('../screens/profile/Profile.svelte') } },
  { pattern: 'profile/:section', screen: { tab: 'profile', load: () => import('../screens/profile/Section.svelte') } },
  ...DOORS.map((pattern) => ({ pattern, screen: { tab: 'profile' as const, load: () => import('../screens/account/Door.svelte') } })),
]
