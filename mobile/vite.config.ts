import { svelte } from '@sveltejs/vite-plugin-svelte'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

// As the portal: phones of 2020. What is older is sent to the portal's plain pages by <script type="module"> alone.
const OLDEST = ['chrome87', 'firefox78', 'safari14']

const there = (path: string) => new URL(path, import.meta.url).pathname

/** `--mode native`: bundled into the app of a store, which has no portal behind its own address and no service worker. */
export default defineConfig(({ mode }) => {
  const native = mode === 'native'
  const base = native ? '/' : '/static/app/'
  return {
    base,
    publicDir: false,
    resolve: {
      alias: {
        // What the phone itself does: by the browser, or by the plugins of a store's app.
        '@here': there(native ? 'native/device' : 'src/device/web'),
        '@lib': there('../frontend/src/lib'),
        '@icons': there('../otklik/web/parts/icon/drawings'),
        '@map': there('../frontend/src/map'),
        '@styles': there('../frontend/src/styles'),
      },
    },
    plugins: [
      svelte(),
      VitePWA({
        disable: native,
        strategies: 'injectManifest',
        srcDir: 'src/sw',
        filename: 'sw.ts',
        injectRegister: false,
        manifest: false, // the portal makes it: name, colour and emblem are the region's
        injectManifest: {
          // The map's files (LATER in src/sw/keeping.ts) are named too: the worker keeps them once they are used.
          globPatterns: ['assets/*.{js,css,woff2,mjs}'],
          maximumFileSizeToCacheInBytes: 4_000_000,
          // Named by their bytes: no revision beside the address.
          dontCacheBustURLsMatching: /-[\w-]{8}\./,
          modifyURLPrefix: { 'assets/': `${base}assets/` },
        },
      }),
    ],
    build: {
      outDir: native ? 'dist-native' : 'dist',
      emptyOutDir: true,
      manifest: true, // which files are the shell: the test of its size reads it
      target: OLDEST,
      cssTarget: OLDEST,
      assetsInlineLimit: 0, // the policy forbids data: fonts
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200, // MapLibre, once a map is opened
    },
    test: { include: ['src/**/*.test.ts'], environment: 'node' },
  }
})
