import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { parseSearch, searchText } from '@/lib/address'
import { withTexts } from '@/lib/i18n'
import { sessionQuery } from '@/lib/session'
import { PageSkeleton } from '@/ui/Skeleton'
import { Missing } from './Missing'
import { PageError } from './PageError'
import { Shell } from './layout/Shell'
import { queries } from './queries'

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('@/features/entry/pages/LoginPage'), 'LoginPage'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup/$token',
  component: lazyRouteComponent(() => import('@/features/entry/pages/SetupPage'), 'SetupPage'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join/$token',
  component: lazyRouteComponent(() => import('@/features/entry/pages/JoinPage'), 'JoinPage'),
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queries.query({ ...sessionQuery, staleTime: 'static' })
    // The router reads a thrown redirect; it is not an error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (!me) throw redirect({ to: '/login', search: location.pathname === '/' ? {} : { back: location.href } })
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (me.must_add_factor && location.pathname !== '/trust/security') throw redirect({ to: '/trust/security' })
  },
})

const at = <P extends string>(path: P) => ({ getParentRoute: () => inside, path })

const pages = [
  createRoute({ ...at('/'), component: lazyRouteComponent(() => import('@/features/home/pages/HomePage'), 'HomePage') }),
  createRoute({ ...at('/guests'), component: lazyRouteComponent(() => import('@/features/guests/pages/GuestsPage'), 'GuestsPage') }),
  createRoute({ ...at('/guests/$guestId'), component: lazyRouteComponent(() => import('@/features/guests/pages/GuestPage'), 'GuestPage') }),
  createRoute({ ...at('/tasks'), component: lazyRouteComponent(() => import('@/features/guests/pages/TasksPage'), 'TasksPage') }),
  createRoute({ ...at('/tags'), component: lazyRouteComponent(() => import('@/features/tags/pages/TagsPage'), 'TagsPage') }),
  createRoute({ ...at('/bookings'), component: lazyRouteComponent(() => import('@/features/bookings/pages/BookingsPage'), 'BookingsPage') }),
  createRoute({ ...at('/bookings/$bookingId'), component: lazyRouteComponent(() => import('@/features/bookings/pages/BookingPage'), 'BookingPage') }),
  createRoute({ ...at('/insight'), component: lazyRouteComponent(() => withTexts('insight', import('@/features/insight/pages/InsightPage')), 'InsightPage') }),
  createRoute({ ...at('/audiences'), component: lazyRouteComponent(() => withTexts('segment', import('@/features/segment/pages/AudiencesPage')), 'AudiencesPage') }),
  createRoute({ ...at('/audiences/new'), component: lazyRouteComponent(() => withTexts('segment', import('@/features/segment/pages/SandboxPage')), 'SandboxPage') }),
  createRoute({ ...at('/audiences/compare'), component: lazyRouteComponent(() => withTexts('segment', import('@/features/segment/pages/ComparePage')), 'ComparePage') }),
  createRoute({ ...at('/audiences/$audienceId'), component: lazyRouteComponent(() => withTexts('segment', import('@/features/segment/pages/AudiencePage')), 'AudiencePage') }),
  createRoute({ ...at('/audiences/$audienceId/edit'), component: lazyRouteComponent(() => withTexts('segment', import('@/features/segment/pages/SandboxPage')), 'SandboxPage') }),
  createRoute({ ...at('/loyalty'), component: lazyRouteComponent(() => withTexts('loyalty', import('@/features/loyalty/pages/ProgrammesPage')), 'ProgrammesPage') }),
  createRoute({ ...at('/loyalty/$programmeId'), component: lazyRouteComponent(() => withTexts('loyalty', import('@/features/loyalty/pages/ProgrammePage')), 'ProgrammePage') }),
  createRoute({ ...at('/loyalty/members/$memberId'), component: lazyRouteComponent(() => withTexts('loyalty', import('@/features/loyalty/pages/MemberPage')), 'MemberPage') }),
  createRoute({ ...at('/identity/desk'), component: lazyRouteComponent(() => import('@/features/identity/pages/DeskPage'), 'DeskPage') }),
  createRoute({ ...at('/sources'), component: lazyRouteComponent(() => withTexts('connect', import('@/features/connect/pages/SourcesPage')), 'SourcesPage') }),
  createRoute({ ...at('/sources/$sourceId'), component: lazyRouteComponent(() => withTexts('connect', import('@/features/connect/pages/SourcePage')), 'SourcePage') }),
  createRoute({ ...at('/import'), component: lazyRouteComponent(() => withTexts('connect', import('@/features/connect/pages/ImportPage')), 'ImportPage') }),
  createRoute({ ...at('/runs'), component: lazyRouteComponent(() => withTexts('connect', import('@/features/connect/pages/RunsPage')), 'RunsPage') }),
  createRoute({ ...at('/runs/$runId'), component: lazyRouteComponent(() => withTexts('connect', import('@/features/connect/pages/RunPage')), 'RunPage') }),
  createRoute({ ...at('/quarantine'), component: lazyRouteComponent(() => withTexts('connect', import('@/features/connect/pages/QuarantinePage')), 'QuarantinePage') }),
  createRoute({ ...at('/trust'), component: lazyRouteComponent(() => import('@/features/trust/pages/TrustPage'), 'TrustPage') }),
  createRoute({ ...at('/trust/consents'), component: lazyRouteComponent(() => import('@/features/trust/pages/ConsentsPage'), 'ConsentsPage') }),
  createRoute({ ...at('/trust/consents/$purpose'), component: lazyRouteComponent(() => import('@/features/trust/pages/PurposePage'), 'PurposePage') }),
  createRoute({ ...at('/trust/consent-import'), component: lazyRouteComponent(() => import('@/features/trust/pages/ConsentImportPage'), 'ConsentImportPage') }),
  createRoute({ ...at('/trust/consent-guests'), component: lazyRouteComponent(() => import('@/features/trust/pages/ConsentGuestsPage'), 'ConsentGuestsPage') }),
  createRoute({ ...at('/trust/decisions'), component: lazyRouteComponent(() => import('@/features/trust/pages/DecisionsPage'), 'DecisionsPage') }),
  createRoute({ ...at('/trust/security'), component: lazyRouteComponent(() => import('@/features/trust/pages/SecurityPage'), 'SecurityPage') }),
  createRoute({ ...at('/trust/keys'), component: lazyRouteComponent(() => import('@/features/trust/pages/KeysPage'), 'KeysPage') }),
  createRoute({ ...at('/trust/people'), component: lazyRouteComponent(() => import('@/features/trust/pages/PeoplePage'), 'PeoplePage') }),
  createRoute({ ...at('/trust/roles'), component: lazyRouteComponent(() => import('@/features/trust/pages/RolesPage'), 'RolesPage') }),
  createRoute({ ...at('/trust/units'), component: lazyRouteComponent(() => import('@/features/trust/pages/UnitsPage'), 'UnitsPage') }),
  createRoute({ ...at('/trust/approvals'), component: lazyRouteComponent(() => import('@/features/trust/pages/ApprovalsPage'), 'ApprovalsPage') }),
  createRoute({ ...at('/trust/encryption'), component: lazyRouteComponent(() => import('@/features/trust/pages/EncryptionPage'), 'EncryptionPage') }),
  createRoute({ ...at('/trust/audit'), component: lazyRouteComponent(() => import('@/features/trust/pages/AuditPage'), 'AuditPage') }),
  createRoute({ ...at('/trust/exports'), component: lazyRouteComponent(() => import('@/features/trust/pages/ExportsPage'), 'ExportsPage') }),
  createRoute({ ...at('/trust/incidents'), component: lazyRouteComponent(() => import('@/features/trust/pages/IncidentsPage'), 'IncidentsPage') }),
  createRoute({ ...at('/trust/incidents/$incidentId'), component: lazyRouteComponent(() => import('@/features/trust/pages/IncidentPage'), 'IncidentPage') }),
  createRoute({ ...at('/trust/requests'), component: lazyRouteComponent(() => import('@/features/trust/pages/RequestsPage'), 'RequestsPage') }),
  createRoute({ ...at('/trust/requests/$requestId'), component: lazyRouteComponent(() => import('@/features/trust/pages/RequestPage'), 'RequestPage') }),
  createRoute({ ...at('/trust/retention'), component: lazyRouteComponent(() => import('@/features/trust/pages/RetentionPage'), 'RetentionPage') }),
  createRoute({ ...at('/trust/data-map'), component: lazyRouteComponent(() => import('@/features/trust/pages/DataMapPage'), 'DataMapPage') }),
]

export const router = createRouter({
  routeTree: root.addChildren([login, setup, join, inside.addChildren(pages)]),
  parseSearch,
  stringifySearch: searchText,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: PageError,
})
