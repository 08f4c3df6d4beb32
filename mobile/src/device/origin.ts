/** "" on the web: the portal that served the app. The native build is told by `VITE_PORTAL` where its portal is. */
export const ORIGIN: string = (import.meta.env.VITE_PORTAL as string | undefined) ?? ''
export const IS_NATIVE = import.meta.env.MODE === 'native'
/** Where the screens lie: below /app/ on the web, at the root in a store's app. */
export const HOME = IS_NATIVE ? '/' : '/app/'
